"""Reading evidence: an organisation's library, what stands beside the answers of a return, and where each is used."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from formsapp.access.models import Person
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit, Return, ReturnEvent
from formsapp.clock import today
from formsapp.evidence.models import EvidenceFile, EvidenceItem, EvidenceUse
from formsapp.evidence.pieces import Piece
from formsapp.evidence.rules import oldest_good_day
from formsapp.evidence.scanner import Scan
from formsapp.returns.asked_tool import asked_tool
from formsapp.returns.models import Submission
from formsapp.tools.models import ToolVersion

A_PAGE = 50
GONE = frozenset({Scan.INFECTED, Scan.PROTECTED})

_PIECES = select(EvidenceItem, EvidenceFile).outerjoin(EvidenceFile, EvidenceFile.id == EvidenceItem.file_id)
_event = aliased(ReturnEvent)


class Use(NamedTuple):
    """One answer beside which a piece of evidence stands."""

    return_id: int
    audit: str
    question: str
    number: str
    title: str
    is_submitted: bool


class Room(NamedTuple):
    """How many files there are, and how much they take together."""

    files: int
    size: int


def _wanted(organisation_id: int, search: str, *, out_of_date: bool) -> ColumnElement[bool]:
    conditions = [EvidenceItem.organisation_id == organisation_id, EvidenceItem.removed_at.is_(None)]
    if search:
        conditions.append(func.lower(EvidenceItem.title).contains(search.lower(), autoescape=True))
    if out_of_date:
        conditions.append(_is_out_of_date())
    return and_(*conditions)


def _is_out_of_date() -> ColumnElement[bool]:
    is_old = and_(EvidenceItem.review_on.is_(None), EvidenceItem.dated_on <= oldest_good_day(today()))
    return or_(EvidenceItem.review_on <= today(), is_old)


def count_library(session: Session, organisation_id: int, search: str = "", *, out_of_date: bool = False) -> int:
    """How many pieces a library holds: all of them, or those with these words in the title, or those out of date."""
    wanted = _wanted(organisation_id, search, out_of_date=out_of_date)
    return session.scalar(select(func.count()).select_from(EvidenceItem).where(wanted)) or 0


def library(
    session: Session,
    organisation_id: int,
    search: str = "",
    *,
    out_of_date: bool = False,
    page: int = 1,
    without: Collection[int] = (),
) -> list[Piece]:
    """One page of a library, the latest first."""
    wanted = _wanted(organisation_id, search, out_of_date=out_of_date)
    if without:
        wanted = and_(wanted, EvidenceItem.id.not_in(without))
    return _pieces(
        session, _PIECES.where(wanted).order_by(EvidenceItem.id.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE)
    )


def _pieces(session: Session, statement: Select[Any]) -> list[Piece]:
    return [Piece.of(item, file) for item, file in session.execute(statement)]


def piece_of(session: Session, item: EvidenceItem) -> Piece:
    """One piece as it is shown."""
    return Piece.of(item, session.get(EvidenceFile, item.file_id) if item.file_id else None)


def attached(
    session: Session, return_id: int, questions: Collection[str] | None = None, *, only_kept: bool = False
) -> dict[str, list[Piece]]:
    """The evidence that stands beside the answers of a return, by question: all of it, or that of some questions.

    `only_kept` leaves out what is no longer in the library, and files that were deleted.
    """
    statement = _attached(None if questions is None else frozenset(questions), only_kept)
    found: defaultdict[str, list[Piece]] = defaultdict(list)
    for question, item, file in session.execute(statement, {"return_id": return_id}):
        found[question].append(Piece.of(item, file))
    return dict(found)


@lru_cache(maxsize=512)
def _attached(questions: frozenset[str] | None, only_kept: bool) -> Select[Any]:
    """The statement that reads what is attached to these questions: made once for each section."""
    statement = (
        select(EvidenceUse.question, EvidenceItem, EvidenceFile)
        .join(EvidenceItem, EvidenceItem.id == EvidenceUse.item_id)
        .outerjoin(EvidenceFile, EvidenceFile.id == EvidenceItem.file_id)
        .where(EvidenceUse.return_id == bindparam("return_id"), EvidenceUse.ended_at.is_(None))
        .order_by(EvidenceUse.id)
    )
    if questions is not None:
        statement = statement.where(EvidenceUse.question.in_([literal(key) for key in sorted(questions)]))
    if only_kept:
        is_there = EvidenceFile.id.is_(None) | EvidenceFile.scan.not_in(GONE)
        statement = statement.where(EvidenceItem.removed_at.is_(None), is_there)
    return statement


def uses_of(session: Session, items: Collection[int]) -> dict[int, dict[str, list[Use]]]:
    """Where pieces of evidence are used: by piece and audit, the latest audit first, as its questions come."""
    last = select(func.max(_event.id)).where(_event.return_id == Return.id).correlate(Return).scalar_subquery()
    rows = session.execute(
        select(
            EvidenceUse.item_id,
            EvidenceUse.question,
            Return.id,
            Audit.title,
            ToolVersion.id,
            ToolVersion.fingerprint,
            ReturnEvent.kind,
        )
        .join(Return, Return.id == EvidenceUse.return_id)
        .join(Audit, Audit.id == Return.audit_id)
        .join(ToolVersion, ToolVersion.id == Audit.tool_version_id)
        .outerjoin(ReturnEvent, ReturnEvent.id == last)
        .where(EvidenceUse.item_id.in_(items), EvidenceUse.ended_at.is_(None))
        .order_by(Audit.opens_on.desc(), EvidenceUse.id)
    ).all()
    found: defaultdict[int, dict[str, list[Use]]] = defaultdict(dict)
    for item, question, return_id, audit, version, fingerprint, state in rows:
        asked = asked_tool(session, version, fingerprint).questions.get(question)
        if asked is not None:
            use = Use(return_id, audit, question, asked.number, asked.question.title, state == ReturnState.SUBMITTED)
            found[item].setdefault(audit, []).append(use)
    for uses in (listed for by_audit in found.values() for listed in by_audit.values()):
        uses.sort(key=lambda use: tuple(int(part) for part in use.number.split(".")))
    return dict(found)


def room_in_return(session: Session, return_id: int) -> Room:
    """The files that stand in a return, each once however often it is used."""
    used = select(EvidenceUse.item_id).where(EvidenceUse.return_id == return_id, EvidenceUse.ended_at.is_(None))
    return _room(session, EvidenceItem.id.in_(used))


def room_in_library(session: Session, organisation_id: int) -> Room:
    """The files that a library holds."""
    return _room(session, and_(EvidenceItem.organisation_id == organisation_id, EvidenceItem.removed_at.is_(None)))


def _room(session: Session, wanted: ColumnElement[bool]) -> Room:
    row = session.execute(
        select(func.count(EvidenceFile.id), func.coalesce(func.sum(EvidenceFile.size), 0))
        .join(EvidenceItem, EvidenceItem.file_id == EvidenceFile.id)
        .where(wanted)
    ).one()
    return Room(row[0], int(row[1]))


def was_submitted_with(item_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a return (of the statement around this) was ever submitted with this piece of evidence."""
    return exists().where(
        EvidenceUse.item_id == item_id,
        EvidenceUse.return_id == Return.id,
        Submission.return_id == Return.id,
        EvidenceUse.at <= Submission.submitted_at,
        or_(EvidenceUse.ended_at.is_(None), EvidenceUse.ended_at > Submission.submitted_at),
    )


