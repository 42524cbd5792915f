from datetime import date

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.audit_trail.models import TrailEvent
from formsapp.legal_register.commands import (
    RefusedField,
    add_instrument,
    change_edition,
    change_instrument,
    fill_register,
    note_edition,
)
from formsapp.legal_register.queries import all_instruments
from tool_definitions.legal_references import legal_instruments


def working_together(db):
    return add_instrument(db, key="working-together", title="Working Together", by=SYSTEM)


def events(db):
    return list(db.scalars(select(TrailEvent.event).order_by(TrailEvent.id)))


def test_an_instrument_and_its_editions_the_latest_first(db):
    instrument = working_together(db)
    for edition in (date(2023, 12, 15), date(2026, 3, 19), date(2018, 7, 1)):
        note_edition(db, instrument=instrument, edition=edition, by=SYSTEM)
    assert [one.edition.year for one in instrument.editions] == [2026, 2023, 2018]
    assert instrument.latest.edition == date(2026, 3, 19)
    assert events(db) == ["legal-instrument.added", *["legal-edition.noted"] * 3]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "  working together "}, "title"),
        ({"title": "WT 2023"}, "title"),
        ({"key": "working-together"}, "key"),
        ({"key": "Working Together"}, "key"),
        ({"key": ""}, "key"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "www.gov.uk"}, "url"),
    ],
)
def test_what_cannot_be_an_instrument_is_refused_beside_its_field(db, given, field):
    note_edition(db, instrument=working_together(db), edition=date(2023, 12, 15), title="WT 2023", by=SYSTEM)
    with pytest.raises(RefusedField) as refusal:
        add_instrument(db, **{"key": "another", "title": "Another", "by": SYSTEM, **given})
    assert refusal.value.field == field
    assert len(all_instruments(db)) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"edition": None}, "edition"), ({"edition": date(2023, 12, 15)}, "edition"), ({"url": "ftp://a"}, "url")],
)
def test_what_cannot_be_an_edition_is_refused_beside_its_field(db, given, field):
    instrument = working_together(db)
    note_edition(db, instrument=instrument, edition=date(2023, 12, 15), by=SYSTEM)
    with pytest.raises(RefusedField) as refusal:
        note_edition(db, **{"instrument": instrument, "edition": date(2026, 3, 19), "by": SYSTEM, **given})
    assert refusal.value.field == field


def test_an_instrument_and_an_edition_are_corrected_in_place(db):
    instrument = working_together(db)
    noted = note_edition(db, instrument=instrument, edition=date(2026, 3, 9), by=SYSTEM)
    change_instrument(db, instrument=instrument, title="Working Together", publisher="DfE", url="", note="", by=SYSTEM)
    change_edition(db, noted=noted, edition=date(2026, 3, 19), title="", url="", in_force_from=None, by=SYSTEM)
    assert (instrument.key, instrument.publisher) == ("working-together", "DfE")
    assert instrument.latest.edition == date(2026, 3, 19)
    assert events(db)[-2:] == ["legal-instrument.changed", "legal-edition.changed"]


def test_the_register_is_filled_once_and_what_the_partnership_wrote_stays(db):
    first = fill_register(db, instruments=legal_instruments(), by=SYSTEM)
    assert first.instruments == len(legal_instruments())
    kept = next(one for one in all_instruments(db) if one.key == "working-together")
    kept.note = "Ours"
    db.flush()
    before = len(events(db))
    again = fill_register(db, instruments=legal_instruments(), by=SYSTEM)
    assert (again.instruments, again.editions) == (0, 0)
    assert kept.note == "Ours"
    assert len(events(db)) == before


def test_filling_adds_an_edition_that_the_register_lacks(db):
    given = next(one for one in legal_instruments() if one.key == "working-together")
    instrument = add_instrument(db, key=given.key, title="Our own title", by=SYSTEM)
    note_edition(db, instrument=instrument, edition=given.editions[0].edition, by=SYSTEM)
    assert fill_register(db, instruments=(given,), by=SYSTEM).editions == len(given.editions) - 1
    assert instrument.title == "Our own title"
