"""Server-side sessions: who is signed in, from a cookie that holds nothing but a random token."""

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import current_app, g, request
from flask import session as cookie
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor, Holds
from formsapp.access.models import Person, RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.roles import ROLES
from formsapp.clock import now
from formsapp.database import READING_METHODS, current_session, database
from formsapp.sign_in.models import SignedIn

LONGEST_SESSION = timedelta(hours=12)
LONGEST_IDLE = timedelta(minutes=60)
LONGEST_IDLE_WITH_OTHERS_DATA = timedelta(minutes=30)
#: `seen_at` is written at most this often, so that reading pages does not write.
SEEN_EVERY = timedelta(minutes=2)

_WHO = (
    select(
        SignedIn.id,
        SignedIn.started_at,
        SignedIn.seen_at,
        Person.id.label("person_id"),
        Person.name,
        Person.email,
        RoleGiven.role,
        RoleGiven.organisation_id,
        RoleGiven.audit_id,
        RoleGiven.return_id,
        RoleGiven.sections,
    )
    .join(Person, Person.id == SignedIn.person_id)
    .outerjoin(RoleGiven, (RoleGiven.person_id == Person.id) & RoleGiven.ended_at.is_(None))
    .where(SignedIn.token_hash == bindparam("token_hash"), SignedIn.ended_at.is_(None), Person.disabled_at.is_(None))
)


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(session: Session, person: Person) -> Actor:
    """Sign a person in to this browser, under a new token. Whatever session the browser had is over."""
    end(session)
    token = secrets.token_urlsafe(32)
    moment = now()
    session.add(SignedIn(token_hash=hashed(token), person_id=person.id, started_at=moment, seen_at=moment))
    session.flush()
    cookie["token"] = token
    return Actor(id=person.id, name=person.name, email=person.email)


def end(session: Session) -> None:
    """Sign this browser out."""
    token = cookie.get("token")
    if isinstance(token, str):
        mine = (SignedIn.token_hash == hashed(token)) & SignedIn.ended_at.is_(None)
        session.execute(update(SignedIn).where(mine).values(ended_at=now()))
    cookie.clear()


def identify() -> None:
    """Before each request: find who is signed in, in one query."""
    g.actor = None
    token = cookie.get("token")
    if not isinstance(token, str) or request.endpoint == "static":
        return
    rows = current_session().connection().execute(_WHO, {"token_hash": hashed(token)}).all()
    if not rows:
        return
    first = rows[0]
    held = tuple(Holds.stored(row) for row in rows if row.role is not None and row.role in ROLES)
    actor = Actor(id=first.person_id, name=first.name, email=first.email, roles=held)
    if has_lapsed(first.started_at, first.seen_at, actor):
        return
    g.actor = actor
    if not _is_polled():
        _note_seen(first.id, first.seen_at)


def has_lapsed(started_at: datetime, seen_at: datetime, actor: Actor) -> bool:
    """Whether the session is over: twelve hours old, or idle too long for what the person can see."""
    sees_others = bool(actor.holding(Permission.RETURN_REVIEW) or actor.holding(Permission.PEOPLE_VIEW))
    idle = LONGEST_IDLE_WITH_OTHERS_DATA if sees_others else LONGEST_IDLE
    return now() - started_at > LONGEST_SESSION or now() - seen_at > idle


def _is_polled() -> bool:
    """Whether no person asked, but a page that they left open."""
    declaration = getattr(current_app.view_functions.get(request.endpoint or ""), "declaration", None)
    return declaration is not None and declaration.polled


def _note_seen(signed_in_id: int, seen_at: datetime) -> None:
    if now() - seen_at < SEEN_EVERY:
        return
    seen = update(SignedIn).where(SignedIn.id == signed_in_id).values(seen_at=now())
    if request.method in READING_METHODS:
        with database().transaction() as session:
            session.execute(seen)
        return
    # A request that writes holds SQLite's one write lock already: a transaction beside it would wait for itself.
    current_session().execute(seen)
    current_session().commit()
