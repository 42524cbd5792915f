"""The questions that a condition may be on: those that are asked before, with the answers they can have."""

from typing import Any

from formsapp.builder.fields.choice import Option
from formsapp.builder.fields.condition import Earlier
from formsapp.builder.levels import levels_of
from formsapp.builder.places import items_of, key_of, questions_in, text_of
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath
from tool_definitions.scheme import NotApplicable

YES_OR_NO = [("yes", "Yes"), ("no", "No")]


def earlier_questions(data: Any, path: DocumentPath | None) -> list[Earlier]:
    """The questions before the one at this path, in the order of the file."""
    found = []
    for place, question in questions_in(data):
        if place == path:
            break
        if key_of(question):
            section = data["sections"][place[1]]
            found.append(_earlier(data, question, text_of(section, "title") or key_of(section)))
    return found


def _earlier(data: Any, question: dict[str, Any], section: str) -> Earlier:
    levels = levels_of(data, text_of(question, "scheme"))
    kind = text_of(question, "type")
    answers: list[Option] = [(value, label) for value, label, _means in levels]
    if kind == "rating" and answers:
        answers.append((NotApplicable().value, NotApplicable().label))
    if kind in {"choice", "choices"}:
        answers = [
            (text_of(one, "value"), text_of(one, "label") or text_of(one, "value"))
            for one in items_of(question, "options")
            if is_mapping(one) and text_of(one, "value")
        ]
    if kind == "yes_no":
        answers = YES_OR_NO
    return Earlier(key_of(question), text_of(question, "title"), section, answers, is_rated=bool(levels))
