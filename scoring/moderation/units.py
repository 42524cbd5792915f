"""What several people rated, as arrays that depend neither on the order of the rows nor on anybody's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import index

import numpy as np
from numpy.typing import NDArray

from scoring.packed import DOES_NOT_APPLY, UNANSWERED

#: A rater's level of each unit: its rank, 0 for the worst; None or a negative code of `scoring.packed` for none.
Units = Mapping[str, Mapping[str, int | None]]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Rated:
    """Units with at least one rating, reduced to what agreement depends on.

    `patterns` (patterns x levels) says how many raters chose each level, each way of rating once, sorted; `times`
    (patterns) how many units were rated so. `table` (levels x levels) counts the units both raters rated, where exactly
    two people rated the units with two or more ratings; None with more people. Which of the two is across is settled by
    the counts alone.
    """

    levels: int
    patterns: Whole
    times: Whole
    raters: int
    table: Whole | None

    @property
    def ratings(self) -> Whole:
        """How many ratings each pattern has."""
        return np.asarray(self.patterns.sum(axis=1))

    @property
    def units(self) -> int:
        """Units with two or more ratings: those on which people can agree."""
        return int(self.times[self.ratings >= 2].sum())

    @property
    def rated_once(self) -> int:
        """Units with one rating only."""
        return int(self.times[self.ratings == 1].sum())

    @property
    def paired(self) -> tuple[Whole, Whole]:
        """The patterns with two or more ratings, and how often each stands."""
        several = self.ratings >= 2
        return self.patterns[several], self.times[several]

    @property
    def varies(self) -> bool:
        """Whether the units with two or more ratings use more than one level."""
        return int(np.count_nonzero(self.paired[0].sum(axis=0))) > 1


def read_units(units: Units, levels: int) -> Rated:
    """The ratings in order, checked.

    Raises ValueError, naming the unit and the rater, for a code that the scheme of `levels` levels does not have.
    """
    if levels < 2:
        raise ValueError(f"agreement needs a scheme of at least two levels, not {levels}")
    rated = [given for unit, ratings in units.items() if (given := _levels(unit, ratings, levels))]
    counts = np.zeros((len(rated), levels), dtype=np.int64)
    for place, given in enumerate(rated):
        np.add.at(counts[place], list(given.values()), 1)
    patterns, times = np.unique(counts, axis=0, return_counts=True) if rated else (counts, np.zeros(0, dtype=np.int64))
    several = [given for given in rated if len(given) >= 2]
    raters = sorted({rater for given in several for rater in given})
    table = _table(several, raters, levels) if len(raters) == 2 else None
    return Rated(levels, patterns, times, len(raters), table)


def _levels(unit: str, ratings: Mapping[str, int | None], levels: int) -> dict[str, int]:
    given = {}
    for rater, code in ratings.items():
        try:
            level = UNANSWERED if code is None else index(code)
        except TypeError:
            level = levels
        if not DOES_NOT_APPLY <= level < levels:
            raise ValueError(f"{unit}: {code!r} of {rater} is not one of the levels 0 to {levels - 1}")
        if level >= 0:
            given[rater] = level
    return given


def _table(several: list[dict[str, int]], raters: list[str], levels: int) -> Whole:
    table = np.zeros((levels, levels), dtype=np.int64)
    for given in several:
        table[given[raters[0]], given[raters[1]]] += 1
    return min(table, table.T, key=lambda way: way.ravel().tolist())
