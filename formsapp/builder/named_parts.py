"""Schemes, references and threads, which questions know by name: renaming and removing them with their uses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from formsapp.access.actor import current_actor
from formsapp.builder.places import names_in
from formsapp.builder.uses import Use, Uses
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.models import ToolDraft
from tool_definitions.editing import Edit, EditRefused, Remove
from tool_definitions.editing.structure import rename_level, rename_reference, rename_scheme, rename_thread

Data = dict[str, Any]


@dataclass(frozen=True)
class NamedKind:
    """A kind of named part: what people call one, the field of the tool, and what questions do with it.

    `is_taken_out` where removing one takes its uses out of the questions: without a scheme a rating means nothing, so
    a question keeps the name of its scheme until it is given another.
    """

    noun: str
    field: str
    page: str
    uses: Callable[[Uses, str], list[Use]]
    rename: Callable[[Data, str, str], list[Edit]]
    use_words: tuple[str, str]
    is_taken_out: bool = True


KINDS = {
    "scheme": NamedKind(
        "rating scheme",
        "rating_schemes",
        "builder.edit_schemes",
        Uses.of_scheme,
        rename_scheme,
        ("question is rated on it", "questions are rated on it"),
        is_taken_out=False,
    ),
    "reference": NamedKind(
        "reference",
        "references",
        "builder.edit_references",
        Uses.of_reference,
        rename_reference,
        ("question cites it", "questions cite it"),
    ),
    "thread": NamedKind(
        "thread",
        "threads",
        "builder.edit_threads",
        Uses.of_thread,
        rename_thread,
        ("question carries it", "questions carry it"),
    ),
}


def rename_part(draft: ToolDraft, data: Data, what: str, old: str, new: str) -> None:
    """Give a part another name, wherever the tool uses it. Refused where the name is taken or is no name."""
    kind = KINDS[what]
    _change(draft, lambda: kind.rename(data, old, new), f"Renamed {kind.noun} {old} to {new}")


def rename_value(draft: ToolDraft, data: Data, scheme: str, old: str, new: str) -> None:
    """Give a level of a scheme another value, wherever the tool uses it."""
    _change(draft, lambda: rename_level(data, scheme, old, new), f"Renamed level {old} of {scheme} to {new}")


def remove_part(draft: ToolDraft, data: Data, what: str, name: str) -> None:
    """Take a part out, and its uses with it where they mean nothing without it."""
    kind = KINDS[what]
    if name not in names_in(data, kind.field):
        raise Refused(f"There is no {kind.noun} called {name} in this tool any more.")
    uses = Uses(data)
    paths = [path for use in kind.uses(uses, name) for path in use.paths] if kind.is_taken_out else []
    if what == "reference":
        paths += [("references", other, "superseded_by") for other in uses.superseded_by(name) if other != name]
    edits: list[Edit] = [Remove(path) for path in reversed(paths)]
    _change(draft, lambda: [*edits, Remove((kind.field, name))], f"Removed {kind.noun} {name}")


def _change(draft: ToolDraft, edits: Callable[[], list[Edit]], words: str) -> None:
    try:
        made = edits()
    except EditRefused as refusal:
        raise Refused(str(refusal)) from refusal
    change_draft(current_session(), draft=draft, edits=made, words=words, by=current_actor())
