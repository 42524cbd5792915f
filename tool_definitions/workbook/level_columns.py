"""Columns that describe the levels of a rating: which of our schemes their headings fit."""

import re
from collections.abc import Mapping as Map

from tool_definitions.scheme import RatingScheme
from tool_definitions.shipped import shipped_schemes
from tool_definitions.workbook.heading_words import plain_words

_BARE = re.compile(r"(?:level|score|grade|rating)? ?\d{1,2}")
_NOT_APPLICABLE = frozenset({"n a", "na", "not applicable", "does not apply"})


def is_bare_number(heading: str) -> bool:
    """Whether a heading is no more than a number, which says nothing about which end is best."""
    return bool(_BARE.fullmatch(plain_words(heading)))


def is_not_applicable(heading: str) -> bool:
    """Whether a heading stands for *not applicable*."""
    return plain_words(heading) in _NOT_APPLICABLE


def level_of(heading: str, scheme: RatingScheme) -> str | None:
    """The value of the level of this scheme that a heading names: by its value, its label, or both."""
    words = plain_words(heading).replace("partially", "partly")
    for level in scheme.levels:
        value, label = plain_words(level.value), plain_words(level.label)
        first = plain_words(re.split(r"\s[–-]\s", level.label)[0])
        if words in {value, label, first, f"{value} {label}", f"level {value}", f"score {value}", f"{label} {value}"}:
            return level.value
    return None


def fitting_schemes(headings: Map[int, str]) -> dict[str, dict[int, str]]:
    """The shipped schemes of which every level is a heading, the most levels first: each column's level."""
    found: dict[str, dict[int, str]] = {}
    for key, scheme in shipped_schemes().items():
        columns = {column: level for column, heading in headings.items() if (level := level_of(heading, scheme))}
        if len(columns) == len(set(columns.values())) == len(scheme.levels):
            found[key] = columns
    longest = max((len(columns) for columns in found.values()), default=0)
    return {key: columns for key, columns in found.items() if len(columns) == longest}
