"""All that may identify a child in a text, in one pass a kind: the time grows with the text's length alone."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from formsapp.identifiers.birth_dates import find_birth_dates
from formsapp.identifiers.case_numbers import find_case_numbers
from formsapp.identifiers.found import Found
from formsapp.identifiers.numbers import find_nhs_numbers, find_upns
from formsapp.identifiers.plain import PlainText
from formsapp.identifiers.postcodes import find_postcodes

_DIGIT = re.compile(r"\d")
#: The fewest digits in an NHS number or a unique pupil number, and in a case number.
_DIGITS_OF_NUMBERS, _DIGITS_OF_CASES = 10, 4


def find_identifiers(text: str, *, allowed: Iterable[str] = (), year: int | None = None) -> tuple[Found, ...]:
    """What may identify a child, in the order of the text; nothing is found twice.

    `allowed` are postcodes that may stand, such as the organisation's own. `year` is the present one, which tells a
    child's day of birth from another day; None takes it from the clock.
    """
    if _DIGIT.search(text) is None:
        return ()
    plain = PlainText(text)
    may_stand = frozenset(one.replace(" ", "").upper() for one in allowed)
    found = _all_kinds(plain.text, may_stand, year or datetime.now(UTC).year)
    return tuple(Found(one.kind, *plain.span(one.start, one.end)) for one in _apart(found))


def _all_kinds(text: str, allowed: frozenset[str], year: int) -> Iterator[Found]:
    """What is found, the surest kinds first; what needs more digits than there are is not looked for."""
    digits = len(_DIGIT.findall(text))
    if digits >= _DIGITS_OF_NUMBERS:
        yield from find_nhs_numbers(text)
        yield from find_upns(text)
    yield from find_birth_dates(text, year)
    if digits >= _DIGITS_OF_CASES:
        yield from find_case_numbers(text)
    yield from find_postcodes(text, allowed)


def _apart(found: Iterable[Found]) -> list[Found]:
    """What is found, without what lies within or across something surer."""
    taken: set[int] = set()
    kept = []
    for one in found:
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
