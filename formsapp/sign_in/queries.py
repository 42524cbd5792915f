"""Reads for signing in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.models import Person
from formsapp.clock import now
from formsapp.sign_in.models import Invitation
from formsapp.sign_in.sessions import hashed


def invited_person(session: Session, token: str) -> tuple[Person, bool] | None:
    """Whom a link was made for, and whether it can still be used; None for a link that was never made."""
    row = session.execute(
        select(Invitation, Person)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.token_hash == hashed(token))
    ).one_or_none()
    if row is None:
        return None
    invitation, person = row
    open_ = invitation.used_at is None and invitation.revoked_at is None and person.disabled_at is None
    return person, open_ and invitation.expires_at > now()
