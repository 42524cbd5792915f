"""Changes to people: who they are, what they may do, and where their interests lie."""

from collections.abc import Callable
from typing import Protocol

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person, RoleGiven
from formsapp.access.roles import ROLES
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.organisations.models import Organisation
from formsapp.people.models import Interest
from formsapp.people.queries import others_who_change_people
from formsapp.people.rules import (
    INTERESTS,
    LONGEST_NAME,
    LONGEST_NOTE,
    looks_like_email,
    roles_that_change_people,
    why_not_a_role,
    why_not_their_own,
)
from formsapp.refusals import Refused
from formsapp.sign_in.commands import end_sessions, revoke_invitations


class StillNeededError(Refused):
    """Without this person nobody could give roles any more."""


#: What happens when somebody comes to have an interest, by declaring it or by a role in an organisation: features
#: above this one put here what the person must be taken away from.
STEPS_OUT: list[Callable[[Session, Person, Actor], None]] = []


class HasId(Protocol):
    """A thing with a number (an audit: audits stand above people in the house)."""

    @property
    def id(self) -> int:
        """Its number."""


def add_person(session: Session, *, name: str, email: str, job_title: str = "", by: Actor) -> Person:
    """Add somebody who may sign in once they have chosen a password."""
    name, email = " ".join(name.split()), email.strip().lower()
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"Enter the person's name, in at most {LONGEST_NAME} characters")
    if not looks_like_email(email):
        raise Refused("Enter an email address such as name@example.org")
    person = Person(name=name, email=email, job_title=" ".join(job_title.split()), created_at=now())
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError:
        raise Refused(f"Somebody with the email address {email} is here already") from None
    record(session, "person.added", on=("person", person.id), by=by)
    return person


def give_role(
    session: Session,
    *,
    person: Person,
    role: str,
    organisation: Organisation | None = None,
    audit: HasId | None = None,
    by: Actor,
) -> RoleGiven:
    """Give a person a role over what that role is held for. Giving it twice changes nothing."""
    over = {"organisation_id": organisation.id if organisation else None, "audit_id": audit.id if audit else None}
    refusal = why_not_a_role(role, **over) or why_not_their_own(person, by)
    if refusal is not None:
        raise Refused(refusal)
    held = select(RoleGiven).filter_by(person_id=person.id, role=role, ended_at=None, **over)
    already = session.scalar(held)
    if already is not None:
        return already
    given = RoleGiven(person_id=person.id, role=role, given_at=now(), **over)
    session.add(given)
    session.flush()
    record(session, "role.given", on=("person", person.id), by=by, role=role, organisation_id=over["organisation_id"],
           audit_id=over["audit_id"])  # fmt: skip
    if organisation is not None:
        step_out(session, person, by)
    return given


def end_role(session: Session, *, given: RoleGiven, by: Actor) -> None:
    """Take a role back. What the person did in it stays."""
    person = session.get_one(Person, given.person_id)
    refusal = why_not_their_own(person, by)
    if refusal is not None:
        raise Refused(refusal)
    if given.ended_at is not None:
        return
    if given.role in roles_that_change_people() and not _holds_another_such(session, given):
        _refuse_if_last(session, person)
    given.ended_at = now()
    session.flush()
    record(session, "role.ended", on=("person", person.id), by=by, audit_id=given.audit_id, role=given.role,
           organisation_id=given.organisation_id)  # fmt: skip


def disable_person(session: Session, *, person: Person, by: Actor) -> None:
    """Stop a person from signing in, and end every session and invitation they have."""
    refusal = why_not_their_own(person, by)
    if refusal is not None:
        raise Refused(refusal)
    _refuse_if_last(session, person)
    person.disabled_at = now()
    session.flush()
    end_sessions(session, person_id=person.id)
    revoke_invitations(session, person_id=person.id)
    record(session, "person.disabled", on=("person", person.id), by=by)


def enable_person(session: Session, *, person: Person, by: Actor) -> None:
    """Let a person sign in again, with the roles they hold."""
    refusal = why_not_their_own(person, by)
    if refusal is not None:
        raise Refused(refusal)
    person.disabled_at = None
    session.flush()
    record(session, "person.enabled", on=("person", person.id), by=by)


def declare_interest(
    session: Session,
    *,
    person: Person,
    organisation: Organisation | None = None,
    case: HasId | None = None,
    kind: str,
    note: str = "",
    by: Actor,
) -> Interest:
    """Declare an interest in an organisation or in a case: from now on the returns of the one, or about the other, are
    hidden from the person.
    """
    if (organisation is None) == (case is None):
        raise Refused("Say what the interest is in: an organisation or a case")
    if kind not in INTERESTS:
        raise Refused("Choose what kind of interest it is")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"Keep the note to at most {LONGEST_NOTE} characters")
    about = {"organisation_id": organisation.id if organisation else None, "case_id": case.id if case else None}
    interest = Interest(person_id=person.id, kind=kind, note=note.strip(), declared_at=now(), **about)
    session.add(interest)
    session.flush()
    named = {name: value for name, value in about.items() if value is not None}
    record(session, "interest.declared", on=("person", person.id), by=by, kind=kind, **named)
    step_out(session, person, by)
    return interest


def step_out(session: Session, person: Person, by: Actor) -> None:
    """Take the person away from what they now have an interest in."""
    for take_away in STEPS_OUT:
        take_away(session, person, by)


def end_interest(session: Session, *, interest: Interest, by: Actor) -> None:
    """Say that somebody's interest has ended; that it was declared stays on record.

    Never one's own: whoever ended it would see at once what it hid.
    """
    if by.id == interest.person_id:
        raise Refused("Ask the partnership's officer to end your interest.")
    session.execute(
        update(Interest).where(Interest.id == interest.id, Interest.ended_at.is_(None)).values(ended_at=now())
    )
    session.flush()
    about = {"organisation_id": interest.organisation_id} if interest.case_id is None else {"case_id": interest.case_id}
    record(session, "interest.ended", on=("person", interest.person_id), by=by, **about)


def _holds_another_such(session: Session, given: RoleGiven) -> bool:
    others = select(RoleGiven.id).where(
        RoleGiven.person_id == given.person_id,
        RoleGiven.id != given.id,
        RoleGiven.ended_at.is_(None),
        RoleGiven.role.in_(sorted(roles_that_change_people())),
    )
    return session.scalar(others.limit(1)) is not None


def _refuse_if_last(session: Session, person: Person) -> None:
    changes_people = select(RoleGiven.id).where(
        RoleGiven.person_id == person.id,
        RoleGiven.ended_at.is_(None),
        RoleGiven.role.in_(sorted(roles_that_change_people())),
    )
    if session.scalar(changes_people.limit(1)) is None:
        return
    if session.scalar(others_who_change_people(person.id).limit(1).with_for_update()) is None:
        titles = " or ".join(sorted(ROLES[key].title.lower() for key in roles_that_change_people()))
        raise StillNeededError(
            f"{person.name} is the last {titles}. Give somebody else the role first, or nobody could give roles"
        )
