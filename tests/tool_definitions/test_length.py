"""How long a tool is, by hand: who is asked what, the words there are to read, the minutes they take."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import SCHEME, rating, tool_document
from tests.strategies import answers, organisations, tools
from tool_definitions import length as lengths
from tool_definitions.length import Respondent, attributes_named, audiences, length
from tool_definitions.loader import shipped_tools
from tool_definitions.tool import Tool
from tool_definitions.visibility import Visibility, visibility


def made(sections=None, **changes) -> Tool:
    return Tool.model_validate(tool_document(sections, **changes))


GATE = {"key": "s.gate", "type": "yes_no", "title": "Is there a nursery?"}
BEHIND = rating("s.behind", show_if={"question": "s.gate", "is": ["yes"]})


def test_a_question_behind_a_condition_is_asked_at_most_and_not_for_certain():
    found = length(made({"s": [GATE, BEHIND]}))
    assert (found.certain.questions, found.at_most.questions, found.depends) == (1, 2, 1)
    assert (found.certain.rated, found.at_most.rated) == (0, 1)


def test_a_question_behind_a_question_that_is_not_asked_is_not_asked_either():
    gate = {**GATE, "applies_to": {"phase": ["primary"]}}
    tool = made({"s": [gate, BEHIND, rating("s.always")]})
    assert length(tool, Respondent({"phase": "secondary"})).at_most.questions == 1
    assert length(tool, Respondent({"phase": "primary"})).at_most.questions == 3


def test_not_of_a_question_that_is_never_asked_always_holds():
    gate = {**GATE, "applies_to": {"phase": ["primary"]}}
    behind = rating("s.behind", show_if={"not": {"question": "s.gate", "is": ["yes"]}})
    tool = made({"s": [gate, behind]})
    assert length(tool, Respondent({"phase": "secondary"})).certain.questions == 1
    assert length(tool, Respondent({"phase": "primary"})).certain.questions == 1
    assert length(tool, Respondent({"phase": "primary"})).at_most.questions == 2


@pytest.mark.parametrize(("form", "certain"), [("all", 1), ("any", 2)])
def test_all_and_any_with_one_part_that_always_holds(form, certain):
    never = rating("s.never", applies_to={"phase": ["primary"]})
    always = {"not": {"question": "s.never", "answered": True}}
    behind = rating("s.behind", show_if={form: [always, {"question": "s.gate", "is": ["yes"]}]})
    found = length(made({"s": [GATE, never, behind]}), Respondent({"phase": "secondary"}))
    assert (found.certain.questions, found.at_most.questions) == (certain, 2)


def test_what_is_not_known_of_an_organisation_may_or_may_not_match_and_what_it_has_not_never_does():
    tool = made({"s": [rating("s.all"), rating("s.boarding", applies_to={"boarding": ["yes"]})]})
    assert length(tool, Respondent({})).at_most.questions == 2
    assert length(tool, Respondent({})).certain.questions == 1
    assert length(tool, Respondent({"boarding": None})).at_most.questions == 1
    assert length(tool, Respondent({"boarding": "yes"})).certain.questions == 2


def test_a_wave_asks_its_own_questions_and_those_of_all_waves():
    tool = made({"s": [rating("s.all"), rating("s.after", waves=["after"])]}, waves=["before", "after"])
    assert length(tool, Respondent({}, "before")).at_most.questions == 1
    assert length(tool, Respondent({}, "after")).certain.questions == 2


def test_the_words_to_read_are_those_of_what_is_asked_and_a_schemes_own_words_once():
    scheme = {**SCHEME, "levels": [{**level, "means": "Two words"} for level in SCHEME["levels"]]}
    described = rating("s.a", title="One two three", levels={"met": "It's met, year-on-year: done."})
    plain = rating("s.b", title="Four", applies_to={"phase": ["primary"]})
    tool = made(
        {"s": [described, plain]},
        purpose="We ask *once* a year.",
        rating_schemes={"practice": scheme},
    )
    # Purpose 5, section title "S" 1, title 3, descriptor "It's met year-on-year done" 4; four levels: labels
    # "Not met" 2, "Partly met" 2, "Met" 1, "Embedded" 1 and twice four words of meaning.
    assert length(tool, Respondent({"phase": "secondary"})).certain.words == 5 + 1 + 3 + 4 + 6 + 8
    assert length(tool, Respondent({"phase": "primary"})).certain.words == 5 + 1 + 3 + 4 + 6 + 8 + 1


def test_minutes_follow_from_the_constants():
    must = rating("s.a", comment="required", evidence="required_at_or_above met", action_at_or_below="partly_met")
    words = {"key": "s.words", "type": "text", "title": "In your words", "lines": 2}
    found = length(made({"s": [must, words]}))
    least = lengths.SECONDS_TO_JUDGE / 60 + lengths.WORDS_OF_A_COMMENT / lengths.WORDS_WRITTEN_A_MINUTE
    assert found.certain.answering_minutes == pytest.approx(least)
    more = lengths.WORDS_OF_EVIDENCE + lengths.WORDS_OF_AN_ACTION + 2 * lengths.WORDS_A_LINE
    most = least + lengths.SECONDS_TO_ANSWER["text"] / 60 + more / lengths.WORDS_WRITTEN_A_MINUTE
    assert found.at_most.answering_minutes == pytest.approx(most)
    assert found.certain.reading_minutes == pytest.approx(found.certain.words / 238)
    assert found.certain.minutes == 2  # 0.5 + 25/19 = 1.82, and few words


def test_boxes_and_documents_take_their_time():
    table = {"key": "s.t", "type": "table", "title": "T", "columns": [{"key": "a", "title": "A"}], "rows": ["x", "y"]}
    evidence = {"key": "s.e", "type": "evidence", "title": "E", "required": True}
    found = length(made({"s": [{**table, "required": True}, evidence]}))
    assert found.certain.answering_minutes == pytest.approx((2 * 15 + 3 * 60) / 60)


def test_audiences_are_types_by_phase_and_by_sector_where_the_tool_asks_by_it():
    by_phase = rating("s.a", applies_to={"phase": ["primary", "secondary"], "sector": ["health"]})
    tool = made({"s": [by_phase]}, audience={"organisation_types": ["school", "college", "agency"]})
    assert [dict(one.organisation) for one in audiences(tool)] == [
        {"type": "school", "phase": "primary"},
        {"type": "school", "phase": "secondary"},
        {"type": "school", "phase": None},
        {"type": "college", "phase": "post_16"},
        {"type": "agency", "phase": None, "sector": "health"},
        {"type": "agency", "phase": None, "sector": None},
    ]


def test_a_tool_for_everybody_has_one_audience_and_one_for_each_wave():
    assert audiences(made()) == (Respondent(),)
    assert [one.wave for one in audiences(made(waves=["before", "after"]))] == ["before", "after"]


def test_attributes_are_named_once_in_order_also_where_only_not_applicable_depends_on_them():
    only = rating("s.a", not_applicable={"only_for": {"has_nursery": ["no"]}}, applies_to={"phase": ["primary"]})
    tool = made({"s": [only]}, audience={"organisation_types": ["school"]})
    assert attributes_named(tool) == ("type", "phase", "has_nursery")


@pytest.mark.parametrize("key", sorted(shipped_tools()))
def test_every_audience_of_a_shipped_tool_is_asked_something(key):
    tool = shipped_tools()[key]
    for respondent in audiences(tool):
        found = length(tool, respondent)
        assert 0 < found.certain.questions <= found.at_most.questions <= len(tool.questions)
        assert 0 < found.certain.minutes <= found.at_most.minutes


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_answered_certain_questions_are_shown_and_others_than_the_most_never(data):
    tool = data.draw(tools())
    organisation = {"phase": None, "sector": None, **data.draw(organisations())}
    found = lengths._Asked(tool, Respondent(organisation))
    seen = visibility(tool, data.draw(answers(tool)), organisation)
    shown = {key for key, state in seen.items() if state is Visibility.SHOWN}
    assert found.certain <= shown <= found.certain | found.possible
