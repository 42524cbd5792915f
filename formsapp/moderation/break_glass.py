"""Breaking the glass: somebody with an interest reads one return as it was submitted, because it cannot wait.

Each reading is a row, an event of the audit trail, and a notice to those who decide about the return. It opens that one
page and nothing else.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person, RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.policy import Scope, can
from formsapp.access.roles import ROLES
from formsapp.audit_trail.record import record
from formsapp.audits.interests import Pair, deciders_of, decides, interests_in
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import has_interest, returns_in_sight
from formsapp.cases.models import Case
from formsapp.clock import now
from formsapp.moderation.models import GlassBroken
from formsapp.organisations.models import Organisation
from formsapp.refusals import Refused
from formsapp.returns.models import Submission

LONGEST_REASON = 2000


class Wanted(NamedTuple):
    """The return somebody asks for: by its organisation and, in a case-file audit, the code of its case."""

    organisation_id: int
    case_code: str = ""


class Broken(NamedTuple):
    """A row of the list of broken glass."""

    glass: GlassBroken
    person: str
    organisation: str
    case: str | None
    audit: Audit
    seen_by: str | None

    @property
    def scope(self) -> Scope:
        """It belongs to the audit."""
        return self.audit.scope


def break_glass(session: Session, *, audit: Audit, wanted: Wanted, reason: str, by: Actor) -> Return | None:
    """Record a reading of a return that is hidden from the person; None, recorded too, where there is none to read."""
    if not reason.strip():
        raise Refused("Say why it cannot wait.")
    if len(reason.strip()) > LONGEST_REASON:
        raise Refused(f"Keep the reason to {LONGEST_REASON} characters.")
    return_ = _hidden_return(session, audit, wanted, by)
    if return_ is None:
        on = ("audit", audit.id)
        record(session, "glass.nothing_to_read", on=on, by=by, audit_id=audit.id, organisation=wanted.organisation_id)
        return None
    session.add(GlassBroken(return_id=return_.id, person_id=by.id, reason=reason.strip(), at=now()))
    session.flush()
    record(session, "glass.broken", on=("return", return_.id), by=by, audit_id=audit.id)
    return return_


def _hidden_return(session: Session, audit: Audit, wanted: Wanted, by: Actor) -> Return | None:
    """The return, where it is submitted, in scope, and hidden from the person by an interest."""
    statement = select(Return).where(
        Return.audit_id == audit.id,
        Return.organisation_id == wanted.organisation_id,
        Return.withdrawn_at.is_(None),
        exists().where(Submission.return_id == Return.id),
        has_interest(by),
    )
    if wanted.case_code.strip():
        statement = statement.join(Case, Case.id == Return.case_id).where(
            func.lower(Case.code) == wanted.case_code.strip().lower()
        )
    else:
        statement = statement.where(Return.case_id.is_(None))
    return session.scalar(statement)


def mark_seen(session: Session, *, glass: GlassBroken, by: Actor) -> None:
    """Say that whoever decides about the return has seen that it was read."""
    return_ = session.get_one(Return, glass.return_id)
    if by.id not in {person.id for person in to_be_told(session, return_, reader_id=glass.person_id)}:
        raise Refused("The chair of the audit, or a deputy in the chair's place, says that this was seen.")
    if glass.seen_at is not None:
        return
    glass.seen_at, glass.seen_by_id = now(), by.id
    session.flush()
    record(session, "glass.seen", on=("return", return_.id), by=by, audit_id=return_.audit_id)


def to_be_told(session: Session, return_: Return, *, reader_id: int) -> list[Person]:
    """Those who decide about the return; where nobody may, the officers without an interest. Never whoever read it."""
    deciders = [one.person for one in deciders_of(session, return_) if one.person.id != reader_id]
    return list({one.id: one for one in deciders}.values()) or _officers(session, return_, reader_id)


def _officers(session: Session, return_: Return, reader_id: int) -> list[Person]:
    needed = {Permission.AUDIT_CHANGE, Permission.RETURN_REVIEW}
    roles = [key for key, role in ROLES.items() if needed <= role.permissions]
    found = session.scalars(
        select(Person)
        .join(RoleGiven, RoleGiven.person_id == Person.id)
        .where(RoleGiven.role.in_(roles), RoleGiven.ended_at.is_(None), Person.disabled_at.is_(None))
        .where(Person.id != reader_id)
        .distinct()
        .order_by(Person.id)
    ).all()
    barred = interests_in(session, return_.audit, [one.id for one in found])
    return [one for one in found if Pair(one.id, return_.id) not in barred]


def broken_in(session: Session, audit: Audit, *, by: Actor) -> list[Broken]:
    """Every reading of a return in the person's sight, the latest first."""
    return _broken(session, by, Return.audit_id == audit.id)


def not_seen_yet(session: Session, *, by: Actor) -> list[Broken]:
    """The readings that this person is to mark as seen."""
    if not (can(by, Permission.RATING_SETTLE) or can(by, Permission.AUDIT_CHANGE)):
        return []
    waiting = _broken(session, by, GlassBroken.seen_at.is_(None))
    return [one for one in waiting if _is_told(session, one.glass, by)]


def _is_told(session: Session, glass: GlassBroken, by: Actor) -> bool:
    return_ = session.get_one(Return, glass.return_id)
    if decides(session, return_, by.id):
        return glass.person_id != by.id
    return by.id in {person.id for person in to_be_told(session, return_, reader_id=glass.person_id)}


def _broken(session: Session, by: Actor, *conditions: object) -> list[Broken]:
    reader, seen_by = Person, select(Person.name).where(Person.id == GlassBroken.seen_by_id)
    rows = session.execute(
        select(
            GlassBroken,
            reader.name,
            Organisation.name,
            Case.code,
            Audit,
            seen_by.correlate(GlassBroken).scalar_subquery(),
        )
        .join(Return, Return.id == GlassBroken.return_id)
        .join(Audit, Audit.id == Return.audit_id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .join(reader, reader.id == GlassBroken.person_id)
        .outerjoin(Case, Case.id == Return.case_id)
        .where(returns_in_sight(by), *conditions)  # type: ignore[arg-type]
        .order_by(GlassBroken.id.desc())
    )
    return [Broken(*row) for row in rows]


def readings_of(session: Session, glass_id: int, *, by: Actor) -> Sequence[Broken]:
    """The reading of this number, where its return is in the person's sight."""
    return _broken(session, by, GlassBroken.id == glass_id)
