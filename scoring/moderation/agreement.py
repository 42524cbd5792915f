"""How far several people who rated the same answers agree: reliability, never bias."""

from dataclasses import dataclass

from scoring.moderation.ac2 import ac2_of, gwet_ac2
from scoring.moderation.agreement_words import Raw, sentence_of
from scoring.moderation.alpha import alpha_of, krippendorff_alpha
from scoring.moderation.kappa import kappa_of, weighted_kappa
from scoring.moderation.statistic import TOO_FEW, Share, Statistic
from scoring.moderation.units import Rated, Units, read_units

__all__ = ["Agreement", "agreement", "gwet_ac2", "krippendorff_alpha", "weighted_kappa"]


@dataclass(frozen=True)
class Agreement:
    """Agreement on one scheme's levels, the plain counts first.

    `units` have two or more ratings, `rated_once` only one; `raters` gave those of `units`. `exact` and `within_one`
    count pairs of ratings of one unit (with two raters: units); `distances` (levels) says how many pairs lie 0, 1, 2
    and so on levels apart. `kappa` is for exactly two raters. `sentence` says in words what it means, and never more
    than it can bear.
    """

    units: int
    rated_once: int
    raters: int
    exact: Share
    within_one: Share
    distances: tuple[int, ...]
    kappa: Statistic
    alpha: Statistic
    ac2: Statistic
    sentence: str


def agreement(units: Units, *, levels: int, seed: int) -> Agreement:
    """How far raters agree on what they rated, each on their own: first ratings, never agreed ones.

    `units` gives each unit's ratings by rater: the rank of the level, 0 for the worst, None or a negative code of
    `scoring.packed` for none. `levels` is the number of levels of the declared scheme, used or not. Give the units
    that were to be rated twice: a unit with one rating counts in `rated_once` and, as Gwet has it, in the chance
    agreement of AC2, and nowhere else. Fewer than two units with two ratings: every figure None, "too few". The
    intervals of kappa and alpha are percentile bootstraps of 2,000 draws from `seed` (a whole number from 0): the
    order of the rows and the names of units and raters make no difference. All intervals take units to be independent,
    so ratings of one return that move together make them somewhat too narrow. Raises ValueError for a code outside the
    scheme. Source: docs/scoring.md, section 4.
    """
    rated = read_units(units, levels)
    distances = _distances(rated)
    exact, within_one = _share(distances, 1, rated.units), _share(distances, 2, rated.units)
    kappa, alpha, ac2 = kappa_of(rated, seed), alpha_of(rated, seed), ac2_of(rated)
    raw = Raw(rated.units, rated.raters, exact, within_one, levels, _commonest(rated), varies=rated.varies)
    return Agreement(
        units=rated.units,
        rated_once=rated.rated_once,
        raters=rated.raters,
        exact=exact,
        within_one=within_one,
        distances=distances,
        kappa=kappa,
        alpha=alpha,
        ac2=ac2,
        sentence=sentence_of(raw, alpha, ac2),
    )


def _distances(rated: Rated) -> tuple[int, ...]:
    patterns, times = rated.paired
    same = int(((patterns * (patterns - 1)).sum(axis=1) // 2 * times).sum())
    apart = [int(((patterns[:, :-by] * patterns[:, by:]).sum(axis=1) * times).sum()) for by in range(1, rated.levels)]
    return (same, *apart)


def _share(distances: tuple[int, ...], below: int, units: int) -> Share:
    return Share(sum(distances[:below]), sum(distances), TOO_FEW if units < 2 else "")


def _commonest(rated: Rated) -> float:
    """The share of the paired ratings that are the level used most; 0 where there are none."""
    patterns, times = rated.paired
    used = times @ patterns
    return float(used.max() / used.sum()) if used.any() else 0.0
