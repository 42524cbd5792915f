"""The register's pages: who sees and changes it, what is found, how an import is previewed and applied."""

import io

import pytest
from sqlalchemy import select

from formsapp.access.permissions import Permission
from formsapp.access.roles import ROLES
from formsapp.database import database
from formsapp.organisations.models import Organisation, RegisterImport
from tests.builders import make_audit, make_organisation, make_person
from tests.organisations.register_files import register_csv, school_row
from tests.queries import count_queries

POLICE = {"name": "Wexbridge Police", "type": "agency", "sector": "police", "duty": "s11", "town": "Wexbridge"}


@pytest.fixture
def officer(client, db):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


def text_of(response) -> str:
    return response.get_data(as_text=True)


def upload(client, content: bytes, codes: str = ""):
    data = {"file": (io.BytesIO(content), "register.csv"), "local_authorities": codes}
    return client.post_form("/register/import", data, content_type="multipart/form-data")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_those_who_keep_the_register_see_and_change_it(client, db, role) -> None:
    organisation = make_organisation(db)
    over = {"organisation": {"organisation": organisation}, "audit": {"audit": make_audit(db)}}
    person = make_person(db, role, **over.get(ROLES[role].over, {}))
    db.commit()
    client.sign_in(person)
    permissions = ROLES[role].permissions
    seeing = 200 if Permission.REGISTER_VIEW in permissions else 403
    changing = 200 if Permission.REGISTER_CHANGE in permissions else 403
    assert client.get("/register").status_code == seeing
    assert client.get(f"/register/{organisation.id}").status_code == seeing
    for address in ("/register/add", "/register/import", f"/register/{organisation.id}/change"):
        assert client.get(address).status_code == changing


def test_an_empty_register_says_how_to_begin(client, officer) -> None:
    assert "The register is empty" in text_of(client.get("/register"))


def test_organisations_are_found_by_words_and_attributes(client, db, officer) -> None:
    make_organisation(db, name="Alder Primary", urn="110001", trust="Green Trust", town="Wex_bridge")
    make_organisation(db, name="Birch Academy", phase="secondary", sector="academy", status="closed")
    make_organisation(db, name="Police", type="agency", phase=None, sector="police")
    db.commit()
    for query, expected in [
        ("", {"Alder", "Birch", "Police"}),
        ("words=110001", {"Alder"}),
        ("words=aLDER", {"Alder"}),
        ("words=x_b", {"Alder"}),
        ("words=%25", set()),
        ("type=agency", {"Police"}),
        ("phase=secondary", {"Birch"}),
        ("sector=maintained", {"Alder"}),
        ("trust=Green Trust", {"Alder"}),
        ("status=not_closed", {"Alder", "Police"}),
        ("status=closed&type=agency", set()),
        ("status='; DROP TABLE organisations", set()),
    ]:
        page = text_of(client.get(f"/register?{query}"))
        found = {name.split()[0] for name in ("Alder Primary", "Birch Academy", "Police") if f">{name}</a>" in page}
        assert found == expected, query


def test_a_long_register_is_shown_in_pages_with_as_many_queries(client, db, officer) -> None:
    make_organisation(db, trust="One")
    db.commit()
    with count_queries(database().engine) as for_one:
        client.get("/register")
    for number in range(119):
        make_organisation(db, trust=f"Trust {number}")
    db.commit()
    with count_queries(database().engine) as for_many:
        page = text_of(client.get("/register?page=3&type=school"))
    assert "120 organisations, 101 to 120 shown" in page
    assert "type=school" in page
    assert len(for_many) == len(for_one)
    for odd in ("-1", "9" * 20, "x"):
        assert client.get(f"/register?page={odd}").status_code == 200


def test_an_agency_is_added_and_changed_by_hand(client, db, officer) -> None:
    response = client.post_form("/register/add", POLICE)
    police = db.scalars(select(Organisation)).one()
    db.commit()
    assert response.location == f"/register/{police.id}"
    shown = text_of(client.get(response.location))
    assert "Children Act 2004, section 11" in shown
    assert "Added by hand" in shown
    change = f"/register/{police.id}/change"
    assert 'value="Wexbridge Police"' in text_of(client.get(change))
    assert client.post_form(change, {**POLICE, "name": "Wex Police", "status": "closed"}).status_code == 302
    db.refresh(police)
    assert (police.name, police.status, police.town) == ("Wex Police", "closed", "Wexbridge")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Enter the organisation&#39;s name"),
        ({"name": "   "}, "Enter the organisation&#39;s name"),
        ({"name": "x" * 201}, "Keep it to at most 200 characters"),
        ({"type": ""}, "Choose what type of organisation it is"),
        ({"sector": "magic"}, "Not a valid choice"),
        ({"telephone": "1" * 301}, "Keep it to at most 300 characters"),
    ],
)
def test_a_bad_organisation_keeps_what_was_typed(client, db, officer, changes, message) -> None:
    response = client.post_form("/register/add", {**POLICE, **changes})
    assert response.status_code == 422
    assert message in text_of(response)
    assert "<title>Error: " in text_of(response)
    assert 'value="Wexbridge"' in text_of(response)
    assert db.scalars(select(Organisation)).all() == []