def was_ever_submitted(session: Session, item_id: int) -> bool:
    """Whether any submission holds this piece of evidence."""
    return session.scalar(select(Return.id).where(was_submitted_with(item_id)).limit(1)) is not None


class Ended(NamedTuple):
    """Who ended a use of evidence, and when."""

    name: str
    at: datetime


def ended_since(session: Session, return_id: int, submitted_at: datetime) -> Mapping[tuple[int, str], Ended]:
    """The uses of evidence that ended after a return was submitted with them, by piece and question."""
    rows = session.execute(
        select(EvidenceUse.item_id, EvidenceUse.question, EvidenceUse.ended_at, Person.name)
        .outerjoin(Person, Person.id == EvidenceUse.ended_by_id)
        .where(
            EvidenceUse.return_id == return_id,
            EvidenceUse.at <= submitted_at,
            EvidenceUse.ended_at > submitted_at,
        )
    )
    return {(item, question): Ended(name or "the system", at) for item, question, at, name in rows}


def scans_of(session: Session, items: Collection[int]) -> dict[int, str]:
    """What is known today of viruses in the files of these pieces."""
    rows = session.execute(
        select(EvidenceItem.id, EvidenceFile.scan)
        .join(EvidenceFile, EvidenceFile.id == EvidenceItem.file_id)
        .where(EvidenceItem.id.in_(items))
    )
    return {row.id: row.scan for row in rows}
