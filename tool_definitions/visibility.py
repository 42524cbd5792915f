"""Which questions count for a return: applicable to the organisation, and shown by its answers."""

from collections.abc import Mapping
from enum import StrEnum

from tool_definitions.condition import AllOf, Answered, AnswerIs, AnyOf, AtOrAbove, AtOrBelow, Condition, Not
from tool_definitions.question import QuestionBase
from tool_definitions.tool import Tool
from tool_definitions.values import AppliesTo

#: A return's answers: question key -> the value, several values, or nothing. Organisation attributes likewise.
Answers = Mapping[str, str | tuple[str, ...] | None]
Attributes = Mapping[str, str | None]


class Visibility(StrEnum):
    """Whether a question is put to a return."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    NOT_YET_KNOWN = "not_yet_known"
    DOES_NOT_APPLY = "does_not_apply"


def applies(applies_to: AppliesTo, organisation: Attributes | None) -> bool:
    """Whether every attribute named matches.

    Without an organisation everything applies; a blank attribute does not match.
    """
    if organisation is None or not applies_to:
        return True
    return all(organisation.get(attribute) in values for attribute, values in applies_to.items())


def asked_in(question: QuestionBase, wave: str | None) -> bool:
    """Whether the question is asked in this wave; without a wave every question is."""
    return wave is None or not question.waves or wave in question.waves


def visibility(
    tool: Tool, answers: Answers, organisation: Attributes | None = None, *, wave: str | None = None
) -> dict[str, Visibility]:
    """The visibility of every question of the tool for one return, in tool order.

    A question that is not asked in this wave does not apply. A condition on a question that is itself hidden or does
    not apply does not hold; on one that is shown but unanswered, it is not yet known. `all`, `any` and `not` follow
    three-valued logic.
    """
    seen: dict[str, Visibility] = {}
    for section in tool.sections:
        section_applies = applies(section.applies_to, organisation)
        for question in section.questions:
            is_for_them = section_applies and applies(question.applies_to, organisation)
            if not is_for_them or not asked_in(question, wave):
                seen[question.key] = Visibility.DOES_NOT_APPLY
            elif question.show_if is None:
                seen[question.key] = Visibility.SHOWN
            else:
                held = _holds(question.show_if, tool, answers, seen)
                seen[question.key] = _FOR[held]
    return seen


_FOR = {True: Visibility.SHOWN, False: Visibility.HIDDEN, None: Visibility.NOT_YET_KNOWN}


def _holds(condition: Condition, tool: Tool, answers: Answers, seen: Mapping[str, Visibility]) -> bool | None:
    match condition:
        case AllOf():
            held = {_holds(part, tool, answers, seen) for part in condition.all}
            return next((outcome for outcome in (False, None) if outcome in held), True)
        case AnyOf():
            held = {_holds(part, tool, answers, seen) for part in condition.any}
            return next((outcome for outcome in (True, None) if outcome in held), False)
        case Not():
            inner = _holds(condition.not_, tool, answers, seen)
            return None if inner is None else not inner
        case _:
            return _answer_holds(condition, tool, answers, seen)


def _answer_holds(
    condition: AnswerIs | AtOrBelow | AtOrAbove | Answered, tool: Tool, answers: Answers, seen: Mapping[str, Visibility]
) -> bool | None:
    state = seen.get(condition.question, Visibility.HIDDEN)
    if state is not Visibility.SHOWN:
        return None if state is Visibility.NOT_YET_KNOWN else False
    answer = answers.get(condition.question)
    if isinstance(condition, Answered):
        return condition.answered is bool(answer)
    return _matches(condition, tool, answer) if answer else None


def _matches(condition: AnswerIs | AtOrBelow | AtOrAbove, tool: Tool, answer: str | tuple[str, ...]) -> bool:
    if isinstance(condition, AnswerIs):
        given = (answer,) if isinstance(answer, str) else answer
        return any(value in condition.is_ for value in given)
    ranks = tool.scheme_of(condition.question).ranks
    rank = ranks.get(answer) if isinstance(answer, str) else None
    if rank is None:
        return False
    if isinstance(condition, AtOrBelow):
        return rank <= ranks[condition.at_or_below]
    return rank >= ranks[condition.at_or_above]
