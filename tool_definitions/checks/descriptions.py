"""What the levels of a question are said to look like."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import RatingQuestion
from tool_definitions.scheme import Level

_SIGNS_OF_LAYOUT = frozenset("#|!")
_LAYOUT = re.compile(r"^\s{0,3}#{1,6}\s|^\s*\|.*\|\s*$|!\[[^\]]*\]\(", re.MULTILINE)


def described_alike(draft: Draft) -> Iterator[Problem]:
    """No two levels of a question are described in the same words."""
    for question, own, _ in _described(draft):
        yield from alike(draft, {(*question.path, "levels", value): text for value, text in own.items()})


def alike(draft: Draft, words: Mapping[DocumentPath, str]) -> Iterator[Problem]:
    """A problem at each of these descriptions that says what one before it says."""
    seen: set[str] = set()
    for path, text in words.items():
        plain = _plain(text)
        if plain and plain in seen:
            yield draft.problem("same-description", path)
        seen.add(plain)


def description_says_something(draft: Draft) -> Iterator[Problem]:
    """A question's own description of a level says more than the scheme and its label."""
    for question, own, levels in _described(draft):
        for level in levels:
            text = _plain(own.get(level.value, ""))
            path = (*question.path, "levels", level.value)
            if text and text == _plain(level.means):
                yield draft.problem("description-of-scheme", path)
            elif text and text in {_plain(level.label), _plain(level.value)}:
                yield draft.problem("description-is-label", path)


def all_or_none_described(draft: Draft) -> Iterator[Problem]:
    """A question describes all of its levels or none."""
    for question, own, levels in _described(draft):
        left_out = [level.value for level in levels if not own.get(level.value, "").strip()]
        are_known = own.keys() <= {level.value for level in levels}
        if left_out and are_known and len(left_out) < len(levels) and all(level.means for level in levels):
            message = f"'{question.key}' leaves these levels to the scheme's general words: {', '.join(left_out)}"
            yield draft.problem("levels-partly-described", (*question.path, "levels"), message)


def copied_descriptions(draft: Draft) -> Iterator[Problem]:
    """No two questions describe all their levels in the same words."""
    first: dict[tuple[tuple[str, str], ...], str] = {}
    for question, own, _ in _described(draft):
        words = tuple((value, _plain(text)) for value, text in own.items())
        other = first.setdefault(words, question.key)
        if other != question.key and len(words) > 1:
            message = f"'{question.key}' describes its levels in the words of '{other}'"
            yield draft.problem("descriptions-copied", (*question.path, "levels"), message)


def layout_in_levels(draft: Draft) -> Iterator[Problem]:
    """Descriptions of levels and hints are plain sentences."""
    for path, text in draft.texts:
        is_short_place = path[-1] in {"means", "hint"} or path[-2:-1] == ("levels",)
        if is_short_place and _SIGNS_OF_LAYOUT & set(text) and _LAYOUT.search(text):
            yield draft.problem("layout-in-level", path)


def _described(draft: Draft) -> Iterator[tuple[DraftQuestion, Mapping[str, str], tuple[Level, ...]]]:
    for question, judged, levels in draft.rated:
        if isinstance(judged, RatingQuestion) and judged.levels:
            yield question, judged.levels, levels


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".")
