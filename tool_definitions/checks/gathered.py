"""Saying once, rather than a hundred times, that most questions lack the same thing."""

from collections.abc import Iterator, Sequence

from tool_definitions.draft import Draft
from tool_definitions.problems import DocumentPath, Problem

#: At least this many and this share of them lacking: one problem for all.
FEWEST_TO_GATHER = 4
SHARE_TO_GATHER = 0.5


def each_or_together(
    draft: Draft, code: str, lacking: Sequence[tuple[DocumentPath, str]], out_of: int, what: str
) -> Iterator[Problem]:
    """A problem at each (path, message), or one problem where most of `out_of` lack the same.

    `what` ends the sentence "30 of 40 ...".
    """
    if len(lacking) >= FEWEST_TO_GATHER and len(lacking) >= SHARE_TO_GATHER * out_of:
        yield draft.problem(code, lacking[0][0], f"{len(lacking)} of {out_of} {what}; this is the first")
        return
    for path, message in lacking:
        yield draft.problem(code, path, message)
