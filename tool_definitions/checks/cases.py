"""What is recorded about a case."""

import re
from collections.abc import Iterator, Sequence

from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.tool import Case, Kind
from tool_definitions.values import look_alike

LONGEST_WINDOW = 24
_ADULT = 18
#: A date, ten digits or more, a UPN, or two words with capitals.
_IDENTIFIES = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|(\d[ -]?){10,}|[A-Z]\d{12}|[A-Z][a-z]+[ .][A-Z]([a-z]+|\b)"
)
_AGES = re.compile(
    r"(\d{1,2})\s*(?:to|-|–|and)\s*(\d{1,2})|under\s+(\d{1,2})|(\d{1,2})\s*(?:\+|and over|or over)|(\d{1,2})",
    re.IGNORECASE,
)


def case_parts(draft: Draft) -> Iterator[Problem]:
    """A case-file tool, and no other, says what is recorded about a case."""
    written = draft.data.get("case")
    if draft.kind == Kind.CASE_FILE and "case" not in draft.data:
        yield draft.problem("missing-case", ("kind",))
    if draft.kind != Kind.CASE_FILE and "case" in draft.data:
        yield draft.problem("unused-case", ("case",))
    case = draft.part(Case, "case") if is_mapping(written) else None
    if case is None:
        return
    if not case.themes:
        yield draft.problem("case-without-themes", ("case",))
    if case.window_months > LONGEST_WINDOW:
        message = f"the audit looks back {case.window_months} months"
        yield draft.problem("long-window", ("case", "window_months"), message)
    if _IDENTIFIES.search(case.code_example):
        yield draft.problem("code-example-identifies", ("case", "code_example"))
    yield from _twice(draft, ("case", "themes"), case.themes)
    yield from _twice(draft, ("case", "age_bands"), case.age_bands)
    yield from _overlapping(draft, case.age_bands)


def _twice(draft: Draft, path: DocumentPath, words: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, word in enumerate(words):
        if look_alike(word) in seen:
            yield draft.problem("duplicate-case-word", (*path, place), f"'{word}' is listed twice")
        seen.add(look_alike(word))


def _overlapping(draft: Draft, bands: Sequence[str]) -> Iterator[Problem]:
    taken: dict[int, str] = {}
    for place, band in enumerate(bands):
        ages = _ages(band)
        shared = [taken[age] for age in ages if age in taken and look_alike(taken[age]) != look_alike(band)]
        if shared:
            message = f"'{band}' and '{shared[0]}' overlap"
            yield draft.problem("age-bands-overlap", ("case", "age_bands", place), message)
        taken |= {age: band for age in ages if age not in taken}


def _ages(band: str) -> range:
    """The whole years of age in a band as people write it; none where it cannot be read."""
    found = _AGES.search(band)
    if not found:
        return range(0)
    first, last, under, over, single = (int(group) if group else None for group in found.groups())
    if first is not None and last is not None:
        return range(first, last + 1)
    if under is not None:
        return range(under)
    start = over if over is not None else single or 0
    return range(start, _ADULT if over is not None else start + 1)
