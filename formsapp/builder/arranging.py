"""Moving sections and questions: one place up or down, or to a place of another section."""

from dataclasses import dataclass
from typing import Any

from formsapp.access.actor import current_actor
from formsapp.builder.places import items_of, key_of, question_path, section_path, text_of
from formsapp.builder.saving import hold_still
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.models import ToolDraft
from tool_definitions.editing import Edit, Move, Put
from tool_definitions.problems import DocumentPath

_GONE = "It is not in the tool any more. Somebody else may have moved or removed it."


@dataclass(frozen=True)
class Moved:
    """Where something stands after a move: the place of its section, its own place in it, and that in words."""

    section: int
    index: int
    words: str


def move_question(draft: ToolDraft, address: str, section: str, index: int) -> Moved:
    """Move a question to a place among the questions of a section, counted from 0 without it; Refused if it cannot."""
    data = hold_still(draft).data
    path, to = _found(question_path(data, address)), _found(section_path(data, section))
    target = data["sections"][to[1]]
    room = len(items_of(target, "questions")) - (path[1] == to[1])
    index = min(max(index, 0), room)
    title = text_of(target, "title") or section
    words = f"is now question {index + 1} of {room + 1} in {title}"
    key = key_of(_at(data, path))
    edits: list[Edit] = [] if isinstance(target.get("questions"), list) else [Put((*to, "questions"), [])]
    if path != (*to, "questions", index):
        edits.append(Move(path, (*to, "questions"), index))
    _change(draft, edits, f"Moved {key or 'a question'} to place {index + 1} of {key_of(target) or 'its section'}")
    return Moved(to[1], index, f"{text_of(_at(data, path), 'title') or key} {words}")


def move_section(draft: ToolDraft, address: str, index: int) -> Moved:
    """Move a section to a place among the sections, counted from 0 without it; Refused if it cannot."""
    data = hold_still(draft).data
    path = _found(section_path(data, address))
    section, room = _at(data, path), len(data["sections"]) - 1
    index = min(max(index, 0), room)
    key = key_of(section)
    edits: list[Edit] = [Move(path, ("sections",), index)] if path[1] != index else []
    _change(draft, edits, f"Moved section {key} to place {index + 1}")
    return Moved(index, 0, f"{text_of(section, 'title') or key} is now section {index + 1} of {room + 1}")


def step_question(draft: ToolDraft, address: str, by: int) -> Moved:
    """Move a question one place up (-1) or down (1); past the end of its section, into the next."""
    data = hold_still(draft).data
    path = _found(question_path(data, address))
    place, index = int(path[1]), int(path[3])
    if 0 <= index + by < len(items_of(data["sections"][place], "questions")):
        return move_question(draft, address, f"@{place}", index + by)
    if not 0 <= place + by < len(data["sections"]):
        raise Refused("It cannot go any further.")
    last = len(items_of(data["sections"][place + by], "questions"))
    return move_question(draft, address, f"@{place + by}", last if by < 0 else 0)


def step_section(draft: ToolDraft, address: str, by: int) -> Moved:
    """Move a section one place up (-1) or down (1)."""
    path = _found(section_path(hold_still(draft).data, address))
    return move_section(draft, address, int(path[1]) + by)


def _change(draft: ToolDraft, edits: list[Edit], words: str) -> None:
    change_draft(current_session(), draft=draft, edits=edits, words=words, by=current_actor())


def _found(path: DocumentPath | None) -> Any:
    if path is None:
        raise Refused(_GONE)
    return path


def _at(data: Any, path: DocumentPath) -> Any:
    for step in path:
        data = data[step]
    return data
