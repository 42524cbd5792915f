"""What changes about the register of law and guidance."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.legal_register.models import LegalEdition, LegalInstrument
from formsapp.legal_register.queries import all_instruments
from formsapp.legal_register.rules import edition_refusal, instrument_refusal
from formsapp.refusals import Refused
from tool_definitions.legal_references import Instrument


class RefusedField(Refused):
    """What was given for one field cannot be kept; `field` is its name."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Filled:
    """How many instruments and editions were added."""

    instruments: int = 0
    editions: int = 0


def add_instrument(
    session: Session, *, key: str, title: str, publisher: str = "", url: str = "", note: str = "", by: Actor
) -> LegalInstrument:
    """Add an act, regulations or guidance to the register."""
    _refuse(instrument_refusal(key=key, title=title, url=url, others=all_instruments(session)))
    instrument = LegalInstrument(key=key, added_at=now(), added_by_id=by.id)
    _say(instrument, title, publisher, url, note)
    session.add(instrument)
    session.flush()
    record(session, "legal-instrument.added", on=("legal_instrument", instrument.id), by=by)
    return instrument


def change_instrument(
    session: Session, *, instrument: LegalInstrument, title: str, publisher: str, url: str, note: str, by: Actor
) -> None:
    """Correct what the register says of an instrument. Its short name stays: tools cite it."""
    others = [one for one in all_instruments(session) if one.id != instrument.id]
    _refuse(instrument_refusal(key=instrument.key, title=title, url=url, others=others))
    _say(instrument, title, publisher, url, note)
    session.flush()
    record(session, "legal-instrument.changed", on=("legal_instrument", instrument.id), by=by)


def note_edition(
    session: Session,
    *,
    instrument: LegalInstrument,
    edition: date | None,
    title: str = "",
    url: str = "",
    in_force_from: date | None = None,
    by: Actor,
) -> LegalEdition:
    """Note that there is an edition of an instrument."""
    _refuse(edition_refusal(edition=edition, title=title, url=url, others=instrument.editions))
    noted = LegalEdition(instrument=instrument, edition=edition, noted_at=now(), noted_by_id=by.id)
    _date(noted, title, url, in_force_from)
    session.add(noted)
    session.flush()
    session.refresh(instrument, attribute_names=["editions"])
    record(session, "legal-edition.noted", on=("legal_edition", noted.id), by=by, instrument=instrument.id)
    return noted


def change_edition(
    session: Session,
    *,
    noted: LegalEdition,
    edition: date | None,
    title: str,
    url: str,
    in_force_from: date | None,
    by: Actor,
) -> None:
    """Correct what the register says of an edition."""
    others = [one for one in noted.instrument.editions if one.id != noted.id]
    _refuse(edition_refusal(edition=edition, title=title, url=url, others=others))
    noted.edition = edition or noted.edition
    _date(noted, title, url, in_force_from)
    session.flush()
    session.refresh(noted.instrument, attribute_names=["editions"])
    record(session, "legal-edition.changed", on=("legal_edition", noted.id), by=by)


def fill_register(session: Session, *, instruments: tuple[Instrument, ...], by: Actor) -> Filled:
    """Add what the register does not have yet. What it has stays as the partnership wrote it."""
    known = {one.key: one for one in all_instruments(session)}
    filled = Filled()
    for given in instruments:
        is_new = given.key not in known
        there = known.get(given.key) or add_instrument(
            session,
            key=given.key,
            title=given.title,
            publisher=given.publisher or "",
            url=given.url or "",
            note=given.note,
            by=by,
        )
        editions = _fill_editions(session, there, given, by)
        filled = Filled(filled.instruments + is_new, filled.editions + editions)
    return filled


def _fill_editions(session: Session, instrument: LegalInstrument, given: Instrument, by: Actor) -> int:
    known = {one.edition for one in instrument.editions}
    missing = [one for one in given.editions if one.edition not in known]
    for one in missing:
        note_edition(
            session,
            instrument=instrument,
            edition=one.edition,
            title=one.title or "",
            url=one.url or "",
            in_force_from=one.in_force_from,
            by=by,
        )
    return len(missing)


def _refuse(refusal: tuple[str, str] | None) -> None:
    if refusal is not None:
        raise RefusedField(*refusal)


def _say(instrument: LegalInstrument, title: str, publisher: str, url: str, note: str) -> None:
    instrument.title, instrument.note = title.strip(), note.strip()
    instrument.publisher, instrument.url = publisher.strip() or None, url.strip() or None


def _date(edition: LegalEdition, title: str, url: str, in_force_from: date | None) -> None:
    edition.title, edition.url, edition.in_force_from = title.strip() or None, url.strip() or None, in_force_from
