"""What the moderated sample says about all returns: the stratified difference estimator."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from scoring.moderation.conditions import conditions_of
from scoring.moderation.population import InPopulation, checked
from scoring.moderation.statistic import NO_VARIATION, SAME, TOO_FEW, students_t
from scoring.moderation.strata import BY_JUDGEMENT, StratumShift, shifts_of

__all__ = ["Estimate", "InPopulation", "StratumShift", "estimate_population"]

NOTHING_MODERATED = "nothing moderated"


@dataclass(frozen=True)
class Estimate:
    """The mean score of all returns, had all been moderated: `estimate` = `self_mean` + `shift`, in score points.

    `low` and `high` are its 95% interval by Student's t on `df`; df is None for a census, whose interval has no width.
    `population` returns have a self score, `moderated` of them a moderated one. `strata` are those computed with,
    merged where they had to be. `conditions` are sentences on what the figure rests on, to be shown beside it. Where
    the estimate or its interval is None, `why` says so.
    """

    population: int
    moderated: int
    self_mean: float | None
    shift: float | None
    estimate: float | None
    low: float | None
    high: float | None
    df: float | None
    strata: tuple[StratumShift, ...]
    conditions: tuple[str, ...]
    why: str = ""

    @property
    def treats_judgement_as_chance(self) -> bool:
        """Whether returns picked by judgement had to stand for others: then no figure is to be relied on."""
        return any(BY_JUDGEMENT in stratum.merged for stratum in self.strata)


def estimate_population(returns: Sequence[InPopulation]) -> Estimate:
    """What moderation of a sample says about the mean self score of all returns.

    For stratum h with N_h returns, n_h of them moderated, and d = moderated - self score, of N in all:
    shift = sum_h (N_h/N) mean_h(d); variance = sum_h (N_h/N)^2 (1 - n_h/N_h) s_h^2 / n_h; 95% by Student's t with
    Satterthwaite's degrees of freedom, (sum_h v_h)^2 / sum_h (v_h^2 / (n_h - 1)). `certain` returns, picked by
    judgement, form a stratum of their own. A stratum with fewer than two moderated returns, unless that is all of it,
    is merged with the smallest other one. The interval is not cut off at 0 and 100; a condition says when it reaches
    beyond. None, with `why`: no return with a score or none moderated ("nothing moderated"), fewer than two moderated
    to stand for those that were not ("too few"); no interval where the changes do not vary ("no variation"). The order
    of the returns makes no difference. Raises ValueError for a repeated return or a score that is not a number from 0
    to 100. Source: docs/scoring.md, section 4; Cochran (1977), Sampling Techniques, 3rd edition, sections 5.3, 5.4, 7.
    """
    scored, unscored = checked(returns)
    strata = shifts_of(scored)
    moderated = sum(stratum.moderated for stratum in strata)
    self_mean = fsum(one.own for one in scored) / len(scored) if scored else None
    found = _Found(strata, len(scored))
    estimate = None if self_mean is None or found.shift is None else self_mean + found.shift
    low, high = found.interval(estimate)
    return Estimate(
        population=len(scored),
        moderated=moderated,
        self_mean=self_mean,
        shift=found.shift,
        estimate=estimate,
        low=low,
        high=high,
        df=found.df,
        strata=strata,
        conditions=conditions_of(scored, unscored, strata, low, high),
        why=found.why,
    )


class _Found:
    """The shift of the strata with its variance and degrees of freedom."""

    def __init__(self, strata: Sequence[StratumShift], population: int) -> None:
        self._census = all(stratum.is_census for stratum in strata)
        usable = bool(strata) and all(stratum.is_usable for stratum in strata)
        self.shift = fsum(s.population / population * (s.shift or 0) for s in strata) if usable else None
        parts = [
            (stratum.moderated - 1, (stratum.population / population) ** 2 * stratum.variance_of_mean)
            for stratum in strata
            if usable and stratum.spread > SAME and not stratum.is_census
        ]
        self._variance = fsum(part for _, part in parts)
        below = fsum(part**2 / free for free, part in parts)
        self.df = self._variance**2 / below if parts else None
        self.why = self._why(strata)

    def _why(self, strata: Sequence[StratumShift]) -> str:
        if self.shift is None:
            return TOO_FEW if any(stratum.moderated for stratum in strata) else NOTHING_MODERATED
        return NO_VARIATION if self.df is None and not self._census else ""

    def interval(self, estimate: float | None) -> tuple[float | None, float | None]:
        """The 95% interval around the estimate: none, of no width for a census, or by Student's t."""
        if estimate is None or self.why:
            return None, None
        reach = students_t(self.df) * self._variance**0.5 if self.df is not None else 0.0
        return estimate - reach, estimate + reach
