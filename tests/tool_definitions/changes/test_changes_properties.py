"""For any two tools: none of the differences is forgotten, and none is made up."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.change import NotComparable, match_question
from tests.strategies import conditions, lines, tool_documents, tools
from tool_definitions.changes import compare_tools, lapsed, origins, propose_relations
from tool_definitions.changes.written import as_data, as_markdown, as_rows, as_text
from tool_definitions.tool import Tool

#: Two whole tools are much to make up; how long it takes says nothing of the code.
SLOW_ON_A_BUSY_MACHINE = [HealthCheck.too_slow]


@settings(max_examples=60, suppress_health_check=SLOW_ON_A_BUSY_MACHINE)
@given(tools())
def test_equal_documents_have_no_changes(tool):
    same = Tool.model_validate(tool.as_document())
    assert not compare_tools(tool, same)
    assert propose_relations(tool, same) == ()
    assert lapsed(tool, same) == ()


def without_version(tool: Tool) -> dict[str, Any]:
    return {**tool.as_document(), "version": ""}


@settings(max_examples=60, suppress_health_check=SLOW_ON_A_BUSY_MACHINE)
@given(tools(), tools())
def test_documents_that_differ_have_changes(before, after):
    changes = compare_tools(before, after)
    assert bool(changes) is (without_version(before) != without_version(after))
    assert bool(changes) is bool(list(changes.rows()))
    for row in changes.rows():
        assert row.change.sentence.endswith(".")


@settings(max_examples=120, suppress_health_check=SLOW_ON_A_BUSY_MACHINE)
@given(st.data(), tool_documents())
def test_one_field_of_one_question_that_differs_is_told_of_that_question(data, document):
    before = Tool.model_validate(document)
    questions = [question for section in document["sections"] for question in section["questions"]]
    place = data.draw(st.integers(0, len(questions) - 1))
    question = questions[place]
    field, value = data.draw(_edits(questions[:place], document))
    question[field] = value
    after = Tool.model_validate(document)
    told = [(row.keys[0], row.change.field) for row in compare_tools(before, after).rows() if row.part == "question"]
    differs = before.questions[question["key"]] != after.questions[question["key"]]
    assert told == [(question["key"], field)] * max(len(told), differs)
    assert differs or not compare_tools(before, after)


def _edits(earlier: list[dict[str, Any]], document: dict[str, Any]) -> st.SearchStrategy[tuple[str, Any]]:
    forms = [
        st.tuples(st.just("title"), lines),
        st.tuples(st.just("guidance"), lines),
        st.tuples(st.just("required"), st.booleans()),
        st.tuples(st.just("applies_to"), st.sampled_from(({}, {"phase": ["primary"]}, {"sector": ["academy"]}))),
        st.tuples(st.just("references"), st.sampled_from(([], [{"source": "kcsie-2025", "at": "Part one"}]))),
        st.tuples(st.just("threads"), st.sampled_from(([], ["lived-experience"]))),
    ]
    if earlier:
        forms.append(st.tuples(st.just("show_if"), conditions(earlier, document["rating_schemes"])))
    return st.one_of(forms)


@settings(max_examples=40, suppress_health_check=SLOW_ON_A_BUSY_MACHINE)
@given(tools(), tools())
def test_every_question_of_both_versions_is_accounted_for(before, after):
    found = origins(before, after)
    assert list(found) == list(after.questions)
    succeeded = {key for origin in found.values() for key in origin.keys}
    assert {*succeeded, *lapsed(before, after)} == set(before.questions)
    changes = compare_tools(before, after)
    seen = [one for section in changes.sections for one in section.questions]
    assert {one.key for one in seen if one.relation == "dropped"} == set(lapsed(before, after))
    assert changes.unchanged + sum(one.relation != "dropped" for one in seen) == len(after.questions)


@settings(max_examples=25, suppress_health_check=SLOW_ON_A_BUSY_MACHINE)
@given(tools(), tools())
def test_what_is_comparable_is_what_scoring_compares(before, after):
    for section in compare_tools(before, after).sections:
        for one in section.questions:
            if one.relation != "dropped" and one.key in after.scored_questions:
                match = match_question(after, before, one.key)
                assert one.comparable is not isinstance(match, NotComparable)


@settings(max_examples=25, suppress_health_check=SLOW_ON_A_BUSY_MACHINE)
@given(tools(), tools())
def test_proposals_name_questions_of_the_two_versions(before, after):
    proposals = propose_relations(before, after)
    assert proposals == propose_relations(before, after)
    for one in proposals:
        assert one.question in after.questions
        assert set(one.origins) <= set(before.questions)
        assert 0 <= one.likeness <= 1.001
        assert one.relation in {"same", "reworded", "split", "merged"}


@settings(max_examples=25, suppress_health_check=SLOW_ON_A_BUSY_MACHINE)
@given(tools(), tools())
def test_any_changes_can_be_written_out(before, after):
    changes = compare_tools(before, after)
    rows = list(changes.rows())
    assert len(as_rows(changes)) == len(rows)
    assert as_data(changes)["unchanged"] == changes.unchanged
    assert as_text(changes).count("    - ") >= len(rows)
    assert as_markdown(changes).count("\n- ") >= len(rows)
