"""What each threshold of a tool would do: the same made-up returns, read with the threshold where it is and moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.distributions import Distributions, distributions
from scoring.ratings import Ratings
from scoring.score import Scores, band_places
from scoring.summary.findings import Evidence, concerns, strengths
from scoring.summary.small_numbers import hidden_cells
from scoring.summary.summarise import usual_groups
from tool_definitions.tool import SummaryThresholds, Tool

SHARE_STEPS = (-0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15)
NUMBER_STEPS = (-3, -2, -1, 0, 1, 2, 5)


@dataclass(frozen=True)
class Outcome:
    """How the questions come out: in the two lists of the summary, or in neither."""

    working_well: frozenset[str]
    concerns: frozenset[str]
    neither: int
    #: Questions that are a concern as groups differ, whatever else is said of them.
    uneven: int


@dataclass(frozen=True)
class Step:
    """A threshold at one value. `is_own` marks the tool's own; `moved` are the questions that come out otherwise."""

    value: float
    is_own: bool
    outcome: Outcome
    moved: tuple[str, ...]


@dataclass(frozen=True)
class LimitUse:
    """One limiting judgement: in how many returns its question is rated so low, and how often a band falls for it."""

    question: str
    level: str
    section: str | None
    overall: str | None
    returns: int
    lowers_section: int
    lowers_overall: int


class WhatIf:
    """Many made-up returns of one tool, read again and again."""

    def __init__(self, tool: Tool, ratings: Ratings) -> None:
        self.tool = tool
        self.scores = Scores(tool, ratings)

    @cached_property
    def found(self) -> Distributions:
        """How every question was rated, in all and by the groups that reports compare."""
        return distributions(self.scores, usual_groups(self.scores))

    @cached_property
    def own(self) -> Outcome:
        """How the questions come out at the tool's own thresholds."""
        return self._outcome(self.tool.summary)

    @property
    def group_sizes(self) -> dict[str, int]:
        """How many returns each group has, those that state none left out."""
        return {name: group.returns for name, group in self.found.groups.items() if name}

    def too_small(self, smallest: float) -> int:
        """How many groups are too small to be shown, or hidden since one that is could be worked out from them."""
        return len(hidden_cells(self.group_sizes, int(smallest)))

    def steps(self, threshold: str) -> tuple[Step, ...]:
        """One threshold of the summary at its own value and at those around it."""
        own = getattr(self.tool.summary, threshold)
        values = _shares(own) if isinstance(own, float) else _numbers(own)
        return tuple(self._step(threshold, value, own) for value in values)

    def _step(self, threshold: str, value: float, own: float) -> Step:
        outcome = self._outcome(self.tool.summary.model_copy(update={threshold: value}))
        moved = (outcome.working_well ^ self.own.working_well) | (outcome.concerns ^ self.own.concerns)
        return Step(value, value == own, outcome, tuple(key for key in self.tool.scored_questions if key in moved))

    def _outcome(self, thresholds: SummaryThresholds) -> Outcome:
        tool = self.tool.model_copy(update={"summary": thresholds})
        evidence = Evidence(tool, self.scores, self.found.audit, self.found.by, self.found.groups)
        worries = concerns(evidence)
        worrying = frozenset(one.question for one in worries)
        well = frozenset(key for key, _ in strengths(evidence, set(worrying))) if evidence.enough else frozenset()
        neither = len(tool.scored_questions) - len(worrying) - len(well)
        return Outcome(well, worrying, neither, sum(one.has("uneven") for one in worries))

    @property
    def bands(self) -> tuple[tuple[str, int, int], ...]:
        """For each band: its label, how many returns the score alone puts there, and how many limits leave there."""
        columns = self.scores.columns
        by_score = band_places(self.scores.part("effective").overall, columns.band_from)
        return tuple(
            (label, int((by_score == place).sum()), int((self.scores.bands == place).sum()))
            for place, label in enumerate(columns.band_labels)
        )

    @property
    def limits(self) -> tuple[LimitUse, ...]:
        """Every limiting judgement of the tool, with what it did to these returns."""
        return tuple(self._limits())

    def _limits(self) -> Iterator[LimitUse]:
        scores, columns = self.scores, self.scores.columns
        overall = band_places(scores.part("effective").overall, columns.band_from)
        sections = band_places(scores.part("effective").sections, columns.band_from)
        for limit in columns.limits:
            key = columns.keys[limit.column]
            rows = scores.limited(limit.column)
            assert rows is not None
            own = sections[:, columns.section[limit.column]]
            yield LimitUse(
                question=key,
                level=self.tool.scheme_of(key).levels[limit.at_or_below].label,
                section=_label(columns.band_labels, limit.section),
                overall=_label(columns.band_labels, limit.overall),
                returns=int(rows.sum()),
                lowers_section=_lowered(rows, own, limit.section),
                lowers_overall=_lowered(rows, overall, limit.overall),
            )


def _label(labels: Sequence[str], place: int | None) -> str | None:
    return None if place is None else labels[place]


def _lowered(rows: np.ndarray, places: np.ndarray, cap: int | None) -> int:
    return 0 if cap is None else int((rows & (places > cap)).sum())


def _shares(own: float) -> list[float]:
    values = {round(own + step, 4) for step in SHARE_STEPS}
    return sorted(own if abs(value - own) < 1e-9 else value for value in values if 0 < value <= 1)


def _numbers(own: int) -> list[int]:
    return [own + step for step in NUMBER_STEPS if own + step >= 1]
