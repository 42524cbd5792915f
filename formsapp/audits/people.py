"""Who chairs and moderates an audit."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import abort
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person, RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.roles import ROLES, Over
from formsapp.audits.models import Audit

#: The roles given over one audit, the chair first.
AUDIT_ROLES = {key: role for key, role in ROLES.items() if role.over is Over.AUDIT}


#: What a chair gives and takes back as well as an officer: a deputy stands in where the chair has an interest.
GIVEN_BY_A_CHAIR = ("deputy_chair",)


def roles_to_give(actor: Actor, audit: Audit) -> tuple[str, ...]:
    """The roles over the audit that this person gives and takes back."""
    if can(actor, Permission.AUDIT_CHANGE, audit):
        return tuple(AUDIT_ROLES)
    return GIVEN_BY_A_CHAIR if can(actor, Permission.RATING_SETTLE, audit) else ()


class Holder(NamedTuple):
    """A person with a role over an audit."""

    given: RoleGiven
    person: Person

    @property
    def title(self) -> str:
        """The role as people say it."""
        return self.given.role.replace("_", " ").capitalize()


def holders(session: Session, audit: Audit) -> list[Holder]:
    """Who chairs and moderates an audit, the chair first."""
    rows = session.execute(
        select(RoleGiven, Person)
        .join(Person, Person.id == RoleGiven.person_id)
        .where(RoleGiven.audit_id == audit.id, RoleGiven.ended_at.is_(None), RoleGiven.role.in_(AUDIT_ROLES))
        .order_by(Person.name)
    )
    order = list(AUDIT_ROLES)
    return sorted((Holder(*row) for row in rows), key=lambda one: order.index(one.given.role))


def holder_or_404(session: Session, audit: Audit, role_given_id: int) -> Holder:
    """One of the roles held over an audit."""
    return next((one for one in holders(session, audit) if one.given.id == role_given_id), None) or abort(404)


def active_people(session: Session) -> Sequence[Person]:
    """Everybody who may sign in, by name."""
    return session.scalars(select(Person).where(Person.disabled_at.is_(None)).order_by(Person.name)).all()


def likely_moderators(session: Session) -> Sequence[Person]:
    """Those who hold or held a role over the partnership or an audit: whom to offer first."""
    known = select(RoleGiven.person_id).where(
        or_(RoleGiven.audit_id.is_not(None), RoleGiven.role == "learning_hub_member")
    )
    wanted = Person.disabled_at.is_(None), Person.id.in_(known)
    return session.scalars(select(Person).where(*wanted).order_by(Person.name)).all()
