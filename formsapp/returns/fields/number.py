"""A number between two others."""

import re
from decimal import Decimal

from formsapp.returns.fields.asked import Asked, Faults, FormData
from formsapp.returns.fields.given import Given
from formsapp.returns.fields.wording import ONLY_SPACES, tidy
from tool_definitions.question import NumberQuestion
from tool_definitions.visibility import Attributes

_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII)
_IN_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)

#: Units that are counted, as they are said of one; a unit that is not here stays as its tool writes it.
_ONE_OF = {
    "allegations": "allegation",
    "cases": "case",
    "children": "child",
    "concerns": "concern",
    "days": "day",
    "hours": "hour",
    "minutes": "minute",
    "months": "month",
    "occasions": "occasion",
    "people": "person",
    "plans": "plan",
    "pupils": "pupil",
    "referrals": "referral",
    "schools": "school",
    "times": "time",
    "weeks": "week",
    "years": "year",
}


class Number(Asked[NumberQuestion]):
    """A number, stored as its digits: no thousands, no signs but a minus."""

    template = "returns/fields/number.html"

    def read(self, form: FormData, before: Given) -> Given:
        """The number typed; `1,200` is read as 1200, and anything else is kept as it was typed."""
        if self.name not in form:
            return before
        typed = tidy(form[self.name])
        return before._replace(value=_digits(typed) or None)

    def faults(self, given: Given, organisation: Attributes | None = None) -> Faults:  # noqa: ARG002  the same for all
        """Why the answer cannot be stored."""
        if given.value in {None, ONLY_SPACES}:
            return {}
        fault = self._fault(given.value or "")
        return {"value": fault} if fault else {}

    def _fault(self, typed: str) -> str | None:
        question = self.question
        if not _PLAIN.fullmatch(typed):
            return "Enter a number in figures, like 12" + ("" if question.whole else " or 12.5")
        number = Decimal(typed)
        if question.whole and number != number.to_integral_value():
            return "Enter a whole number, like 12"
        if question.minimum is not None and number < Decimal(str(question.minimum)):
            return f"Enter a number that is {question.minimum:,g} or more"
        if question.maximum is not None and number > Decimal(str(question.maximum)):
            return f"Enter a number that is {question.maximum:,.15g} or less"
        return None

    def words(self, value: str) -> str:
        """The number in thousands, with its unit."""
        if not _PLAIN.fullmatch(value):
            return value
        number = Decimal(value)
        unit = _of_one(self.question.unit) if number == 1 else self.question.unit
        return f"{number:,f} {unit}" if unit else f"{number:,f}"


def _of_one(unit: str) -> str:
    """The unit of one, where it is known; else the unit as it is."""
    first, space, rest = unit.partition(" ")
    return f"{_ONE_OF.get(first, first)}{space}{rest}"


def _digits(typed: str) -> str:
    if _IN_THOUSANDS.fullmatch(typed):
        typed = typed.replace(",", "")
    if not _PLAIN.fullmatch(typed):
        return typed
    number = Decimal(typed).normalize()
    return f"{number:f}" if number else "0"