def test_of_a_school_only_what_the_register_leaves_open_is_changed_by_hand(client, db, officer) -> None:
    school = make_organisation(db, name="Alder", urn="110001", sector="maintained")
    db.commit()
    change = f"/register/{school.id}/change"
    data = {"duty": "s175", "phase": "primary", "name": "Mine", "sector": "police", "status": "closed"}
    assert client.post_form(change, data).status_code == 302
    db.refresh(school)
    assert (school.name, school.sector, school.status, school.duty) == ("Alder", "maintained", "open", "s175")


def test_an_import_is_previewed_then_applied(client, db, officer) -> None:
    rows = [school_row(), school_row(URN="110001", EstablishmentName="<script>alert(1)</script>")]
    response = upload(client, register_csv(rows), "999")
    assert response.status_code == 302
    preview = text_of(client.get(response.location))
    assert "Import: 2 changes" in preview
    assert "&lt;script&gt;" in preview
    assert "Never" not in preview, "the head teacher's name is not read"
    assert db.scalars(select(Organisation)).all() == []
    db.commit()
    assert client.post_form(response.location, {}).location == "/register"
    assert len(db.scalars(select(Organisation)).all()) == 2
    db.commit()
    assert "2 changes" in text_of(client.get("/register"))
    again = upload(client, register_csv(rows), "999")
    assert "0 changes" in text_of(client.get(again.location))


def test_a_change_is_shown_from_and_to(client, db, officer) -> None:
    make_organisation(db, urn="110000", name="Old name", local_authority="Wexbridge", town=None)
    db.commit()
    response = upload(client, register_csv([school_row(OpenDate="01-09-1998")]))
    preview = text_of(client.get(response.location))
    for words in ("Old name", "Alder Primary School", "Nothing", "1 September 1998"):
        assert words in preview


def test_bad_rows_are_named_and_nothing_is_kept(client, db, officer) -> None:
    response = upload(client, register_csv([school_row(), school_row(URN="x", OpenDate="31-02-2022")]))
    page = text_of(response)
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert ">3</td>" in page
    assert "should be a date such as 31-08-2024, not “31-02-2022”" in page
    assert db.scalars(select(RegisterImport)).all() == []


@pytest.mark.parametrize(
    ("content", "codes", "message"),
    [
        (b"", "", "The file is empty"),
        (b"PK\x03\x04rest", "", "looks like an Excel workbook"),
        (b"a,b\r\n1,2\r\n", "", "These columns are missing"),
        (b"a,b\r\n1,2\r\n", "Oldham", "A local authority&#39;s code is a number"),
    ],
)
def test_a_file_that_is_no_register_is_refused_and_the_codes_stay(client, officer, content, codes, message) -> None:
    response = upload(client, content, codes)
    assert response.status_code == 422
    assert message in text_of(response)
    assert not codes or f'value="{codes}"' in text_of(response)


def test_no_file_at_all_is_said(client, officer) -> None:
    response = client.post_form("/register/import", {"local_authorities": "353"})
    assert response.status_code == 422
    assert "Choose the file you downloaded" in text_of(response)


def test_many_closures_must_be_confirmed_by_their_number(client, db, officer) -> None:
    for number in range(10):
        make_organisation(db, urn=str(110000 + number), local_authority="Wexbridge")
    db.commit()
    response = upload(client, register_csv([school_row()]))
    assert "would close 9 of the 10" in text_of(client.get(response.location))
    for wrong in ("", "8", "nine"):
        refused = client.post_form(response.location, {"confirmed_closures": wrong})
        assert refused.status_code == 422
        assert not wrong or f'value="{wrong}"' in text_of(refused)
    assert set(db.scalars(select(Organisation.status))) == {"open"}
    db.commit()
    assert client.post_form(response.location, {"confirmed_closures": "9"}).status_code == 302
    assert sorted(set(db.scalars(select(Organisation.status)))) == ["closed", "open"]


def test_a_register_that_changed_meanwhile_is_not_overwritten(client, db, officer) -> None:
    response = upload(client, register_csv([school_row()]))
    make_organisation(db, urn="110000", name="Somebody added it")
    db.commit()
    refused = client.post_form(response.location, {})
    assert refused.status_code == 409
    assert "The register changed since this file was checked" in text_of(refused)
    assert db.scalars(select(Organisation)).one().name == "Somebody added it"


def test_an_import_that_does_not_exist_is_not_found(client, officer) -> None:
    assert client.get("/register/imports/99").status_code == 404
    assert client.get("/register/99").status_code == 404
