"""A day in three boxes."""

import pytest


def boxes(day: str, month: str, year: str) -> dict[str, str]:
    return {"q-s.q:day": day, "q-s.q:month": month, "q-s.q:year": year}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [(("27", "3", "2026"), "2026-03-27"), ((" 01 ", "02", "2024"), "2024-02-01"), (("29", "2", "2024"), "2024-02-29")],
)
def test_a_day(ask, read, typed, stored):
    asked = ask(type="date")
    given = read(asked, boxes(*typed))
    assert given.value == stored
    assert asked.faults(given) == {}


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("31", "02", "2026"), "This date is not in the calendar. Check the day and the month"),
        (("29", "2", "2025"), "This date is not in the calendar. Check the day and the month"),
        (("1", "1", "0026"), "The year must be in full, between 1900 and 2100"),
        (("1", "1", "26"), "The year must be in full, between 1900 and 2100"),
        (("1", "", "2026"), "The date must include a month"),
        (("", "", "2026"), "The date must include a day and a month"),
        (("one", "1", "2026"), "Enter the date in figures, like 27 3 2026"),
        (("١", "1", "2026"), "Enter the date in figures, like 27 3 2026"),
    ],
)
def test_what_is_no_day_is_refused_and_shown_again(ask, read, typed, fault):
    asked = ask(type="date")
    given = read(asked, boxes(*typed))
    assert asked.faults(given) == {"value": fault}
    assert tuple(asked.boxes(given).values()) == tuple(one.strip() for one in typed)


def test_slashes_in_a_box_do_not_break_it(ask, read):
    asked = ask(type="date")
    assert asked.faults(read(asked, boxes("27/3", "3", "2026"))) != {}


def test_all_empty_is_unanswered(ask, read):
    assert read(ask(type="date"), boxes("", " ", "")).value is None


def test_how_it_is_read(ask):
    assert ask(type="date").words("2026-03-27") == "27 March 2026"
