"""A return's ratings as one small row of bytes: a code a scored question, in tool order."""

import numpy as np
from numpy.typing import NDArray

from tool_definitions.tool import Tool
from tool_definitions.visibility import Answers, Attributes, Visibility, visibility

#: A code of 0 or more is the place of a level in its scheme, 0 for the worst. The rest say why there is none.
UNANSWERED = -1
NOT_APPLICABLE = -2
HIDDEN = -3
DOES_NOT_APPLY = -4

Codes = NDArray[np.int8]

_NOT_COUNTED = {
    Visibility.HIDDEN: HIDDEN,
    Visibility.NOT_YET_KNOWN: HIDDEN,
    Visibility.DOES_NOT_APPLY: DOES_NOT_APPLY,
}


def pack(codes: Codes) -> bytes:
    """One return's codes as bytes, one byte a scored question."""
    return np.asarray(codes, dtype=np.int8).tobytes()


def unpack(row: bytes) -> Codes:
    """The codes of one packed row (read only)."""
    return np.frombuffer(row, dtype=np.int8)


def codes_of(tool: Tool, answers: Answers, organisation: Attributes | None = None, *, wave: str | None = None) -> Codes:
    """The codes of one return, one for each of `tool.scored_questions`.

    `answers` are those to all questions, scored or not: conditions read both. A rating given to a question that
    does not count becomes HIDDEN or DOES_NOT_APPLY; one that is not asked in this wave does not apply. Raises
    ValueError for a rating that its scheme does not have.
    """
    seen = visibility(tool, answers, organisation, wave=wave)
    codes = np.empty(len(tool.scored_questions), dtype=np.int8)
    for place, key in enumerate(tool.scored_questions):
        counted = seen[key] is Visibility.SHOWN
        codes[place] = rating_code(tool, key, answers.get(key)) if counted else _NOT_COUNTED[seen[key]]
    return codes


def rating_code(tool: Tool, question: str, rating: str | tuple[str, ...] | None) -> int:
    """The code of one rating of one scored question; ValueError if its scheme does not have it."""
    if not rating:
        return UNANSWERED
    scheme = tool.scheme_of(question)
    if rating == scheme.not_applicable.value:
        return NOT_APPLICABLE
    rank = scheme.ranks.get(rating) if isinstance(rating, str) else None
    if rank is None:
        raise ValueError(f"{question}: {rating!r} is not a level of {scheme.title}")
    return rank
