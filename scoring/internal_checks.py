"""How well the tool itself worked."""

from dataclasses import dataclass

import numpy as np

from scoring.distributions import Distribution, distributions
from scoring.packed import NOT_APPLICABLE
from scoring.ratings import Ratings
from scoring.score import Scores, rating_scores
from tool_definitions.tool import Tool

MOST_NOT_APPLICABLE = 0.20
MOST_UNANSWERED = 0.10


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of one section over its complete cases (`n`), or None and why."""

    value: float | None
    n: int
    questions: int
    reason: str | None = None


@dataclass(frozen=True)
class InternalChecks:
    """The checks of a tool on the ratings as the organisations gave them.

    `not_applicable` and `unanswered` hold the shares (0 to 1) of the questions beyond the limits;
    `without_reason` the return ids by question, or is None where comments are not known.
    """

    alpha: dict[str, Alpha]
    rated_alike: tuple[str, ...]
    not_applicable: dict[str, float]
    unanswered: dict[str, float]
    without_reason: dict[str, tuple[str, ...]] | None


def internal_checks(scores: Scores, audit: Distribution | None = None) -> InternalChecks:
    """The checks of the tool itself, on the self ratings. `audit` saves counting again."""
    found = (audit or distributions(scores).audit).questions
    counted = {key: question.self for key, question in found.items() if question.self.counted}
    return InternalChecks(
        alpha={key: _alpha(scores, place) for place, key in enumerate(scores.columns.section_keys)},
        rated_alike=tuple(key for key, c in counted.items() if c.n > 1 and max(c.levels.values()) == c.n),
        not_applicable={
            key: c.not_applicable / c.counted
            for key, c in counted.items()
            if c.not_applicable / c.counted > MOST_NOT_APPLICABLE
        },
        unanswered={
            key: c.unanswered / c.counted for key, c in counted.items() if c.unanswered / c.counted > MOST_UNANSWERED
        },
        without_reason=_without_reason(scores.tool, scores.ratings),
    )


def _alpha(scores: Scores, section: int) -> Alpha:
    columns = scores.columns.columns_of_section(section)
    codes = scores.ratings.codes[:, columns]
    complete = (codes >= 0).all(axis=1)
    n, k = int(complete.sum()), len(columns)
    if k < 2:
        return Alpha(None, n, k, "fewer than two questions")
    if n < 2:
        return Alpha(None, n, k, "fewer than two complete returns")
    points = rating_scores(scores.columns, scores.ratings.codes[complete])[:, columns]
    value = cronbach_alpha(points)
    return Alpha(value, n, k, "no variation" if value is None else None)


def cronbach_alpha(points: np.ndarray) -> float | None:
    """Cronbach's alpha of cases x items: k/(k-1) * (1 - sum of item variances / variance of the sums).

    Sample variances; None where the sums do not vary. Source: Cronbach (1951), Psychometrika 16(3).
    """
    k = points.shape[1]
    total = points.sum(axis=1).var(ddof=1)
    if total <= np.finfo(float).eps * max(1.0, float(np.square(points).max())):
        return None
    return float(k / (k - 1) * (1 - points.var(axis=0, ddof=1).sum() / total))


def _without_reason(tool: Tool, ratings: Ratings) -> dict[str, tuple[str, ...]] | None:
    if ratings.comments is None:
        return None
    found = {}
    for column, (key, question) in enumerate(tool.scored_questions.items()):
        if question.not_applicable == "allowed":
            continue
        rows = np.flatnonzero(ratings.codes[:, column] == NOT_APPLICABLE).tolist()
        ids = tuple(
            ratings.return_ids[row]
            for row in rows
            if not ratings.comments.get((ratings.return_ids[row], key), "").strip()
        )
        if ids:
            found[key] = ids
    return found
