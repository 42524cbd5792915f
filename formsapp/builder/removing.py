"""Removing sections and questions, with what depends on them seen to first."""

from dataclasses import dataclass
from typing import Any

from formsapp.access.actor import current_actor
from formsapp.builder.difference import edits_between
from formsapp.builder.fields import ABSENT
from formsapp.builder.places import Placed, key_of, questions_in, questions_of, text_of
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tools.versions import tool_of
from tool_definitions.document import is_mapping
from tool_definitions.editing import Edit, Remove
from tool_definitions.problems import DocumentPath

#: What may become of questions that are only asked because of the answer to one that goes.
CHOICES = {
    "ask_all": "Ask them whatever the answer was: take that condition out of them",
    "remove": "Remove them as well",
    "leave": "Leave them as they are, for me to mend: the checker will show each as an error",
}


@dataclass(frozen=True)
class Dependant:
    """A question asked only because of the answer to another."""

    key: str
    title: str


@dataclass(frozen=True)
class Consequences:
    """What follows from removing a part: the questions that go, those that depend on them, and answers given before."""

    going: list[Dependant]
    dependants: list[Dependant]
    #: The questions that were asked in the version the draft is based on: their answers have nothing to go on with.
    answered_before: list[Dependant]


def consequences_of(draft: ToolDraft, data: Any, path: DocumentPath) -> Consequences:
    """What follows from removing the section or question at this path."""
    going = _inside(data, path)
    keys = {key_of(question) for _path, question in going} - {""}
    before = tool_of(draft.based_on).questions if draft.based_on else {}
    return Consequences(
        [_named(question) for _path, question in going],
        [_named(question) for _path, question in _dependants(data, keys, path)],
        [_named(question) for _path, question in going if key_of(question) in before],
    )


def would_follow(data: Any, path: DocumentPath) -> list[dict[str, Any]]:
    """All the questions that may be removed or changed with what is at this path, as they are written."""
    keys = {key_of(question) for _path, question in _inside(data, path)} - {""}
    return [question for _path, question in _all_dependants(data, keys, path)]


def remove(draft: ToolDraft, data: Any, path: DocumentPath, *, then: str | None, title: str) -> None:
    """Take the part out, and do with what depends on it as chosen. Refused where a choice is needed and not made."""
    keys = {key_of(question) for _path, question in _inside(data, path)} - {""}
    dependants = _dependants(data, keys, path)
    if dependants and then not in CHOICES:
        raise Refused("Choose what becomes of the questions that depend on it.")
    edits: list[Edit] = []
    removed = [path]
    if then == "ask_all":
        edits = [edit for placed in dependants for edit in _without_conditions_on(placed, keys)]
    if then == "remove":
        removed += [place for place, _question in _all_dependants(data, keys, path)]
    edits += [Remove(place) for place in sorted(removed, key=_in_file_order, reverse=True)]
    change_draft(current_session(), draft=draft, edits=edits, words=f"Removed {title}", by=current_actor())


def without(condition: Any, keys: set[str]) -> Any:
    """A condition without what it says of these questions; ABSENT where nothing is left of it."""
    if not is_mapping(condition):
        return condition
    if text_of(condition, "question") in keys:
        return ABSENT
    for form in ("all", "any"):
        if isinstance(condition.get(form), list):
            parts = [kept for part in condition[form] if (kept := without(part, keys)) is not ABSENT]
            if len(parts) < len(condition[form]):
                return {form: parts} if len(parts) > 1 else (parts[0] if parts else ABSENT)
            return {form: parts}
    if "not" in condition:
        inner = without(condition["not"], keys)
        return ABSENT if inner is ABSENT else {"not": inner}
    return condition


def _without_conditions_on(placed: Placed, keys: set[str]) -> list[Edit]:
    path, question = placed
    return edits_between((*path, "show_if"), question["show_if"], without(question["show_if"], keys))


def _inside(data: Any, path: DocumentPath) -> list[Placed]:
    """The questions at a path: the one, or all of the section."""
    part = data
    for step in path:
        part = part[step]
    return [(path, part)] if len(path) > 2 else list(questions_of(path, part))


def _dependants(data: Any, keys: set[str], path: DocumentPath) -> list[Placed]:
    """The questions outside the part that are asked because of what is in it."""
    outside = [(place, question) for place, question in questions_in(data) if place[: len(path)] != path]
    return [(place, question) for place, question in outside if _names(question.get("show_if"), keys)]


def _all_dependants(data: Any, keys: set[str], path: DocumentPath) -> list[Placed]:
    """Those, and the ones that depend on them in turn."""
    found: list[Placed] = []
    while len(more := _dependants(data, keys, path)) > len(found):
        found = more
        keys = keys | {key_of(question) for _path, question in more} - {""}
    return found


def _names(condition: Any, keys: set[str]) -> bool:
    """Whether a condition says something of one of these questions."""
    if isinstance(condition, list):
        return any(_names(part, keys) for part in condition)
    if not is_mapping(condition):
        return False
    return text_of(condition, "question") in keys or any(_names(part, keys) for part in condition.values())


def _named(question: dict[str, Any]) -> Dependant:
    return Dependant(key_of(question) or "(no key)", text_of(question, "title"))


def _in_file_order(path: DocumentPath) -> tuple[int, ...]:
    """So that what stands further down comes later, and what is inside something after it."""
    return tuple(step for step in path if isinstance(step, int))
