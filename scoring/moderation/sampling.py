"""The deep-dive sample: certainty picks by rule, the rest at random by stratum, from a stated seed.

Source: `docs/scoring.md`, section 4, *Sample*. The random order is the order of the SHA-256 digests of
`SEED:RETURN_ID`: it depends on no library, no row order and no other return, and anybody can work it out again.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from scoring.moderation.risk import signs_of_risk as signs_of_risk  # noqa: PLC0414 (the sample's other half)
from scoring.shown import counted, in_words, listed

How = Literal["must_include", "risk", "random"]

NOT_STATED = "not stated"
ALL_RETURNS = "all returns"
#: What each sign of risk is worth, unless the officer says otherwise.
DEFAULT_POINTS: Mapping[str, float] = MappingProxyType({"critical": 3, "jump": 2, "all_top": 1})
#: More names than this are counted, not listed, in a refusal.
_MOST_NAMED = 5


class BadSample(ValueError):
    """The sample cannot be drawn so; the sentence says why, and what would do."""

    @property
    def sentence(self) -> str:
        """The refusal, as it is shown."""
        return str(self.args[0])


@dataclass(frozen=True)
class Candidate:
    """A return that could be drawn: its organisation's attributes, and its signs of risk in words, by sign."""

    return_id: str
    attributes: Mapping[str, object] = field(default_factory=dict)
    risk: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pick:
    """A return in the sample: how it came there, its stratum, and why in words."""

    return_id: str
    pick: How
    stratum: str
    reason: str


@dataclass(frozen=True)
class Stratum:
    """One stratum: all its returns, how many were picked by judgement, and how many of the others at random."""

    name: str
    population: int
    certain: int
    drawn: int


@dataclass(frozen=True)
class Sample:
    """What was drawn: must-include picks by id, risk picks by their points, random picks by stratum in random order."""

    picks: tuple[Pick, ...]
    strata: tuple[Stratum, ...]
    seed: int
    size: int


def draw_sample(  # the rules of a draw, each of which the officer states
    candidates: Iterable[Candidate],
    *,
    size: int,
    seed: int,
    strata: Sequence[str] = (),
    must_include: Mapping[str, str] | None = None,
    risk_picks: int = 0,
    risk_points: Mapping[str, float] = DEFAULT_POINTS,
) -> Sample:
    """Draw `size` returns in all: those that must be in, then those at most risk, and the rest at random by stratum.

    Args:
        candidates: Every return that could be drawn.
        size: The whole sample; must-include and risk picks count in it.
        seed: Same seed and same candidates, same sample.
        strata: The attributes whose values, together, make the strata; a blank value counts as "not stated".
        must_include: The reason for each return that must be in.
        risk_picks: At most so many returns by their points; a return without a sign of risk is never one of them.
        risk_points: The points of each sign of risk.

    Raises:
        BadSample: It cannot be drawn so.
    """
    everyone = sorted(candidates, key=lambda candidate: random_order(seed, candidate.return_id))
    must = dict(must_include or {})
    _check(everyone, size, strata, must)
    _check_risk(everyone, risk_picks, risk_points)
    certain = _must_include(everyone, must, strata)
    certain += _at_most_risk(everyone, must, risk_picks, risk_points, strata)
    groups = _by_stratum(everyone, strata)
    taken = {pick.return_id for pick in certain}
    left = {name: [one.return_id for one in members if one.return_id not in taken] for name, members in groups.items()}
    _check_size(size, certain, left)
    share = apportion({name: len(members) for name, members in left.items()}, size - len(certain))
    drawn = [pick for name in groups for pick in _at_random(name, left[name], share[name], len(groups[name]))]
    found = tuple(
        Stratum(name, len(members), len(members) - len(left[name]), share[name]) for name, members in groups.items()
    )
    return Sample((*certain, *drawn), found, seed, size)


def random_order(seed: int, return_id: str) -> tuple[str, str]:
    """Where a return stands in the random order of this seed: the SHA-256 digest of `SEED:RETURN_ID` in hexadecimal."""
    return hashlib.sha256(f"{seed}:{return_id}".encode()).hexdigest(), return_id


def stratum_of(candidate: Candidate, strata: Sequence[str]) -> str:
    """The name of the stratum in which a return stands: its values of these attributes."""
    values = [_value(candidate.attributes.get(name)) for name in strata]
    return " / ".join(json.dumps(v, ensure_ascii=False) if "/" in v or '"' in v else v for v in values) or ALL_RETURNS


def _value(given: object) -> str:
    text = "" if given is None else " ".join(str(given).split())
    return text or NOT_STATED


def apportion(populations: Mapping[str, int], seats: int) -> dict[str, int]:
    """Seats by population: largest remainders, at least one for each that is not empty, never more than it has.

    Whoever's proportional share is below one gets one, and the others share what is left, until nobody's is. Equal
    remainders go to the larger population, then by name. Raises ValueError where the seats are too few or too many.
    """
    sharing = {name: number for name, number in populations.items() if number > 0}
    if not len(sharing) <= seats <= sum(sharing.values()):
        raise ValueError(f"{seats} cannot be shared among {len(sharing)} groups of {sum(sharing.values())} in all")
    given = dict.fromkeys(populations, 0)
    left = seats
    while small := [name for name, number in sharing.items() if left * number < sum(sharing.values())]:
        for name in small:
            given[name] = 1
            left -= 1
            del sharing[name]
    whole = sum(sharing.values())
    for name, number in sharing.items():
        given[name] = left * number // whole
    over = left - sum(given[name] for name in sharing)
    by_remainder = sorted(sharing, key=lambda name: (-(left * sharing[name] % whole), -sharing[name], name))
    for name in by_remainder[:over]:
        given[name] += 1
    return given


