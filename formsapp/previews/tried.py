"""One return tried out: its scores as the results page opens them, and how far each band is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from formsapp.previews.made_up import Answer
from formsapp.results.explained import Explained, explained_score
from scoring.packed import codes_of
from scoring.ratings import Ratings
from scoring.score import Scores, band_places
from tool_definitions.length import Respondent
from tool_definitions.tool import Tool


@dataclass(frozen=True)
class Standing:
    """Where a score stands among the bands: a section, or the return as a whole (`title` None)."""

    title: str | None
    score: float | None
    coverage: float | None
    #: After limits, and as the score alone gives it.
    band: str | None
    by_score: str | None
    next_band: str | None
    #: Points from the score to the next band; None where there is none.
    to_next: float | None

    @property
    def is_held_down(self) -> bool:
        """Whether a limit lowered the band."""
        return self.band != self.by_score


@dataclass(frozen=True)
class Tried:
    """One return with its scores."""

    explained: Explained
    overall: Standing
    sections: tuple[Standing, ...]


def tried(tool: Tool, answers: Mapping[str, Answer | None], respondent: Respondent) -> Tried:
    """The scores of these answers. Raises ValueError for a rating that its scheme does not have."""
    codes = codes_of(tool, answers, respondent.organisation, wave=respondent.wave)
    scores = Scores(tool, Ratings(("made-up",), ("made-up",), codes[None, :]))
    explained = explained_score(scores, "self")
    found = explained.explanation
    overall = _standing(scores, None, found.score, found.coverage, found.band)
    return Tried(explained, overall, tuple(_sections(scores, explained)))


def _sections(scores: Scores, explained: Explained) -> Iterator[Standing]:
    for section in explained.explanation.sections:
        if section.coverage is not None:
            yield _standing(scores, section.title, section.score, section.coverage, section.band)


def _standing(
    scores: Scores, title: str | None, score: float | None, coverage: float | None, band: str | None
) -> Standing:
    starts, labels = scores.columns.band_from, scores.columns.band_labels
    place = -1 if score is None else int(band_places(np.array([score]), starts)[0])
    above = place + 1 if 0 <= place < len(labels) - 1 else None
    return Standing(
        title=title,
        score=score,
        coverage=coverage,
        band=band,
        by_score=labels[place] if place >= 0 else None,
        next_band=None if above is None else labels[above],
        to_next=None if above is None or score is None else float(starts[above] - score),
    )
