"""Reads of the register: lists narrowed by attribute, counts, and one organisation."""

from collections.abc import Iterator

from flask import abort
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.database import current_session
from formsapp.organisations.models import Organisation, RegisterImport
from formsapp.organisations.words import values_of, words_for

ORGANISATIONS_A_PAGE = 50
FILTERS = ("type", "phase", "sector", "trust", "status")
#: A choice that no attribute has as its value.
NOT_CLOSED = "not_closed"


def organisation_from_url(actor: Actor, organisation_id: int) -> Organisation:  # noqa: ARG001  the register is one for all who see it
    """The organisation of this number."""
    return current_session().get(Organisation, organisation_id) or abort(404)


def import_from_url(actor: Actor, import_id: int) -> RegisterImport:  # noqa: ARG001  as above
    """The import of this number."""
    return current_session().get(RegisterImport, import_id) or abort(404)


def list_organisations(session: Session, asked: dict[str, str], *, page: int) -> list[Organisation]:
    """One page of the organisations asked for, by name."""
    return list(
        session.scalars(
            select(Organisation)
            .where(*_matching(asked))
            .order_by(func.lower(Organisation.name), Organisation.id)
            .limit(ORGANISATIONS_A_PAGE)
            .offset((page - 1) * ORGANISATIONS_A_PAGE)
        )
    )


def count_organisations(session: Session, asked: dict[str, str]) -> int:
    """How many there are."""
    return session.scalar(select(func.count(Organisation.id)).where(*_matching(asked))) or 0


def _matching(asked: dict[str, str]) -> Iterator[ColumnElement[bool]]:
    words = asked.get("words", "")
    if words:
        texts = (Organisation.name, Organisation.urn, Organisation.dfe_number, Organisation.town, Organisation.postcode)
        yield or_(*(text.icontains(words, autoescape=True) for text in texts))
    for name in FILTERS:
        value = asked.get(name, "")
        if value == NOT_CLOSED:
            yield Organisation.status != "closed"
        elif value:
            yield getattr(Organisation, name) == value


def filter_choices(session: Session) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: only values that some organisation has, each with how many."""
    return {name: _choices(session, name) for name in FILTERS}


def _choices(session: Session, name: str) -> list[tuple[str, str]]:
    column = getattr(Organisation, name)
    rows = session.execute(select(column, func.count()).where(column.is_not(None)).group_by(column))
    counted = {value: number for value, number in rows}  # noqa: C416  a row is not a pair to dict()
    known = [value for value in values_of(name) if value in counted] or sorted(counted, key=str.casefold)
    first = [("", "All"), (NOT_CLOSED, "All but closed")] if name == "status" else [("", "All")]
    return first + [(value, f"{words_for(name, value)} ({counted[value]})") for value in known]


def last_import(session: Session) -> RegisterImport | None:
    """The import that was applied last."""
    return session.scalar(
        select(RegisterImport)
        .where(RegisterImport.applied_at.is_not(None))
        .order_by(RegisterImport.applied_at.desc(), RegisterImport.id.desc())
        .limit(1)
    )
