"""One return's score opened, as the page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from formsapp.results.figures import schemes_of
from scoring.explain import Explanation, SectionExplained, explain_scores
from scoring.score import Kind, Scores, band_places
from tool_definitions.scheme import RatingScheme

KIND_WORDS: dict[Kind, str] = {
    "effective": "As it stands",
    "self": "As the organisation rated itself",
    "moderated": "Moderated questions only",
    "self_on_moderated": "The organisation’s own ratings of the moderated questions",
}
REASON_WORDS = {
    "unanswered": "Not answered",
    "not_applicable": "Not applicable",
    "does_not_apply": "Not asked of this kind of organisation",
    "hidden": "Not asked, because of an earlier answer",
    "not_moderated": "Not moderated",
}


@dataclass(frozen=True)
class Cap:
    """A question whose rating limits a band; `part` is the section, or None for the return as a whole."""

    title: str
    level: str
    part: str | None
    band: str
    without: str | None

    @property
    def bites(self) -> bool:
        """Whether the limit changed the band."""
        return self.without is not None


@dataclass(frozen=True)
class Explained:
    """One of the four scores of one return, with what limits its bands."""

    explanation: Explanation
    kind: Kind
    kinds: tuple[tuple[Kind, str], ...]
    caps: tuple[Cap, ...]
    schemes: tuple[RatingScheme, ...]
    #: Whether the overall score averages sections or questions.
    averages: str

    @property
    def rated(self) -> list[tuple[SectionExplained, float]]:
        """The sections with something in them, each with what it adds to the overall score."""
        rated = [section for section in self.explanation.sections if section.contributions]
        return [(section, sum(line.to_overall or 0.0 for line in section.contributions)) for section in rated]

    @property
    def left_out(self) -> list[tuple[str, str, str]]:
        """Section, question and reason of everything that is in no score."""
        titles = {section.section: section.title for section in self.explanation.sections}
        return [(titles[one.section], one.title, REASON_WORDS[one.reason]) for one in self.explanation.left_out]


def explained_score(scores: Scores, kind: Kind = "effective") -> Explained:
    """The only return of these scores, opened."""
    return_id = scores.ratings.return_ids[0]
    moderated = bool(scores.was_moderated.any())
    kind = kind if moderated or kind == "self" else "effective"
    explanation = explain_scores(scores, return_id, kind)
    return Explained(
        explanation=explanation,
        kind=kind,
        kinds=tuple(KIND_WORDS.items()) if moderated else (),
        caps=tuple(_caps(scores, explanation)),
        schemes=schemes_of(scores.tool),
        averages=scores.tool.scoring.overall,
    )


def _caps(scores: Scores, explanation: Explanation) -> Iterator[Cap]:
    columns, effective = scores.columns, scores.part("effective")
    overall = int(band_places(effective.overall, columns.band_from)[0])
    for key in explanation.capped_by:
        yield _cap(scores, key, None, overall)
    by_section = band_places(effective.sections[0], columns.band_from)
    for place, section in enumerate(explanation.sections):
        for key in section.capped_by:
            yield _cap(scores, key, section.title, int(by_section[place]))


def _cap(scores: Scores, key: str, part: str | None, natural: int) -> Cap:
    """`natural` is the place of the band that the score alone gives, -1 where there is none."""
    limit = scores.tool.scored_questions[key].limit
    band = (limit.section if part else limit.overall) if limit else None
    labels = scores.columns.band_labels
    bites = natural >= 0 and band is not None and labels.index(band) < natural
    code = int(scores.effective_codes[0, scores.columns.keys.index(key)])
    return Cap(
        title=scores.tool.questions[key].title,
        level=scores.tool.scheme_of(key).levels[code].label,
        part=part,
        band=band or "",
        without=labels[natural] if bites else None,
    )
