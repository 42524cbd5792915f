"""A tool's scored questions as arrays: weights, sections, rating scores and limits, in tool order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tool_definitions.tool import Tool

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LimitAt:
    """A limiting judgement: where it stands, from which level down it bites, and the place of the band it caps to."""

    column: int
    at_or_below: int
    section: int | None
    overall: int | None

    def cap(self, place: Literal["section", "overall"]) -> int | None:
        """The band it caps at this place; None where it caps none."""
        return self.section if place == "section" else self.overall


class ScoredColumns:
    """The arrays of one tool: `weights` (questions), `section_weights` (sections), `spread` (questions x sections)."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self.keys = tuple(tool.scored_questions)
        self.section_keys = tuple(section.key for section in tool.sections)
        place = {key: index for index, key in enumerate(self.section_keys)}
        self.section = np.array([place[tool.section_of[key].key] for key in self.keys], dtype=np.intp)
        self.weights: Floats = np.array([question.weight for question in tool.scored_questions.values()], dtype=float)
        self.section_weights: Floats = np.array([section.weight for section in tool.sections], dtype=float)
        self.band_from: Floats = np.array([band.from_ for band in tool.scoring.bands], dtype=float)
        self.band_labels = tuple(band.label for band in tool.scoring.bands)

    @cached_property
    def spread(self) -> Floats:
        """Questions x sections: each question's weight in its own section, zero elsewhere."""
        spread = np.zeros((len(self.keys), len(self.section_keys)))
        spread[np.arange(len(self.keys)), self.section] = self.weights
        return spread

    @cached_property
    def everything(self) -> Floats:
        """Each section's weight if all its questions count."""
        return np.asarray(self.spread.sum(axis=0))

    @cached_property
    def by_scheme(self) -> list[tuple[NDArray[np.intp], Floats]]:
        """The columns of each rating scheme, and a table from code (as an unsigned byte) to rating score, else 0."""
        columns: dict[str, list[int]] = {}
        for column, question in enumerate(self.tool.scored_questions.values()):
            columns.setdefault(question.scheme or "", []).append(column)
        return [(np.array(places), self._table(scheme)) for scheme, places in columns.items()]

    def _table(self, scheme: str) -> Floats:
        table = np.zeros(256)
        scores = self.tool.rating_schemes[scheme].rating_scores
        table[: len(scores)] = scores
        return table

    def columns_of_section(self, section: int) -> NDArray[np.intp]:
        """The columns of one section."""
        return np.flatnonzero(self.section == section)

    @cached_property
    def limits(self) -> tuple[LimitAt, ...]:
        """Every limiting judgement, in tool order."""
        found = []
        for column, (key, question) in enumerate(self.tool.scored_questions.items()):
            if (limit := question.limit) is not None:
                rank = self.tool.scheme_of(key).ranks[limit.at_or_below]
                found.append(LimitAt(column, rank, self._band(limit.section), self._band(limit.overall)))
        return tuple(found)

    def _band(self, label: str | None) -> int | None:
        return None if label is None else self.band_labels.index(label)
