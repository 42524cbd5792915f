"""Krippendorff's alpha: any number of raters, ratings may be missing."""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from scoring.moderation.bootstrap import with_interval
from scoring.moderation.statistic import NO_VARIATION, TOO_FEW, Statistic, without
from scoring.moderation.units import Rated, Units, Whole, read_units

Floats = NDArray[np.float64]
Metric = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(
    units: Units,
    *,
    levels: int,
    metric: Metric = "ordinal",
    values: Sequence[float] | None = None,
    seed: int | None = None,
) -> Statistic:
    """Krippendorff's alpha over the units with two or more ratings: 1 at most, 0 for chance, below 0 for worse.

    `metric` says how far apart two levels are; for `interval` and `ratio`, `values` gives each level's number (1, 2, 3
    and so on unless given). With a seed it carries a 95% bootstrap interval. None where fewer than two units have two
    ratings ("too few") or all of these are the same level ("no variation"). Raises ValueError for a code outside the
    scheme, an unknown metric, or not one value a level. Source: Krippendorff (2011), Computing Krippendorff's
    alpha-reliability, Annenberg School for Communication.
    """
    if metric not in get_args(Metric):
        raise ValueError(f"{metric!r} is none of {', '.join(get_args(Metric))}")
    numbers = np.arange(1.0, levels + 1) if values is None else np.array(values, dtype=float)
    if len(numbers) != levels:
        raise ValueError(f"there are {levels} levels but {len(numbers)} values")
    return alpha_of(read_units(units, levels), seed, metric, numbers)


def alpha_of(rated: Rated, seed: int | None, metric: Metric = "ordinal", numbers: Floats | None = None) -> Statistic:
    """`krippendorff_alpha` of units already read."""
    if rated.units < 2:
        return without(TOO_FEW)
    if not rated.varies:
        return without(NO_VARIATION)
    patterns, times = rated.paired
    # How often two ratings of one unit meet, each unit weighing as many ratings as it has.
    meetings = patterns[:, :, None] * patterns[:, None, :] - patterns[:, :, None] * np.eye(rated.levels, dtype=np.int64)
    coincidences = (meetings / (patterns.sum(axis=1) - 1)[:, None, None]).reshape(len(patterns), -1)

    def figure(draws: Whole) -> Floats:
        met = (draws @ coincidences).reshape(-1, rated.levels, rated.levels)
        return _alphas(met, draws @ patterns, metric, numbers)

    value = float(figure(times[None])[0])
    return Statistic(value, None, None) if seed is None else with_interval(value, times, figure, seed)


def _alphas(met: Floats, given: Whole, metric: Metric, numbers: Floats | None) -> Floats:
    """Alpha of each coincidence matrix (draws x levels x levels) whose ratings are `given` (draws x levels).

    NaN where only one level is used.
    """
    distance = _distances(given, metric, numbers)
    observed = (met * distance).sum(axis=(1, 2))
    expected = (given[:, :, None] * given[:, None, :] * distance).sum(axis=(1, 2)) / (given.sum(axis=1) - 1)
    there = (given > 0).sum(axis=1) > 1
    return np.where(there, 1 - observed / np.where(there, expected, 1), np.nan)


def _distances(given: Whole, metric: Metric, numbers: Floats | None) -> Floats:
    """The squared distance of two levels (draws or 1 x levels x levels)."""
    if metric == "nominal":
        return 1 - np.eye(given.shape[1])[None]
    if metric == "ordinal" or numbers is None:
        # The ratings between two levels, half of their own counted, is the difference of their middle ranks.
        numbers = np.cumsum(given, axis=1) - given / 2
    places = np.atleast_2d(numbers)
    apart = places[:, :, None] - places[:, None, :]
    if metric == "ratio":
        total = places[:, :, None] + places[:, None, :]
        apart = np.divide(apart, total, out=np.zeros_like(apart), where=total != 0)
    return np.asarray(apart**2)
