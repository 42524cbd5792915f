"""Gwet's AC2: agreement that stays steady where nearly everything is rated alike."""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from scoring.moderation.statistic import TOO_FEW, Statistic, students_t, without
from scoring.moderation.units import Rated, Units, read_units

Weights = Literal["quadratic", "identity"]


def gwet_ac2(units: Units, *, levels: int, weights: Weights = "quadratic") -> Statistic:
    """Gwet's AC2 with its 95% interval: linearised variance, Student's t on units - 1, within -1 and 1.

    With `weights="identity"` it is AC1. Every unit with a rating counts towards the chance agreement, and for the
    degrees of freedom; those with two or more towards the observed. Fewer than two of these: None, "too few". Where all
    ratings are alike it is 1 with an interval of zero width. Raises ValueError for a code outside the scheme or unknown
    weights. Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48; Gwet (2014),
    Handbook of Inter-Rater Reliability, 4th edition, chapters 3 and 5.
    """
    if weights not in get_args(Weights):
        raise ValueError(f"{weights!r} is none of {', '.join(get_args(Weights))}")
    return ac2_of(read_units(units, levels), weights)


def ac2_of(rated: Rated, weights: Weights = "quadratic") -> Statistic:
    """`gwet_ac2` of units already read."""
    if rated.units < 2:
        return without(TOO_FEW)
    value, error, units = _estimate(rated, _weights(rated.levels, weights))
    reach = students_t(units - 1) * error
    return Statistic(value, max(min(value, -1.0), value - reach), max(value, min(1.0, value + reach)))


def _weights(levels: int, weights: Weights) -> NDArray[np.float64]:
    ranks = np.arange(levels)
    apart = (ranks[:, None] - ranks) / (levels - 1)
    return np.asarray(1 - apart**2) if weights == "quadratic" else np.eye(levels)


def _estimate(rated: Rated, weights: NDArray[np.float64]) -> tuple[float, float, int]:
    """AC2, its standard error and the number of units with a rating.

    The error is that of the mean of a figure for each unit, in which AC2 is made linear in the units.
    """
    counts, times, several = rated.patterns, rated.times, rated.ratings >= 2
    ratings, units, paired = rated.ratings, int(times.sum()), rated.units
    agreed = (counts * (counts @ weights - 1)).sum(axis=1) / np.where(several, ratings * (ratings - 1), 1)
    observed = float((agreed * times)[several].sum()) / paired
    use = (counts / ratings[:, None] * times[:, None]).sum(axis=0) / units
    scale = weights.sum() / (rated.levels * (rated.levels - 1))
    chance = float(scale * (use * (1 - use)).sum())
    value = (observed - chance) / (1 - chance)
    own_chance = scale * (counts @ (1 - use)) / ratings
    own = units / paired * np.where(several, agreed - chance, 0) / (1 - chance)
    linear = own - 2 * (1 - value) * (own_chance - chance) / (1 - chance)
    variance = float((times * (linear - value) ** 2).sum()) / (units * (units - 1))
    return value, variance**0.5, units
