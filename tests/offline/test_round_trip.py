"""Whatever the answers are: a workbook says what is stored, and what is typed in it is what would be stored."""

import json
import re
from datetime import date
from io import BytesIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.clock import now
from formsapp.offline.layout import PARTS
from formsapp.offline.preview import Preview, preview_of
from formsapp.offline.reading import Reading, read_return
from formsapp.offline.writing import cell_texts, fill_in_workbook
from formsapp.returns.asked_tool import AskedTool
from formsapp.returns.fields.given import NOT_STORED, Given, Stored
from formsapp.returns.fields.wording import tidy
from formsapp.returns.opened import OpenedReturn
from tests.builders import rating, tool_document
from tests.offline.filled import cell_of, fill
from tests.strategies import lines
from tool_definitions.tool import Tool
from tool_definitions.workbook.reading.process import read
from tool_definitions.workbook.sheets import sheets_from_json

QUESTIONS = {
    "s": [
        rating("s.a", comment="optional", evidence="optional", action_at_or_below="partly_met"),
        rating("s.b", not_applicable="with_reason"),
        {"key": "s.yn", "type": "yes_no", "title": "Yes or no?"},
    ],
    "t": [
        {"key": "t.text", "type": "text", "title": "In words"},
        {"key": "t.n", "type": "number", "title": "How many?", "minimum": -1000, "whole": False},
        {"key": "t.d", "type": "date", "title": "When?"},
        {
            "key": "t.one",
            "type": "choice",
            "title": "Which one?",
            "options": [{"value": "x", "label": "=One; or, so"}, {"value": "y", "label": "Two"}],
        },
        {
            "key": "t.many",
            "type": "choices",
            "title": "Which?",
            "options": [{"value": "x", "label": "A; b"}, {"value": "y", "label": "Two"}, {"value": "z", "label": "3"}],
        },
    ],
}
TOOL = AskedTool(Tool.model_validate(tool_document(QUESTIONS, version="1")))
OPENED = OpenedReturn(
    id=7, audit_id=1, organisation_id=1, case_id=None, case_code=None, is_independent=False, organisation="A school",
    attributes={}, audit="An audit", opens_on=date(2026, 1, 1), closes_on=date(2027, 1, 1), wave=None,
    audit_state=AuditState.OPEN, tool=TOOL, has_version_before=False, state=ReturnState.STARTED, last_at=None,
    last_by="", last_reason="", opened_at=now(),
)  # fmt: skip

texts = st.one_of(
    st.just(""),
    lines,
    st.lists(lines, max_size=4).map("\n".join),
    st.sampled_from(["=1+1", "-5", "@x", "_x000B_", "’"]),
).map(lambda text: tidy(text).strip())
levels = st.sampled_from(["not_met", "partly_met", "met", "embedded", None])
days = st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(date.isoformat)


def answers() -> st.SearchStrategy[dict[str, Given]]:
    judged = st.builds(Given, levels, st.just(""), texts, texts, texts, texts, st.one_of(st.just(""), days))
    may_not_apply = st.one_of(levels.map(Given), texts.map(lambda why: Given("not_applicable", why)))
    number = st.decimals(-999, 10**6, places=2).map(lambda one: f"{one.normalize():f}" if one else "0")
    ticked = st.lists(st.sampled_from(["x", "y", "z"]), unique=True, min_size=1).map(sorted).map(json.dumps)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "t.text": texts.map(lambda text: text or None),
        "t.n": st.one_of(st.none(), number),
        "t.d": st.one_of(st.none(), days),
        "t.one": st.sampled_from(["x", "y", None]),
        "t.many": st.one_of(st.none(), ticked),
        "s.yn": st.sampled_from(["yes", "no", None]),
    }
    return st.fixed_dictionaries(
        {"s.a": judged, "s.b": may_not_apply, **{key: kind.map(Given) for key, kind in kinds.items()}}
    )


def stored_as(given_answers: dict[str, Given]) -> dict[str, Stored]:
    return {key: Stored(one, 3) for key, one in given_answers.items() if one != Given()}


def brought_back(content: bytes, stored: dict[str, Stored]) -> Preview:
    reading = read_return(sheets_from_json(read(content)), OPENED)
    again = Reading.from_json(json.loads(json.dumps(reading.as_json())))
    return preview_of(again, OPENED, stored, {})


@settings(max_examples=8, deadline=None)
@given(answers())
def test_an_untouched_workbook_changes_nothing(before) -> None:
    stored = stored_as(before)
    found = brought_back(fill_in_workbook(OPENED, stored, by="A lead"), stored)
    assert (found.changes, found.problems, found.unchanged) == ((), (), len(before))


@settings(max_examples=8, deadline=None)
@given(answers(), answers())
def test_what_is_filled_in_is_what_is_saved(before, after) -> None:
    stored = stored_as(before)
    book = load_workbook(BytesIO(fill_in_workbook(OPENED, stored, by="A lead")))
    for key, wanted in after.items():
        asked = TOOL.questions[key]
        texts_of = cell_texts(asked, wanted)
        for part in PARTS:
            if part.part == "value" or part.part in asked.parts:
                cell = _ESCAPE.sub("_x005F_", texts_of[part.part])
                fill(book, asked.number, cell or None, part.heading)
                if cell.startswith("="):
                    _as_text(book, asked.number, cell, part.heading)
    buffer = BytesIO()
    book.save(buffer)
    found = brought_back(buffer.getvalue(), stored)
    changed = {one.asked.key: one.after for one in found.changes}
    assert found.problems == ()
    assert changed == {key: one for key, one in after.items() if one != stored.get(key, NOT_STORED).given}


#: What looks like an escape is itself escaped in a file that Excel writes.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _as_text(book: Any, number: str, text: str, heading: str) -> None:
    """As Excel stores what is typed into a cell of text: not as a formula."""
    cell = cell_of(book, number, heading)
    cell.value, cell.data_type = text, "s"
