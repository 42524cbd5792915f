"""What changed since an earlier audit: the same organisations, the same questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.distributions import Counts, counts, tally
from scoring.score import Scores
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Tool


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
class NotComparable:
    """A question that cannot be set beside the earlier audit, and why, as a sentence's end."""

    question: str
    reason: str


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
    shared = set(scores.ratings.organisation_ids) & set(previous.ratings.organisation_ids)
    changes = {
        key: _question_change(scores, previous, key, match)
        for key, match in matches.items()
        if not isinstance(match, NotComparable)
    }
    return Change(len(shared), changes, tuple(match for match in matches.values() if isinstance(match, NotComparable)))


def match_question(tool: Tool, previous: Tool, key: str) -> tuple[str, str] | NotComparable:
    """The earlier question that this one is compared with and their relation, or why it cannot be compared."""
    came = tool.questions[key].from_
    before, relation = (key, "same") if came is None else (came.key, came.relation)
    if relation not in {"same", "reworded"}:
        return NotComparable(key, f"it was {relation} from {before!r}")
    if before not in previous.scored_questions:
        return NotComparable(key, "it is new" if came is None else f"the earlier audit has no {before!r}")
    if _levels(tool.scheme_of(key)) != _levels(previous.scheme_of(before)):
        return NotComparable(key, "its rating scheme has other levels")
    return before, relation


def _levels(scheme: RatingScheme) -> list[tuple[str, float, str]]:
    return [(level.value, level.score, level.stance) for level in scheme.levels]


def _question_change(scores: Scores, previous: Scores, key: str, match: tuple[str, str]) -> QuestionChange:
    before_key, relation = match
    raters, earlier = _raters(scores, key), _raters(previous, before_key)
    shared = set(raters) & set(earlier)
    now, before = _over(scores, key, raters, shared), _over(previous, before_key, earlier, shared)
    return QuestionChange(
        question=key,
        previous_question=before_key,
        relation=relation,
        matched=len(shared),
        before=before,
        now=now,
        mean=_difference(now.mean, before.mean),
        strength_share=_difference(now.strength_share, before.strength_share),
        concern_share=_difference(now.concern_share, before.concern_share),
    )


def _raters(scores: Scores, key: str) -> dict[str, list[int]]:
    """The rows that rated the question, by organisation."""
    codes = scores.effective_codes[:, scores.columns.keys.index(key)]
    rows: dict[str, list[int]] = {}
    for row in np.flatnonzero(codes >= 0).tolist():
        rows.setdefault(scores.ratings.organisation_ids[row], []).append(row)
    return rows


def _over(scores: Scores, key: str, raters: dict[str, list[int]], shared: set[str]) -> Counts:
    rows = sorted(row for organisation in shared for row in raters[organisation])
    column = scores.columns.keys.index(key)
    tallied = tally(scores.columns, scores.effective_codes[rows])[column]
    return counts(scores.tool.scheme_of(key), tallied)


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def tool_before(tool: Tool) -> Tool:
    """The tool with its questions named as they were before: with it, last year's ratings are read where last year's
    tool is not at hand. A name that would then stand twice stays as it is.
    """
    scored = tool.scored_questions.values()
    came = {question.key: question.from_.key for question in scored if question.from_ is not None}
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
        if name == "from" and isinstance(value, dict):
            continue
        yield name, names.get(value, value) if is_key else _renamed(value, names)
