"""What changes about an audit."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.audits.models import Audit, AuditMove, Return, ReturnEvent
from formsapp.audits.queries import state_of, state_of_return
from formsapp.audits.rules import dates_refusal, move_refusal, opening_refusal, scope_refusal, withdrawing_refusal
from formsapp.clock import now, today
from formsapp.organisations.models import Organisation
from formsapp.refusals import Refused, refuse
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of


def open_audit(
    session: Session,
    *,
    title: str,
    tool_version: ToolVersion,
    organisations: Iterable[Organisation],
    opens_on: date,
    closes_on: date,
    by: Actor,
    terms: str = "",
    method: str = "broad",
    blind: bool | None = None,
    previous: Audit | None = None,
    wave: str | None = None,
) -> Audit:
    """Open an audit and ask every organisation in scope for a return.

    `blind` is the tool's own choice where it is not given; `wave` is needed where the tool has waves. In a case-file
    audit returns come with its cases.
    """
    in_scope = _only_once(organisations)
    refuse(
        opening_refusal(
            title=title,
            tool_version=tool_version,
            method=method,
            opens_on=opens_on,
            closes_on=closes_on,
            previous=previous,
            wave=wave,
        )
    )
    if not in_scope and tool_version.kind != "case_file":
        raise Refused("Choose at least one organisation: the audit would ask nobody.")
    audit = Audit(
        title=title.strip(),
        tool_version=tool_version,
        previous_id=previous.id if previous else None,
        terms=terms.strip(),
        method=method,
        wave=wave or None,
        opens_on=opens_on,
        closes_on=closes_on,
        blind=tool_of(tool_version).moderation.blind if blind is None else blind,
        created_at=now(),
        created_by_id=by.id,
    )
    session.add(audit)
    session.flush()
    _move(session, audit, AuditState.OPEN, reason="", by=by)
    asked = [] if tool_version.kind == "case_file" else in_scope
    ask_for_returns(session, audit=audit, organisations=asked)
    record(
        session, "audit.opened", on=("audit", audit.id), by=by, audit_id=audit.id,
        tool_version=tool_version.id, returns=len(asked), opens_on=opens_on, closes_on=closes_on,
    )  # fmt: skip
    return audit


def ask_for_returns(
    session: Session, *, audit: Audit, organisations: Sequence[Organisation], case_id: int | None = None
) -> None:
    """One return an organisation, in one statement; in a case-file audit about one case."""
    moment = now()
    rows = [
        {"audit_id": audit.id, "organisation_id": one.id, "case_id": case_id, "created_at": moment}
        for one in organisations
    ]
    if rows:
        session.execute(insert(Return), rows)


def move_audit(session: Session, *, audit: Audit, to: AuditState, reason: str, by: Actor) -> AuditMove:
    """Move an audit to its next state, or back to an earlier one with a reason."""
    lock_audit(session, audit)
    state, to = state_of(session, audit), AuditState(to)
    refuse(move_refusal(state, to, reason=reason, closes_on=audit.closes_on, today=today()))
    move = _move(session, audit, to, reason=reason.strip(), by=by)
    record(session, "audit.moved", on=("audit", audit.id), by=by, audit_id=audit.id, came_from=state, to=to)
    return move


def lock_audit(session: Session, audit: Audit) -> None:
    """Let nobody else move this audit until the transaction ends; SQLite has one writer at a time anyway."""
    session.execute(select(Audit.id).where(Audit.id == audit.id).with_for_update(key_share=True))


def change_dates(session: Session, *, audit: Audit, opens_on: date, closes_on: date, by: Actor) -> None:
    """Give an audit other dates; both the old and the new are recorded."""
    refuse(scope_refusal(state_of(session, audit)) and "The audit has moved on: its dates can no longer change.")
    refuse(dates_refusal(opens_on, closes_on))
    before = (audit.opens_on, audit.closes_on)
    if before == (opens_on, closes_on):
        return
    audit.opens_on, audit.closes_on = opens_on, closes_on
    session.flush()
    record(
        session, "audit.dates-changed", on=("audit", audit.id), by=by, audit_id=audit.id,
        opens_on=[before[0], opens_on], closes_on=[before[1], closes_on],
    )  # fmt: skip


def add_to_scope(session: Session, *, audit: Audit, organisation: Organisation, reason: str, by: Actor) -> Return:
    """Ask one more organisation for a return, or one that was withdrawn again."""
    refuse(scope_refusal(state_of(session, audit)))
    if audit.tool_version.kind == "case_file":
        raise Refused("In a case-file audit organisations are chosen with each case.")
    if not reason.strip():
        raise Refused("Give the reason for adding the organisation.")
    asked = Return.audit_id == audit.id, Return.organisation_id == organisation.id
    return_ = session.scalar(select(Return).where(*asked))
    if return_ is None:
        return_ = Return(audit_id=audit.id, organisation_id=organisation.id, created_at=now())
        session.add(return_)
        session.flush()
    elif return_.withdrawn_at is None:
        raise Refused(f"{organisation.name} is already part of this audit.")
    else:
        _bring_back(session, return_, reason, by)
    record(session, "return.added-to-scope", on=("return", return_.id), by=by, audit_id=audit.id)
    return return_


def withdraw_from_scope(session: Session, *, return_: Return, reason: str, by: Actor) -> None:
    """Take an organisation out of an audit. What it wrote stays, and it can be brought back."""
    refuse(scope_refusal(state_of(session, return_.audit)))
    refuse(withdrawing_refusal(state_of_return(session, return_), reason=reason))
    return_.withdrawn_at = now()
    _note(session, return_, ReturnState.WITHDRAWN, reason, by)
    record(session, "return.withdrawn", on=("return", return_.id), by=by, audit_id=return_.audit_id)


def _bring_back(session: Session, return_: Return, reason: str, by: Actor) -> None:
    earlier = ReturnEvent.return_id == return_.id, ReturnEvent.kind != ReturnState.WITHDRAWN
    before = session.scalar(select(ReturnEvent.kind).where(*earlier).order_by(ReturnEvent.id.desc()).limit(1))
    return_.withdrawn_at = None
    _note(session, return_, ReturnState(before or ReturnState.NOT_STARTED), reason, by)


def _note(session: Session, return_: Return, kind: ReturnState, reason: str, by: Actor) -> None:
    session.add(ReturnEvent(return_id=return_.id, kind=kind.value, at=now(), by_id=by.id, reason=reason.strip()))
    session.flush()


def _move(session: Session, audit: Audit, to: AuditState, *, reason: str, by: Actor) -> AuditMove:
    move = AuditMove(audit_id=audit.id, to_state=to.value, at=now(), by_id=by.id, reason=reason)
    session.add(move)
    session.flush()
    return move


def _only_once(organisations: Iterable[Organisation]) -> list[Organisation]:
    return list({organisation.id: organisation for organisation in organisations}.values())
