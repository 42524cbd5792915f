"""Another key for a question or a section, and another type for a question."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from formsapp.access.actor import current_actor
from formsapp.builder.adding import needs_of
from formsapp.builder.conflict import in_words
from formsapp.builder.forms.question import fields_of_type
from formsapp.builder.part import part_at
from formsapp.builder.places import key_of, question_path, section_path, text_of
from formsapp.builder.saving import hold_still
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.models import ToolDraft
from tool_definitions.editing import Edit, EditRefused, Put, Remove
from tool_definitions.editing.structure import depends_on, rename_question, rename_section
from tool_definitions.problems import DocumentPath
from tool_definitions.values import KEY_PATTERN
from tool_definitions.words import TYPES

_GONE = "It is not in the tool any more. Somebody else may have removed it, or given it another key."


class Lost(NamedTuple):
    """A field that questions of another type do not have."""

    name: str
    value: str


def uses_of_key(data: Any, key: str) -> Sequence[str]:
    """The keys of the questions whose conditions name this one; they follow."""
    return list(dict.fromkeys(name for name, _field in depends_on(data, key))) if key else ()


def change_key(draft: ToolDraft, noun: str, address: str, key: str) -> None:
    """Give the question or section at this address another key; Refused where that cannot be."""
    data = hold_still(draft).data
    path = question_path(data, address) if noun == "question" else section_path(data, address)
    if path is None:
        raise Refused(_GONE)
    try:
        edits = _edits(data, noun, path, key, is_known_by_key=not address.startswith("@"))
    except EditRefused as refusal:
        raise Refused(str(refusal)) from refusal
    old = key_of(part_at(data, path)) or f"a {noun}"
    _change(draft, edits, f"Renamed {old} to {key}")


def _edits(data: Any, noun: str, path: DocumentPath, key: str, *, is_known_by_key: bool) -> list[Edit]:
    """What is known by its place has no key of its own that anything else could name."""
    if is_known_by_key:
        rename = rename_question if noun == "question" else rename_section
        return rename(data, key_of(part_at(data, path)), key)
    if not KEY_PATTERN.fullmatch(key):
        raise Refused("A key has lower-case letters, digits, dots, hyphens and underscores.")
    find = question_path if noun == "question" else section_path
    if find(data, key) is not None:
        raise Refused(f"There is already a {noun} called '{key}'.")
    return [Put((*path, "key"), key)]


def lost_with(question: dict[str, Any], kind: str) -> list[Lost]:
    """What is written of a question that one of this type does not have."""
    known = fields_of_type(kind)
    return [Lost(name, in_words(value)) for name, value in question.items() if name not in known]


def change_type_of(draft: ToolDraft, address: str, kind: str) -> None:
    """Make a question one of another type: without what such questions do not have, with what they need."""
    data = hold_still(draft).data
    path = question_path(data, address)
    if path is None:
        raise Refused(_GONE)
    question = part_at(data, path)
    if text_of(question, "type") == kind:
        return
    edits: list[Edit] = [Remove((*path, one.name)) for one in lost_with(question, kind)]
    edits.append(Put((*path, "type"), kind))
    edits += [Put((*path, name), value) for name, value in needs_of(data, kind).items() if name not in question]
    _change(draft, edits, f"{key_of(question) or 'A question'} is answered in another way: {TYPES[kind].lower()}")


def _change(draft: ToolDraft, edits: list[Edit], words: str) -> None:
    change_draft(current_session(), draft=draft, edits=edits, words=words, by=current_actor())
