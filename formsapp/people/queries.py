"""Reads about people: lists, the roles of one, their interests."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from flask import abort
from sqlalchemy import ColumnElement, Select, column, func, or_, select, table
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person, RoleGiven
from formsapp.access.policy import Scope
from formsapp.access.roles import ROLES
from formsapp.database import current_session
from formsapp.organisations.models import Organisation
from formsapp.people.models import Interest
from formsapp.people.rules import interest_words, roles_that_change_people
from formsapp.ui.formatting import count

PEOPLE_A_PAGE = 50
#: Audits stand above people in the house; only their titles are read here, to say what a role is over.
AUDITS = table("audits", column("id"), column("title"))
_RETURNS = table("returns", column("id"), column("audit_id"))
_CASES = table("cases", column("id"), column("code"), column("audit_id"))


class AuditTitle(NamedTuple):
    """An audit as far as people know it."""

    id: int
    title: str = ""


class HeldRole(NamedTuple):
    """A role somebody holds, with what it is over in words (empty for the partnership)."""

    given: RoleGiven
    over: str

    @property
    def title(self) -> str:
        """The role as people say it."""
        return ROLES[self.given.role].title

    @property
    def scope(self) -> Scope:
        """Roles are given by the partnership, whatever they are over."""
        return Scope()


class DeclaredInterest(NamedTuple):
    """An interest that has not ended, with the organisation or the case it is in, in words."""

    interest: Interest
    about: str

    @property
    def words(self) -> str:
        """What the interest is."""
        return interest_words(self.interest.kind, in_a_case=self.interest.case_id is not None)


@dataclass(frozen=True)
class ListedPerson:
    """A person in a list, with the titles of the roles they hold."""

    person: Person
    roles: list[str]


def person_from_url(actor: Actor, person_id: int) -> Person:  # noqa: ARG001  everybody who may see people sees all
    """The person of this number."""
    person = current_session().get(Person, person_id)
    if person is None:
        abort(404)
    return person


def role_from_url(actor: Actor, person_id: int, given_id: int) -> HeldRole:  # noqa: ARG001  as above
    """A role this person holds now."""
    found = [one for one in roles_held(current_session(), [person_id]) if one.given.id == given_id]
    return found[0] if found else abort(404)


def count_people(session: Session, *, words: str = "", role: str = "") -> int:
    """How many people there are with these words in name or address, and this role."""
    return session.scalar(select(func.count(Person.id)).where(*_matching(words, role))) or 0


def list_people(session: Session, *, words: str = "", role: str = "", page: int = 1) -> list[ListedPerson]:
    """One page of them, by name."""
    rows = session.scalars(
        select(Person)
        .where(*_matching(words, role))
        .order_by(func.lower(Person.name), Person.id)
        .limit(PEOPLE_A_PAGE)
        .offset((page - 1) * PEOPLE_A_PAGE)
    ).all()
    held = _titles_held(session, [person.id for person in rows])
    return [ListedPerson(person, held.get(person.id, [])) for person in rows]


def _matching(words: str, role: str) -> Iterable[ColumnElement[bool]]:
    if words:
        yield or_(Person.name.icontains(words, autoescape=True), Person.email.icontains(words, autoescape=True))
    if role:
        yield Person.id.in_(select(RoleGiven.person_id).where(RoleGiven.role == role, RoleGiven.ended_at.is_(None)))


def _titles_held(session: Session, people: list[int]) -> dict[int, list[str]]:
    held: dict[int, list[str]] = {}
    for one in roles_held(session, people):
        words = f"{one.title}, {one.over}" if one.over else one.title
        held.setdefault(one.given.person_id, []).append(words)
    return held


def roles_held(session: Session, people: list[int]) -> list[HeldRole]:
    """The roles these people hold now, in the order they were given."""
    rows = session.execute(
        select(RoleGiven, Organisation.name, AUDITS.c.title)
        .outerjoin(Organisation, Organisation.id == RoleGiven.organisation_id)
        .outerjoin(_RETURNS, _RETURNS.c.id == RoleGiven.return_id)
        .outerjoin(AUDITS, AUDITS.c.id == func.coalesce(RoleGiven.audit_id, _RETURNS.c.audit_id))
        .where(RoleGiven.person_id.in_(people), RoleGiven.ended_at.is_(None), RoleGiven.role.in_(list(ROLES)))
        .order_by(RoleGiven.id)
    )
    return [HeldRole(given, _over(given, organisation or "", audit or "")) for given, organisation, audit in rows]


def _over(given: RoleGiven, organisation: str, audit: str) -> str:
    """What a role is over: of a contributor the return, and how much of it."""
    if given.return_id is None:
        return organisation or audit
    part = "all of it" if given.sections is None else count(len(json.loads(given.sections)), "section")
    return f"return of {organisation} for {audit}, {part}"


def interests_of(session: Session, person_id: int) -> list[DeclaredInterest]:
    """The interests a person has declared and not ended: organisations by name, then cases by their codes."""
    rows = session.execute(
        select(Interest, Organisation.name, _CASES.c.code, AUDITS.c.title)
        .outerjoin(Organisation, Organisation.id == Interest.organisation_id)
        .outerjoin(_CASES, _CASES.c.id == Interest.case_id)
        .outerjoin(AUDITS, AUDITS.c.id == _CASES.c.audit_id)
        .where(Interest.person_id == person_id, Interest.ended_at.is_(None))
        .order_by(Interest.case_id.is_not(None), Organisation.name, _CASES.c.code, Interest.id)
    )
    return [DeclaredInterest(one, name or f"Case {code} ({audit})") for one, name, code, audit in rows]


def interest_from_url(actor: Actor, interest_id: int) -> Interest:  # noqa: ARG001  as above
    """An interest that has not ended."""
    wanted = select(Interest).where(Interest.id == interest_id, Interest.ended_at.is_(None))
    interest = current_session().scalar(wanted)
    return interest if interest is not None else abort(404)


def organisations_to_choose(session: Session) -> list[tuple[int, str]]:
    """Every organisation that is not closed, by name, with its town where there is one."""
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.town)
        .where(Organisation.status != "closed")
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [(id_, f"{name}, {town}" if town else name) for id_, name, town in rows]


def audits_to_choose(session: Session) -> list[tuple[int, str]]:
    """Every audit, newest first."""
    return [AuditTitle(*row) for row in session.execute(select(AUDITS).order_by(AUDITS.c.id.desc()))]


def others_who_change_people(person_id: int) -> Select[tuple[int]]:
    """The people, not counting this one, who may sign in and give roles."""
    return (
        select(RoleGiven.person_id)
        .join(Person, Person.id == RoleGiven.person_id)
        .where(
            RoleGiven.role.in_(sorted(roles_that_change_people())),
            RoleGiven.ended_at.is_(None),
            Person.disabled_at.is_(None),
            Person.id != person_id,
        )
    )
