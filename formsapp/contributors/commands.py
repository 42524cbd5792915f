"""Asking somebody to help with a return, their yes, and taking it back."""

import json
import secrets
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import update
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person, RoleGiven
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.contributors import queries, rules
from formsapp.contributors.ended import ENDED
from formsapp.contributors.models import Contribution
from formsapp.people.commands import step_out
from formsapp.refusals import Refused, refuse
from formsapp.returns.opened import OpenedReturn
from formsapp.sign_in.sessions import hashed


class Asked(NamedTuple):
    """A contribution that was asked for, and the token of the link to say yes."""

    contribution: Contribution
    token: str


class NoLongerAskedError(Refused):
    """The link was taken back, has run out, or is for somebody else."""


def ask_contributor(
    session: Session,
    *,
    return_: OpenedReturn,
    name: str,
    email: str,
    sections: Collection[str] | None,
    message: str = "",
    by: Actor,
) -> Asked:
    """Ask somebody to help with some sections, or (None) with the whole return.

    What is refused never tells whether the address belongs to somebody outside the organisation.
    """
    name, email, message = " ".join(name.split()), email.strip().lower(), message.strip()
    wanted = None if sections is None else frozenset(sections)
    refuse(rules.asking_refusal(return_))
    refuse(rules.name_refusal(name))
    refuse(rules.email_refusal(email, by))
    refuse(rules.message_refusal(message))
    refuse(rules.sections_refusal(wanted, queries.sections_asked(return_)))
    refuse(queries.why_not_this_colleague(session, return_, email))
    asked, lately = queries.asked_already(session, return_.id), queries.asked_lately(session, by)
    if email in asked:
        raise Refused(f"{name} is asked to help already. Change their sections in the list of those who help")
    refuse(rules.number_refusal(len(asked), lately))
    token, moment = secrets.token_urlsafe(32), now()
    contribution = Contribution(
        return_id=return_.id,
        name=name,
        email=email,
        sections=_stored(wanted),
        message=message,
        token_hash=hashed(token),
        was_mailed=False,
        asked_at=moment,
        asked_by_id=by.id,
        sent_at=moment,
        expires_at=moment + rules.LINK_LASTS,
    )
    session.add(contribution)
    session.flush()
    _record(session, "contributor.asked", return_, contribution, by=by)
    return Asked(contribution, token)


def ask_again(session: Session, *, return_: OpenedReturn, contribution: Contribution, by: Actor) -> Asked:
    """Make a new link for somebody who has not said yes yet; the one before stops working."""
    if contribution.accepted_at is not None:
        raise Refused(f"{contribution.name} helps already: they sign in as usual")
    refuse(rules.asking_refusal(return_))
    refuse(rules.sending_again_refusal(contribution.sent_at))
    refuse(rules.number_refusal(0, queries.asked_lately(session, by)))
    token, moment = secrets.token_urlsafe(32), now()
    contribution.token_hash, contribution.was_mailed = hashed(token), False
    contribution.sent_at, contribution.expires_at = moment, moment + rules.LINK_LASTS
    session.flush()
    _record(session, "contributor.asked-again", return_, contribution, by=by)
    return Asked(contribution, token)


def accept_contribution(session: Session, *, contribution: Contribution, person: Person) -> RoleGiven:
    """Say yes: from now on the person is a contributor to this return, and nothing more."""
    by, moment = Actor(id=person.id, name=person.name), now()
    organisation_id = queries.organisation_of(session, contribution.return_id)
    if person.email != contribution.email or person.disabled_at is not None:
        raise NoLongerAskedError("This link is for somebody else")
    taken = session.execute(
        update(Contribution)
        .where(
            Contribution.id == contribution.id,
            Contribution.accepted_at.is_(None),
            Contribution.ended_at.is_(None),
            Contribution.expires_at > moment,
        )
        .values(accepted_at=moment, person_id=person.id)
        .returning(Contribution.id)
    ).scalar()
    if taken is None:
        raise NoLongerAskedError("This link has been taken back or has run out")
    given = RoleGiven(
        person_id=person.id,
        role="contributor",
        organisation_id=organisation_id,
        return_id=contribution.return_id,
        sections=contribution.sections,
        given_at=moment,
    )
    session.add(given)
    session.flush()
    session.refresh(contribution)
    contribution.role_id = given.id
    session.flush()
    record(session, "role.given", on=("person", person.id), by=by, role="contributor", return_id=contribution.return_id,
           organisation_id=organisation_id)  # fmt: skip
    step_out(session, person, by)
    record(session, "contributor.accepted", on=("return", contribution.return_id), by=by, contribution=contribution.id)
    return given


def change_contribution(
    session: Session,
    *,
    return_: OpenedReturn,
    contribution: Contribution,
    sections: Collection[str] | None,
    by: Actor,
) -> None:
    """Give other sections, from the next page that they open. What they answered stays."""
    wanted = None if sections is None else frozenset(sections)
    refuse(rules.sections_refusal(wanted, queries.sections_asked(return_)))
    stored = _stored(wanted)
    if contribution.sections == stored:
        return
    contribution.sections, contribution.finished_at = stored, None
    if contribution.role_id is not None:
        session.get_one(RoleGiven, contribution.role_id).sections = stored
    session.flush()
    _record(session, "contributor.changed", return_, contribution, by=by)


def end_contribution(session: Session, *, return_: OpenedReturn, contribution: Contribution, by: Actor) -> None:
    """Take it back, from the next page that they open. What they answered stays, with their name."""
    contribution.ended_at = now()
    given = None if contribution.role_id is None else session.get_one(RoleGiven, contribution.role_id)
    if given is not None and given.ended_at is None:
        given.ended_at = contribution.ended_at
        record(session, "role.ended", on=("person", given.person_id), by=by, role="contributor",
               return_id=return_.id, organisation_id=return_.organisation_id)  # fmt: skip
    session.flush()
    _record(session, ENDED, return_, contribution, by=by)


def finish_contribution(session: Session, *, return_: OpenedReturn, contribution: Contribution, by: Actor) -> None:
    """Tell those who asked that one's part is finished."""
    contribution.finished_at = now()
    session.flush()
    _record(session, "contributor.finished", return_, contribution, by=by)


def _stored(sections: frozenset[str] | None) -> str | None:
    return None if sections is None else json.dumps(sorted(sections), separators=(",", ":"), ensure_ascii=False)


def _record(session: Session, event: str, return_: OpenedReturn, contribution: Contribution, *, by: Actor) -> None:
    sections = None if contribution.sections is None else json.loads(contribution.sections)
    record(session, event, on=("return", return_.id), by=by, audit_id=return_.audit_id, contribution=contribution.id,
           sections=sections)  # fmt: skip
