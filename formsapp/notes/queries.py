"""Reads of private notes: only ever for a return that somebody opened on its organisation's side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, bindparam, select
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


class LastNote(NamedTuple):
    """What is shown of the notes on a question beside it: how many there are, how many ask for something, the last."""

    number: int
    to_do: int
    text: str
    at: datetime
    by: str


def last_notes(session: Session, opened: OpenedReturn, section: str) -> dict[str, LastNote]:
    """The notes beside the questions of a section, for whoever answers it."""
    rows = session.connection().execute(_BESIDE, {"return_id": opened.id, "section": section})
    found: dict[str, LastNote] = {}
    for question, text, at, by, is_to_do in rows if opened.opens(section) else ():
        before = found.get(question)
        number, to_do = (before.number, before.to_do) if before else (0, 0)
        found[question] = LastNote(number + 1, to_do + is_to_do, text, at, by or "the system")
    return found


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

_notes = PrivateNote.__table__.c
_is_to_do: ColumnElement[bool] = and_(_notes.is_to_do, _notes.done_at.is_(None))
#: Made once, and read without making notes of the rows: it is part of the busiest page.
_BESIDE: Select[Any] = (
    select(_notes.question, _notes.text, _notes.at, Person.name, _is_to_do)
    .outerjoin(Person, Person.id == _notes.by_id)
    .where(
        _notes.return_id == bindparam("return_id"),
        _notes.section == bindparam("section"),
        _notes.question.is_not(None),
        _notes.removed_at.is_(None),
    )
    .order_by(_notes.id)
)
