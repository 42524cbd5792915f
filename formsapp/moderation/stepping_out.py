"""Whoever comes to have an interest in a return they moderate is taken off it, by itself and at once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audit_trail.record import record, take_turn
from formsapp.audits.models import Return
from formsapp.audits.visibility import has_interest
from formsapp.clock import now
from formsapp.moderation.models import Moderator

BECAUSE = "Has an interest in it"


def step_out(session: Session, person: Person, by: Actor) -> None:
    """End what the person was asked to moderate and now has an interest in. What they judged stays.

    The return is then on the moderation list as one that needs another moderator.
    """
    take_turn(session)
    theirs = Actor(id=person.id, name=person.name)
    rows = session.execute(
        select(Moderator, Return.audit_id)
        .join(Return, Return.id == Moderator.return_id)
        .where(Moderator.person_id == person.id, Moderator.ended_at.is_(None), has_interest(theirs))
        .order_by(Moderator.id)
    ).all()
    for asked, audit_id in rows:
        asked.ended_at, asked.ended_reason = now(), BECAUSE
        on = ("return", asked.return_id)
        record(session, "moderator.stepped_out", on=on, by=by, audit_id=audit_id, person=person.id)
    session.flush()
