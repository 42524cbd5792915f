"""Acting at past moments, in the order of time."""

from datetime import UTC, datetime, timedelta

import pytest

from formsapp import clock
from formsapp.demo.calendar import Calendar

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_clock_stands_where_it_is_told_and_goes_on_afterwards():
    with clock.at(NOON):
        assert clock.now() == NOON
        with clock.at(NOON - timedelta(days=1)):
            assert clock.today().isoformat() == "2026-02-28"
        assert clock.now() == NOON
    assert clock.now() > NOON


def test_the_clock_goes_on_after_a_mistake():
    with pytest.raises(ZeroDivisionError), clock.at(NOON):
        raise ZeroDivisionError
    assert clock.now() != NOON


def test_deeds_are_done_in_the_order_of_time_and_those_that_follow_from_them_too():
    done = []
    calendar = Calendar()

    def note(what: str) -> None:
        done.append((what, clock.now()))

    def first() -> None:
        note("first")
        calendar.put(NOON + timedelta(hours=2), lambda: note("third"))

    calendar.put(NOON + timedelta(hours=3), lambda: note("fourth"))
    calendar.put(NOON, first)
    calendar.put(NOON + timedelta(hours=1), lambda: note("second"))
    calendar.live_through()
    assert [what for what, _ in done] == ["first", "second", "third", "fourth"]
    assert [(at - NOON).seconds // 3600 for _, at in done] == [0, 1, 2, 3]
