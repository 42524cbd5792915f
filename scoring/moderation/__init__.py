"""Moderation in numbers: the sample, allocation, effect, agreement and estimate. `docs/scoring.md`, section 4."""

from scoring.moderation.agreement import Agreement, agreement, gwet_ac2, krippendorff_alpha, weighted_kappa
from scoring.moderation.statistic import Share, Statistic

__all__ = [
    "Agreement",
    "Share",
    "Statistic",
    "agreement",
    "gwet_ac2",
    "krippendorff_alpha",
    "weighted_kappa",
]
