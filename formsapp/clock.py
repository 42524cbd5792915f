"""The time: UTC inside, Europe/London on pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_told: ContextVar[datetime | None] = ContextVar("the moment the clock was told", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Act as if it were this moment. Only the demonstration borough does, so that its past lies in the past."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def in_london(moment: datetime) -> datetime:
    """The same moment as a clock in London shows it."""
    return moment.astimezone(LONDON)


def today() -> date:
    """Today's date in London."""
    return in_london(now()).date()


def start_of(day: date) -> datetime:
    """The moment at which this day begins in London, in UTC."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The moment at which this day has ended in London, in UTC: midnight at its close."""
    return datetime.combine(date.fromordinal(day.toordinal() + 1), time.min, LONDON).astimezone(UTC)
