"""The tracker: where every return of an audit is, and the return rate."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, column, func, or_, select, table
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit, Return, ReturnEvent
from formsapp.audits.visibility import returns_in_sight
from formsapp.clock import in_london
from formsapp.organisations.models import Organisation
from formsapp.ui.spreadsheet import Cell

RETURNS_A_PAGE = 50
#: Cases stand above audits in the house; only their codes are read here.
_CASES = table("cases", column("id"), column("code"))
COUNTED = (
    ReturnState.NOT_STARTED,
    ReturnState.STARTED,
    ReturnState.SUBMITTED,
    ReturnState.SENT_BACK,
    ReturnState.REOPENED,
)


class Tracked(NamedTuple):
    """One return on the board."""

    return_id: int
    organisation_id: int
    name: str
    urn: str | None
    type: str
    phase: str | None
    sector: str | None
    trust: str | None
    case: str | None
    kind: str | None
    since: datetime | None

    @property
    def state(self) -> ReturnState:
        """Where it is."""
        return ReturnState(self.kind or ReturnState.NOT_STARTED)


@dataclass
class Rate:
    """How many returns are in each state."""

    states: Counter[ReturnState] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many returns were asked for."""
        return self.states.total()

    @property
    def submitted(self) -> int:
        """How many are submitted now."""
        return self.states[ReturnState.SUBMITTED]

    @property
    def share(self) -> float | None:
        """The return rate; None where nobody was asked."""
        return self.submitted / self.total if self.total else None


@dataclass
class Rates:
    """The return rate of an audit: overall, by kind of organisation and by phase."""

    overall: Rate = field(default_factory=Rate)
    by_type: dict[str, Rate] = field(default_factory=dict)
    by_phase: dict[str, Rate] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """What part of the board is asked for."""

    words: str = ""
    state: str = ""
    type: str = ""
    phase: str = ""


def rates(session: Session, audit: Audit, *, by: Actor) -> Rates:
    """The return rate of the returns in the person's sight, in one query."""
    event = _latest_event(audit)
    grouped = Organisation.type, Organisation.phase, ReturnEvent.kind
    rows = session.execute(_joined(select(*grouped, func.count()), event, audit, by).group_by(*grouped))
    result = Rates()
    for type_, phase, kind, number in rows:
        state = ReturnState(kind or ReturnState.NOT_STARTED)
        result.overall.states[state] += number
        result.by_type.setdefault(type_, Rate()).states[state] += number
        if phase:
            result.by_phase.setdefault(phase, Rate()).states[state] += number
    return result


def tracked(
    session: Session, audit: Audit, wanted: Wanted, *, by: Actor, page: int | None = None
) -> tuple[list[Tracked], int]:
    """The returns asked for by name of organisation (one page of them, or all), and how many there are in all."""
    event = _latest_event(audit)
    columns = (
        Return.id, Return.organisation_id, Organisation.name, Organisation.urn, Organisation.type, Organisation.phase,
        Organisation.sector, Organisation.trust, _CASES.c.code, ReturnEvent.kind, ReturnEvent.at,
    )  # fmt: skip
    matching = _joined(select(*columns), event, audit, by).outerjoin(_CASES, _CASES.c.id == Return.case_id)
    matching = matching.where(*_conditions(wanted))
    total = session.scalar(select(func.count()).select_from(matching.order_by(None).subquery())) or 0
    ordered = matching.order_by(func.lower(Organisation.name), _CASES.c.code, Return.id)
    if page is not None:
        ordered = ordered.limit(RETURNS_A_PAGE).offset((page - 1) * RETURNS_A_PAGE)
    return [Tracked(*row) for row in session.execute(ordered)], total


def board_rows(rows: Iterable[Tracked]) -> Iterator[list[Cell]]:
    """The board as the rows of a table, under a header."""
    yield ["Organisation", "URN", "Type", "Phase", "Sector", "Trust", "Case", "State", "Since"]
    for row in rows:
        since = f"{in_london(row.since):%Y-%m-%d %H:%M}" if row.since else None
        yield [row.name, row.urn, row.type, row.phase, row.sector, row.trust, row.case, row.state.words, since]


def _latest_event(audit: Audit) -> Subquery:
    return (
        select(ReturnEvent.return_id, func.max(ReturnEvent.id).label("id"))
        .join(Return, Return.id == ReturnEvent.return_id)
        .where(Return.audit_id == audit.id)
        .group_by(ReturnEvent.return_id)
        .subquery()
    )


def _joined(query: Select[Any], latest: Subquery, audit: Audit, by: Actor) -> Select[Any]:
    return (
        query.select_from(Return)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .outerjoin(latest, latest.c.return_id == Return.id)
        .outerjoin(ReturnEvent, ReturnEvent.id == latest.c.id)
        .where(Return.audit_id == audit.id, returns_in_sight(by, Permission.AUDIT_TRACK))
    )


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.words:
        like = Organisation.name.icontains(wanted.words, autoescape=True)
        yield or_(like, Organisation.urn == wanted.words, func.lower(_CASES.c.code) == wanted.words.lower())
    if wanted.state == ReturnState.NOT_STARTED:
        yield or_(ReturnEvent.kind.is_(None), ReturnEvent.kind == ReturnState.NOT_STARTED.value)
    elif wanted.state:
        yield ReturnEvent.kind == wanted.state
    if wanted.type:
        yield Organisation.type == wanted.type
    if wanted.phase:
        yield Organisation.phase == wanted.phase
