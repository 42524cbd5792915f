"""What changed since an earlier audit: the same organisations, the same questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.distributions import Counts, counts_of
from scoring.packed import NOT_APPLICABLE
from scoring.score import Scores
from tool_definitions.changes.comparable import NotComparable, match_question
from tool_definitions.tool import Tool

__all__ = ["Change", "NotComparable", "QuestionChange", "compare", "match_question", "tool_before"]

#: In the place of a rating that is not to count: below every code that is counted.
_LEFT_OUT = np.int8(NOT_APPLICABLE - 1)


@dataclass(frozen=True)
class QuestionChange:
    """One question over the `matched` organisations that rated it both times; differences are now minus before.

    `mean` is in rating score points (0 to 100), the shares are 0 to 1; None where nobody matched.
    """

    question: str
    previous_question: str
    relation: str
    matched: int
    before: Counts
    now: Counts
    mean: float | None
    strength_share: float | None
    concern_share: float | None


@dataclass(frozen=True)
class Change:
    """Effective ratings against an earlier audit. `matched` is the number of organisations in both."""

    matched: int
    questions: dict[str, QuestionChange]
    not_comparable: tuple[NotComparable, ...]


def compare(scores: Scores, previous: Scores) -> Change:
    """The change since `previous`, matched on organisation and on question (its `from`, else the same key).

    Only questions that are the same or reworded, on a scheme with the same levels, are compared. An organisation
    with several returns counts once in `matched`, with all its returns.
    """
    matches = {key: match_question(scores.tool, previous.tool, key) for key in scores.columns.keys}
    found = {key: match for key, match in matches.items() if not isinstance(match, NotComparable)}
    shared = sorted(set(scores.ratings.organisation_ids) & set(previous.ratings.organisation_ids))
    now = _Side(scores, list(found), shared)
    earlier = _Side(previous, [before for before, _ in found.values()], shared)
    both = now.rated & earlier.rated
    figures = zip(found, found.values(), both.sum(axis=0), earlier.counts(both), now.counts(both), strict=True)
    changes = {
        key: _question_change(key, match, int(matched), before_counts, now_counts)
        for key, match, matched, before_counts, now_counts in figures
    }
    return Change(len(shared), changes, tuple(match for match in matches.values() if isinstance(match, NotComparable)))


class _Side:
    """One of the two audits: the effective ratings of the shared organisations, a column for each compared question."""

    def __init__(self, scores: Scores, keys: list[str], shared: list[str]) -> None:
        self._schemes = [scores.tool.scheme_of(key) for key in keys]
        place_of = {organisation: place for place, organisation in enumerate(shared)}
        places = np.array([place_of.get(one, -1) for one in scores.ratings.organisation_ids], dtype=np.intp)
        rows = np.argsort(places, kind="stable")[np.count_nonzero(places < 0) :]
        columns = np.array([scores.columns.keys.index(key) for key in keys], dtype=np.intp)
        #: The place in `shared` of each row's organisation; rows of one organisation stand together.
        self._places = places[rows]
        self._codes = scores.effective_codes[np.ix_(rows, columns)]

    @property
    def rated(self) -> NDArray[np.bool_]:
        """Shared organisations x questions: whether the organisation rated the question in any of its returns."""
        first_rows = np.flatnonzero(np.diff(self._places, prepend=-1))
        return np.asarray(np.logical_or.reduceat(self._codes >= 0, first_rows, axis=0))

    def counts(self, both: NDArray[np.bool_]) -> list[Counts]:
        """How each question was rated by the organisations (x questions) that are to count."""
        counted = both[self._places] & (self._codes >= 0)
        return counts_of(self._schemes, np.where(counted, self._codes, _LEFT_OUT))


def _question_change(key: str, match: tuple[str, str], matched: int, before: Counts, now: Counts) -> QuestionChange:
    before_key, relation = match
    return QuestionChange(
        question=key,
        previous_question=before_key,
        relation=relation,
        matched=matched,
        before=before,
        now=now,
        mean=_difference(now.mean, before.mean),
        strength_share=_difference(now.strength_share, before.strength_share),
        concern_share=_difference(now.concern_share, before.concern_share),
    )


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def tool_before(tool: Tool) -> Tool:
    """The tool with its questions named as they were before: with it, last year's ratings are read where last year's
    tool is not at hand. A name that would then stand twice stays as it is.
    """
    scored = tool.scored_questions.values()
    came = {question.key: question.from_[0].key for question in scored if len(question.from_) == 1}
    taken = set(tool.questions) - set(came)
    names = {key: old for key, old in came.items() if old not in taken and list(came.values()).count(old) == 1}
    return Tool.model_validate(_renamed(tool.as_document(), names))


def _renamed(part: Any, names: dict[str, str]) -> Any:
    if isinstance(part, list):
        return [_renamed(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    return dict(_renamed_items(part, names))


def _renamed_items(part: dict[str, Any], names: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for name, value in part.items():
        is_key = (name == "key" and "type" in part and "title" in part) or (
            name == "question" and isinstance(value, str)
        )
        if name == "from" and isinstance(value, dict | list):
            continue
        yield name, names.get(value, value) if is_key else _renamed(value, names)
