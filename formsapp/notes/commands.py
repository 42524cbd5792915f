"""Writing private notes, marking them done, and removing them. The audit trail says that there is one, never what."""

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.notes import rules
from formsapp.notes.models import PrivateNote
from formsapp.refusals import refuse
from formsapp.returns.opened import OpenedReturn


def add_note(
    session: Session,
    *,
    return_: OpenedReturn,
    text: str,
    by: Actor,
    place: tuple[str | None, str | None] = (None, None),
    is_to_do: bool = False,
) -> PrivateNote:
    """Add a note on the whole return, or at a place: a section, and a question of it or none."""
    text = text.strip()
    refuse(rules.text_refusal(text))
    section, question = place
    note = PrivateNote(
        return_id=return_.id,
        section=section,
        question=question,
        text=text,
        at=now(),
        by_id=by.id,
        is_to_do=is_to_do,
    )
    session.add(note)
    session.flush()
    _record(session, "note.added", note, by=by)
    return note


def mark_done(session: Session, *, note: PrivateNote, by: Actor) -> None:
    """Say that what the note asks for is done."""
    if note.is_to_do and note.done_at is None:
        note.done_at, note.done_by_id = now(), by.id
        session.flush()
        _record(session, "note.done", note, by=by)


def remove_note(session: Session, *, note: PrivateNote, by: Actor) -> None:
    """Take a note away, and its words with it: that there was one stays."""
    refuse(rules.removing_refusal(note, by))
    note.removed_at, note.text = now(), ""
    session.flush()
    _record(session, "note.removed", note, by=by)


def _record(session: Session, event: str, note: PrivateNote, *, by: Actor) -> None:
    record(session, event, on=("return", note.return_id), by=by, note=note.id)
