"""What every figure of moderation is made of: a value with its interval, or the reason why there is none."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Why there is no value, or no interval around one.
TOO_FEW = "too few"
NO_VARIATION = "no variation"
MORE_THAN_TWO = "more than two raters"
TOO_ALIKE = "too alike for an interval"

CONFIDENCE = 0.95
#: Scores nearer than this differ by summing alone.
SAME = 1e-9


@dataclass(frozen=True)
class Statistic:
    """A figure and its 95% interval. Where the value or the interval is None, `why` says so; never NaN."""

    value: float | None
    low: float | None
    high: float | None
    why: str = ""


@dataclass(frozen=True)
class Share:
    """`agreed` of `of`; None, with `why`, where these are too few to be a share."""

    agreed: int
    of: int
    why: str = ""

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return None if self.why or not self.of else self.agreed / self.of


def without(why: str) -> Statistic:
    """No figure, and why."""
    return Statistic(None, None, None, why)


def students_t(df: float) -> float:
    """How many standard errors a 95% interval reaches to each side: Student's t, `df` need not be whole."""
    # scipy takes long to import, and few pages need it; it has no types.
    from scipy.special import stdtrit  # type: ignore[import-untyped]  # noqa: PLC0415

    return float(stdtrit(df, (1 + CONFIDENCE) / 2))


def mean_with_interval(values: NDArray[np.float64]) -> Statistic:
    """The mean of independent values with its t interval on n - 1.

    Fewer than two: no mean. All alike: the mean without an interval, because values that do not differ say nothing
    about how far others might.
    """
    if len(values) < 2:
        return without(TOO_FEW)
    mean = float(np.mean(values))
    if np.ptp(values) <= SAME:
        return Statistic(mean, None, None, NO_VARIATION)
    reach = students_t(len(values) - 1) * float(np.std(values, ddof=1)) / len(values) ** 0.5
    return Statistic(mean, mean - reach, mean + reach)
