"""Moderation in numbers: the sample, allocation, effect, agreement and estimate. `docs/scoring.md`, section 4."""

from scoring.moderation.agreement import Agreement, agreement, gwet_ac2, krippendorff_alpha, weighted_kappa
from scoring.moderation.allocation import Allocation, BadAllocation, Impossible, allocate_moderators
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
from scoring.moderation.sampling import BadSample, Candidate, Pick, Sample, Stratum, draw_sample, signs_of_risk
from scoring.moderation.statistic import Share, Statistic

__all__ = [
    "Agreement",
    "Allocation",
    "BadAllocation",
    "BadSample",
    "Breakdown",
    "Candidate",
    "Changed",
    "Drift",
    "Effect",
    "Estimate",
    "FirstRating",
    "Impossible",
    "InPopulation",
    "Matrix",
    "Moves",
    "Pick",
    "Sample",
    "Share",
    "Statistic",
    "Stratum",
    "StratumShift",
    "agreement",
    "allocate_moderators",
    "draw_sample",
    "drift",
    "estimate_population",
    "gwet_ac2",
    "krippendorff_alpha",
    "moderation_effect",
    "signs_of_risk",
    "weighted_kappa",
]
