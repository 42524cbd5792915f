"""Who is asked: organisations of the register chosen by what they are, and by hand."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from formsapp.organisations.models import Organisation

#: What a scope may be chosen by, in the order shown; a tick in each named attribute is needed.
CHOSEN_BY = {
    "type": "Kind of organisation",
    "phase": "Phase",
    "sector": "Sector",
    "trust": "Trust",
}
_COLUMNS = {
    "type": Organisation.type,
    "phase": Organisation.phase,
    "sector": Organisation.sector,
    "trust": Organisation.trust,
}
_NOT_CLOSED = Organisation.status != "closed"


def choices(session: Session) -> dict[str, list[tuple[str, int]]]:
    """Each value a scope may be chosen by, with how many organisations have it, by attribute."""
    return {name: _values(session, column) for name, column in _COLUMNS.items()}


def organisations_like(session: Session, chosen: Mapping[str, Sequence[str]]) -> Sequence[Organisation]:
    """The organisations that have one of the values of every attribute chosen; none where nothing is chosen."""
    conditions = [_COLUMNS[name].in_(values) for name, values in chosen.items() if values]
    if not conditions:
        return []
    return session.scalars(select(Organisation).where(_NOT_CLOSED, *conditions).order_by(Organisation.name)).all()


def organisations_named(session: Session, lines: str) -> tuple[list[Organisation], list[str]]:
    """The organisations named one a line, by URN or exact name, and the lines that name none or more than one."""
    wanted = list(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))
    if not wanted:
        return [], []
    lower = [line.lower() for line in wanted]
    named = or_(Organisation.urn.in_(wanted), func.lower(Organisation.name).in_(lower))
    found = session.scalars(select(Organisation).where(_NOT_CLOSED, named)).all()
    by_line = {line: _answering_to(found, line) for line in wanted}
    return [one[0] for one in by_line.values() if len(one) == 1], [
        line for line, one in by_line.items() if len(one) != 1
    ]


def organisations_with(session: Session, ids: Sequence[int]) -> Sequence[Organisation]:
    """The organisations with these ids, by name."""
    return session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)).all()


def not_named_sentence(lines: Sequence[str]) -> str:
    """What to say of lines that name no organisation."""
    shown = "; ".join(f"“{line[:80]}”" for line in lines[:5])
    return f"Not found in the register, or more than one has the name: {shown}. Use the URN or the exact name"


def _answering_to(found: Sequence[Organisation], line: str) -> list[Organisation]:
    by_urn = [one for one in found if one.urn == line]
    return by_urn or [one for one in found if one.name.lower() == line.lower()]


def _values(session: Session, column: ColumnElement[str | None]) -> list[tuple[str, int]]:
    rows = session.execute(
        select(column, func.count())
        .where(_NOT_CLOSED, column.is_not(None), column != "")
        .group_by(column)
        .order_by(column)
    )
    return [(value, number) for value, number in rows if value]
