"""Whoever comes to have an interest in a return they moderate is taken off it, by itself and at once."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audit_trail.record import record, take_turn
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import has_interest, returns_in_sight
from formsapp.clock import now
from formsapp.moderation.models import Moderator
from formsapp.organisations.models import Organisation

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


def left_without_a_moderator(session: Session, audit: Audit, *, by: Actor) -> list[str]:
    """The organisations whose returns, of those in the person's sight, nobody moderates any more because whoever did
    has an interest.
    """
    live = exists().where(Moderator.return_id == Return.id, Moderator.ended_at.is_(None))
    left = exists().where(Moderator.return_id == Return.id, Moderator.ended_reason == BECAUSE)
    return list(
        session.scalars(
            select(Organisation.name)
            .join(Return, Return.organisation_id == Organisation.id)
            .where(Return.audit_id == audit.id, returns_in_sight(by), left, ~live)
            .order_by(Organisation.name, Return.id)
        )
    )
