"""Which people have an interest in which returns, and why: for whoever allocates, and for who must step out.

`visibility.has_interest` is the same rule as a condition of a query about one person; a test holds the two together.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from formsapp.access.actor import Actor
from formsapp.access.models import Person, RoleGiven
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import has_interest, returns_in_sight
from formsapp.organisations.models import Organisation
from formsapp.people.models import Interest
from formsapp.people.rules import interest_words

_IN_THE_SAME_ORGANISATION = "Holds or held a role in this organisation"
_IN_THE_SAME_TRUST = "Holds or held a role in the same trust"


class Pair(NamedTuple):
    """A person and a return in which they have an interest."""

    person_id: int
    return_id: int


def interests_in(session: Session, audit: Audit, people: Collection[int]) -> dict[Pair, str]:
    """Every interest of these people in returns of the audit, with the reason in words: three queries."""
    found: dict[Pair, str] = {}
    for reason, statement in (
        (_IN_THE_SAME_TRUST, _same_trust()),
        (_IN_THE_SAME_ORGANISATION, _same_organisation()),
    ):
        rows = session.execute(statement.where(Return.audit_id == audit.id, RoleGiven.person_id.in_(people)))
        found |= dict.fromkeys([Pair(*row) for row in rows], reason)
    declared = session.execute(_declared().where(Return.audit_id == audit.id, Interest.person_id.in_(people)))
    return found | {
        Pair(person, return_): interest_words(kind, in_a_case=case is not None)
        for person, return_, kind, case in declared
    }


def _declared() -> Select[tuple[int, int, str, int | None]]:
    where = or_(Interest.organisation_id == Return.organisation_id, Interest.case_id == Return.case_id)
    return (
        select(Interest.person_id, Return.id, Interest.kind, Interest.case_id)
        .join(Return, where)
        .where(Interest.ended_at.is_(None))
        .order_by(Interest.id)
    )


def _same_organisation() -> Select[tuple[int, int]]:
    return (
        select(RoleGiven.person_id, Return.id)
        .join(Return, Return.organisation_id == RoleGiven.organisation_id)
        .distinct()
    )


def _same_trust() -> Select[tuple[int, int]]:
    theirs, this = aliased(Organisation), aliased(Organisation)
    return (
        select(RoleGiven.person_id, Return.id)
        .join(theirs, theirs.id == RoleGiven.organisation_id)
        .join(this, this.trust == theirs.trust)
        .join(Return, Return.organisation_id == this.id)
        .distinct()
    )


def has_interest_in_any(session: Session, audit: Audit, person_id: int) -> bool:
    """Whether the person has an interest in any return of the audit, so that its totals are not theirs to make."""
    theirs = exists().where(Return.audit_id == audit.id, has_interest(Actor(id=person_id, name="")))
    return bool(session.scalar(select(theirs)))


class Decider(NamedTuple):
    """Somebody who decides about a return in the last instance: a chair, or a deputy in a chair's place."""

    person: Person
    role: str


def deciders_of(session: Session, return_: Return) -> list[Decider]:
    """The chairs of the audit without an interest in the return; and where a chair has one, the deputies without."""
    holders = _holders(session, return_.audit_id)
    barred = interests_in(session, return_.audit, [one.person.id for one in holders])
    free = [one for one in holders if Pair(one.person.id, return_.id) not in barred]
    chairs = [one for one in holders if one.role == "chair"]
    all_chairs_free = all(one in free for one in chairs)
    return [one for one in free if one.role == "chair" or not all_chairs_free]


def _holders(session: Session, audit_id: int) -> list[Decider]:
    """The chairs and deputies of an audit, by name."""
    rows = session.execute(
        select(Person, RoleGiven.role)
        .join(RoleGiven, RoleGiven.person_id == Person.id)
        .where(
            RoleGiven.audit_id == audit_id,
            RoleGiven.role.in_(("chair", "deputy_chair")),
            RoleGiven.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.name)
    )
    return [Decider(*row) for row in rows]


def returns_nobody_decides(session: Session, audit: Audit, *, by: Actor) -> list[str]:
    """The organisations whose returns, of those in the person's sight, no chair and no deputy may decide about."""
    holders = _holders(session, audit.id)
    barred = interests_in(session, audit, [one.person.id for one in holders])
    rows = session.execute(
        select(Return.id, Organisation.name)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .where(Return.audit_id == audit.id, returns_in_sight(by))
        .order_by(Organisation.name, Return.id)
    )
    return [name for return_id, name in rows if all(Pair(one.person.id, return_id) in barred for one in holders)]


def decides(session: Session, return_: Return, person_id: int | None) -> bool:
    """Whether this person decides about this return in the last instance."""
    return any(one.person.id == person_id for one in deciders_of(session, return_))
