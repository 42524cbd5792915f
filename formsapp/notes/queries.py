"""Reads of private notes: only ever for a return that somebody opened on its organisation's side."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.access.policy import Scope
from formsapp.database import current_session
from formsapp.notes.models import PrivateNote
from formsapp.returns.loaders import answered_return
from formsapp.returns.opened import OpenedReturn

_author, _doer = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class Note:
    """A private note as it is shown."""

    note: PrivateNote
    by: str
    done_by: str

    @property
    def is_open(self) -> bool:
        """Whether it asks for something that is not done yet."""
        return self.note.is_to_do and self.note.done_at is None


class NoteOfReturn(NamedTuple):
    """A note, with the return as the person opened it."""

    opened: OpenedReturn
    note: PrivateNote

    @property
    def scope(self) -> Scope:
        """It belongs where the return does."""
        return self.opened.scope


def note_from_url(actor: Actor, return_id: int, note_id: int) -> NoteOfReturn:
    """A note of a return that the person fills in or reads on its own side, in their part of it."""
    opened = answered_return(actor, return_id)
    wanted = select(PrivateNote).where(
        PrivateNote.id == note_id, PrivateNote.return_id == opened.id, PrivateNote.removed_at.is_(None)
    )
    note = current_session().scalar(wanted)
    return NoteOfReturn(opened, note) if note is not None and in_sight(opened, note) else abort(404)


def in_sight(opened: OpenedReturn, note: PrivateNote) -> bool:
    """Whether whoever opened the return may read the note: those asked for some sections read those of theirs."""
    return opened.only_sections is None or (note.section is not None and opened.opens(note.section))


def notes_of(session: Session, opened: OpenedReturn, *, section: str | None = None) -> list[Note]:
    """The notes of a return, or of one section of it, in the order in which they were written."""
    wanted = _NOTES.where(PrivateNote.return_id == opened.id)
    if section is not None:
        wanted = wanted.where(PrivateNote.section == section)
    rows = session.execute(wanted.order_by(PrivateNote.id))
    found = (Note(note, by or "the system", done_by or "") for note, by, done_by in rows)
    return [one for one in found if in_sight(opened, one.note)]


def open_notes(session: Session, return_id: int) -> list[PrivateNote]:
    """What somebody marked as still to do in a return: to be looked at before it is submitted."""
    wanted = select(PrivateNote).where(
        PrivateNote.return_id == return_id,
        PrivateNote.removed_at.is_(None),
        PrivateNote.is_to_do,
        PrivateNote.done_at.is_(None),
    )
    return list(session.scalars(wanted.order_by(PrivateNote.id)))


_NOTES: Select[tuple[PrivateNote, str, str]] = (
    select(PrivateNote, _author.name, _doer.name)
    .outerjoin(_author, _author.id == PrivateNote.by_id)
    .outerjoin(_doer, _doer.id == PrivateNote.done_by_id)
    .where(PrivateNote.removed_at.is_(None))
)
