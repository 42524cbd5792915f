"""Workbooks and sheets at random: each is read or refused in words, and nothing fails in any other way."""

import io
import random
import zipfile
from copy import deepcopy
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tool_definitions.workbook.hostile import packed
from tests.tool_definitions.workbook.sheets_by_hand import sheet, workbook
from tool_definitions.loader import shipped_tools
from tool_definitions.workbook.guess import guess_mapping
from tool_definitions.workbook.heading_words import _WORDS
from tool_definitions.workbook.reading.process import read
from tool_definitions.workbook.sheets import sheets_from_json
from tool_definitions.workbook.tool_text import tool_text
from tool_definitions.workbook.write import write_workbook

SPOILING = (
    b"<", b">", b'"', b'r="ZZZZ9"', b'r="A0"', b'r="A99999999"', b't="s"', b't="d"', b's="999"', b"<c>", b"</c>",
    b"<row>", b"99999999999", b"-1", b"nan", b"1e999", b"\xff", b"\x00", b"&#0;", b"&x;", b"<v/>",
    b'<mergeCell ref=":"/>', b"<mergeCell/>", b'<col min="a" hidden="1"/>', b'encoding="x"', b"../../x", b"",
)  # fmt: skip


def _spoilt(part, chance):
    spoilt = bytearray(part)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(spoilt) + 1)
        if chance.random() < 0.5:
            spoilt[place:place] = chance.choice(SPOILING)
        else:
            value = spoilt.find(b'="', place) + 2
            spoilt[value : spoilt.find(b'"', value)] = chance.choice(SPOILING)
    return bytes(spoilt)


@pytest.fixture(scope="module")
def parts():
    with zipfile.ZipFile(io.BytesIO(write_workbook(shipped_tools()["dip-sample"]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("seed", range(60))
def test_a_workbook_with_a_spoilt_part_is_read_or_refused(parts, seed):
    chance = random.Random(seed)
    name = chance.choice(sorted(parts))
    for _ in range(5):
        answer = read(packed({**parts, name: _spoilt(parts[name], chance)}))
        assert "sheets" in answer or answer["refused"][1]


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_with_spoilt_bytes_is_read_or_refused(parts, seed):
    answer = read(_spoilt(packed(parts), random.Random(seed)))
    assert "sheets" in answer or answer["refused"][1]


known = st.sampled_from([word for words in _WORDS.values() for word in words] + ["Red", "Amber", "Green", "0", "1", ""])
cells = st.one_of(st.none(), known, st.text(max_size=12), st.integers(0, 9), st.just(4.1))
rows = st.lists(st.lists(cells, max_size=7), max_size=9)


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.lists(known, min_size=2, max_size=7), rows, rows)
def test_any_sheet_is_a_tool_or_has_problems_with_their_places(headings, above, beneath):
    made = sheet(*[[cell for cell in row if cell != ""] for row in above], headings, *beneath)
    sheets = workbook(made)
    mapping = guess_mapping(sheets)
    chosen = {"title": "T", "key": "t", "version": "1", "question_type": "text", "scheme": mapping.scheme or "rag"}
    outcome = tool_text(sheets, mapping.model_copy(update=chosen))
    assert (outcome.tool is None) == bool(outcome.problems)
    assert all(problem.message for problem in outcome.problems)


@cache
def _plain():
    return read(write_workbook(shipped_tools()["dip-sample"]))


@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_our_own_workbook_with_cells_changed_is_a_tool_or_has_problems(data):
    """Any cells of it, to anything."""
    plain = deepcopy(_plain())
    for _ in range(data.draw(st.integers(1, 4))):
        changed = data.draw(st.sampled_from(plain["sheets"]))
        cell = data.draw(st.sampled_from(changed["cells"]))
        if data.draw(st.booleans()):
            cell[2:] = ["text", data.draw(st.one_of(st.text(min_size=1, max_size=10), known.filter(bool)))]
        else:
            cell[2:] = ["number", data.draw(st.sampled_from(("1", "4.1", "-3")))]
    outcome = tool_text(sheets_from_json(plain))
    assert (outcome.tool is None) == bool(outcome.problems)
