"""Reads that the results need beside the ratings themselves."""

from dataclasses import dataclass

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import return_from_url
from formsapp.audits.visibility import own_returns, returns_in_sight
from formsapp.clock import end_of
from formsapp.database import current_session
from formsapp.moderation.queries import Settled, records_of
from formsapp.organisations.models import ATTRIBUTES, Organisation
from formsapp.returns.models import Submission
from formsapp.tools.versions import tool_of


@dataclass(frozen=True)
class Asked:
    """How many returns an audit asked for, of those in the person's sight."""

    in_scope: int
    #: Whether the person has an interest in a return: it is in no figure that they see. Never how many there are.
    left_out: bool
    groups: dict[str | None, int]


def asked(session: Session, audit: Audit, *, by: Actor, group: str | None = None) -> Asked:
    """How many returns were asked for, in all (None) and in each group: two queries."""
    column = getattr(Organisation, group if group in ATTRIBUTES else "type")
    rows = session.execute(
        select(func.coalesce(column, ""), func.count())
        .join(Return, Return.organisation_id == Organisation.id)
        .where(Return.audit_id == audit.id, returns_in_sight(by, Permission.RESULTS_VIEW))
        .group_by(column)
    ).all()
    groups: dict[str | None, int] = {value: number for value, number in rows}  # noqa: C416  a Row is not a pair
    in_scope = sum(groups.values())
    left_out = has_interest_in_any(session, audit, by.id or 0)
    return Asked(in_scope, left_out, {**(groups if group else {}), None: in_scope})


def late_returns(session: Session, audit: Audit, *, by: Actor) -> int:
    """How many returns were first submitted after the closing date."""
    first = (
        select(func.min(Submission.submitted_at))
        .where(Submission.return_id == Return.id)
        .correlate(Return)
        .scalar_subquery()
    )
    seen = Return.audit_id == audit.id, returns_in_sight(by, Permission.RESULTS_VIEW)
    late = select(func.count()).select_from(Return).where(*seen, first >= end_of(audit.closes_on))
    return session.scalar(late) or 0


def audit_before(session: Session, audit: Audit) -> Audit | None:
    """The audit with which this one is compared, with its tool version."""
    if audit.previous_id is None:
        return None
    wanted = select(Audit).where(Audit.id == audit.previous_id)
    return session.scalar(wanted.options(joinedload(Audit.tool_version, innerjoin=True)))


def is_own(session: Session, return_: Return, actor: Actor) -> bool:
    """Whether the person opens this return as one of its organisation's own people."""
    return session.scalar(select(Return.id).where(Return.id == return_.id, own_returns(actor))) is not None


def scored_return(actor: Actor, return_id: int) -> Return:
    """A return whose score the person may open, from either side; 404 where it is not, or not yet submitted."""
    return_ = return_from_url(actor, return_id)
    submitted = select(Submission.id).where(Submission.return_id == return_.id).limit(1)
    return return_ if current_session().scalar(submitted) is not None else abort(404)


def settled_of(session: Session, return_: Return) -> list[Settled]:
    """The settled ratings of one return that count. Whoever calls this has made sure that the person may see them."""
    records = records_of(session, return_, list(tool_of(return_.audit.tool_version).scored_questions))
    return [
        Settled(return_.id, key, record.settled.rating)
        for key, record in records.items()
        if record.settled is not None and not record.is_stale
    ]
