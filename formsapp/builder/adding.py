"""Adding sections and questions, and copying them."""

from collections.abc import Callable
from typing import Any

from formsapp.access.actor import current_actor
from formsapp.builder.keys import key_from_title
from formsapp.builder.part import part_at
from formsapp.builder.places import key_of, names_in, question_path, section_path
from formsapp.builder.saving import hold_still
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.models import ToolDraft
from tool_definitions.editing import Edit, Insert, Put
from tool_definitions.editing.structure import duplicate_question, duplicate_section, free_key
from tool_definitions.problems import DocumentPath

_NEW_OPTIONS = [{"value": "first", "label": "First choice"}, {"value": "second", "label": "Second choice"}]
#: What a new question of a type needs beside its key, type and title.
_NEEDS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "rating": lambda data: {"scheme": next(iter(names_in(data, "rating_schemes")), "")},
    "choice": lambda _data: {"options": _NEW_OPTIONS},
    "choices": lambda _data: {"options": _NEW_OPTIONS},
    "table": lambda _data: {"columns": [{"key": "what", "title": "What"}]},
}


def add_section(draft: ToolDraft, title: str) -> str:
    """Add a section at the end, and its key."""
    data = hold_still(draft).data
    key = key_from_title(data, title)
    section = {"key": key, "title": title, "questions": []}
    _change(draft, [_added(data, ("sections",), section)], f"Added section {key}")
    return key


def add_question(draft: ToolDraft, address: str, kind: str, title: str) -> str:
    """Add a question at the end of a section, with what its type cannot be without, and its key."""
    data = hold_still(draft).data
    path = section_path(data, address)
    if path is None:
        raise Refused("The section is not in the tool any more.")
    key = key_from_title(data, title, inside=key_of(part_at(data, path)))
    question = {"key": key, "type": kind, "title": title, **needs_of(data, kind)}
    _change(draft, [_added(data, (*path, "questions"), question)], f"Added {key}")
    return key


def needs_of(data: Any, kind: str) -> dict[str, Any]:
    """What a question of this type cannot be without, beside its key, type and title."""
    return _NEEDS.get(kind, lambda _data: {})(data)


def copy_question(draft: ToolDraft, address: str) -> str:
    """Put a copy of a question below it, and the copy's key."""
    data = hold_still(draft).data
    _check_there(question_path(data, address), address)
    key = free_key(data, f"{address}-copy")
    _change(draft, duplicate_question(data, address, key), f"Copied {address} as {key}")
    return key


def copy_section(draft: ToolDraft, address: str) -> str:
    """Put a copy of a section and its questions below it, and the copy's key."""
    data = hold_still(draft).data
    _check_there(section_path(data, address), address)
    key = free_key(data, f"{address}-copy")
    _change(draft, duplicate_section(data, address, key), f"Copied section {address} as {key}")
    return key


def _check_there(path: Any, address: str) -> None:
    if path is None:
        raise Refused("It is not in the tool any more.")
    if address.startswith("@"):
        raise Refused("Give it a key of its own first.")


def _added(data: Any, path: DocumentPath, item: dict[str, Any]) -> Edit:
    """The item at the end of the list at this path; the list itself, where there is none yet."""
    items = part_at(data, path)
    return Insert(path, len(items), item) if isinstance(items, list) and items else Put(path, [item])


def _change(draft: ToolDraft, edits: list[Edit], words: str) -> None:
    change_draft(current_session(), draft=draft, edits=edits, words=words, by=current_actor())
