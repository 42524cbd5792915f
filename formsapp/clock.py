"""The time: UTC inside, Europe/London on pages."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


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
