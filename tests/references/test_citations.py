from datetime import date

import pytest

from formsapp.legal_register.models import LegalEdition, LegalInstrument
from formsapp.references.citations import CitingTool, editions_cited
from formsapp.references.cited import citations_of_data, citations_of_tool
from tests.builders import rating, tool_document
from tool_definitions.legal_references import legal_instruments
from tool_definitions.tool import Tool
from tool_definitions.values import look_alike

OLD, NEW = date(2023, 12, 15), date(2026, 3, 19)


def instrument(*editions):
    return LegalInstrument(
        key="working-together",
        title="Working Together to Safeguard Children",
        editions=[LegalEdition(edition=edition, title=None) for edition in sorted(editions, reverse=True)],
    )


def document(**references):
    cite = [{"source": key, "at": "para 7"} for key in references]
    return tool_document({"one": [rating("one.a", references=cite)]}, references=references)


def cited(instrument, data):
    tool = CitingTool("A tool", "draft", "draft", None, None, tuple(citations_of_data(data)))
    return editions_cited(instrument, [tool])


def reference(title="Working Together to Safeguard Children", edition="2023-12-15", **more):
    return {"title": title, "edition": edition, **more}


def test_a_draft_and_the_version_made_of_it_cite_the_same():
    data = document(wt=reference())
    assert list(citations_of_data(data)) == list(citations_of_tool(Tool.model_validate(data)))


def test_an_older_edition_comes_first_and_is_called_old():
    data = document(new=reference(edition="2026-03-19"), old=reference())
    old, new = cited(instrument(OLD, NEW), data)
    assert (old.edition, old.is_old, old.questions) == (OLD, True, 1)
    assert (new.edition, new.is_old, new.questions) == (NEW, False, 1)
    assert old.tools[0].citations[0].at == "para 7"


def test_a_title_is_matched_as_people_read_it():
    assert cited(instrument(NEW), document(wt=reference("  WORKING together to Safeguard Children")))
    assert not cited(instrument(NEW), document(wt=reference("Working together to improve school attendance")))


def test_a_title_that_only_one_edition_had_is_matched_too():
    known = instrument(OLD, NEW)
    known.editions[1].title = "Working Together 2023"
    assert cited(known, document(wt=reference("Working together 2023")))[0].is_old


def test_what_the_reference_names_counts_before_its_title():
    assert cited(instrument(NEW), document(wt=reference("Anything at all", instrument="working-together")))
    assert not cited(instrument(NEW), document(wt=reference(instrument="something-else")))


def test_an_edition_that_the_register_does_not_know_is_said_to_be_so():
    one = cited(instrument(NEW), document(wt=reference(edition="2027-01-01")))[0]
    assert (one.is_old, one.is_known) == (False, False)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"references": [], "sections": {}},
        {"references": {"a": "text"}, "sections": [{"questions": [{"references": [{"source": "a"}]}]}]},
        {"references": {"a": {}}, "sections": ["x", {"questions": "x"}, {"questions": ["y", {"references": "z"}]}]},
        {
            "references": {"a": {"edition": "soon"}},
            "sections": [{"questions": [{"references": [{"source": ["a"]}, 1]}]}],
        },
    ],
)
def test_a_draft_that_is_still_wrong_is_read_as_far_as_it_can_be(broken):
    assert list(citations_of_data(broken)) == []


def test_a_citation_of_a_reference_without_a_date_is_kept():
    data = {"references": {"a": {"title": "An act"}}, "sections": [{"questions": [{"references": [{"source": "a"}]}]}]}
    (citation,) = citations_of_data(data)
    assert (citation.cited.title, citation.cited.edition, citation.question) == ("An act", None, "")


def test_the_first_filling_names_each_instrument_and_edition_once():
    instruments = legal_instruments()
    assert len({one.key for one in instruments}) == len(instruments)
    assert len({look_alike(one.title) for one in instruments}) == len(instruments)
    for one in instruments:
        dates = [edition.edition for edition in one.editions]
        assert dates == sorted(set(dates))
