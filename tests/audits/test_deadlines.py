"""Deadlines in London: the last moment of the closing day is the one before midnight, whatever the clocks do."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from formsapp.audits.lifecycle import AuditState
from formsapp.audits.queries import state_of
from formsapp.audits.rules import effective_state
from tests.builders import make_audit

LONG_AGO = date(2024, 1, 1)

#: The closing day and the moment, in UTC, at which it has ended in London. Winter time is UTC, summer time UTC + 1.
ENDS = [
    (date(2026, 1, 15), datetime(2026, 1, 16, 0, 0, tzinfo=UTC)),
    (date(2026, 7, 15), datetime(2026, 7, 15, 23, 0, tzinfo=UTC)),
    # The clocks go forward at 01:00 on 29 March 2026: the 28th ends in winter time, the 29th (23 hours) in summer time.
    (date(2026, 3, 28), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
    (date(2026, 3, 29), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
    # They go back at 02:00 on 25 October 2026: the 24th ends in summer time, the 25th (25 hours) in winter time.
    (date(2026, 10, 24), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
    (date(2026, 12, 31), datetime(2027, 1, 1, 0, 0, tzinfo=UTC)),
    (date(2028, 2, 29), datetime(2028, 3, 1, 0, 0, tzinfo=UTC)),
]
#: Seconds before the end, and whether the audit is still open then.
MOMENTS = [(62, True), (60, True), (1, True), (0.001, True), (0, False), (-1, False), (-3600, False)]


def seconds_before(end, seconds):
    return datetime.fromtimestamp(end.timestamp() - seconds, tz=UTC)


@pytest.mark.parametrize(("closes_on", "end"), ENDS, ids=str)
@pytest.mark.parametrize(("seconds", "is_open"), MOMENTS)
def test_an_audit_closes_at_midnight_in_london(closes_on, end, seconds, is_open):
    at = seconds_before(end, seconds)
    state = effective_state(AuditState.OPEN, opens_on=LONG_AGO, closes_on=closes_on, at=at)
    assert state is (AuditState.OPEN if is_open else AuditState.CLOSED)


@pytest.mark.parametrize(("day_before", "start"), ENDS, ids=str)
@pytest.mark.parametrize(("seconds", "not_begun"), MOMENTS)
def test_an_audit_opens_at_midnight_in_london(day_before, start, seconds, not_begun):
    opens_on = date.fromordinal(day_before.toordinal() + 1)
    at = seconds_before(start, seconds)
    state = effective_state(AuditState.OPEN, opens_on=opens_on, closes_on=date(2030, 1, 1), at=at)
    assert state is (AuditState.DRAFT if not_begun else AuditState.OPEN)


def test_both_half_past_ones_of_the_long_night_come_before_its_end():
    for hour in (0, 1):  # 01:30 British Summer Time, and an hour later 01:30 again
        at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        state = effective_state(AuditState.OPEN, opens_on=LONG_AGO, closes_on=date(2026, 10, 24), at=at)
        assert state is AuditState.CLOSED
        state = effective_state(AuditState.OPEN, opens_on=LONG_AGO, closes_on=date(2026, 10, 25), at=at)
        assert state is AuditState.OPEN


@pytest.mark.parametrize("last", [state for state in AuditState if state is not AuditState.OPEN])
def test_the_clock_moves_no_other_state(last):
    at = datetime(2026, 6, 1, tzinfo=UTC)
    assert effective_state(last, opens_on=LONG_AGO, closes_on=LONG_AGO, at=at) is last


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2026, 9, 15, 22, 59, 59, tzinfo=UTC), AuditState.DRAFT),
        (datetime(2026, 9, 15, 23, 0, 0, tzinfo=UTC), AuditState.OPEN),
        (datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC), AuditState.OPEN),
        (datetime(2026, 10, 26, 0, 0, 0, tzinfo=UTC), AuditState.CLOSED),
    ],
)
def test_the_state_of_an_audit_follows_the_clock(db, at, state):
    audit = make_audit(db, opens_on=date(2026, 9, 16), closes_on=date(2026, 10, 25))
    with time_machine.travel(at, tick=False):
        assert state_of(db, audit) is state
    assert state_of(db, audit, at=at) is state
