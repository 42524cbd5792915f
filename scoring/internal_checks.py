"""How well the tool itself worked, and what is odd in a return: for the eye of a person, never a verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scoring.change import NotComparable, match_question
from scoring.distributions import Distribution, distributions
from scoring.packed import NOT_APPLICABLE
from scoring.ratings import Ratings
from scoring.score import Scores, rating_scores
from tool_definitions.tool import Tool

MOST_NOT_APPLICABLE = 0.20
MOST_UNANSWERED = 0.10
#: A return finished in fewer minutes than this was hardly read.
FEWEST_MINUTES = 10
#: A comment shorter than this is said alike by many for good reason ("Yes, in place.").
SHORTEST_COPIED = 20


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


@dataclass(frozen=True)
class Oddity:
    """Something in one return that a moderator may want to look at: its kind, the question if it is one, the words."""

    return_id: str
    kind: str
    text: str
    question: str | None = None


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


def oddities(
    scores: Scores, previous: Scores | None = None, minutes: Mapping[str, float] | None = None
) -> tuple[Oddity, ...]:
    """What is odd in each return, in the order of the returns.

    `previous` gives last year's answers by organisation; `minutes` how long each return took, by return id.
    What is not known is not looked for: comments, evidence, `previous`, `minutes`.
    """
    found = [*_top_without_words(scores), *_copied(scores.ratings), *_all_alike(scores)]
    if previous is not None:
        found += _unchanged(scores, previous)
    found += _quick(scores.ratings, minutes or {})
    order = {return_id: row for row, return_id in enumerate(scores.ratings.return_ids)}
    return tuple(sorted(found, key=lambda oddity: order[oddity.return_id]))


def _top_without_words(scores: Scores) -> Iterator[Oddity]:
    ratings = scores.ratings
    if ratings.comments is None:
        return
    evidence = ratings.evidence or frozenset()
    for column, key in enumerate(scores.columns.keys):
        top = len(scores.tool.scheme_of(key).levels) - 1
        for row in np.flatnonzero(ratings.codes[:, column] == top).tolist():
            cell = (ratings.return_ids[row], key)
            if not ratings.comments.get(cell, "").strip() and cell not in evidence:
                yield Oddity(
                    cell[0], "top_without_evidence", "has the top rating with neither comment nor evidence", key
                )


def _copied(ratings: Ratings) -> Iterator[Oddity]:
    organisation = dict(zip(ratings.return_ids, ratings.organisation_ids, strict=True))
    said: dict[str, list[tuple[str, str]]] = {}
    for cell, comment in (ratings.comments or {}).items():
        words = " ".join(comment.split())
        if len(words) >= SHORTEST_COPIED and cell[0] in organisation:
            said.setdefault(words, []).append(cell)
    for cells in said.values():
        others = len({organisation[return_id] for return_id, _ in cells}) - 1
        if others:
            text = f"has the same comment, word for word, as {others} other organisation{'s' if others > 1 else ''}"
            yield from (Oddity(return_id, "copied_comment", text, key) for return_id, key in cells)


def _all_alike(scores: Scores) -> Iterator[Oddity]:
    for row, return_id in enumerate(scores.ratings.return_ids):
        codes = scores.ratings.codes[row]
        rated = [
            scores.tool.scheme_of(scores.columns.keys[c]).levels[codes[c]].value for c in np.flatnonzero(codes >= 0)
        ]
        if len(rated) > 2 and all(one == other for one, other in pairwise(rated)):
            yield Oddity(return_id, "all_alike", f"rates all {len(rated)} questions alike")


def _unchanged(scores: Scores, previous: Scores) -> Iterator[Oddity]:
    pairs = []
    for column, key in enumerate(scores.columns.keys):
        match = match_question(scores.tool, previous.tool, key)
        if not isinstance(match, NotComparable):
            pairs.append((column, previous.columns.keys.index(match[0])))
    before = {organisation: row for row, organisation in enumerate(previous.ratings.organisation_ids)}
    for row, organisation in enumerate(scores.ratings.organisation_ids):
        if organisation in before and pairs and _same(scores, row, previous, before[organisation], pairs):
            yield Oddity(scores.ratings.return_ids[row], "unchanged", "gives the same answers as last time throughout")


def _same(scores: Scores, row: int, previous: Scores, before: int, pairs: list[tuple[int, int]]) -> bool:
    now_codes, then_codes = scores.ratings.codes[row], previous.ratings.codes[before]
    return all(now_codes[now] == then_codes[then] for now, then in pairs)


def _quick(ratings: Ratings, minutes: Mapping[str, float]) -> Iterator[Oddity]:
    for return_id in ratings.return_ids:
        if return_id in minutes and minutes[return_id] < FEWEST_MINUTES:
            yield Oddity(return_id, "quick", f"was finished in {minutes[return_id]:.0f} minutes")
