"""What holds for every type of question: a shown answer is sent back as it was, and the mould equals the template."""

import json
from datetime import date

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from formsapp.returns.asked_tool import AskedTool
from formsapp.returns.fields import FIELD_TYPES
from formsapp.returns.fields.given import NOTHING, Given
from formsapp.returns.fields.wording import tidy
from tests.builders import tool_document
from tool_definitions.question import Question
from tool_definitions.tool import Tool

QUESTIONS = {
    "rating": {"type": "rating", "scheme": "practice", "action_at_or_below": "partly_met"},
    "yes_no": {"type": "yes_no", "comment": "optional", "not_applicable": "with_reason"},
    "choice": {"type": "choice", "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]},
    "choices": {
        "type": "choices",
        "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B", "hint": "x"}],
    },
    "text": {"type": "text"},
    "number": {"type": "number", "unit": "people", "whole": False},
    "date": {"type": "date"},
    "table": {
        "type": "table",
        "columns": [{"key": "who", "title": "Who"}, {"key": "n", "title": "N", "type": "number"}],
    },
    "evidence": {"type": "evidence"},
}
ASKED = AskedTool(
    Tool.model_validate(
        tool_document({"s": [{"key": f"s.{kind}", "title": f"About {kind}", **q} for kind, q in QUESTIONS.items()]})
    )
).questions

# Text as it is stored: `tidy` has been over it, and nothing in it is refused.
words = (
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60).map(tidy).filter(lambda t: t != " ")
)
line = st.text("abc <&>\"'é\u202e👩‍👧", max_size=20).map(tidy).filter(lambda t: t != " ")


def rows_of(**columns: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    row = st.tuples(*columns.values()).filter(any).map(lambda texts: dict(zip(columns, texts, strict=True)))
    return st.lists(row, min_size=1, max_size=4)


rows = rows_of(what=line, where=line, date=line)
table_rows = rows_of(who=line, n=st.sampled_from(["", "3"]))


def as_stored(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def judged(*values: str) -> st.SearchStrategy[Given]:
    days = st.just("") | st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(lambda day: day.isoformat())
    return st.builds(Given, st.sampled_from([None, *values]), words, words, words, words, words, days)


ANSWERS: dict[str, st.SearchStrategy[Given]] = {
    "rating": judged("not_met", "partly_met", "met", "embedded", "not_applicable"),
    "yes_no": judged("yes", "no", "not_applicable").map(
        lambda g: g._replace(evidence="", action="", action_who="", action_by="")
    ),
    "choice": judged("a", "b").map(lambda g: Given(g.value)),
    "choices": st.sampled_from([None, '["a"]', '["b"]', '["a", "b"]']).map(Given),
    "text": words.map(lambda text: Given(text or None)),
    "number": st.sampled_from([None, "0", "12", "-3", "12.5", "1200"]).map(Given),
    "date": (st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(lambda d: d.isoformat())).map(Given),
    "table": (st.none() | table_rows.map(as_stored)).map(Given),
    "evidence": (st.none() | rows.map(as_stored)).map(Given),
}


def test_every_type_of_the_model_is_asked():
    types = {member.model_fields["type"].annotation.__args__[0] for member in Question.__origin__.__args__}
    assert set(FIELD_TYPES) == types == set(QUESTIONS) == set(ANSWERS)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_shown_answer_is_sent_back_as_it_was(kind, browser):
    asked = ASKED[f"s.{kind}"]

    @settings(max_examples=20, deadline=None, database=None)
    @for_any(ANSWERS[kind])
    def holds(given: Given) -> None:
        form = browser.form(browser.html(asked, given))
        assert set(form) <= asked.inputs
        assert asked.settled(asked.read(form, NOTHING)) == given
        assert asked.faults(given) == {}

    holds()


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_mould_gives_what_the_template_gives(kind, browser):
    asked = ASKED[f"s.{kind}"]

    @settings(max_examples=12, deadline=None, database=None)
    @for_any(ANSWERS[kind])
    def holds(given: Given) -> None:
        assert browser.html(asked, given) == browser.rendered(asked, given)

    holds()


@pytest.mark.parametrize("kind", QUESTIONS)
def test_what_a_form_does_not_hold_stays(kind):
    asked = ASKED[f"s.{kind}"]
    before = Given("x", "reason", "comment", "evidence", "action")
    assert asked.read(MultiDict(), before) == before


@pytest.mark.parametrize("kind", QUESTIONS)
def test_inputs_and_ids_are_the_question_s_own(kind, browser):
    asked = ASKED[f"s.{kind}"]
    assert all(name == asked.name or name.startswith(asked.name + ":") for name in asked.inputs)
    assert browser.form(browser.html(asked, NOTHING)).keys() <= asked.inputs


@pytest.mark.parametrize("text", ["one", "\none", "\n\none", " one\n"])
@pytest.mark.parametrize(("type_", "box"), [("text", ""), ("rating", ":comment")])
def test_a_box_of_several_lines_holds_what_was_typed(ask, browser, type_, box, text):
    asked = ask(type="rating", scheme="practice", comment="optional") if type_ == "rating" else ask(type="text")
    given = Given("met", comment=text) if box else Given(text)
    for html in (browser.html(asked, given), browser.rendered(asked, given)):
        assert browser.form(html)[f"q-s.q{box}"] == text.replace("\n", "\r\n")