def _by_stratum(everyone: Sequence[Candidate], strata: Sequence[str]) -> dict[str, list[Candidate]]:
    groups: dict[str, list[Candidate]] = {}
    for one in everyone:
        groups.setdefault(stratum_of(one, strata), []).append(one)
    return {name: groups[name] for name in sorted(groups, key=lambda name: (NOT_STATED in name.split(" / "), name))}


# The three kinds of pick


def _must_include(everyone: Sequence[Candidate], must: Mapping[str, str], strata: Sequence[str]) -> list[Pick]:
    named = sorted((one for one in everyone if one.return_id in must), key=lambda one: one.return_id)
    return [Pick(one.return_id, "must_include", stratum_of(one, strata), must[one.return_id].strip()) for one in named]


def _at_most_risk(
    everyone: Sequence[Candidate],
    must: Mapping[str, str],
    number: int,
    points: Mapping[str, float],
    strata: Sequence[str],
) -> list[Pick]:
    worth = {one.return_id: sum(points[sign] for sign in one.risk) for one in everyone}
    able = [one for one in everyone if one.return_id not in must and worth[one.return_id] > 0]
    able.sort(key=lambda one: -worth[one.return_id])  # stable: equal points stay in random order
    return [
        Pick(one.return_id, "risk", stratum_of(one, strata), "; ".join(_weightiest_first(one.risk, points)))
        for one in able[:number]
    ]


def _weightiest_first(risk: Mapping[str, str], points: Mapping[str, float]) -> list[str]:
    signs = sorted((sign for sign in risk if points[sign] > 0), key=lambda sign: (-points[sign], sign))
    return [risk[sign] for sign in signs]


def _at_random(stratum: str, in_order: Sequence[str], number: int, population: int) -> list[Pick]:
    """The first of the random order; `in_order` leaves out those picked by judgement."""
    of = counted(len(in_order), "return")
    place = "" if stratum == ALL_RETURNS else f" in the stratum {stratum}"
    others = " that were not picked by judgement" if len(in_order) < population else ""
    which = "the one" if number == 1 else f"one of {in_words(number)}"
    reason = f"{which} drawn at random from the {of}{place}{others}"
    if number == len(in_order):
        reason = f"drawn with every return{place}{others}"
    return [Pick(return_id, "random", stratum, reason) for return_id in in_order[:number]]


# Refusing


def _check(everyone: Sequence[Candidate], size: int, strata: Sequence[str], must: Mapping[str, str]) -> None:
    if not everyone:
        raise BadSample("There are no returns to draw from.")
    ids = [one.return_id for one in everyone]
    twice = sorted({one for one, after in pairwise(ids) if one == after})
    if twice:
        raise BadSample(f"{_named(twice)} {_is(twice)} among the returns more than once: keep each once.")
    if size < 1:
        raise BadSample("The sample must have at least one return.")
    if size > len(ids):
        raise BadSample(f"A sample of {size} is more than the {counted(len(ids), 'return')} there are to draw from.")
    attributes = dict.fromkeys(name for one in everyone for name in one.attributes)
    for name in strata:
        if name not in attributes:
            known = f"; there are: {', '.join(sorted(attributes))}" if attributes else "; they have no attributes"
            raise BadSample(f"No return has an attribute {name!r} to make strata of{known}.")
    if len(set(strata)) < len(strata):
        raise BadSample("An attribute makes strata once: name each once.")
    _check_named(set(ids), must)


def _check_named(ids: set[str], must: Mapping[str, str]) -> None:
    unknown = sorted(set(must) - ids)
    if unknown:
        raise BadSample(f"{_named(unknown)} must be included but {_is(unknown)} not among the returns to draw from.")
    silent = sorted(return_id for return_id, reason in must.items() if not reason.strip())
    if silent:
        raise BadSample(f"Say why {_named(silent)} must be included.")


def _check_risk(everyone: Sequence[Candidate], number: int, points: Mapping[str, float]) -> None:
    if number < 0:
        raise BadSample("The number of risk picks cannot be below nought.")
    for sign, worth in points.items():
        if not (math.isfinite(worth) and worth >= 0):
            raise BadSample(f"The points of the sign of risk {sign!r} must be a number from nought upwards.")
    unknown = sorted({sign for one in everyone for sign in one.risk} - set(points))
    if unknown:
        raise BadSample(f"No points are stated for the sign of risk {_named(unknown)}.")


def _check_size(size: int, certain: Sequence[Pick], left: Mapping[str, Sequence[str]]) -> None:
    kinds = {how: sum(pick.pick == how for pick in certain) for how in ("must_include", "risk")}
    words = [f"{kinds['must_include']} that must be included", f"{kinds['risk']} picked for risk"]
    chosen = listed([part for part, number in zip(words, kinds.values(), strict=True) if number])
    if len(certain) > size:
        raise BadSample(f"A sample of {size} has no room for {chosen}: make it at least {len(certain)}.")
    open_strata = [name for name, members in left.items() if members]
    if size - len(certain) < len(open_strata):
        need = len(certain) + len(open_strata)
        beside = f" beside the {chosen}" if certain else ""
        strata = "one return" if list(left) == [ALL_RETURNS] else f"one from each of {len(open_strata)} strata"
        raise BadSample(
            f"A sample of {size} is too small to draw {strata} at random{beside}: make it at least {need}"
            + (", or use fewer strata." if len(open_strata) > 1 else ".")
        )


def _named(ids: Sequence[str]) -> str:
    rest = len(ids) - _MOST_NAMED
    return listed([*map(repr, ids[:_MOST_NAMED]), *([f"{rest} more"] if rest > 0 else [])])


def _is(ids: Sequence[str]) -> str:
    return "is" if len(ids) == 1 else "are"
