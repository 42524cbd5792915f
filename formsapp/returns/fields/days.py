"""A day typed into one box: 28 2 2027, 28/02/27, 28 February 2027 or 2027-02-28."""

import re
from datetime import date

from formsapp.ui.formatting import day

EARLIEST, LATEST = 2000, 2100
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\d{1,2}|[a-z]{3,9})[\s./,-]+(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def read_day(typed: str) -> str:
    """The day as it is stored (2027-02-28); what cannot be read stays as it was typed, to be shown again."""
    text = typed.strip().lower()
    if found := _ISO.fullmatch(text):
        year, month, day_ = map(int, found.groups())
    elif found := _PARTS.fullmatch(text):
        day_, month, year = int(found[1]), _month(found[2]), int(found[3])
        year += 2000 if len(found[3]) == 2 else 0
    else:
        return typed
    try:
        return date(year, month, day_).isoformat() if EARLIEST <= year <= LATEST else typed
    except ValueError:
        return typed


def fault_of_day(stored: str) -> str | None:
    """Why this cannot be stored as a day, in a sentence."""
    try:
        year = date.fromisoformat(stored).year if _ISO.fullmatch(stored) else 0
    except ValueError:
        year = 0
    if EARLIEST <= year <= LATEST:
        return None
    return "Enter the day by which it will be done, like 28 2 2027"


def day_in_words(stored: str) -> str:
    """28 February 2027; what is no day stays as it is."""
    return stored if fault_of_day(stored) else day(date.fromisoformat(stored))


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else 0
