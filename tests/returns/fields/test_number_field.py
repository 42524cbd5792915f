"""A number between two others."""

import pytest

from formsapp.returns.fields.given import Given


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12", "12"),
        (" 12 ", "12"),
        ("1,200", "1200"),
        ("007", "7"),
        ("0", "0"),
        ("-0", "0"),
        ("-3", "-3"),
        ("100", "100"),
    ],
)
def test_what_is_stored(ask, read, typed, stored):
    asked = ask(type="number")
    given = read(asked, {"q-s.q": typed})
    assert given.value == stored
    assert asked.faults(given) == {}


@pytest.mark.parametrize(
    "typed", ["NaN", "Infinity", "-inf", "1e9", "٣", "１２", "twelve", "1,2", "1 2", "0x10", "1" * 20]
)
def test_what_is_no_number_is_refused_and_kept_as_typed(ask, read, typed):
    asked = ask(type="number")
    given = read(asked, {"q-s.q": typed})
    assert given.value == typed
    assert asked.faults(given) == {"value": "Enter a number in figures, like 12"}


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("-1", "Enter a number that is 0 or more"),
        ("2001", "Enter a number that is 2,000 or less"),
        ("2.5", "Enter a whole number, like 12"),
        ("2000", None),
        ("0", None),
        ("3.0", None),
    ],
)
def test_bounds(ask, read, typed, fault):
    asked = ask(type="number", minimum=0, maximum=2000)
    assert asked.faults(read(asked, {"q-s.q": typed})).get("value") == fault


def test_parts_of_a_number_where_they_are_allowed(ask, read):
    asked = ask(type="number", whole=False)
    assert read(asked, {"q-s.q": "12.50"}).value == "12.5"
    assert asked.faults(Given("x"))["value"] == "Enter a number in figures, like 12 or 12.5"


def test_how_it_is_read(ask):
    assert ask(type="number", unit="children").words("1200") == "1,200 children"
    assert ask(type="number", unit="children").words("1") == "1 child"
    assert ask(type="number", unit="hours a week").words("1") == "1 hour a week"
    assert ask(type="number", unit="per cent").words("1") == "1 per cent"


def test_empty_is_unanswered(ask, read):
    asked = ask(type="number")
    assert asked.settled(read(asked, {"q-s.q": "  "})).value is None
