"""Conditions that can be read but do not say what was meant."""

import json
from collections.abc import Iterator
from typing import Any

from tool_definitions.checks.conditions import possible_answers
from tool_definitions.condition import Answered, AnswerIs, AtOrAbove, AtOrBelow, Leaf
from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import ChoicesQuestion
from tool_definitions.values import AppliesTo

Part = tuple[DocumentPath, dict[str, Any]]


def conditions_decide(draft: Draft) -> Iterator[Problem]:
    """A condition on one question holds for some of its answers and not for others."""
    for question in draft.questions:
        for path, leaf in question.conditions:
            asked = draft.by_key.get(leaf.question)
            if asked and "not" not in path and _always_holds(draft, leaf, asked):
                message = f"the condition holds whatever the answer to '{asked.key}'"
                yield draft.problem("condition-always-holds", path, message)


def _always_holds(draft: Draft, leaf: Leaf, asked: DraftQuestion) -> bool:
    scheme = draft.scheme_of(asked)
    values = scheme.values if scheme else None
    match leaf:
        case AtOrBelow():
            return bool(values) and leaf.at_or_below == (values or ("",))[-1]
        case AtOrAbove():
            return bool(values) and leaf.at_or_above == (values or ("",))[0]
        case AnswerIs():
            possible = possible_answers(draft, asked)
            is_one_answer = not isinstance(asked.question, ChoicesQuestion)
            return is_one_answer and bool(possible) and set(possible or ()) <= set(leaf.is_)
    return False


def conditions_plain(draft: Draft) -> Iterator[Problem]:
    """Conditions are written plainly, and no part stands twice."""
    for question in draft.questions:
        show_if = question.written.get("show_if") if is_mapping(question.written) else None
        for path, part in _parts(show_if, (*question.path, "show_if")):
            yield from _roundabout(draft, path, part)


def _parts(condition: Any, path: DocumentPath) -> Iterator[Part]:
    if not is_mapping(condition):
        return
    yield path, condition
    for form in ("all", "any"):
        parts = condition.get(form)
        for place, part in enumerate(parts if isinstance(parts, list) else ()):
            yield from _parts(part, (*path, form, place))
    yield from _parts(condition.get("not"), (*path, "not"))


def _roundabout(draft: Draft, path: DocumentPath, part: dict[str, Any]) -> Iterator[Problem]:
    inner = part.get("not")
    if is_mapping(inner) and "not" in inner:
        yield draft.problem("roundabout-condition", (*path, "not"), "'not' of 'not' says what its inside says")
    for form in ("all", "any"):
        listed = part.get(form)
        if not isinstance(listed, list):
            continue
        if len(listed) == 1:
            yield draft.problem("roundabout-condition", (*path, form), f"'{form}' of one part says what the part says")
        seen: set[str] = set()
        for place, each in enumerate(listed):
            written = json.dumps(each, sort_keys=True, default=str)
            if written in seen:
                yield draft.problem("repeated-part", (*path, form, place))
            seen.add(written)


def conditions_reach_everybody(draft: Draft) -> Iterator[Problem]:
    """A condition asks about a question that is put to all who should see this one."""
    for question in draft.questions:
        for path, leaf in question.conditions:
            asked = draft.by_key.get(leaf.question)
            if asked is None or (isinstance(leaf, Answered) and not leaf.answered):
                continue
            for attribute, left_out in _left_out(_who(question), _who(asked)):
                who = ", ".join(left_out)
                message = f"'{asked.key}' is not asked where {attribute} is {who}, so '{question.key}' is not either"
                yield draft.problem("condition-hides-some", (*path, "question"), message)


def _left_out(wanted: AppliesTo, asked: AppliesTo) -> Iterator[tuple[str, list[str]]]:
    for attribute in wanted.keys() & asked.keys():
        missing = [value for value in wanted[attribute] if value not in asked[attribute]]
        if missing and len(missing) < len(wanted[attribute]):
            yield attribute, missing


def _who(question: DraftQuestion) -> AppliesTo:
    own = question.question.applies_to if question.question else {}
    return {**question.section.applies_to, **own}


def ratings_not_avoided(draft: Draft) -> Iterator[Problem]:
    """A rated question does not hang on one that may be left blank."""
    for question, judged in draft.scored():
        for path, leaf in question.conditions:
            asked = draft.by_key.get(leaf.question)
            is_optional = asked is not None and asked.question is not None and not asked.question.required
            if is_optional and judged.weight and not isinstance(leaf, Answered):
                message = f"'{leaf.question}' may be left unanswered, and then '{question.key}' is not rated"
                yield draft.problem("depends-on-optional", (*path, "question"), message)
