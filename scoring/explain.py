"""What one return's scores are made of: every contribution, and why the rest was left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.packed import DOES_NOT_APPLY, HIDDEN, NOT_APPLICABLE, UNANSWERED, Codes
from scoring.ratings import Ratings
from scoring.score import Kind, Scores, score_returns
from scoring.scored_columns import Floats
from tool_definitions.tool import Tool

if TYPE_CHECKING:
    from pandas import DataFrame

LEFT_OUT = {
    UNANSWERED: "unanswered",
    NOT_APPLICABLE: "not_applicable",
    HIDDEN: "hidden",
    DOES_NOT_APPLY: "does_not_apply",
}


@dataclass(frozen=True)
class Contribution:
    """One rated question: `to_section` and `to_overall` are its points (0 to 100) of those scores, None without one."""

    question: str
    title: str
    section: str
    level: str
    label: str
    moderated: bool
    rating_score: float
    weight: float
    to_section: float | None
    to_overall: float | None


@dataclass(frozen=True)
class LeftOut:
    """A question that is in no score, and why: `unanswered`, `not_applicable`, `does_not_apply`, `hidden`
    or, in a score over moderated questions alone, `not_moderated`.
    """

    question: str
    title: str
    section: str
    reason: str


@dataclass(frozen=True)
class SectionExplained:
    """A section's score, the share of the overall score it carries (0 to 1), and what is in it."""

    section: str
    title: str
    score: float | None
    coverage: float | None
    band: str | None
    capped_by: tuple[str, ...]
    share_of_overall: float | None
    contributions: tuple[Contribution, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Explanation:
    """One of the four scores of one return, opened. Contributions sum to the scores (to 1e-9)."""

    return_id: str
    organisation_id: str
    kind: Kind
    score: float | None
    coverage: float | None
    provisional: bool
    band: str | None
    capped_by: tuple[str, ...]
    share_moderated: float | None
    sections: tuple[SectionExplained, ...]

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """Every contribution, in tool order."""
        return tuple(line for section in self.sections for line in section.contributions)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Every question left out, in tool order."""
        return tuple(line for section in self.sections for line in section.left_out)


def explain(
    tool: Tool,
    ratings: "Ratings | DataFrame",
    return_id: str,
    kind: Kind = "effective",
    organisations: "DataFrame | None" = None,
) -> Explanation:
    """What one of the four scores of one return is made of.

    Coverage, bands and limits are those of the effective ratings, whichever score is opened. Raises KeyError if
    there is no such return, and BadRatings as `score_returns` does.
    """
    if isinstance(ratings, Ratings):
        return explain_scores(Scores(tool, ratings.one(return_id)), return_id, kind)
    return explain_scores(score_returns(tool, ratings, organisations), return_id, kind)


def explain_scores(scores: Scores, return_id: str, kind: Kind = "effective") -> Explanation:
    """As `explain`, of scores that are there already."""
    return _Opened(scores, scores.ratings.place_of(return_id), kind).explanation()


def number(value: Any) -> float | None:
    """A plain number, None for NaN."""
    return None if np.isnan(value) else float(value)


class _Opened:
    def __init__(self, scores: Scores, row: int, kind: Kind) -> None:
        self.scores, self.row, self.kind = scores, row, kind
        self.columns = scores.columns
        self.moderated = scores.was_moderated[row]
        self.codes = self._codes()
        self.section_scores = scores.part(kind).sections[row]
        self.shares = self._section_shares()

    def _codes(self) -> Codes:
        ratings = self.scores.ratings
        if self.kind == "effective":
            return np.asarray(self.scores.effective_codes[self.row])
        own: Codes = ratings.codes[self.row]
        if self.kind == "self":
            return own
        chosen: Codes = (
            own if self.kind == "self_on_moderated" or ratings.moderated is None else ratings.moderated[self.row]
        )
        return np.where(self.moderated, chosen, np.minimum(own, UNANSWERED))

    def _section_shares(self) -> Floats:
        """The share of the overall score that each section carries."""
        weights = np.where(np.isnan(self.section_scores), 0.0, self.columns.section_weights)
        if self.scores.tool.scoring.overall == "questions":
            weights = (self.columns.spread * (self.codes >= 0)[:, None]).sum(axis=0)
        total = weights.sum()
        return weights / total if total > 0 else np.full(len(weights), np.nan)

    def explanation(self) -> Explanation:
        scores, row = self.scores, self.row
        coverage = number(scores.coverage[row])
        return Explanation(
            return_id=scores.ratings.return_ids[row],
            organisation_id=scores.ratings.organisation_ids[row],
            kind=self.kind,
            score=number(scores.part(self.kind).overall[row]),
            coverage=coverage,
            provisional=coverage is not None and coverage < 1,
            band=self._band(int(scores.bands[row])),
            capped_by=tuple(scores.capped_by(row)),
            share_moderated=number(scores.share_moderated[row]),
            sections=tuple(self._section(place) for place in range(len(self.columns.section_keys))),
        )

    def _band(self, place: int) -> str | None:
        return self.columns.band_labels[place] if place >= 0 else None

    def _section(self, place: int) -> SectionExplained:
        scores, row = self.scores, self.row
        section = scores.tool.sections[place]
        return SectionExplained(
            section=section.key,
            title=section.title,
            score=number(self.section_scores[place]),
            coverage=number(scores.coverage_sections[row, place]),
            band=self._band(int(scores.bands_sections[row, place])),
            capped_by=tuple(scores.capped_by(row, place)),
            share_of_overall=number(self.shares[place]),
            contributions=tuple(self._contributions(place)),
            left_out=tuple(self._left_out(place)),
        )

    def _contributions(self, place: int) -> Iterator[Contribution]:
        columns = self.columns.columns_of_section(place)
        rated = columns[self.codes[columns] >= 0]
        total = self.columns.weights[rated].sum()
        for column in rated.tolist():
            key = self.columns.keys[column]
            rank = int(self.codes[column])
            scheme = self.scores.tool.scheme_of(key)
            points, weight = scheme.rating_scores[rank], float(self.columns.weights[column])
            to_section = points * weight / total if total > 0 else None
            yield Contribution(
                question=key,
                title=self.scores.tool.questions[key].title,
                section=self.columns.section_keys[place],
                level=scheme.levels[rank].value,
                label=scheme.levels[rank].label,
                moderated=self.kind in {"effective", "moderated"} and bool(self.moderated[column]),
                rating_score=points,
                weight=weight,
                to_section=None if to_section is None else float(to_section),
                to_overall=self._to_overall(place, to_section),
            )

    def _to_overall(self, place: int, to_section: float | None) -> float | None:
        share = number(self.shares[place])
        if share is None:
            return None
        return 0.0 if to_section is None else float(to_section * share)

    def _left_out(self, place: int) -> Iterator[LeftOut]:
        own = self.scores.ratings.codes[self.row]
        moderated_only = self.kind in {"moderated", "self_on_moderated"}
        for column in self.columns.columns_of_section(place).tolist():
            code = int(self.codes[column])
            if code >= 0:
                continue
            reason = LEFT_OUT[code]
            if moderated_only and own[column] > HIDDEN and not self.moderated[column]:
                reason = "not_moderated"
            key = self.columns.keys[column]
            title = self.scores.tool.questions[key].title
            yield LeftOut(key, title, self.columns.section_keys[place], reason)
