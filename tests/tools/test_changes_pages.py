"""What changed between two versions of a tool, as pages and as a sheet."""

import csv
import io
from typing import Any

import pytest

from formsapp.database import database
from formsapp.tools.change_table import ChangeTable, readable
from formsapp.tools.compared import versions_before
from tests.builders import make_organisation, make_person, make_tool_version, rating, tool_document
from tests.queries import count_queries
from tool_definitions.changes import compare_tools
from tool_definitions.tool import Tool


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


def text_of(response) -> str:
    return response.get_data(as_text=True)


def versions_of(db, *documents: dict[str, Any]) -> list[Any]:
    """Ratified versions, each based on the one before."""
    made = []
    for number, document in enumerate(documents, start=2025):
        version = make_tool_version(db, {**document, "version": str(number)}, based_on_id=made[-1].id if made else None)
        made.append(version)
    db.commit()
    return made


def with_sections(*leadership: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return tool_document({"leadership": list(leadership)}, **changes)


LEAD = rating("leadership.a", title="The lead has **time** for the role", weight=1)
LATER = rating("leadership.a", title="The lead has **time** and authority for the role", weight=2)


def test_show_changes_says_what_changed_in_words_and_side_by_side(client, officer, db):
    _, later = versions_of(
        db, with_sections(LEAD, rating("leadership.b")), with_sections(LATER, rating("leadership.c"))
    )
    page = text_of(client.get(f"/tools/{later.id}/changes"))
    assert "What changed since version 2025" in page
    assert "The weight went from 1 to 2." in page
    assert "The lead has time <ins>and authority</ins> for the role" in page
    assert "No longer asked." in page
    assert "A new question." in page
    assert f'href="/tools/{later.id}#question-leadership.a"' in page
    assert [figure in page for figure in ("new question", "changed", "removed", "as before")] == [True] * 4


def test_show_changes_of_one_kind(client, officer, db):
    _, later = versions_of(
        db, with_sections(LEAD, rating("leadership.b")), with_sections(LATER, rating("leadership.c"))
    )
    page = text_of(client.get(f"/tools/{later.id}/changes?kind=weight"))
    assert "The weight went from 1 to 2." in page
    assert "A new question." not in page
    assert "Question reworded." not in page
    assert "A new question." in text_of(client.get(f"/tools/{later.id}/changes?kind=nonsense"))


def test_show_changes_where_nothing_changed(client, officer, db):
    _, later = versions_of(db, with_sections(LEAD), with_sections(LEAD))
    assert "Nothing changed between the two versions but their names" in text_of(
        client.get(f"/tools/{later.id}/changes")
    )


def test_show_changes_of_a_first_version(client, officer, db):
    (first,) = versions_of(db, with_sections(LEAD))
    assert "nothing to compare it with" in text_of(client.get(f"/tools/{first.id}/changes"))
    assert text_of(client.get(f"/tools/{first.id}/changes.csv")).count("\n") == 1


def test_show_changes_since_another_version_follows_keys_through_those_between(client, officer, db):
    renamed = {**LATER, "key": "leadership.new", "from": {"key": "leadership.a", "relation": "reworded"}}
    last = {key: value for key, value in renamed.items() if key != "from"} | {"weight": 3}
    first, _, third = versions_of(db, with_sections(LEAD), with_sections(renamed), with_sections(last))
    page = text_of(client.get(f"/tools/{third.id}/changes?since={first.id}"))
    assert "What changed since version 2025" in page
    assert "The weight went from 1 to 3." in page
    assert "No longer asked" not in page
    assert "The weight went from 2 to 3." in text_of(client.get(f"/tools/{third.id}/changes"))


def test_show_changes_only_since_a_version_that_is_offered(client, officer, db):
    first, second = versions_of(db, with_sections(LEAD), with_sections(LATER))
    other = make_tool_version(db, with_sections(LEAD, key="another"))
    db.commit()
    for since in (other.id, second.id, 10_000, "nonsense"):
        assert client.get(f"/tools/{second.id}/changes?since={since}").status_code == 404
    assert client.get(f"/tools/{first.id}/changes?since={second.id}").status_code == 404


def test_a_version_made_from_another_tool_is_compared_with_that(client, officer, db):
    shipped = make_tool_version(db, with_sections(LEAD, key="shipped-one", title="The shipped tool"))
    own = make_tool_version(db, with_sections(LATER), based_on_id=shipped.id)
    db.commit()
    page = text_of(client.get(f"/tools/{own.id}/changes"))
    assert "It was made from another tool: The shipped tool" in page
    assert "The weight went from 1 to 2." in page


def test_the_version_before_is_the_one_it_is_based_on_else_the_last_ratified(db):
    first, second = versions_of(db, with_sections(LEAD), with_sections(LATER))
    proposed = make_tool_version(db, with_sections(LATER), ratified=False)
    withdrawn = make_tool_version(db, with_sections(LATER), ratified=False)
    withdrawn.withdrawn_at = withdrawn.proposed_at
    last = make_tool_version(db, with_sections(LEAD))
    db.flush()
    assert [one.id for one in versions_before(db, last)] == [second.id, first.id, proposed.id]
    last_but_based = make_tool_version(db, with_sections(LEAD), based_on_id=first.id)
    assert next(iter(versions_before(db, last_but_based))).id == first.id


def test_show_changes_takes_as_many_queries_for_many_changes(client, officer, db):
    _, few = versions_of(db, with_sections(LEAD), with_sections(LATER))
    client.get(f"/tools/{few.id}/changes")
    with count_queries(database().engine) as one:
        client.get(f"/tools/{few.id}/changes")
    many = [rating(f"leadership.q{number}") for number in range(40)]
    again = [{**question, "title": "Reworded"} for question in many]
    _, big = versions_of(db, with_sections(*many, key="big"), with_sections(*again, key="big"))
    with count_queries(database().engine) as other:
        assert text_of(client.get(f"/tools/{big.id}/changes")).count("Question reworded.") == 40
    assert len(other) <= len(one) + 2  # the documents of two versions are read the first time


def test_download_changes_is_a_sheet_without_formulas(client, officer, db):
    later = {**LATER, "title": "=1+1"}
    _, second = versions_of(db, with_sections(LEAD), with_sections(later))
    response = client.get(f"/tools/{second.id}/changes.csv")
    assert "small-tool-2026-changes-since-2025.csv" in response.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert rows[0][5:] == ["Kind of change", "What changed", "Before", "After"]
    assert rows[1] == [
        "Leadership", "1.1", "'=1+1", "leadership.a", "leadership.a", "Reworded", "Question reworded.",
        "The lead has **time** for the role", "'=1+1",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/tools/{}/changes", "/tools/{}/changes.csv"])
def test_changes_do_not_exist_for_an_outsider(client, db, path):
    _, later = versions_of(db, with_sections(LEAD), with_sections(LATER))
    person = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client.sign_in(person)
    assert client.get(path.format(later.id)).status_code == 404


def test_what_is_typed_is_shown_as_it_is_typed(client, officer, db):
    later = {**LEAD, "title": "<script>alert(1)</script> {{ 7*7 }}", "guidance": "<b>bold</b>"}
    _, second = versions_of(db, with_sections(LEAD), with_sections(later))
    page = text_of(client.get(f"/tools/{second.id}/changes"))
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page
    assert "&lt;b&gt;bold" in page


def a_tool(*questions: dict[str, Any], **changes: Any) -> Tool:
    return Tool.model_validate(with_sections(*questions, **changes))


def test_a_new_edition_is_told_once_of_the_tool_with_the_questions_that_cite_it():
    old = {"kcsie-2025": {"title": "Keeping children safe", "edition": "2025-09-01"}}
    new = {"kcsie-2026": {"title": "Keeping children safe", "edition": "2026-09-01"}}
    before = a_tool(*(rating(key, references=[{"source": "kcsie-2025"}]) for key in "abc"), references=old)
    later = [rating(key, references=[{"source": "kcsie-2026"}]) for key in "abc"]
    later[1]["weight"] = 2
    table = ChangeTable(compare_tools(before, a_tool(*later, references=new)))
    (section,) = table.sections
    assert [change.sentence for told in section.questions for change in told.changes] == [
        "The weight went from 1 to 2."
    ]
    assert section.shared == ()
    (change,) = table.tool
    assert change.sentence == "Keeping children safe: edition of 1 September 2026 instead of 1 September 2025."
    assert [question.number for question in change.questions] == ["1.1", "1.2", "1.3"]
    assert {words: number for number, words in table.figures} == {
        "new questions": 0, "changed": 1, "removed": 0, "with another reference only": 2, "as before": 0,
    }  # fmt: skip


def test_the_same_change_of_references_of_several_questions_stands_in_one_line():
    references = {"kcsie": {"title": "Keeping children safe", "edition": "2025-09-01"}}
    before = a_tool(*(rating(key, references=[{"source": "kcsie", "at": "1"}]) for key in "abc"), references=references)
    later = [rating(key, references=[{"source": "kcsie", "at": "2"}]) for key in "abc"]
    (section,) = ChangeTable(compare_tools(before, a_tool(*later, references=references))).sections
    assert section.questions == ()
    (shared,) = section.shared
    assert shared.sentence == "Keeping children safe: 2 instead of 1."
    assert [question.number for question in shared.questions] == ["1.1", "1.2", "1.3"]


def test_a_split_question_starts_afresh_and_a_reworded_one_does_not():
    before = a_tool(rating("a", title="Policy and practice"), rating("b", title="One"))
    after = a_tool(
        rating("a.policy", title="Policy", **{"from": {"key": "a", "relation": "split"}}),
        rating("a.practice", title="Practice", **{"from": {"key": "a", "relation": "split"}}),
        rating("b", title="Two"),
    )
    (section,) = ChangeTable(compare_tools(before, after)).sections
    assert [told.starts_afresh for told in section.questions] == [True, True, False]
    assert [told.tags for told in section.questions] == [(("Split", "purple"),)] * 2 + [(("Reworded", "blue"),)]
    split = section.questions[0].changes[0]
    assert ([piece.text for piece in split.before], [piece.text for piece in split.after]) == (
        ["Policy and practice"],
        ["Policy"],
    )


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**Look** at *the* rota", "Look at the rota"),
        ("# Heading\n\nText that\ngoes on", "Heading\n\nText that goes on"),
        ("See [the guide](https://a.example/b)", "See the guide"),
        ("- one\n- two\n1. three", "- one\n- two\n1. three"),
        ("2 * 3 * 4 and snake_case_word", "2 * 3 * 4 and snake_case_word"),
    ],
)
def test_markdown_is_read_as_words(markdown, expected):
    assert readable(markdown) == expected


def test_where_only_the_emphasis_changed_the_marks_are_shown():
    changes = compare_tools(a_tool(rating("a", title="The lead")), a_tool(rating("a", title="The **lead**")))
    (section,) = ChangeTable(changes).sections
    assert "".join(piece.text for piece in section.questions[0].changes[0].after) == "The **lead**"
