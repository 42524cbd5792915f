"""What all returns together say: for every question, section and overall, in the whole audit or in each group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.packed import NOT_APPLICABLE, UNANSWERED, Codes
from scoring.score import Scores
from scoring.scored_columns import ScoredColumns
from tool_definitions.scheme import Level, RatingScheme, Stance

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Counts:
    """How one question was rated. Shares (0 to 1), mean (0 to 100) and median are over the `n` rated; None if n is 0.

    `levels` has every level of the scheme, worst first, used or not. `counted` = n + not_applicable + unanswered.
    """

    levels: dict[str, int]
    counted: int
    n: int
    not_applicable: int
    unanswered: int
    mean: float | None
    median_level: str | None
    strength_share: float | None
    concern_share: float | None
    meets_share: float | None


@dataclass(frozen=True)
class Moderated:
    """What moderation did to one question: `n` moderated (*not applicable* too), and how many moved which way.

    `mean_shift` is in rating score points, over the ratings that were a level before and after; None if there are none.
    """

    n: int
    upheld: int
    raised: int
    lowered: int
    mean_shift: float | None


@dataclass(frozen=True)
class QuestionDistribution:
    """One question: as rated, as it stands after moderation, and what moderation did."""

    self: Counts
    effective: Counts
    moderated: Moderated


@dataclass(frozen=True)
class Average:
    """Effective scores: how many returns have one, their mean (None if none), and how many are in each band."""

    n: int
    mean: float | None
    bands: dict[str, int]


@dataclass(frozen=True)
class Distribution:
    """The whole audit or one group. `in_scope` is None where only the returns are known."""

    returns: int
    questions: dict[str, QuestionDistribution]
    sections: dict[str, Average]
    overall: Average
    in_scope: int | None = None


@dataclass(frozen=True)
class Distributions:
    """The whole audit, and each group of the attribute `by` (its value "" for organisations that state none)."""

    audit: Distribution
    by: str | None = None
    groups: Mapping[str, Distribution] = field(default_factory=dict)

    @property
    def frame(self) -> "DataFrame":
        """One row a group and question (group None for the whole audit), a column for each figure."""
        from scoring.distribution_frames import distributions_frame  # noqa: PLC0415 (pandas only when asked for)

        return distributions_frame(self)


def distributions(
    scores: Scores, by: str | None = None, in_scope: Mapping[str | None, int] | None = None
) -> Distributions:
    """What all returns say, for the whole audit and for each group of an organisation attribute.

    `in_scope` gives the number of organisations asked, for the whole (None) and each group, where it is known.
    Raises KeyError if no organisation attribute is called `by`.
    """
    scope = in_scope or {}
    every = np.arange(len(scores))
    audit = _distribution(scores, every, scope.get(None))
    if by is None:
        return Distributions(audit)
    groups = {value: _distribution(scores, rows, scope.get(value)) for value, rows in scores.ratings.groups(by).items()}
    return Distributions(audit, by, groups)


def _distribution(scores: Scores, rows: NDArray[np.intp], in_scope: int | None) -> Distribution:
    everything = len(rows) == len(scores)
    own, effective, moderated = scores.ratings.codes, scores.effective_codes, scores.was_moderated
    if not everything:
        own, effective, moderated = own[rows], effective[rows], moderated[rows]
    columns = scores.columns
    own_counts = _question_counts(columns, own)
    effective_counts = own_counts if scores.ratings.moderated is None else _question_counts(columns, effective)
    moves = _question_moves(columns, own, effective, moderated, nothing=scores.ratings.moderated is None)
    part = scores.part("effective")
    bands_sections = scores.bands_sections[rows]
    return Distribution(
        returns=len(rows),
        questions={
            key: QuestionDistribution(own_counts[place], effective_counts[place], moves[place])
            for place, key in enumerate(columns.keys)
        },
        sections={
            key: _average(columns, part.sections[rows, place], bands_sections[:, place])
            for place, key in enumerate(columns.section_keys)
        },
        overall=_average(columns, part.overall[rows], scores.bands[rows]),
        in_scope=in_scope,
    )


def _question_counts(columns: ScoredColumns, codes: Codes) -> list[Counts]:
    schemes = [columns.tool.scheme_of(key) for key in columns.keys]
    return counts_of(schemes, codes)


def counts_of(schemes: Sequence[RatingScheme], codes: Codes) -> list[Counts]:
    """The counts of each column of codes (returns x questions), by its scheme. Codes below -2 count nowhere."""
    tallies = _tally(codes, max((len(scheme.levels) for scheme in schemes), default=0))
    return [_counts(scheme, tallied) for scheme, tallied in zip(schemes, tallies, strict=True)]


def _tally(codes: Codes, most_levels: int) -> NDArray[np.int64]:
    """Questions x (levels, then unanswered at -1 and not applicable at -2): how many returns."""
    tallies = np.zeros((codes.shape[1], most_levels + 2), dtype=np.int64)
    for code in range(NOT_APPLICABLE, most_levels):
        tallies[:, code] = np.count_nonzero(codes == code, axis=0)
    return tallies


def _counts(scheme: RatingScheme, tallied: NDArray[np.int64]) -> Counts:
    per_level = [int(count) for count in tallied[: len(scheme.levels)]]
    n = sum(per_level)
    unanswered, not_applicable = int(tallied[UNANSWERED]), int(tallied[NOT_APPLICABLE])
    points = sum(count * score for count, score in zip(per_level, scheme.rating_scores, strict=True))
    return Counts(
        levels={level.value: count for level, count in zip(scheme.levels, per_level, strict=True)},
        counted=n + not_applicable + unanswered,
        n=n,
        not_applicable=not_applicable,
        unanswered=unanswered,
        mean=points / n if n else None,
        median_level=_lower_median(scheme, per_level),
        strength_share=_share(scheme, per_level, _is_strength),
        concern_share=_share(scheme, per_level, _is_concern),
        meets_share=_share(scheme, per_level, _meets),
    )


def _lower_median(scheme: RatingScheme, per_level: list[int]) -> str | None:
    n = sum(per_level)
    if not n:
        return None
    reached = np.cumsum(per_level)
    return scheme.levels[int(np.searchsorted(reached, (n + 1) // 2))].value


def _is_strength(level: Level) -> bool:
    return level.stance is Stance.STRENGTH


def _is_concern(level: Level) -> bool:
    return level.stance is Stance.CONCERN


def _meets(level: Level) -> bool:
    return level.meets


def _share(scheme: RatingScheme, per_level: list[int], wanted: Callable[[Level], bool]) -> float | None:
    n = sum(per_level)
    found = sum(count for level, count in zip(scheme.levels, per_level, strict=True) if wanted(level))
    return found / n if n else None


def _question_moves(
    columns: ScoredColumns, own: Codes, effective: Codes, moderated: NDArray[np.bool_], *, nothing: bool
) -> list[Moderated]:
    if nothing:
        return [Moderated(0, 0, 0, 0, None)] * len(columns.keys)
    both = moderated & (own >= 0) & (effective >= 0)
    n = moderated.sum(axis=0)
    upheld, raised = (both & (effective == own)).sum(axis=0), (both & (effective > own)).sum(axis=0)
    lowered = (both & (effective < own)).sum(axis=0)
    shifts = [_mean_shift(columns, column, own, effective, both) for column in range(len(columns.keys))]
    return [
        Moderated(int(n[column]), int(upheld[column]), int(raised[column]), int(lowered[column]), shifts[column])
        for column in range(len(columns.keys))
    ]


def _mean_shift(
    columns: ScoredColumns, column: int, own: Codes, effective: Codes, both: NDArray[np.bool_]
) -> float | None:
    rows = both[:, column]
    if not rows.any():
        return None
    points = np.array(columns.tool.scheme_of(columns.keys[column]).rating_scores)
    return float((points[effective[rows, column]] - points[own[rows, column]]).mean())


def _average(columns: ScoredColumns, values: NDArray[np.float64], bands: NDArray[np.intp]) -> Average:
    there = values[~np.isnan(values)]
    per_band = np.bincount(bands[bands >= 0], minlength=len(columns.band_labels))
    labels = dict.fromkeys(columns.band_labels, 0)
    for label, count in zip(columns.band_labels, per_band, strict=True):
        labels[label] += int(count)
    return Average(len(there), float(there.mean()) if len(there) else None, labels)
