"""Who has which section of a return open now, and who saved answers in it a moment ago.

A page that is open says so twice a minute, by its script. Without a script nobody is seen until they save.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, bindparam, delete, func, literal, select, text, union_all
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.clock import now
from formsapp.database import UtcDateTime
from formsapp.returns.answers import Base
from formsapp.returns.models import Answer, Presence
from formsapp.returns.upsert import OpenPage

#: How long somebody counts as here after their page last said so: two beats and a slow network.
HERE_FOR = timedelta(seconds=75)
LATELY = timedelta(minutes=10)

_answers, _presence = Answer.__table__.c, Presence.__table__.c
_HERE = text(
    "INSERT INTO presence (return_id, section, person_id, seen_at) VALUES (:return_id, :section, :person_id, :at) "
    "ON CONFLICT (return_id, section, person_id) DO UPDATE SET seen_at = excluded.seen_at"
).bindparams(bindparam("at", type_=UtcDateTime()))
_GONE = delete(Presence.__table__).where(
    _presence.return_id == bindparam("return_id"), _presence.seen_at < bindparam("before")
)
_LEFT = delete(Presence.__table__).where(
    _presence.return_id == bindparam("return_id"),
    _presence.section == bindparam("section"),
    _presence.person_id == bindparam("person_id"),
)
_PEOPLE = (
    select(_presence.section, Person.name)
    .join(Person, Person.id == _presence.person_id)
    .where(
        _presence.return_id == bindparam("return_id"),
        _presence.seen_at >= bindparam("since"),
        _presence.person_id != bindparam("person_id"),
    )
    .order_by(Person.name)
)
_IN_SECTION = _PEOPLE.where(_presence.section == bindparam("section"))
_SAVED_SINCE = (
    select(_answers.question, _answers.revision, _answers.saved_at, _answers.saved_from, Person.name)
    .outerjoin(Person, Person.id == _answers.saved_by_id)
    .where(
        _answers.return_id == bindparam("return_id"),
        _answers.question.in_(bindparam("questions", expanding=True)),
        _answers.saved_at >= bindparam("since"),
    )
)


@lru_cache(maxsize=512)
def _lately(questions: frozenset[str]) -> CompoundSelect[Any]:
    """The statement that finds who is among these questions, or was: made once for each section."""
    return union_all(
        select(Person.name, literal(1).label("is_here"), _presence.seen_at.label("at"))
        .join(Person, Person.id == _presence.person_id)
        .where(
            _presence.return_id == bindparam("return_id"),
            _presence.section == bindparam("section"),
            _presence.seen_at >= bindparam("here_since"),
            _presence.person_id != bindparam("person_id"),
        ),
        select(Person.name, literal(0), func.max(_answers.saved_at, type_=UtcDateTime()))
        .join(Person, Person.id == _answers.saved_by_id)
        .where(
            _answers.return_id == bindparam("return_id"),
            _answers.question.in_([literal(key) for key in sorted(questions)]),
            _answers.saved_at >= bindparam("saved_since"),
            Person.id != bindparam("person_id"),
        )
        .group_by(Person.id, Person.name),
    )


def note_here(session: Session, *, return_id: int, section: str, by: Actor) -> None:
    """Note that somebody has a section open. What is stale goes at the same time."""
    at = now()
    connection = session.connection()
    connection.execute(_GONE, {"return_id": return_id, "before": at - HERE_FOR})
    connection.execute(_HERE, {"return_id": return_id, "section": section, "person_id": by.id, "at": at})


def note_left(session: Session, *, return_id: int, section: str, by: Actor) -> None:
    """Note that somebody left a section."""
    session.execute(_LEFT, {"return_id": return_id, "section": section, "person_id": by.id})


def people_here(session: Session, *, return_id: int, section: str, but: Actor) -> list[str]:
    """Who else has the section open."""
    given = {"return_id": return_id, "section": section, "person_id": but.id, "since": now() - HERE_FOR}
    return [name for _, name in session.connection().execute(_IN_SECTION, given)]


def people_in_sections(session: Session, return_id: int, *, but: Actor) -> dict[str, list[str]]:
    """Who else is in which section of a return now."""
    given = {"return_id": return_id, "person_id": but.id, "since": now() - HERE_FOR}
    found: dict[str, list[str]] = {}
    for section, name in session.execute(_PEOPLE, given):
        found.setdefault(section, []).append(name)
    return found


class Colleague(NamedTuple):
    """Somebody who is in the section, or was: when they last saved something, or were last seen."""

    name: str
    is_here: bool
    at: datetime


def lately_in(
    session: Session, *, return_id: int, section: str, questions: Iterable[str], but: Actor
) -> list[Colleague]:
    """Who else is in the section now, and who else saved an answer in it in the last minutes: each once."""
    moment = now()
    given = {
        "return_id": return_id,
        "section": section,
        "person_id": but.id,
        "here_since": moment - HERE_FOR,
        "saved_since": moment - LATELY,
    }
    rows = session.connection().execute(_lately(frozenset(questions)), given).all()
    here = {name for name, is_here, _ in rows if is_here}
    found = [Colleague(name, bool(is_here), at) for name, is_here, at in rows if is_here or name not in here]
    return sorted(found)


class Changed(NamedTuple):
    """An answer that was saved after a page showed it."""

    question: str
    by: str
    at: datetime


def changed_since(session: Session, return_id: int, bases: Mapping[str, Base], page: OpenPage | None) -> list[Changed]:
    """The answers of which a newer revision is stored than the page shows, but for those that it saved itself."""
    since = now() - timedelta(days=1)
    rows = session.connection().execute(
        _SAVED_SINCE, {"return_id": return_id, "questions": list(bases), "since": since}
    )
    return [
        Changed(row.question, row.name or "the system", row.saved_at)
        for row in rows
        if row.revision > bases[row.question].revision and (page is None or row.saved_from != page.id)
    ]
