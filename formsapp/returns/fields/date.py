"""A day."""

import re
from datetime import date

from formsapp.returns.fields.asked import Asked, Faults, FormData
from formsapp.returns.fields.given import Given
from formsapp.returns.fields.wording import is_blank, tidy
from formsapp.ui.formatting import day
from tool_definitions.question import DateQuestion
from tool_definitions.visibility import Attributes

PARTS = ("day", "month", "year")
_FIGURES = re.compile(r"\d{1,4}", re.ASCII)
_EARLIEST, _LATEST = 1900, 2100


class Date(Asked[DateQuestion]):
    """A day, stored as 2026-11-22. What is not a day is carried as `day/month/year`, to be shown again and refused."""

    template = "returns/fields/date.html"
    parts = PARTS

    def input_of(self, part: str) -> str:
        """The name of one of the three boxes; the day stands for the whole."""
        return f"{self.name}:{'day' if part == 'value' else part}"

    def read(self, form: FormData, before: Given) -> Given:
        """The day typed in three boxes."""
        names = [self.input_of(part) for part in PARTS]
        if not any(name in form for name in names):
            return before
        typed = [tidy(form.get(name, "")) for name in names]
        if all(is_blank(box) for box in typed):
            return before._replace(value=None)
        found = _day(typed)
        return before._replace(value=found.isoformat() if found else "/".join(typed))

    def faults(self, given: Given, organisation: Attributes | None = None) -> Faults:  # noqa: ARG002  the same for all
        """Why the answer cannot be stored."""
        if given.value is None or "/" not in given.value:
            return {}
        typed = given.value.split("/")[:3]
        missing = [name for name, box in zip(PARTS, typed, strict=False) if is_blank(box)]
        if missing:
            return {"value": f"The date must include a {' and a '.join(missing)}"}
        if not all(_FIGURES.fullmatch(box) for box in typed):
            return {"value": "Enter the date in figures, like 27 3 2026"}
        if not _EARLIEST <= int(typed[2]) <= _LATEST:
            return {"value": f"The year must be in full, between {_EARLIEST} and {_LATEST}"}
        return {"value": "This date is not in the calendar. Check the day and the month"}

    def boxes(self, given: Given) -> dict[str, str]:
        """Day, month and year as typed, or as stored."""
        if not given.value:
            return {}
        if "/" in given.value:
            return dict(zip(PARTS, given.value.split("/"), strict=False))
        year, month, day_ = given.value.split("-")
        return {"day": day_.lstrip("0"), "month": month.lstrip("0"), "year": year}

    def words(self, value: str) -> str:
        """22 November 2026."""
        return day(date.fromisoformat(value)) if "/" not in value else value


def _day(typed: list[str]) -> date | None:
    if not all(_FIGURES.fullmatch(box) for box in typed):
        return None
    day_, month, year = map(int, typed)
    try:
        return date(year, month, day_) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None
