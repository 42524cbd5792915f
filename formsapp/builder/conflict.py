"""Two people changed the same part: both versions field by field, and a choice for each. Nothing is overwritten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from formsapp.builder.fields import ABSENT, Field, Form
from formsapp.builder.part import EditedPart
from formsapp.database import current_session
from formsapp.tool_drafts.examined import ExaminedDraft, digest
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import step_numbered
from formsapp.tool_drafts.splice import Splice
from tool_definitions.document import is_mapping, read_text
from tool_definitions.editing import write_part

#: How many steps back the version that an editor had before them is looked for.
_FURTHEST_BACK = 30
#: Inputs that the conflict page makes anew.
_MADE_ANEW = frozenset({"csrf_token", "base", "shown", "do", "then"})


@dataclass(frozen=True)
class TwoVersions:
    """A field that differs between what is saved and what was typed; `keep` is what is chosen so far."""

    name: str
    label: str
    theirs: str
    mine: str
    keep: str


@dataclass(frozen=True)
class Conflict:
    """What a conflict page shows. `is_gone` where the part was removed meanwhile."""

    draft: ToolDraft
    part: EditedPart
    fields: list[TwoVersions]
    by: str
    at: datetime | None
    is_gone: bool
    #: What was typed, to be sent again.
    carried: list[tuple[str, str]]
    base: str
    shown: str
    errors: list[tuple[str | None, str]]


def conflict_between(
    draft: ToolDraft, part: EditedPart, found: ExaminedDraft, *, by: str, at: datetime | None
) -> Conflict:
    """What to show of the part as it stands and of what was typed."""
    stands = part.find(found.data)
    before = _as_shown(draft, part, found)
    mine = _typed_form(part, found, before)
    fields = _differing(mine, stands if is_mapping(stands) else {}, is_known=before is not None)
    undecided = [one for one in fields if not one.keep] if "shown" in request.form else []
    return Conflict(
        draft,
        part,
        fields,
        by,
        at,
        not is_mapping(stands),
        [pair for pair in request.form.items(multi=True) if not _is_made_anew(pair[0])],
        digest(stands),
        _shown(),
        [(f"keep-{one.name}", f"Choose which version of “{one.label}” to keep") for one in undecided],
    )


def decided(draft: ToolDraft, part: EditedPart, found: ExaminedDraft) -> dict[str, Any] | None:
    """The part with, of each field that differs, the version that was chosen; None where a choice is missing."""
    stands = part.find(found.data)
    if not is_mapping(stands):
        return None
    mine = _typed_form(part, found, _as_shown(draft, part, found))
    after = dict(stands)
    for one in _differing(mine, stands, is_known=False):
        if one.keep == "":
            return None
        if one.keep == "mine":
            _put(after, one.name, mine[one.name].after())
    return after


def _typed_form(part: EditedPart, found: ExaminedDraft, before: Any) -> Form:
    """What was typed, in the form as the editor had it before them where the history still has that version."""
    form = part.opened(found.data, before if is_mapping(before) else ABSENT)
    form.post(request.form)
    return form


def _put(part: dict[str, Any], name: str, value: Any) -> None:
    part.pop(name, None)
    if value is not ABSENT:
        part[name] = value


def _differing(mine: Form, stands: dict[str, Any], *, is_known: bool) -> list[TwoVersions]:
    found = []
    for name, field in mine.fields.items():
        typed, saved = field.after(), stands.get(name, ABSENT)
        if typed != saved:
            keep = request.form.get(f"keep-{name}", "")
            if keep not in {"mine", "theirs"}:
                keep = _only_one_changed(field.written, typed, saved) if is_known else ""
            found.append(TwoVersions(name, field.label, _words(field, saved), _words(field, typed), keep))
    return found


def _only_one_changed(before: Any, typed: Any, saved: Any) -> str:
    if typed == before:
        return "theirs"
    return "mine" if saved == before else ""


def _as_shown(draft: ToolDraft, part: EditedPart, found: ExaminedDraft) -> Any:
    """The part as it was when the page was opened, from the history; None where it is not found there."""
    data, text, number = found.data, draft.source, draft.step
    for _ in range(_FURTHEST_BACK):
        if digest(part.find(data)) == _shown():
            return part.find(data)
        step = step_numbered(current_session(), draft, number)
        if step is None:
            return None
        text, number = Splice(step.place, step.removed, step.added).backwards(text), step.after
        reading = read_text(text, file="draft")
        data = reading.document.data if reading.document and is_mapping(reading.document.data) else {}
    return None


def _shown() -> str:
    """What the part was recognised by when the page with what was typed was opened."""
    return request.form.get("shown") or request.form.get("base", "")


def _is_made_anew(name: str) -> bool:
    return name in _MADE_ANEW or name.startswith("keep-")


def _words(field: Field, value: Any) -> str:
    words = field.words_for(value)
    return in_words(value) if words is None else words


def in_words(value: Any) -> str:
    """A value of a tool as people read it: text as it is, anything else as it stands in the file."""
    if value is ABSENT or value == "":
        return ""
    return value.strip("\n") if isinstance(value, str) else write_part(value).strip("\n")
