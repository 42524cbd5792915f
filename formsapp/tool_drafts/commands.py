"""What changes about drafts. Every change of the text is one step, which can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.refusals import Refused, refuse
from formsapp.tool_drafts.examined import digest, examined
from formsapp.tool_drafts.first_text import next_text
from formsapp.tool_drafts.models import ToolDraft, ToolDraftStep
from formsapp.tool_drafts.queries import every_step, last_change_of, step_numbered, step_to_redo
from formsapp.tool_drafts.rules import changing_refusal, proposing_refusal, walking_refusal
from formsapp.tool_drafts.splice import Splice, splice_between
from formsapp.tools.commands import propose_version, withdraw_version
from formsapp.tools.models import ToolVersion
from tool_definitions.document import is_mapping, read_text
from tool_definitions.editing import Edit, EditRefused, edit
from tool_definitions.problems import ToolError

_CHANGING = ("source", "revision", "step", "changed_at", "changed_by_id", "proposed_id", "proposed", "discarded_at")


@dataclass(frozen=True)
class Part:
    """A part of a tool as an editor had it before them: its name for the history, where it is, and its digest then."""

    name: str
    find: Callable[[dict[str, Any]], Any]
    base: str | None = None


class PartChangedError(Refused):
    """Somebody else changed the part meanwhile. `part` is what stands there now, None where it was removed."""

    def __init__(self, part: Any, by: str, at: datetime | None) -> None:
        super().__init__(f"{by} changed this while you had it open. Nothing of theirs was overwritten.")
        self.part, self.by, self.at = part, by, at


def start_draft(session: Session, *, source: str, by: Actor, based_on: ToolVersion | None = None) -> ToolDraft:
    """Start a draft from a text. A text that is not a set of fields at all cannot be worked on: ToolError says why."""
    _check_readable(source)
    draft = ToolDraft(source="", started_at=now(), started_by_id=by.id, changed_at=now(), changed_by_id=by.id)
    draft.based_on_id = based_on.id if based_on else None
    session.add(draft)
    session.flush()
    words = f"Started from version {based_on.version} of {based_on.title}" if based_on else "Started"
    _take_step(session, draft, source, words=words, by=by)
    if based_on is not None:
        _take_step(session, draft, next_text(source), words="Named as the version after it", by=by)
    record(session, "tool.draft-started", on=("tool_draft", draft.id), by=by)
    return draft


def change_draft(
    session: Session, *, draft: ToolDraft, edits: Sequence[Edit], words: str, part: Part | None = None, by: Actor
) -> bool:
    """Change the text by these edits as one step, and whether anything changed.

    Raises PartChangedError where the part is no longer as the editor had it before them, and Refused where the draft
    cannot be changed or an edit has no place.
    """
    lock_draft(session, draft)
    refuse(changing_refusal(draft))
    if part is not None and part.base is not None:
        _check_unchanged(session, draft, part)
    try:
        source = edit(draft.source, list(edits))
    except EditRefused as refusal:
        raise Refused(str(refusal)) from refusal
    return _change_to(session, draft, source, words=words, part=part.name if part else "", by=by)


def replace_source(session: Session, *, draft: ToolDraft, source: str, base: int, words: str, by: Actor) -> bool:
    """Put a whole new text in the place of the old one, as one step; refused where the draft is past revision `base`.

    Raises ToolError where the text is not a set of fields.
    """
    lock_draft(session, draft)
    refuse(changing_refusal(draft))
    if draft.revision != base:
        raise PartChangedError(None, _name_of(session, draft.changed_by_id), draft.changed_at)
    _check_readable(source)
    return _change_to(session, draft, source, words=words, by=by)


def undo(session: Session, *, draft: ToolDraft, by: Actor, seen: int | None = None) -> ToolDraftStep:
    """Take the last step back. Nothing is lost: it can be taken again.

    `seen` is the step at which the draft stood when whoever undoes looked at it: a colleague's step that came after is
    not taken back unseen.
    """
    lock_draft(session, draft)
    refuse(changing_refusal(draft) or walking_refusal(draft, seen))
    step = step_numbered(session, draft, draft.step)
    if step is None or step.after == 0:
        raise Refused("There is nothing to undo.")
    _stand_at(session, draft, Splice(step.place, step.removed, step.added).backwards(draft.source), step.after, by)
    record(session, "tool.draft-undone", on=("tool_draft", draft.id), by=by, step=step.number)
    return step


def redo(session: Session, *, draft: ToolDraft, by: Actor, seen: int | None = None) -> ToolDraftStep:
    """Take the step again that was undone last; `seen` as for `undo`."""
    lock_draft(session, draft)
    refuse(changing_refusal(draft) or walking_refusal(draft, seen))
    step = step_to_redo(session, draft)
    if step is None:
        raise Refused("There is nothing to do again.")
    _stand_at(session, draft, Splice(step.place, step.removed, step.added).forwards(draft.source), step.number, by)
    record(session, "tool.draft-redone", on=("tool_draft", draft.id), by=by, step=step.number)
    return step


def go_back_to(session: Session, *, draft: ToolDraft, number: int, by: Actor) -> bool:
    """Make the text what it was after an earlier step, as a new step."""
    lock_draft(session, draft)
    refuse(changing_refusal(draft))
    source = source_after(session, draft, number)
    if source is None:
        raise Refused("This draft has no such step.")
    return _change_to(session, draft, source, words=f"Went back to step {number}", by=by)


def source_after(session: Session, draft: ToolDraft, number: int) -> str | None:
    """The text as it was after a step; None where there is no such step."""
    steps = {step.number: step for step in every_step(session, draft)}
    chain = []
    while number in steps:
        chain.append(steps[number])
        number = steps[number].after
    text = ""
    for step in reversed(chain):
        text = Splice(step.place, step.removed, step.added).forwards(text)
    return text if chain else None


def propose_draft(session: Session, *, draft: ToolDraft, by: Actor) -> ToolVersion:
    """Propose what the draft holds for ratification."""
    lock_draft(session, draft)
    refuse(proposing_refusal(draft, len(examined(session, draft).errors)))
    version, is_new = propose_version(session, source=draft.source, by=by, based_on=_same_tool(draft))
    if not is_new:
        raise Refused(
            f"Version {version.version} of “{version.title}” is already {version.state} with this very content."
        )
    draft.proposed = version
    session.flush()
    record(session, "tool.draft-proposed", on=("tool_draft", draft.id), by=by, tool_version=version.id)
    return version


def take_back(session: Session, *, draft: ToolDraft, by: Actor) -> ToolDraft:
    """Take the proposal back, so that the draft can be changed again."""
    lock_draft(session, draft)
    version = draft.proposed
    if version is None:
        raise Refused("This draft has not been proposed.")
    withdraw_version(session, version=version, by=by)
    draft.proposed = None
    session.flush()
    record(session, "tool.draft-taken-back", on=("tool_draft", draft.id), by=by)
    return draft


def discard_draft(session: Session, *, draft: ToolDraft, by: Actor) -> None:
    """Put a draft aside. It can be brought back."""
    refuse(changing_refusal(draft))
    draft.discarded_at = now()
    session.flush()
    record(session, "tool.draft-discarded", on=("tool_draft", draft.id), by=by)


def bring_back(session: Session, *, draft: ToolDraft, by: Actor) -> None:
    """Bring a discarded draft back."""
    if draft.discarded_at is None:
        raise Refused("This draft was not discarded.")
    draft.discarded_at = None
    session.flush()
    record(session, "tool.draft-brought-back", on=("tool_draft", draft.id), by=by)


def lock_draft(session: Session, draft: ToolDraft) -> None:
    """Nobody else changes the draft until this transaction ends, and it is read as it now stands."""
    session.refresh(draft, attribute_names=_CHANGING, with_for_update=True)


def _check_readable(source: str) -> None:
    document, problems = read_text(source, file="tool.yaml")
    if document is None:
        raise ToolError(problems)
    if not is_mapping(document.data):
        raise ToolError([document.problem("not-fields", (), "a tool file is a set of fields: key, version, title …")])


def _check_unchanged(session: Session, draft: ToolDraft, part: Part) -> None:
    stands = part.find(examined(session, draft).data)
    if digest(stands) != part.base:
        last = last_change_of(session, draft, part.name)
        who = last.by_id if last else draft.changed_by_id
        raise PartChangedError(stands, _name_of(session, who), last.at if last else draft.changed_at)


def _change_to(session: Session, draft: ToolDraft, source: str, *, words: str, part: str = "", by: Actor) -> bool:
    if source == draft.source:
        return False
    _take_step(session, draft, source, words=words, part=part, by=by)
    record(session, "tool.draft-changed", on=("tool_draft", draft.id), by=by, step=draft.step)
    return True


def _take_step(session: Session, draft: ToolDraft, source: str, *, words: str, by: Actor, part: str = "") -> None:
    last = session.scalar(select(func.max(ToolDraftStep.number)).where(ToolDraftStep.draft_id == draft.id)) or 0
    splice = splice_between(draft.source, source)
    step = ToolDraftStep(
        draft_id=draft.id,
        number=last + 1,
        after=draft.step,
        at=now(),
        by_id=by.id,
        words=words,
        part=part,
        place=splice.place,
        removed=splice.removed,
        added=splice.added,
    )
    session.add(step)
    _stand_at(session, draft, source, step.number, by)


def _stand_at(session: Session, draft: ToolDraft, source: str, step: int, by: Actor) -> None:
    draft.source, draft.step, draft.revision = source, step, draft.revision + 1
    draft.changed_at, draft.changed_by_id = now(), by.id
    _name_from_text(draft)
    session.flush()


def _name_from_text(draft: ToolDraft) -> None:
    reading = read_text(draft.source, file="draft")
    data = reading.document.data if reading.document and is_mapping(reading.document.data) else {}
    for name in ("key", "version", "title"):
        value = data.get(name)
        setattr(draft, name, value[:500] if isinstance(value, str) else "")


def _same_tool(draft: ToolDraft) -> ToolVersion | None:
    based_on = draft.based_on
    return based_on if based_on is not None and based_on.key == draft.key else None


def _name_of(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person else "Somebody else"
