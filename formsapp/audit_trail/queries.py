"""Reads of the audit trail."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, column, func, or_, select, table
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.models import TrailEvent

EVENTS_A_PAGE = 50
#: People live in a layer above this one; only their names are read here.
_people = table("people", column("id"), column("name"), column("email"))


#: Which events a person may read, all of them together; features above this one put their conditions here.
SIGHTS: list[Callable[[Actor], ColumnElement[bool]]] = []


@dataclass(frozen=True)
class Event:
    """One event as it is shown."""

    id: int
    at: Any
    event: str
    subject: str
    by: str
    details: dict[str, Any]


@dataclass(frozen=True)
class PageOfEvents:
    """Some events, and where they are among all that match."""

    events: list[Event]
    number: int
    pages: int
    total: int
    kinds: list[str]


@dataclass(frozen=True)
class Asked:
    """What part of the trail is asked for."""

    event: str = ""
    person: str = ""
    subject: str = ""


def trail(session: Session, asked: Asked, *, page: int, by: Actor) -> PageOfEvents:
    """One page of the events that the person may read, newest first; three queries however long the trail is."""
    sight = [within(by) for within in SIGHTS]
    wanted = _narrowed(select(TrailEvent.id), asked).where(*sight)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // EVENTS_A_PAGE))
    number = min(max(page, 1), pages)
    rows = session.execute(
        _narrowed(select(TrailEvent, _people.c.name), asked)
        .where(*sight)
        .order_by(TrailEvent.id.desc())
        .limit(EVENTS_A_PAGE)
        .offset((number - 1) * EVENTS_A_PAGE)
    )
    kinds = session.scalars(select(TrailEvent.event).where(*sight).distinct().order_by(TrailEvent.event)).all()
    return PageOfEvents([_shown(one, name) for one, name in rows], number, pages, total, list(kinds))


def _narrowed(statement: Select[Any], asked: Asked) -> Select[Any]:
    event, person, subject = asked.event, asked.person, asked.subject
    statement = statement.select_from(TrailEvent).outerjoin(_people, _people.c.id == TrailEvent.by_id)
    if event:
        statement = statement.where(TrailEvent.event == event)
    if person:
        named = [_people.c.name.icontains(person, autoescape=True), _people.c.email.icontains(person, autoescape=True)]
        statement = statement.where(or_(*named))
    if subject:
        name = TrailEvent.subject_kind + " " + cast(TrailEvent.subject_id, Text)
        statement = statement.where(name == subject)
    return statement


def _shown(event: TrailEvent, name: str | None) -> Event:
    return Event(
        id=event.id,
        at=event.at,
        event=event.event,
        subject=f"{event.subject_kind} {event.subject_id}",
        by=name or "The system",
        details=json.loads(event.details),
    )
