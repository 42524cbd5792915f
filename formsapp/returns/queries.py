"""Reading returns, each within the sight of whoever asks. Plain statements, made once: these are the busiest pages."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Select,
    String,
    bindparam,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from formsapp.access.actor import Actor
from formsapp.access.models import Person, RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.roles import ROLES
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.audits.models import Audit, Return, ReturnEvent
from formsapp.audits.queries import last_move
from formsapp.audits.rules import effective_state
from formsapp.clock import now
from formsapp.organisations.models import ATTRIBUTES, Organisation
from formsapp.returns.asked_tool import asked_tool
from formsapp.returns.fields.given import Given, Stored
from formsapp.returns.models import Answer, Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.tools.models import ToolVersion

#: Tables of features that stand above this one, by name: the codes of cases, who confirmed independence, and the
#: evidence that is attached to answers.
CASES = table("cases", column("id", Integer), column("code", String))
_CONFIRMED = table("independence_confirmed", column("return_id", Integer), column("person_id", Integer))

_EVIDENCE_USES = table(
    "evidence_uses", column("return_id", Integer), column("question", String), column("ended_at", DateTime)
)
_WITH_EVIDENCE = select(_EVIDENCE_USES.c.question).where(
    _EVIDENCE_USES.c.return_id == bindparam("return_id"), _EVIDENCE_USES.c.ended_at.is_(None)
)

_event = aliased(ReturnEvent)
_LAST_EVENT = select(func.max(_event.id)).where(_event.return_id == Return.id).correlate(Return).scalar_subquery()
_OPENED = (
    select(
        Return.id,
        Return.audit_id,
        Return.organisation_id,
        Return.case_id,
        CASES.c.code,
        exists()
        .where(_CONFIRMED.c.return_id == Return.id, _CONFIRMED.c.person_id == bindparam("person_id", type_=Integer))
        .label("is_independent"),
        Organisation.name,
        Audit.title,
        Audit.opens_on,
        Audit.closes_on,
        Audit.wave,
        last_move().label("moved_to"),
        ToolVersion.id.label("version_id"),
        ToolVersion.fingerprint,
        or_(Audit.previous_id.is_not(None), ToolVersion.based_on_id.is_not(None)).label("has_version_before"),
        ReturnEvent.kind,
        ReturnEvent.at,
        ReturnEvent.reason,
        Person.name.label("by_name"),
        *(getattr(Organisation, name) for name in ATTRIBUTES),
    )
    .join(Audit, Audit.id == Return.audit_id)
    .join(ToolVersion, ToolVersion.id == Audit.tool_version_id)
    .join(Organisation, Organisation.id == Return.organisation_id)
    .outerjoin(CASES, CASES.c.id == Return.case_id)
    .outerjoin(ReturnEvent, ReturnEvent.id == _LAST_EVENT)
    .outerjoin(Person, Person.id == ReturnEvent.by_id)
    .where(Return.id == bindparam("return_id", type_=Integer))
)
_LOCK = select(Return.id).where(Return.id == bindparam("return_id", type_=Integer)).with_for_update(key_share=True)

_answers = Answer.__table__.c
_ANSWERS = select(
    _answers.question,
    _answers.value,
    _answers.not_applicable_reason,
    _answers.comment,
    _answers.evidence,
    _answers.action,
    _answers.action_who,
    _answers.action_by,
    _answers.revision,
    _answers.saved_from,
    _answers.save_number,
).where(_answers.return_id == bindparam("return_id"))
_WHO_SAVED = (
    select(_answers.question, _answers.saved_at, Person.name)
    .outerjoin(Person, Person.id == _answers.saved_by_id)
    .where(_answers.return_id == bindparam("return_id"))
)


def lock_return(session: Session, return_id: int) -> None:
    """Let nobody else change this return until the transaction ends. SQLite has one writer at a time anyway.

    Rows that name the return (a moderator asked, an entry of a sample) are added meanwhile: whoever adds them waits in
    the audit trail, where whoever holds the return will want a turn.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_LOCK, {"return_id": return_id})


@lru_cache(maxsize=512)
def opened_within(sight: Callable[[Actor], ColumnElement[bool]], actor: Actor) -> Select[Any]:
    """The statement that opens a return within what this person may see: made once for the same roles."""
    return _OPENED.where(sight(actor))


