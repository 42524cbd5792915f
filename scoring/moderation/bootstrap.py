"""The percentile bootstrap: what a figure would have been, had other units like these been rated."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scoring.moderation.statistic import CONFIDENCE, SAME, TOO_ALIKE, Statistic
from scoring.moderation.units import Whole

Floats = NDArray[np.float64]

#: How often the units are drawn again, with replacement.
REPLICATES = 2000
#: Where more of the draws than this have no value (every rating alike), the rest are no fair picture of them all.
MOST_WITHOUT = 0.05
#: So that thousands of ways of rating do not fill the memory.
_CELLS_AT_ONCE = 2_000_000


def with_interval(value: float, times: Whole, figure: Callable[[Whole], Floats], seed: int) -> Statistic:
    """The value with its 95% percentile interval from `REPLICATES` draws of the units, the same for the same seed.

    `times` (patterns) says how many units there are of each pattern; `figure` turns draws (draws x patterns) into
    values (draws), NaN where a draw has none. Drawing how often each pattern comes up is drawing units with
    replacement. No interval where more than 5% of the draws have no value, nor where all draws give one value short of
    1: units that are all alike do not show how far others might differ. Source: Efron and Tibshirani (1993), An
    Introduction to the Bootstrap, chapter 13.
    """
    units = int(times.sum())
    generator = np.random.default_rng(seed)
    at_once = max(1, _CELLS_AT_ONCE // len(times))
    starts = range(0, REPLICATES, at_once)
    draws = (generator.multinomial(units, times / units, min(at_once, REPLICATES - start)) for start in starts)
    values = np.concatenate([figure(drawn) for drawn in draws])
    found = values[~np.isnan(values)]
    if len(found) < (1 - MOST_WITHOUT) * REPLICATES:
        return Statistic(value, None, None, TOO_ALIKE)
    if value < 1 - SAME and np.ptp(found) <= SAME:
        return Statistic(value, None, None, TOO_ALIKE)
    low, high = np.quantile(found, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Statistic(value, float(low), float(high))
