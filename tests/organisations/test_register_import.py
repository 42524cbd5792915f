"""Imports of the register: previewed, applied once, never against a register that has moved on."""

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.audit_trail.models import TrailEvent
from formsapp.organisations.commands import (
    NeedsConfirmationError,
    RegisterChangedError,
    apply_register,
    change_organisation,
    preview_register,
)
from formsapp.organisations.models import Organisation
from formsapp.organisations.register_file import read_register
from formsapp.organisations.register_preview import RegisterPreview
from tests.builders import make_organisation
from tests.organisations.register_files import register_csv, school_row


def previewed(db, content: bytes, **filters):
    return preview_register(
        db, file=read_register(content, **filters), file_name="register.csv", fingerprint="f", by=SYSTEM
    )


def imported(db, content: bytes, **kwargs) -> int:
    return apply_register(db, preview=previewed(db, content), by=SYSTEM, **kwargs)


def schools(count: int, **changes) -> list[dict[str, str]]:
    return [school_row(URN=str(110000 + number), **changes) for number in range(count)]


def test_a_preview_changes_nothing_but_says_everything(db) -> None:
    plan = RegisterPreview.from_json(previewed(db, register_csv(schools(3))).preview)
    assert (len(plan.added), plan.changed, plan.closed, plan.unchanged) == (3, (), (), 0)
    assert db.scalars(select(Organisation)).all() == []


def test_an_import_writes_what_was_previewed_and_one_event(db) -> None:
    assert imported(db, register_csv(schools(3))) == 3
    assert sorted(db.scalars(select(Organisation.urn))) == ["110000", "110001", "110002"]
    assert list(db.scalars(select(TrailEvent.event))) == ["register.previewed", "register.imported"]


def test_the_same_file_again_changes_nothing(db) -> None:
    imported(db, register_csv(schools(3)))
    assert imported(db, register_csv(schools(3))) == 0


def test_a_change_is_shown_field_by_field_and_written(db) -> None:
    imported(db, register_csv([school_row()]))
    kept = previewed(
        db, register_csv([school_row(EstablishmentName="New name", Town="", **{"Trusts (name)": "A Trust"})])
    )
    plan = RegisterPreview.from_json(kept.preview)
    assert plan.changed[0].changes == {
        "name": ("Alder Primary School", "New name"),
        "trust": (None, "A Trust"),
        "town": ("Wexbridge", None),
    }
    assert apply_register(db, preview=kept, by=SYSTEM) == 1
    school = db.scalars(select(Organisation)).one()
    assert (school.name, school.trust, school.town) == ("New name", "A Trust", None)


def test_a_column_the_file_lacks_wipes_nothing(db) -> None:
    imported(db, register_csv([school_row(**{"Trusts (name)": "A Trust"})]))
    assert imported(db, register_csv([school_row()], without=["Trusts (name)", "Town"])) == 0
    assert db.scalars(select(Organisation)).one().trust == "A Trust"


def test_what_a_person_said_stands_where_the_register_says_nothing(db) -> None:
    row = school_row(**{"TypeOfEstablishment (code)": "24", "TypeOfEstablishment (name)": "Secure units"})
    kept = previewed(db, register_csv([row]))
    assert [one.attribute for one in RegisterPreview.from_json(kept.preview).unsure] == ["duty"]
    apply_register(db, preview=kept, by=SYSTEM)
    school = db.scalars(select(Organisation)).one()
    change_organisation(db, organisation=school, duty="s11", by=SYSTEM)
    again = RegisterPreview.from_json(previewed(db, register_csv([row])).preview)
    assert (again.changes, again.unsure, again.unchanged) == (0, (), 1)


def test_organisations_added_by_hand_are_never_touched(db) -> None:
    by_hand = make_organisation(
        db,
        name="Police",
        type="agency",
        local_authority="Wexbridge",
        changed_at=None or make_organisation(db).changed_at,
    )
    imported(db, register_csv(schools(2)))
    db.refresh(by_hand)
    assert (by_hand.name, by_hand.status) == ("Police", "open")


def test_a_closed_school_that_was_never_ours_is_left_out(db) -> None:
    rows = [
        *schools(2),
        school_row(URN="120000", **{"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-1998"}),
    ]
    plan = RegisterPreview.from_json(previewed(db, register_csv(rows)).preview)
    assert (len(plan.added), plan.closed_and_unknown) == (2, 1)


def test_few_closures_go_through_many_need_their_number_confirmed(db) -> None:
    imported(db, register_csv(schools(40)))
    closing = {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2026"}
    rows = [school_row(URN=row["URN"], **(closing if number < 2 else {})) for number, row in enumerate(schools(40))]
    assert imported(db, register_csv(rows)) == 2  # 2 of 40 is exactly 5%
    rows = [school_row(URN=row["URN"], **(closing if number < 5 else {})) for number, row in enumerate(schools(40))]
    kept = previewed(db, register_csv(rows))
    for wrong in (0, 2, 38):
        with pytest.raises(NeedsConfirmationError, match="would close 3 of the 38"):
            apply_register(db, preview=kept, by=SYSTEM, confirmed_closures=wrong)
    assert apply_register(db, preview=kept, by=SYSTEM, confirmed_closures=3) == 3
    closed = db.scalars(select(Organisation).filter_by(urn="110004")).one()
    assert (closed.status, str(closed.closed_on)) == ("closed", "2026-08-31")


def test_a_school_missing_from_the_file_closes_only_where_its_local_authority_is_in_the_file(db) -> None:
    imported(
        db, register_csv([*schools(30), school_row(URN="130000", **{"LA (code)": "998", "LA (name)": "Elsewhere"})])
    )
    plan = RegisterPreview.from_json(previewed(db, register_csv(schools(29))).preview)
    assert [one.urn for one in plan.closed] == ["110029"]


def test_a_preview_against_an_older_register_is_refused(db) -> None:
    first, second = previewed(db, register_csv(schools(2))), previewed(db, register_csv(schools(3)))
    apply_register(db, preview=first, by=SYSTEM)
    with pytest.raises(RegisterChangedError):
        apply_register(db, preview=second, by=SYSTEM)
    assert len(db.scalars(select(Organisation)).all()) == 2


def test_a_preview_is_applied_once(db) -> None:
    kept = previewed(db, register_csv(schools(2)))
    assert apply_register(db, preview=kept, by=SYSTEM) == 2
    assert apply_register(db, preview=kept, by=SYSTEM) == 0


def test_only_the_local_authority_asked_for_is_imported(db) -> None:
    rows = [*schools(2), school_row(URN="130000", **{"LA (code)": "998"})]
    kept = previewed(db, register_csv(rows), local_authorities=["999"])
    plan = RegisterPreview.from_json(kept.preview)
    assert (len(plan.added), plan.facts["elsewhere"]) == (2, 1)


def test_names_that_look_like_formulas_or_markup_are_stored_as_they_are(db) -> None:
    names = ['=HYPERLINK("http://x")', "+SUM(1)", "@x", "<script>alert(1)</script>"]
    imported(
        db, register_csv([school_row(URN=str(140000 + i), EstablishmentName=name) for i, name in enumerate(names)])
    )
    assert set(db.scalars(select(Organisation.name))) == set(names)
