"""Reading audits and their returns, each within the sight of whoever asks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from flask import abort
from sqlalchemy import ColumnElement, ScalarSelect, case, false, func, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from formsapp.access.actor import SYSTEM, Actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.audits.models import Audit, AuditMove, Return, ReturnEvent
from formsapp.audits.rules import effective_state
from formsapp.audits.visibility import any_sight, returns_in_sight
from formsapp.clock import now
from formsapp.database import current_session


def audits_in_sight(actor: Actor, permission: Permission = Permission.AUDIT_VIEW) -> ColumnElement[bool]:
    """The audits over which the person holds this permission."""
    held = actor.holding(permission)
    if any(one.is_partnership_wide for one in held):
        return true()
    audits = sorted({one.audit_id for one in held if one.audit_id})
    return Audit.id.in_(audits) if audits else false()


def audit_from_url(actor: Actor, audit_id: int) -> Audit:
    """An audit in the person's sight, with its tool version; 404 otherwise."""
    wanted = select(Audit).where(Audit.id == audit_id, audits_in_sight(actor))
    audit = current_session().scalar(wanted.options(joinedload(Audit.tool_version, innerjoin=True)))
    return audit if audit is not None else abort(404)


def return_from_url(actor: Actor, return_id: int) -> Return:
    """A return the person may open, with its organisation, audit and tool version, in one query; 404 otherwise."""
    wanted = select(Return).where(Return.id == return_id, any_sight(actor))
    with_all = (
        joinedload(Return.organisation, innerjoin=True),
        joinedload(Return.audit, innerjoin=True).joinedload(Audit.tool_version, innerjoin=True),
    )
    found = current_session().scalar(wanted.options(*with_all))
    return found if found is not None else abort(404)


def last_move() -> ScalarSelect[str]:
    """The state to which each audit of a query was last moved, as a column."""
    move = aliased(AuditMove)
    latest = select(move.to_state).where(move.audit_id == Audit.id).order_by(move.id.desc()).limit(1)
    return latest.correlate(Audit).scalar_subquery()


def opened_by(session: Session, audit_id: int) -> str | None:
    """The name of whoever opened an audit last; none where nobody did."""
    wanted = (
        select(Person.name)
        .join(AuditMove, AuditMove.by_id == Person.id)
        .where(
            AuditMove.audit_id == audit_id, AuditMove.to_state == AuditState.OPEN.value, Person.disabled_at.is_(None)
        )
    )
    return session.scalar(wanted.order_by(AuditMove.id.desc()).limit(1))


def state_of(session: Session, audit: Audit, *, at: datetime | None = None) -> AuditState:
    """Where an audit is, now or at a moment: its last move, and the clock while it is open."""
    moved = session.scalar(
        select(AuditMove.to_state).where(AuditMove.audit_id == audit.id).order_by(AuditMove.id.desc()).limit(1)
    )
    last = AuditState(moved or AuditState.DRAFT)
    return effective_state(last, opens_on=audit.opens_on, closes_on=audit.closes_on, at=at or now())


def states_of(session: Session, audits: Iterable[Audit]) -> Mapping[int, AuditState]:
    """Where each of these audits is, by id, in one query."""
    audits = list(audits)
    rows = session.execute(select(Audit.id, last_move()).where(Audit.id.in_([audit.id for audit in audits])))
    moved = {audit_id: AuditState(state or AuditState.DRAFT) for audit_id, state in rows}
    moment = now()
    return {
        audit.id: effective_state(moved[audit.id], opens_on=audit.opens_on, closes_on=audit.closes_on, at=moment)
        for audit in audits
    }


@cache
def return_state() -> ColumnElement[str]:
    """The state of each return of a query, as a column: its last event, `not_started` where there is none."""
    event = aliased(ReturnEvent)
    latest = select(event.kind).where(event.return_id == Return.id).order_by(event.id.desc()).limit(1)
    return func.coalesce(latest.correlate(Return).scalar_subquery(), ReturnState.NOT_STARTED.value)


def state_of_return(session: Session, return_: Return) -> ReturnState:
    """Where one return is."""
    return ReturnState(session.scalars(select(return_state()).where(Return.id == return_.id)).one())


def return_states(session: Session, audit: Audit, *, by: Actor) -> dict[int, ReturnState]:
    """Where each return of an audit in the person's sight is, by the return's id."""
    in_sight = Return.audit_id == audit.id, returns_in_sight(by)
    rows = session.execute(select(Return.id, return_state()).where(*in_sight))
    return {return_id: ReturnState(state) for return_id, state in rows}


def list_audits(session: Session, *, by: Actor) -> Sequence[Audit]:
    """The audits in the person's sight, the latest to close first."""
    wanted = select(Audit).where(audits_in_sight(by)).options(joinedload(Audit.tool_version, innerjoin=True))
    return session.scalars(wanted.order_by(Audit.closes_on.desc(), Audit.id.desc())).all()


def numbers_returned(session: Session, audits: Sequence[Audit], *, by: Actor) -> dict[int, tuple[int, int]]:
    """How many returns in the person's sight are submitted, and how many there are, by audit."""
    submitted = func.sum(case((return_state() == ReturnState.SUBMITTED.value, 1), else_=0))
    wanted = Return.audit_id.in_([audit.id for audit in audits]), returns_in_sight(by)
    rows = session.execute(select(Return.audit_id, submitted, func.count()).where(*wanted).group_by(Return.audit_id))
    return {audit_id: (int(done), total) for audit_id, done, total in rows}


class Moved(NamedTuple):
    """A move of an audit with the name of who made it."""

    move: AuditMove
    name: str


def history_of(session: Session, audit: Audit) -> list[Moved]:
    """Every move of an audit, the latest first."""
    rows = session.execute(
        select(AuditMove, Person.name)
        .outerjoin(Person, Person.id == AuditMove.by_id)
        .where(AuditMove.audit_id == audit.id)
        .order_by(AuditMove.id.desc())
    )
    return [Moved(move, name or SYSTEM.name) for move, name in rows]
