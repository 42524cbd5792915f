"""How often the estimate's 95% interval covers the truth, and whether it is biased: 2,000 populations of each shape.

Each population is made anew, its sample drawn at random within strata (proportional, at least two of each), with some
returns picked by judgement for their high self scores on top, and moderated. Goals for each of SHAPES: the interval
covers the mean that moderating all returns would have given in 93% to 97% of the populations, and the mean error is
within three standard errors of nothing. Prints the figures; exits 1 if any is missed.
Run with: python tests/bench/estimate_coverage.py
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from scoring.moderation import Estimate, InPopulation, estimate_population

POPULATIONS, SEED = 2_000, 20261122
LOWEST, HIGHEST = 0.93, 0.97
#: The start of the condition that a few returns changed far more than the others.
SKEWED = "A few returns changed far more"

Scores = np.ndarray


@dataclass(frozen=True)
class Shape:
    """Stratum sizes, how many are moderated, how many picked by judgement, and how self and moderated scores arise."""

    name: str
    sizes: tuple[int, ...]
    moderated: int
    picked: int
    scores: Callable[[np.random.Generator, int, int], tuple[Scores, Scores]]


def even(random: np.random.Generator, stratum: int, size: int) -> tuple[Scores, Scores]:
    """Scores around the middle; moderation moves them either way, more in later strata."""
    own = np.clip(random.normal(60, 15, size), 0, 100)
    return own, np.clip(own + random.normal(-3 - stratum, 8, size), 0, 100)


def ceiling(random: np.random.Generator, stratum: int, size: int) -> tuple[Scores, Scores]:
    """Forms of forty questions on four levels, most answered with the top one.

    Moderation lowers each rating by a level, with a chance that differs from return to return.
    """
    use = (0.02, 0.06, 0.17, 0.75)
    own = np.array([random.choice(4, 40, p=random.dirichlet(np.array(use) * 12)) for _ in range(size)])
    lowered = random.random((size, 40)) < random.beta(2, 6 - stratum, size)[:, None]
    return own.mean(axis=1) * 100 / 3, np.maximum(own - lowered, 0).mean(axis=1) * 100 / 3


def harsh(random: np.random.Generator, stratum: int, size: int) -> tuple[Scores, Scores]:
    """Self scores pressed against 100, of which moderation takes a little from most and a great deal from a few."""
    own = 100 - np.clip(random.exponential(8, size), 0, 100)
    return own, np.clip(own - random.gamma(1.2, 5 + stratum, size), 0, 100)


def seldom(random: np.random.Generator, _stratum: int, size: int) -> tuple[Scores, Scores]:
    """Four in ten returns upheld throughout; the rest lose a few whole steps of a twenty-question form."""
    own = np.round(random.beta(8, 2, size) * 20) * 5
    steps = np.where(random.random(size) < 0.6, random.integers(1, 6, size), 0)
    return own, np.clip(own - 5 * steps, 0, 100)


def unequal(random: np.random.Generator, stratum: int, size: int) -> tuple[Scores, Scores]:
    """Strata that differ in level, in spread and in what moderation does to them."""
    own = np.clip(random.normal(50 + 10 * stratum, 5 + 3 * stratum, size), 0, 100)
    return own, np.clip(own + random.normal((-8, 0, 4, -2)[stratum % 4], 3 + 4 * (stratum % 3), size), 0, 100)


SHAPES = (
    Shape("even, three phases, 30 of 180", (90, 60, 30), 30, 0, even),
    Shape("even, with 8 picked by judgement", (90, 60, 30), 30, 8, even),
    Shape("pressed to the ceiling, 40 of 200", (120, 60, 20), 40, 0, ceiling),
    Shape("pressed to the ceiling, 40 and 8 picked by judgement", (120, 60, 20), 40, 8, ceiling),
    Shape("pressed to the ceiling, a small borough, 24 of 60", (40, 20), 24, 3, ceiling),
    Shape("mostly whole steps down or upheld, 36 of 160", (80, 50, 30), 36, 4, seldom),
    Shape("unequal strata, 48 of 300", (150, 80, 40, 30), 48, 6, unequal),
    Shape("thin, two to four in each of four strata, 13 of 60", (25, 20, 10, 5), 10, 2, ceiling),
)
#: Where the normal theory behind Student's t gives out: a few very large changes in a small sample. Shown, no goal.
BEYOND = (
    Shape("harsh on a few, 40 of 200", (120, 60, 20), 40, 0, harsh),
    Shape("harsh on a few, a small borough, 24 of 60", (40, 20), 24, 3, harsh),
)


def one_population(random: np.random.Generator, shape: Shape) -> tuple[list[InPopulation], float]:
    """A population with its moderated sample, and the mean score had every return been moderated."""
    own, moderated, strata = [], [], []
    for stratum, size in enumerate(shape.sizes):
        self_scores, moderated_scores = shape.scores(random, stratum, size)
        own.append(self_scores)
        moderated.append(moderated_scores)
        strata += [stratum] * size
    own_scores, all_moderated, places = np.concatenate(own), np.concatenate(moderated), np.array(strata)
    certain = np.zeros(len(places), dtype=bool)
    # Picked for what is known before moderation: a high self score.
    certain[np.argsort(-own_scores, kind="stable")[: shape.picked]] = True
    drawn = certain.copy()
    for stratum in range(len(shape.sizes)):
        left = np.flatnonzero((places == stratum) & ~certain)
        n = min(len(left), max(2, round(shape.moderated * len(left) / (len(places) - shape.picked))))
        drawn[random.choice(left, n, replace=False)] = True
    returns = [
        InPopulation(
            return_id=str(place),
            stratum=f"stratum {places[place]}",
            self_score=float(own_scores[place]),
            moderated_score=float(all_moderated[place]) if drawn[place] else None,
            certain=bool(certain[place]),
        )
        for place in range(len(places))
    ]
    return returns, float(all_moderated.mean())


def simulated(shape: Shape, populations: int, seed: int) -> Iterator[tuple[Estimate, float]]:
    """The estimate and the truth of so many populations of one shape."""
    random = np.random.default_rng(seed)
    for _ in range(populations):
        returns, truth = one_population(random, shape)
        yield estimate_population(returns), truth


def covers(estimate: Estimate, truth: float) -> bool:
    """Whether the interval holds the truth; no interval holds nothing."""
    return estimate.low is not None and estimate.high is not None and estimate.low <= truth <= estimate.high


def main() -> int:
    missed = False
    for place, shape in enumerate((*SHAPES, *BEYOND)):
        found = list(simulated(shape, POPULATIONS, SEED + place))
        coverage = sum(covers(estimate, truth) for estimate, truth in found) / POPULATIONS
        errors = np.array([(estimate.estimate or 0) - truth for estimate, truth in found])
        bias, error = float(errors.mean()), float(errors.std(ddof=1)) / POPULATIONS**0.5
        width = float(np.mean([(e.high - e.low) / 2 for e, _ in found if e.low is not None and e.high is not None]))
        warned = sum(any(SKEWED in condition for condition in e.conditions) for e, _ in found) / POPULATIONS
        wrong = shape in SHAPES and not LOWEST <= coverage <= HIGHEST
        wrong |= abs(bias) > 3 * error
        missed |= wrong
        print(
            f"{shape.name}: covers {100 * coverage:.1f}%, bias {bias:+.3f} (simulation error {error:.3f}), "
            f"half width {width:.2f} points, a few changed far more said of {100 * warned:.0f}%"
            f"{' MISSED' if wrong else '' if shape in SHAPES else ' (no goal)'}"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
