"""Quadratic weighted Cohen's kappa of two raters."""

import numpy as np
from numpy.typing import NDArray

from scoring.moderation.bootstrap import with_interval
from scoring.moderation.statistic import MORE_THAN_TWO, NO_VARIATION, TOO_FEW, Statistic, without
from scoring.moderation.units import Rated, Units, Whole, read_units


def weighted_kappa(units: Units, *, levels: int, seed: int | None = None) -> Statistic:
    """Quadratic weighted kappa of exactly two raters over the units both rated, -1 to 1.

    With a seed it carries a 95% bootstrap interval. None where more than two people rated ("more than two raters"),
    where fewer than two units have both ratings ("too few"), or where every rating is the same level ("no variation":
    kappa is 0/0). Raises ValueError for a code outside the scheme. Source: Cohen (1968), Weighted kappa, Psychological
    Bulletin 70, 213-220; disagreement weighs as the squared distance in levels.
    """
    return kappa_of(read_units(units, levels), seed)


def kappa_of(rated: Rated, seed: int | None) -> Statistic:
    """`weighted_kappa` of units already read."""
    if rated.units < 2:
        return without(TOO_FEW)
    if rated.table is None:
        return without(MORE_THAN_TWO)
    if not rated.varies:
        return without(NO_VARIATION)
    cells = np.flatnonzero(rated.table)
    times = rated.table.ravel()[cells]

    def figure(draws: Whole) -> NDArray[np.float64]:
        tables = np.zeros((len(draws), rated.levels**2), dtype=np.int64)
        tables[:, cells] = draws
        return _kappas(tables.reshape(-1, rated.levels, rated.levels))

    value = float(figure(times[None])[0])
    return Statistic(value, None, None) if seed is None else with_interval(value, times, figure, seed)


def _kappas(tables: Whole) -> NDArray[np.float64]:
    """Kappa of each table (tables x levels x levels); NaN where both raters gave one and the same level throughout.

    Both sums are whole numbers, so that kappa is exactly 0 where it should be.
    """
    ranks = np.arange(tables.shape[-1])
    distance = (ranks[:, None] - ranks) ** 2
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    observed = rows.sum(axis=1) * (tables * distance).sum(axis=(1, 2))
    expected = np.einsum("ti,ij,tj->t", rows, distance, columns)
    there = expected > 0
    return np.where(there, 1 - observed / np.where(there, expected, 1), np.nan)
