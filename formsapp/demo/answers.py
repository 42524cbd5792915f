"""A whole return's answers, section by section, as its invented people would give them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from formsapp.demo import facts
from formsapp.demo.chance import chance
from formsapp.demo.practice import Practice
from formsapp.demo.wording import KEPT, RECOMMENDED, STRENGTH, Writer
from formsapp.returns.fields.given import Given
from tool_definitions.question import (
    Demand,
    NumberQuestion,
    Question,
    RatingQuestion,
    TextQuestion,
)
from tool_definitions.scheme import RatingScheme, Stance
from tool_definitions.tool import Section, Tool
from tool_definitions.visibility import Attributes, Visibility, visibility

#: One in so many comments where none is asked for, and not applicable where it may be chosen.
_EXTRA_COMMENT, _EXTRA_EVIDENCE, _NOT_APPLICABLE = 0.22, 0.3, 0.06
#: One return in so many says the same thing everywhere.
_COPIES = 0.03
#: How often an auditor writes something of a section as a whole.
_SAYS_SOMETHING = 0.7
_COPIED = "See the safeguarding improvement plan, which covers this."


@dataclass
class Respondent:
    """Whoever answers: an organisation with its practice, its writer and its size."""

    tool: Tool
    attributes: Attributes
    practice: Practice
    writer: Writer
    on: date
    on_roll: int = 200
    is_last_year: bool = False
    #: What the case-file audit says about the case: answers that do not depend on luck.
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def luck(self) -> Random:
        """The respondent's own chance."""
        return self.writer.luck


def answers_by_section(one: Respondent) -> dict[str, dict[str, Given]]:
    """The answers to every question that is asked of this organisation, by section, none where it leaves a blank."""
    copies = one.writer.kind == "school" and _copies(one.practice)
    given = {
        question.key: _copied(_answer(one, section, question), copies)
        for section in one.tool.sections
        for question in section.questions
    }
    shown = visibility(one.tool, {key: _as_condition(value.value) for key, value in given.items()}, one.attributes)
    kept = {key: value for key, value in given.items() if shown[key] is Visibility.SHOWN and value.value is not None}
    return {
        section.key: {question.key: kept[question.key] for question in section.questions if question.key in kept}
        for section in one.tool.sections
    }


def _copies(practice: Practice) -> bool:
    return chance(practice.seed, practice.organisation, "copies").random() < _COPIES


def _as_condition(value: str | None) -> str | tuple[str, ...] | None:
    return tuple(json.loads(value)) if value and value.startswith('["') else value


def _copied(given: Given, copies: bool) -> Given:
    return given._replace(comment=_COPIED) if copies and given.comment else given


def _answer(one: Respondent, section: Section, question: Question) -> Given:
    if isinstance(question, RatingQuestion):
        return _rating(one, section, question)
    if question.key in one.known:
        return Given(one.known[question.key])
    return Given(_fact(one, section, question))


def _fact(one: Respondent, section: Section, question: Question) -> str | None:
    if isinstance(question, TextQuestion):
        return _words(one, section, question)
    if isinstance(question, NumberQuestion):
        return facts.number(question, one.on_roll, one.luck)
    return facts.fact(question, one.on, one.luck)


def _words(one: Respondent, section: Section, question: TextQuestion) -> str | None:
    about_section = {"good_practice": STRENGTH, "development": KEPT, "recommendations": RECOMMENDED}
    mark = about_section.get(question.key.rpartition(".")[2])
    if mark is not None:
        says = question.required or one.luck.random() < _SAYS_SOMETHING
        return one.writer.note(section.key, mark) if says else None
    said = one.writer.reply(question.key)
    return said if said is None or question.required or one.luck.random() < 0.75 else None


def _rating(one: Respondent, section: Section, question: RatingQuestion) -> Given:
    scheme = one.tool.rating_schemes[question.scheme]
    reason = one.writer.not_applicable(question.key) if question.not_applicable == "with_reason" else None
    if reason is not None and one.luck.random() < _NOT_APPLICABLE:
        return Given(scheme.not_applicable.value, not_applicable_reason=reason)
    level = one.practice.level(
        question.key, section.key, len(scheme.levels), limits=question.limit is not None, last_year=one.is_last_year
    )
    return _with_words(one, section, question, scheme, min(level, len(scheme.levels) - 1))


def _with_words(one: Respondent, section: Section, question: RatingQuestion, scheme: RatingScheme, level: int) -> Given:
    is_weak = scheme.levels[level].stance is Stance.CONCERN
    comments = _needs(question.comment, scheme, level) or one.luck.random() < _EXTRA_COMMENT
    shows = question.evidence.when != "none" and (
        _needs(question.evidence, scheme, level) or (not is_weak and one.luck.random() < _EXTRA_EVIDENCE)
    )
    acts = question.action_at_or_below is not None and level <= scheme.ranks[question.action_at_or_below]
    comment = _comment(one, section, question, scheme, level) if comments else ""
    evidence = one.writer.evidence(section.key) if shows else ""
    action = one.writer.action(section.key, question.key) if acts else ("", "", "")
    return Given(scheme.levels[level].value, "", comment, evidence, *action)


def _comment(one: Respondent, section: Section, question: RatingQuestion, scheme: RatingScheme, level: int) -> str:
    match scheme.levels[level].stance:
        case Stance.CONCERN:
            return one.writer.shortfall(section.key, question.key)
        case Stance.STRENGTH:
            return one.writer.strength(section.key, question.key)
        case Stance.ADEQUATE:
            return one.writer.praise(section.key, question.key)


def _needs(demand: Demand, scheme: RatingScheme, level: int) -> bool:
    if demand.level is None:
        return demand.when == "required"
    bound = scheme.ranks[demand.level]
    return level <= bound if demand.when == "required_at_or_below" else level >= bound
