"""The returns of an audit as the estimate sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple


@dataclass(frozen=True)
class InPopulation:
    """One return: its stratum, its overall self score and, where it was moderated, its moderated score (0 to 100).

    `certain`: picked by judgement (must-include or risk) and not at random. `drawn`: in the sample, moderated or not.
    `self_on_moderated`: the self score over the moderated questions alone, where not all were moderated, so that the
    difference compares like with like; without it the difference is taken from `self_score`.
    """

    return_id: str
    stratum: str
    self_score: float | None
    moderated_score: float | None = None
    certain: bool = False
    drawn: bool = False
    self_on_moderated: float | None = None


class Scored(NamedTuple):
    """A return with a self score, and what moderation changed in it (None where it was not moderated)."""

    return_id: str
    stratum: str
    own: float
    change: float | None
    certain: bool
    drawn: bool


def checked(returns: Sequence[InPopulation]) -> tuple[list[Scored], int]:
    """The returns with a self score, and how many have none; ValueError for what cannot be right."""
    seen: set[str] = set()
    scored = []
    for one in returns:
        if one.return_id in seen:
            raise ValueError(f"{one.return_id} is there twice")
        seen.add(one.return_id)
        for score in (one.self_score, one.moderated_score, one.self_on_moderated):
            if score is not None and not (isfinite(score) and 0 <= score <= 100):
                raise ValueError(f"{one.return_id}: {score!r} is not a score from 0 to 100")
        if one.self_score is not None:
            base = one.self_score if one.self_on_moderated is None else one.self_on_moderated
            change = None if one.moderated_score is None else one.moderated_score - base
            drawn = one.drawn or one.certain or change is not None
            scored.append(Scored(one.return_id, one.stratum, one.self_score, change, one.certain, drawn))
    return scored, len(returns) - len(scored)
