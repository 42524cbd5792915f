"""Reading the register of law and guidance."""

from collections.abc import Sequence
from datetime import date

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.database import current_session
from formsapp.legal_register.models import LegalEdition, LegalInstrument
from tool_definitions.values import look_alike


def all_instruments(session: Session) -> Sequence[LegalInstrument]:
    """Every instrument with its editions, by title."""
    every = select(LegalInstrument).options(selectinload(LegalInstrument.editions))
    return session.scalars(every.order_by(LegalInstrument.title, LegalInstrument.id)).all()


def editions_in_force(session: Session, on: date) -> dict[str, date]:
    """The latest edition in force on a day, by its instrument's key and by each of its titles."""
    instrument, edition = LegalInstrument, LegalEdition
    rows = session.execute(
        select(instrument.key, instrument.title, edition.title, edition.edition, edition.in_force_from)
        .join(edition, edition.instrument_id == instrument.id)
        .order_by(edition.edition)
    )
    names: dict[str, set[str]] = {}
    latest: dict[str, date] = {}
    for key, title, own_title, dated, in_force_from in rows:
        names.setdefault(key, {key}).update(look_alike(name) for name in (title, own_title) if name)
        if (in_force_from or dated) <= on:
            latest[key] = dated
    return {name: dated for key, dated in latest.items() for name in names[key]}


def legal_instrument_from_url(actor: Actor, legal_instrument_id: int) -> LegalInstrument:
    """An instrument, for whoever may see tools."""
    instrument = current_session().get(LegalInstrument, legal_instrument_id)
    if instrument is None or not can(actor, Permission.TOOL_VIEW):
        abort(404)
    return instrument


def legal_edition_from_url(actor: Actor, legal_edition_id: int) -> LegalEdition:
    """An edition, for whoever may see tools."""
    edition = current_session().get(LegalEdition, legal_edition_id)
    if edition is None or not can(actor, Permission.TOOL_VIEW):
        abort(404)
    return edition
