"""Ratings to scores to a drafted summary: pure functions on a tool and a table of ratings, as `docs/scoring.md` rules.

Nothing here reads a clock, a network or a database. Importing this package, and scoring, distributing and
summarising a `Ratings`, loads numpy but neither pandas nor matplotlib.
"""

from scoring.change import Change, compare
from scoring.distributions import Distributions, distributions
from scoring.explain import Explanation, explain
from scoring.internal_checks import internal_checks
from scoring.moderation import (
    agreement,
    allocate_moderators,
    draw_sample,
    estimate_population,
    moderation_effect,
)
from scoring.oddities import oddities, oddities_of_return
from scoring.packed import DOES_NOT_APPLY, HIDDEN, NOT_APPLICABLE, UNANSWERED, codes_of, pack, unpack
from scoring.problems import BadRatings, Problem
from scoring.ratings import Ratings
from scoring.score import Scores, score_returns
from scoring.summary import Summary, summarise

__all__ = [
    "DOES_NOT_APPLY",
    "HIDDEN",
    "NOT_APPLICABLE",
    "UNANSWERED",
    "BadRatings",
    "Change",
    "Distributions",
    "Explanation",
    "Problem",
    "Ratings",
    "Scores",
    "Summary",
    "agreement",
    "allocate_moderators",
    "codes_of",
    "compare",
    "distributions",
    "draw_sample",
    "estimate_population",
    "explain",
    "internal_checks",
    "moderation_effect",
    "oddities",
    "oddities_of_return",
    "pack",
    "score_returns",
    "summarise",
    "unpack",
]
