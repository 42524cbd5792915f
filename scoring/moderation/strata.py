"""Strata of the estimate, merged until each can say how much its returns differ."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from scoring.moderation.population import Scored

#: What the stratum of the returns picked by judgement is called.
BY_JUDGEMENT = "Picked by judgement"


@dataclass(frozen=True)
class StratumShift:
    """One stratum as computed with: `population` returns, `moderated` of them.

    `shift` is the mean of moderated minus self score and `spread` its standard deviation (0 where there is only one);
    `certain` where its returns were picked by judgement. `merged` names the strata it was made of, if several;
    `changes` are the differences themselves, ascending.
    """

    name: str
    population: int
    moderated: int
    shift: float | None
    spread: float
    certain: bool
    merged: tuple[str, ...] = ()
    changes: tuple[float, ...] = ()

    @property
    def is_census(self) -> bool:
        """Whether all of it was moderated."""
        return self.moderated == self.population

    @property
    def is_usable(self) -> bool:
        """Whether what was moderated can stand for the rest, and say how far it may be out."""
        return self.moderated >= 2 or self.is_census

    @property
    def variance_of_mean(self) -> float:
        """The variance of `shift` as an estimate for the stratum, drawn without replacement."""
        return (1 - self.moderated / self.population) * self.spread**2 / self.moderated


@dataclass
class _Pool:
    """Returns that are drawn from as one."""

    names: list[str]
    population: int
    changes: list[float]
    certain: bool

    @property
    def is_short(self) -> bool:
        return len(self.changes) < 2 and len(self.changes) < self.population

    @property
    def order(self) -> tuple[int, list[str]]:
        return self.population, self.names

    def absorb(self, other: "_Pool") -> None:
        self.names = sorted([*self.names, *other.names])
        self.population += other.population
        self.changes += other.changes
        self.certain &= other.certain


def shifts_of(scored: Iterable[Scored]) -> tuple[StratumShift, ...]:
    """The strata by name, those picked by judgement last, with too thinly moderated ones merged.

    The smallest stratum with fewer than two moderated returns, unless that is all of it, joins the smallest other one
    (ties by name), until there is none or nothing left to join. None joins the returns picked by judgement, which stand
    for nobody else: with fewer than two returns drawn at random and moderated there is nothing to estimate from.
    """
    pools = _pools(scored)
    while short := min((pool for pool in pools if pool.is_short), key=lambda pool: pool.order, default=None):
        others = [pool for pool in pools if pool is not short]
        at_random = [pool for pool in others if not pool.certain]
        if not at_random:
            break
        min(at_random, key=lambda pool: pool.order).absorb(short)
        pools = others
    return tuple(_shift(pool) for pool in sorted(pools, key=lambda pool: (pool.certain, pool.names)))


def _pools(scored: Iterable[Scored]) -> list[_Pool]:
    members: dict[tuple[str, bool], list[Scored]] = defaultdict(list)
    for one in scored:
        members[BY_JUDGEMENT if one.certain else one.stratum, one.certain].append(one)
    return [
        _Pool([name], len(found), [one.change for one in found if one.change is not None], certain)
        for (name, certain), found in members.items()
    ]


def _shift(pool: _Pool) -> StratumShift:
    moderated = len(pool.changes)
    mean = fsum(pool.changes) / moderated if moderated else None
    merged = tuple(pool.names) if len(pool.names) > 1 else ()
    name = " with ".join(pool.names)
    return StratumShift(
        name,
        pool.population,
        moderated,
        mean,
        _spread(pool.changes, mean),
        pool.certain,
        merged,
        tuple(sorted(pool.changes)),
    )


def _spread(changes: Sequence[float], mean: float | None) -> float:
    if mean is None or len(changes) < 2:
        return 0.0
    return sqrt(fsum((change - mean) ** 2 for change in changes) / (len(changes) - 1))
