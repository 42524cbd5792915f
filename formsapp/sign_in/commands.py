"""Invitations, passwords and the end of sessions."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.refusals import Refused
from formsapp.sign_in.models import Invitation, SignedIn
from formsapp.sign_in.passwords import hash_password
from formsapp.sign_in.sessions import hashed

INVITATION_LASTS = timedelta(days=7)
MOST_INVITATIONS = 3
INVITATIONS_WITHIN = timedelta(minutes=15)


class UsedUpError(Refused):
    """The link of an invitation was used, revoked or has expired."""


def invite(session: Session, *, person: Person, by: Actor) -> str:
    """Make the token of a link with which the person chooses a password. Earlier links stop working."""
    if person.disabled_at is not None:
        raise Refused(f"{person.name} cannot sign in at present. Let them sign in again first")
    if _invited_lately(session, person) >= MOST_INVITATIONS:
        raise Refused(f"{person.name} was sent {MOST_INVITATIONS} links in the last 15 minutes. Please wait a little")
    token, moment = secrets.token_urlsafe(32), now()
    revoke_invitations(session, person_id=person.id)
    session.add(
        Invitation(
            token_hash=hashed(token),
            person_id=person.id,
            invited_at=moment,
            invited_by_id=by.id,
            expires_at=moment + INVITATION_LASTS,
        )
    )
    session.flush()
    record(session, "person.invited", on=("person", person.id), by=by)
    return token


def accept(session: Session, *, token: str, password: str, hash_with: Callable[[str], str] = hash_password) -> Person:
    """Use an invitation, once: the person has this password from now on, and every earlier session is over."""
    moment = now()
    used = session.execute(
        update(Invitation)
        .where(Invitation.token_hash == hashed(token), *_can_be_used(moment))
        .values(used_at=moment)
        .returning(Invitation.person_id)
    ).scalar()
    person = None if used is None else session.get(Person, used)
    if person is None or person.disabled_at is not None:
        raise UsedUpError("This link has been used, replaced or has expired")
    person.password_hash = hash_with(password)
    session.flush()
    end_sessions(session, person_id=person.id)
    record(session, "person.password_chosen", on=("person", person.id), by=Actor(id=person.id, name=person.name))
    return person


def revoke_invitations(session: Session, *, person_id: int) -> None:
    """Stop every open invitation of a person from working."""
    session.execute(
        update(Invitation)
        .where(Invitation.person_id == person_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
        .values(revoked_at=now())
    )


def end_sessions(session: Session, *, person_id: int) -> None:
    """Sign a person out of every browser."""
    session.execute(
        update(SignedIn).where(SignedIn.person_id == person_id, SignedIn.ended_at.is_(None)).values(ended_at=now())
    )


def _can_be_used(moment: datetime) -> tuple:
    return (Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > moment)


def _invited_lately(session: Session, person: Person) -> int:
    since = now() - INVITATIONS_WITHIN
    lately = select(func.count()).where(Invitation.person_id == person.id, Invitation.invited_at > since)
    return session.scalar(lately) or 0
