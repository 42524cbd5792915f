"""One rating before and after moderation, checked against the tool."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import index
from typing import NamedTuple

from scoring.packed import DOES_NOT_APPLY, HIDDEN, NOT_APPLICABLE, UNANSWERED
from tool_definitions.tool import Tool

PICKS = ("random", "must_include", "risk", None)


@dataclass(frozen=True)
class Changed:
    """A self rating and what moderation made of it.

    Ratings are codes: the rank of the level, 0 for the worst, or a negative code of `scoring.packed`; None is -1. An
    organisation is the return's own id unless named. `pick` says how the return came into the sample (random,
    must_include or risk); `moderators` who worked on the rating.
    """

    return_id: str
    question: str
    self_rating: int | None
    moderated_rating: int | None
    group: str | None = None
    pick: str | None = None
    organisation: str | None = None
    moderators: tuple[str, ...] = field(default=())


class FirstRating(NamedTuple):
    """What a moderator rated first, before any talk, against the self rating; codes as in `Changed`."""

    moderator: str
    return_id: str
    question: str
    self_rating: int | None
    rating: int | None


class Step(NamedTuple):
    """A change with both ranks (None where there is no level) and their difference in rating score points."""

    changed: Changed
    before: int | None
    after: int | None
    points: float | None

    @property
    def levels(self) -> int | None:
        """Moderated minus self rank; None where either is no level."""
        return None if self.before is None or self.after is None else self.after - self.before


def steps_of(tool: Tool, changes: Iterable[Changed]) -> list[Step]:
    """The changes of questions that count and were moderated, checked; ValueError names what is wrong with one."""
    seen: set[tuple[str, str]] = set()
    steps = []
    for changed in changes:
        if changed.question not in tool.scored_questions:
            raise ValueError(f"{changed.return_id}: {changed.question!r} is not a scored question of the tool")
        if changed.pick not in PICKS:
            raise ValueError(f"{changed.return_id}: {changed.pick!r} is none of random, must_include and risk")
        cell = (changed.return_id, changed.question)
        if cell in seen:
            raise ValueError(f"{changed.return_id}: {changed.question} is there twice")
        seen.add(cell)
        points = tool.scheme_of(changed.question).rating_scores
        before, after = (_code(changed, one, len(points)) for one in (changed.self_rating, changed.moderated_rating))
        if before <= HIDDEN:
            continue
        if after >= 0 and before >= 0:
            steps.append(Step(changed, before, after, points[after] - points[before]))
        elif after >= 0 or after == NOT_APPLICABLE:
            steps.append(Step(changed, before if before >= 0 else None, after if after >= 0 else None, None))
    return steps


def _code(changed: Changed, code: int | None, levels: int) -> int:
    if code is None:
        return UNANSWERED
    try:
        found = index(code)
    except TypeError:
        found = levels
    if not DOES_NOT_APPLY <= found < levels:
        raise ValueError(f"{changed.return_id}: {code!r} is not a level of the scheme of {changed.question}")
    return found