def open_return(
    session: Session,
    return_id: int,
    *,
    person_id: int | None,
    within: Select[Any] | None = None,
    at: datetime | None = None,
) -> OpenedReturn | None:
    """The return, as it is at this moment; None where there is none. `within` is what `opened_within` made."""
    statement = _OPENED if within is None else within
    row = session.connection().execute(statement, {"return_id": return_id, "person_id": person_id}).first()
    return None if row is None else _opened(session, row, at or now())


def _opened(session: Session, row: Row[Any], at: datetime) -> OpenedReturn:
    moved_to = AuditState(row.moved_to or AuditState.DRAFT)
    return OpenedReturn(
        id=row.id,
        audit_id=row.audit_id,
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        case_code=row.code,
        is_independent=bool(row.is_independent),
        organisation=row.name,
        attributes=dict(zip(ATTRIBUTES, row[-len(ATTRIBUTES) :], strict=True)),
        audit=row.title,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        wave=row.wave,
        has_version_before=bool(row.has_version_before),
        audit_state=effective_state(moved_to, opens_on=row.opens_on, closes_on=row.closes_on, at=at),
        tool=asked_tool(session, row.version_id, row.fingerprint),
        state=ReturnState(row.kind or ReturnState.NOT_STARTED),
        last_at=row.at,
        last_by=row.by_name or "the system",
        last_reason=row.reason or "",
        opened_at=at,
    )


def answers_of(session: Session, return_id: int, questions: frozenset[str] | None = None) -> dict[str, Stored]:
    """The stored answers of a return, by question: all of them, or those to some questions."""
    statement = _ANSWERS if questions is None else _answers_to(questions)
    rows = session.connection().execute(statement, {"return_id": return_id}).all()
    return {key: Stored(Given(*rest[:-3]), *rest[-3:]) for key, *rest in rows}


@lru_cache(maxsize=512)
def _answers_to(questions: frozenset[str]) -> Select[Any]:
    """The statement that reads the answers to these questions: made once for each section."""
    return _ANSWERS.where(_answers.question.in_([literal(key) for key in sorted(questions)]))


def questions_with_evidence(session: Session, return_id: int) -> frozenset[str]:
    """The questions beside which evidence is attached."""
    return frozenset(session.connection().execute(_WITH_EVIDENCE, {"return_id": return_id}).scalars())


class SavedBy(NamedTuple):
    """Who saved an answer, and when."""

    name: str
    at: datetime


def who_saved(session: Session, return_id: int) -> Mapping[str, SavedBy]:
    """Who saved each answer of a return last, and when."""
    rows = session.execute(_WHO_SAVED, {"return_id": return_id})
    return {question: SavedBy(name or "the system", at) for question, at, name in rows}


class Colleague(NamedTuple):
    """Somebody of the organisation who may open its returns."""

    name: str
    job_title: str
    role: str
    fills_in: bool


def colleagues(session: Session, organisation_id: int) -> list[Colleague]:
    """Who may open the returns of an organisation, and who of them may fill them in."""
    rows = session.execute(
        select(Person.name, Person.job_title, RoleGiven.role)
        .join(Person, Person.id == RoleGiven.person_id)
        .where(RoleGiven.organisation_id == organisation_id, RoleGiven.ended_at.is_(None), Person.disabled_at.is_(None))
        .order_by(Person.name, RoleGiven.id)
    )
    held = [(name, job, ROLES[role]) for name, job, role in rows if role in ROLES]
    return [
        Colleague(name, job, role.title, Permission.RETURN_FILL in role.permissions)
        for name, job, role in held
        if Permission.RETURN_VIEW in role.permissions
    ]


def submissions_of(session: Session, return_id: int) -> list[Submission]:
    """Every submission of a return, the latest first."""
    wanted = select(Submission).where(Submission.return_id == return_id).order_by(Submission.number.desc())
    return list(session.scalars(wanted))


def latest_submission(session: Session, return_id: int) -> Submission | None:
    """The submission that counts: the last one."""
    return next(iter(submissions_of(session, return_id)), None)
