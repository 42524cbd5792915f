"""Weights that do nothing, and weights that decide everything."""

from collections.abc import Iterator

from tool_definitions.draft import Draft, DraftQuestion, DraftSection, names_a_scheme
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import JudgedQuestion
from tool_definitions.tool import Kind, Scoring

#: A share above this outweighs all the rest together.
HEAVY = 0.5
FEWEST_TO_COMPARE = 3
Rated = dict[DocumentPath, list[tuple[DraftQuestion, JudgedQuestion]]]


def weights_count(draft: Draft) -> Iterator[Problem]:
    """Every weight written has an effect."""
    rated = _rated(draft)
    for question in draft.questions:
        if question.judged and "weight" in question.judged.model_fields_set and not names_a_scheme(question.judged):
            yield draft.problem("weight-without-scheme", (*question.path, "weight"))
    for section in draft.sections:
        path = (*section.path, "weight")
        if section.path in rated and _weight(section) == 0 and draft.kind != Kind.TRAINING_IMPACT:
            message = f"the {len(rated[section.path])} rated questions of '{section.key}' count for nothing overall"
            yield draft.problem("weightless-section", path, message)
        elif section.path not in rated and rated and _weight(section) not in {0, 1}:
            yield draft.problem("section-weight-unused", path)


def section_weights_used(draft: Draft) -> Iterator[Problem]:
    """Weights of sections differ only where they are used."""
    scoring = draft.part(Scoring, "scoring")
    rated = _rated(draft)
    weights = {_weight(section): section for section in draft.sections if section.path in rated}
    if scoring and scoring.overall == "questions" and len(weights) > 1:
        yield draft.problem("section-weights-ignored", ("scoring", "overall"))


def nothing_outweighs_the_rest(draft: Draft) -> Iterator[Problem]:
    """No section decides the overall score alone, and no question its section's."""
    rated = _rated(draft)
    yield from _heavy_sections(draft, [each for each in draft.sections if each.path in rated and _weight(each)])
    for questions in rated.values():
        total = sum(judged.weight for _, judged in questions)
        for question, judged in questions if len(questions) >= FEWEST_TO_COMPARE else ():
            if total and judged.weight / total > HEAVY:
                message = f"'{question.key}' makes up {judged.weight / total:.0%} of its section's score"
                yield draft.problem("heavy-question", (*question.path, "weight"), message)


def _heavy_sections(draft: Draft, sections: list[DraftSection]) -> Iterator[Problem]:
    scoring = draft.part(Scoring, "scoring")
    total = sum(_weight(section) for section in sections)
    if len(sections) < FEWEST_TO_COMPARE or not total or (scoring and scoring.overall == "questions"):
        return
    for section in sections:
        if _weight(section) / total > HEAVY:
            message = f"'{section.key}' makes up {_weight(section) / total:.0%} of the overall score"
            yield draft.problem("heavy-section", (*section.path, "weight"), message)


def _weight(section: DraftSection) -> float:
    return section.section.weight if section.section else 1.0


def _rated(draft: Draft) -> Rated:
    found: Rated = {}
    for question, judged in draft.scored():
        found.setdefault(question.section.path, []).append((question, judged))
    return found
