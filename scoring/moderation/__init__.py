"""Moderation in numbers: the sample, allocation, effect, agreement and estimate. `docs/scoring.md`, section 4."""

from scoring.moderation.agreement import Agreement, agreement, gwet_ac2, krippendorff_alpha, weighted_kappa
from scoring.moderation.effect import (
    Breakdown,
    Changed,
    Drift,
    Effect,
    FirstRating,
    Matrix,
    Moves,
    drift,
    moderation_effect,
)
from scoring.moderation.estimate import Estimate, InPopulation, StratumShift, estimate_population
from scoring.moderation.statistic import Share, Statistic

__all__ = [
    "Agreement",
    "Breakdown",
    "Changed",
    "Drift",
    "Effect",
    "Estimate",
    "FirstRating",
    "InPopulation",
    "Matrix",
    "Moves",
    "Share",
    "Statistic",
    "StratumShift",
    "agreement",
    "drift",
    "estimate_population",
    "gwet_ac2",
    "krippendorff_alpha",
    "moderation_effect",
    "weighted_kappa",
]
