"""From ratings to scores: sections, overall, coverage, bands and limits, for every return at once."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from scoring.packed import HIDDEN, UNANSWERED, Codes
from scoring.ratings import Ratings
from scoring.scored_columns import Floats, ScoredColumns
from tool_definitions.tool import Tool

if TYPE_CHECKING:
    from pandas import DataFrame

Kind = Literal["self", "moderated", "self_on_moderated", "effective"]
KINDS: tuple[Kind, ...] = ("self", "moderated", "self_on_moderated", "effective")

#: A score this little below a band's edge, or a threshold, is at it: sums of weights are not exact.
TOLERANCE = 1e-9
#: Multiplications at a time: what stays in the processor's cache, and below the size at which the linear algebra
#: library starts threads, which on a busy machine wait for one another far longer than the sums take.
CHUNK = 250_000
NO_BAND = -1


@dataclass(frozen=True)
class Part:
    """One of the four scores: `sections` is returns x sections, `overall` one a return; NaN where there is no score."""

    sections: Floats
    overall: Floats


@dataclass(frozen=True)
class Totals:
    """Sums of weights, each returns x sections: weight x rating score, weight rated, unanswered and counted."""

    value: Floats
    rated: Floats
    unanswered: Floats
    counted: Floats


class Scores:
    """The scores of every return of an audit.

    `part(kind)` gives one of the four scores. `coverage_sections` and `share_moderated_sections` are returns x
    sections, `coverage` and `share_moderated` one a return; NaN where nothing counts. `bands_sections` and `bands`
    are places in `columns.band_labels` after limits, -1 where there is none. `questions`, `sections` and `overall`
    are the same as pandas frames, made when asked for.
    """

    def __init__(self, tool: Tool, ratings: Ratings) -> None:
        self.tool = tool
        self.ratings = ratings
        self.columns = ScoredColumns(tool)

    def __len__(self) -> int:
        return len(self.ratings)

    @cached_property
    def effective_codes(self) -> Codes:
        """Returns x questions: the codes of the effective ratings."""
        return self.ratings.effective

    @cached_property
    def was_moderated(self) -> NDArray[np.bool_]:
        """Returns x questions: where a question that counts has a moderated rating."""
        return self.ratings.was_moderated

    @cached_property
    def _totals(self) -> dict[Kind, Totals]:
        own = totals(self.columns, self.ratings.codes)
        if self.ratings.moderated is None:
            nothing = np.zeros_like(own.value)
            none = Totals(nothing, nothing, nothing, nothing)
            return {"self": own, "moderated": none, "self_on_moderated": none, "effective": own}
        moderated = np.where(self.was_moderated, self.ratings.moderated, np.int8(UNANSWERED))
        same = np.where(self.was_moderated, self.ratings.codes, np.int8(UNANSWERED))
        return {
            "self": own,
            "moderated": totals(self.columns, moderated),
            "self_on_moderated": totals(self.columns, same),
            "effective": totals(self.columns, self.effective_codes),
        }

    @cached_property
    def _parts(self) -> dict[Kind, Part]:
        return {kind: self._part(kind) for kind in KINDS}

    def _part(self, kind: Kind) -> Part:
        sums = self._totals[kind]
        sections = _ratio(sums.value, sums.rated)
        if self.tool.scoring.overall == "questions":
            return Part(sections, _ratio(sums.value.sum(axis=1), sums.rated.sum(axis=1)))
        weights = np.where(np.isnan(sections), 0.0, self.columns.section_weights)
        return Part(sections, _ratio((np.nan_to_num(sections) * weights).sum(axis=1), weights.sum(axis=1)))

    def part(self, kind: Kind) -> Part:
        """One of the four scores."""
        return self._parts[kind]

    @cached_property
    def coverage_sections(self) -> Floats:
        """Returns x sections: the share of the counted weight that was answered, 0 to 1."""
        sums = self._totals["effective"]
        return 1 - _ratio(sums.unanswered, sums.counted)

    @cached_property
    def coverage(self) -> Floats:
        """One a return: the share of the counted weight that was answered, 0 to 1."""
        sums = self._totals["effective"]
        return 1 - _ratio(sums.unanswered.sum(axis=1), sums.counted.sum(axis=1))

    @cached_property
    def share_moderated_sections(self) -> Floats:
        """Returns x sections: the share of the rated weight whose effective rating is a moderated one."""
        return _ratio(self._moderated_weight, self._totals["effective"].rated)

    @cached_property
    def share_moderated(self) -> Floats:
        """One a return: the share of the rated weight whose effective rating is a moderated one."""
        return _ratio(self._moderated_weight.sum(axis=1), self._totals["effective"].rated.sum(axis=1))

    @property
    def _moderated_weight(self) -> Floats:
        return self._totals["moderated"].rated

    @cached_property
    def _limited(self) -> list[NDArray[np.bool_]]:
        """For each limit of the tool, the returns in which it bites."""
        found = []
        for limit in self.columns.limits:
            codes = self.effective_codes[:, limit.column]
            found.append((codes >= 0) & (codes <= limit.at_or_below))
        return found

    @cached_property
    def _limited_by_column(self) -> dict[int, NDArray[np.bool_]]:
        return {limit.column: rows for limit, rows in zip(self.columns.limits, self._limited, strict=True)}

    def limited(self, column: int) -> NDArray[np.bool_] | None:
        """The returns that this question's limit caps; None if it carries none."""
        return self._limited_by_column.get(column)

    @cached_property
    def limited_returns(self) -> dict[str, int]:
        """In how many returns the limit of a question bites, by the question's key; without those that bite in none."""
        bites = {self.columns.keys[column]: int(rows.sum()) for column, rows in self._limited_by_column.items()}
        return {key: returns for key, returns in bites.items() if returns}

    @cached_property
    def bands_sections(self) -> NDArray[np.intp]:
        """Returns x sections: the place of the band of the effective score, after limits."""
        bands = band_places(self.part("effective").sections, self.columns.band_from)
        for limit, rows in zip(self.columns.limits, self._limited, strict=True):
            if limit.section is not None:
                section = self.columns.section[limit.column]
                bands[rows, section] = np.minimum(bands[rows, section], limit.section)
        return bands

    @cached_property
    def bands(self) -> NDArray[np.intp]:
        """One a return: the place of the band of the effective overall score, after limits."""
        bands = band_places(self.part("effective").overall, self.columns.band_from)
        for limit, rows in zip(self.columns.limits, self._limited, strict=True):
            if limit.overall is not None:
                bands[rows] = np.minimum(bands[rows], limit.overall)
        return bands

    def capped_by(self, row: int, section: int | None = None) -> list[str]:
        """The questions that cap a section's band, or the overall one, in one return; whether or not the cap bites."""
        return [
            self.columns.keys[limit.column]
            for limit, rows in zip(self.columns.limits, self._limited, strict=True)
            if rows[row]
            and (
                limit.overall is not None
                if section is None
                else limit.section is not None and self.columns.section[limit.column] == section
            )
        ]

    @cached_property
    def questions(self) -> "DataFrame":
        """One row a return and question: ratings, rating scores, weight, and whether it counted."""
        from scoring.frames import questions_frame  # noqa: PLC0415 (pandas only where a frame is asked for)

        return questions_frame(self)

    @cached_property
    def sections(self) -> "DataFrame":
        """One row a return and section, with the columns of `overall`."""
        from scoring.frames import sections_frame  # noqa: PLC0415 (pandas only where a frame is asked for)

        return sections_frame(self)

    @cached_property
    def overall(self) -> "DataFrame":
        """One row a return: the four scores, share moderated, coverage, provisional, band, capped_by."""
        from scoring.frames import overall_frame  # noqa: PLC0415 (pandas only where a frame is asked for)

        return overall_frame(self)


