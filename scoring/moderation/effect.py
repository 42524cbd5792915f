"""What moderation did to the self ratings: bias, never reliability."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import NamedTuple

import numpy as np

from scoring.moderation.changed import Changed, FirstRating, Step, steps_of
from scoring.moderation.moves import Moves, moves_of
from scoring.moderation.statistic import Statistic, mean_with_interval
from tool_definitions.tool import Tool

__all__ = ["Breakdown", "Changed", "Drift", "Effect", "FirstRating", "Matrix", "Moves", "drift", "moderation_effect"]


@dataclass(frozen=True)
class Matrix:
    """Self against moderated level on one scheme: `counts[self][moderated]`, `values` of the levels worst first.

    Before the diagonal moderation lowered (the self rating was optimistic), after it raised (it was harsh).
    """

    scheme: str
    values: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Breakdown:
    """The moves altogether, and by question, section, organisation, group and moderator; a matrix for each scheme.

    Questions, sections and schemes stand in tool order, the rest by name; only those with a moderated rating are there.
    A rating on which two moderators worked counts for both of them.
    """

    whole: Moves
    questions: Mapping[str, Moves]
    sections: Mapping[str, Moves]
    organisations: Mapping[str, Moves]
    groups: Mapping[str, Moves]
    moderators: Mapping[str, Moves]
    matrices: Mapping[str, Matrix]


@dataclass(frozen=True)
class Effect(Breakdown):
    """Everything moderated, and apart from one another what was picked at random and what by judgement.

    Only the random picks stand for returns that were not picked.
    """

    random: Breakdown = field(kw_only=True)
    judgement: Breakdown = field(kw_only=True)


class Drift(NamedTuple):
    """One moderator's first ratings against the self ratings; the mean shifts have a 95% t interval."""

    n: int
    upheld: int
    raised: int
    lowered: int
    levels: Statistic
    points: Statistic


def moderation_effect(tool: Tool, changes: Iterable[Changed]) -> Effect:
    """How moderated ratings compare with self ratings.

    What was not moderated (None or -1), or does not count for its return, is left out; a moderated *not applicable*
    counts in `n` and in none of upheld, raised and lowered. The order of the changes makes no difference. Raises
    ValueError for a question that is not scored, a code outside its scheme, an unknown pick, or two changes of one
    question of one return. Source: docs/scoring.md, sections 4 and 6.
    """
    steps = steps_of(tool, changes)
    everything = _breakdown(tool, steps)
    random = _breakdown(tool, [step for step in steps if step.changed.pick == "random"])
    judgement = _breakdown(tool, [step for step in steps if step.changed.pick in {"must_include", "risk"}])
    parts = {part.name: getattr(everything, part.name) for part in fields(Breakdown)}
    return Effect(**parts, random=random, judgement=judgement)


def drift(tool: Tool, first_ratings: Iterable[FirstRating]) -> dict[str, Drift]:
    """Each moderator's mean shift, first rating minus self rating, in order of name: for the chair alone.

    `n` counts the ratings that were a level before and after. Fewer than two: no mean, "too few"; all shifts alike: a
    mean without an interval, "no variation". The interval takes ratings to be independent, so that those of one return,
    which move together, make it somewhat too narrow; and moderators see different returns, so that a shift is a reason
    to talk, never a number by which to adjust a rating. Raises ValueError as `moderation_effect`, and for two first
    ratings of one answer by one moderator. Source: docs/scoring.md, section 4.
    """
    found: dict[str, list[Changed]] = defaultdict(list)
    for first in first_ratings:
        found[first.moderator].append(Changed(first.return_id, first.question, first.self_rating, first.rating))
    return {moderator: _drift(steps_of(tool, found[moderator])) for moderator in sorted(found)}


def _drift(steps: Sequence[Step]) -> Drift:
    levels = sorted(step.levels for step in steps if step.levels is not None)
    points = sorted(step.points for step in steps if step.points is not None)
    moves = moves_of(steps)
    return Drift(
        n=len(levels),
        upheld=moves.upheld,
        raised=moves.raised,
        lowered=moves.lowered,
        levels=mean_with_interval(np.array(levels, dtype=float)),
        points=mean_with_interval(np.array(points)),
    )


def _breakdown(tool: Tool, steps: Sequence[Step]) -> Breakdown:
    sections = [section.key for section in tool.sections]
    return Breakdown(
        whole=moves_of(steps),
        questions=_by(steps, lambda changed: (changed.question,), tool.scored_questions),
        sections=_by(steps, lambda changed: (tool.section_of[changed.question].key,), sections),
        organisations=_by(steps, lambda changed: (changed.organisation or changed.return_id,)),
        groups=_by(steps, lambda changed: () if changed.group is None else (changed.group,)),
        moderators=_by(steps, lambda changed: tuple(set(changed.moderators))),
        matrices=_matrices(tool, steps),
    )


def _by(
    steps: Sequence[Step], keys: Callable[[Changed], tuple[str, ...]], order: Iterable[str] | None = None
) -> dict[str, Moves]:
    parts: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        for key in keys(step.changed):
            parts[key].append(step)
    return {key: moves_of(parts[key]) for key in (sorted(parts) if order is None else order) if key in parts}


def _matrices(tool: Tool, steps: Sequence[Step]) -> dict[str, Matrix]:
    found: dict[str, list[list[int]]] = {}
    for step in steps:
        if step.before is not None and step.after is not None:
            key = tool.scored_questions[step.changed.question].scheme or ""
            levels = len(tool.rating_schemes[key].levels)
            found.setdefault(key, [[0] * levels for _ in range(levels)])[step.before][step.after] += 1
    return {
        key: Matrix(key, tuple(level.value for level in scheme.levels), tuple(map(tuple, found[key])))
        for key, scheme in tool.rating_schemes.items()
        if key in found
    }
