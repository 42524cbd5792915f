"""Reading the register of law and guidance."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.database import current_session
from formsapp.legal_register.models import LegalEdition, LegalInstrument


def all_instruments(session: Session) -> Sequence[LegalInstrument]:
    """Every instrument with its editions, by title."""
    every = select(LegalInstrument).options(selectinload(LegalInstrument.editions))
    return session.scalars(every.order_by(LegalInstrument.title, LegalInstrument.id)).all()


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