def score_returns(tool: Tool, ratings: "Ratings | DataFrame", organisations: "DataFrame | None" = None) -> Scores:
    """The scores of every return.

    Args:
        tool: The tool that was answered.
        ratings: A `Ratings`; or a long frame (`return_id, question, rating` and optionally `organisation_id,
            moderated_rating, comment`); or a wide one (`return_id`, optionally `organisation_id`, a column a question).
        organisations: A frame of `organisation_id` and one column an attribute. Without it every question applies.

    Raises:
        BadRatings: The frame holds anything that cannot be scored; nothing is scored in part.
    """
    if isinstance(ratings, Ratings):
        if organisations is not None:
            raise TypeError("a Ratings already holds its organisations' attributes")
        return Scores(tool, ratings)
    from scoring.frames import ratings_from_frame  # noqa: PLC0415 (pandas only where a frame is given)

    return Scores(tool, ratings_from_frame(tool, ratings, organisations))


def totals(columns: ScoredColumns, codes: Codes) -> Totals:
    """The sums of weights of each return and section."""
    rows, sections = len(codes), len(columns.section_keys)
    sums = Totals(*(np.zeros((rows, sections)) for _ in range(4)))
    step = max(1, CHUNK // max(1, columns.spread.size))
    for start in range(0, rows, step):
        chunk = np.ascontiguousarray(codes[start : start + step])
        _add_chunk(columns, chunk, sums, slice(start, start + step))
    return sums


def _add_chunk(columns: ScoredColumns, chunk: Codes, sums: Totals, rows: slice) -> None:
    spread = columns.spread
    sums.value[rows] = _rating_scores(columns, chunk) @ spread
    lowest = chunk.min(initial=0)
    everything = columns.everything
    sums.rated[rows] = everything if lowest >= 0 else (chunk >= 0).astype(float) @ spread
    sums.counted[rows] = everything if lowest > HIDDEN else (chunk > HIDDEN).astype(float) @ spread
    unanswered = chunk == UNANSWERED
    if unanswered.any():
        sums.unanswered[rows] = unanswered.astype(float) @ spread


def _rating_scores(columns: ScoredColumns, chunk: Codes) -> Floats:
    places = chunk.view(np.uint8)
    if len(columns.by_scheme) == 1:
        return np.asarray(columns.by_scheme[0][1].take(places))
    scores = np.zeros(chunk.shape)
    for of_scheme, table in columns.by_scheme:
        scores[:, of_scheme] = table.take(places[:, of_scheme])
    return scores


def rating_scores(columns: ScoredColumns, codes: Codes) -> Floats:
    """The rating score of every code, NaN where there is none."""
    return np.where(codes >= 0, _rating_scores(columns, np.ascontiguousarray(codes)), np.nan)


def band_places(scores: Floats, band_from: Floats) -> NDArray[np.intp]:
    """The place of the last band that starts at or below each score; -1 where there is no score or no band."""
    places = np.searchsorted(band_from, scores + TOLERANCE, side="right") - 1
    return np.where(np.isnan(scores), NO_BAND, places)


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0))
