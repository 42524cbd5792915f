"""Tables and lists of evidence: rows of boxes."""

import json

import pytest

from formsapp.returns.fields.given import NOTHING, Given

COLUMNS = [{"key": "who", "title": "Course"}, {"key": "n", "title": "People", "type": "number"}]


def test_a_table_keeps_its_filled_rows(ask, read):
    asked = ask(type="table", columns=COLUMNS)
    given = read(asked, {"q-s.q:0:who": "First aid", "q-s.q:0:n": "3", "q-s.q:1:who": " ", "q-s.q:2:who": "Prevent"})
    assert json.loads(given.value) == [{"who": "First aid", "n": "3"}, {"who": "Prevent", "n": ""}]
    assert asked.faults(given) == {}
    assert len(asked.rows(given)) == 4, "two spare rows"


def test_a_table_with_named_rows_keeps_them_all(ask, read):
    asked = ask(type="table", columns=COLUMNS, rows=["Teachers", "Governors"])
    given = read(asked, {"q-s.q:1:n": "5"})
    assert json.loads(given.value) == [{"who": "", "n": ""}, {"who": "", "n": "5"}]
    assert len(asked.rows(NOTHING)) == 2


def test_what_cannot_stand_in_a_box_is_named_where_it_is(ask, read):
    asked = ask(type="table", columns=COLUMNS)
    given = read(asked, {"q-s.q:0:n": "many", "q-s.q:1:who": "x" * 301, "q-s.q:2:who": "a\x00"})
    faults = asked.faults(given)
    assert faults["0:n"] == "People: enter a number in figures, like 12"
    assert faults["1:who"].startswith("Each box must be 300 characters or fewer")
    assert "cannot store" in faults["2:who"]
    assert asked.input_of("0:n") == "q-s.q:0:n"


def test_all_empty_is_unanswered(ask, read):
    assert read(ask(type="table", columns=COLUMNS), {"q-s.q:0:who": ""}, Given("[]")).value is None


def test_rows_stop_at_the_maximum(ask):
    asked = ask(type="table", columns=COLUMNS, maximum_rows=2)
    assert len(asked.rows(NOTHING)) == 2
    assert "q-s.q:2:who" not in asked.inputs


@pytest.mark.parametrize("row", [{"what": "Minutes", "where": "Office", "date": "May 2026"}])
def test_evidence(ask, read, row):
    asked = ask(type="evidence")
    given = read(asked, {f"q-s.q:0:{column}": text for column, text in row.items()})
    assert json.loads(given.value) == [row]
    assert asked.words(given.value) == "Minutes, Office, May 2026"
