"""Form fields of our own: a day typed as day, month and year."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value

PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class WrongDay(ValueError):
    """What was typed is no day; names the parts to mend."""

    def __init__(self, message: str, wrong: Sequence[str]) -> None:
        super().__init__(message)
        self.wrong = tuple(wrong)


class DayField(Field):
    """A day typed in three boxes named `<name>-day`, `<name>-month` and `<name>-year`.

    `data` is a date or None; `parts` is what was typed; `wrong` names the boxes to mend. Say that it is needed with
    InputRequired (DataRequired would replace a more exact message).
    """

    parts: dict[str, str]
    wrong: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the three boxes as one value, so that validators of required fields see whether anything was typed."""
        self.wrong = ()
        super().process(None, data, extra_filters)
        self.parts = _parts_of(self.data)
        if formdata is None:
            return
        self.parts = {part: (formdata.get(f"{self.name}-{part}") or "").strip() for part in PARTS}
        self.raw_data = [" ".join(self.parts.values()).strip()]
        self._read()

    def _read(self) -> None:
        self.data = None
        if not any(self.parts.values()):
            return
        try:
            self.data = day_from(self.parts, self.label.text)
        except WrongDay as error:
            self.wrong = error.wrong
            self.process_errors.append(str(error))

    @property
    def first_wrong_id(self) -> str:
        """The id of the box that an error links to."""
        return f"{self.id}-{self.wrong[0] if self.wrong else PARTS[0]}"


def day_from(parts: Mapping[str, str], name: str) -> date:
    """The date typed; raises WrongDay with a sentence that starts with the field's name."""
    missing = [part for part in PARTS if not parts[part]]
    if missing:
        raise WrongDay(f"{name} must include a {' and '.join(missing)}", missing)
    numbers = {"day": _whole(parts["day"]), "month": _month(parts["month"]), "year": _whole(parts["year"])}
    not_numbers = [part for part, number in numbers.items() if number is None]
    if not_numbers:
        raise WrongDay(f"{name} must be a real date", not_numbers)
    if len(parts["year"]) != 4:
        raise WrongDay(f"{name} must have a year of 4 numbers, such as 2026", ["year"])
    try:
        return date(*(numbers[part] or 0 for part in reversed(PARTS)))
    except ValueError:
        raise WrongDay(f"{name} must be a real date", PARTS) from None


def _whole(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else None


def _month(typed: str) -> int | None:
    name = typed.lower()
    for number, names in enumerate(zip(_MONTHS, _MONTH_NAMES, strict=True), start=1):
        if name in names:
            return number
    return _whole(typed)


def _parts_of(day: date | None) -> dict[str, str]:
    if day is None:
        return dict.fromkeys(PARTS, "")
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
