"""Ratings to scores to a drafted summary: pure functions on a tool and a table of ratings, as `docs/scoring.md` rules.

Nothing here reads a clock, a network or a database. Importing this package, and scoring, distributing and
summarising a `Ratings`, loads numpy but neither pandas nor matplotlib.
"""

from scoring.change import Change, compare
from scoring.distributions import Distributions, distributions
from scoring.explain import Explanation, explain
from scoring.internal_checks import internal_checks
from scoring.moderation.allocation import allocate_moderators
from scoring.moderation.sampling import draw_sample
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
    "allocate_moderators",
    "codes_of",
    "compare",
    "distributions",
    "draw_sample",
    "explain",
    "internal_checks",
    "oddities",
    "oddities_of_return",
    "pack",
    "score_returns",
    "summarise",
    "unpack",
]
