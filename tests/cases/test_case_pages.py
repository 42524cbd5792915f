import pytest
from sqlalchemy import select

from formsapp.audits.models import Return
from formsapp.cases.models import Case, IndependenceConfirmed
from formsapp.database import database
from tests.builders import make_audit, make_organisation, make_person, make_return, make_tool_version, tool_document
from tests.cases.test_case_commands import CASE, added, case_audit
from tests.queries import count_queries


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


@pytest.fixture
def audit(db):
    audit = case_audit(db)
    db.commit()
    return audit


def test_list_cases_is_empty_and_then_costs_the_same_with_many(client, officer, db, audit):
    address = f"/audits/{audit.id}/cases"
    assert "No case has been added yet" in text_of(client.get(address))
    added(db, audit=audit)
    db.commit()
    with count_queries(database().engine) as few:
        assert "Case C01" in text_of(client.get(address))
    for number in range(2, 8):
        added(db, audit=audit, code=f"C0{number}")
    db.commit()
    with count_queries(database().engine) as many:
        page = text_of(client.get(address))
    assert page.count("0 of 1 return submitted") == 7
    assert len(few) == len(many)


@pytest.mark.parametrize("address", ["/audits/{}/cases", "/audits/{}/cases/add"])
def test_cases_do_not_exist_for_an_outsider_or_in_another_kind_of_audit(client, db, audit, address):
    other = make_audit(db)
    outsider = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(outsider)
    assert client.get(address.format(audit.id)).status_code == 404
    client.sign_in(officer)
    assert client.get(address.format(other.id)).status_code == 404


def test_a_moderator_sees_cases_and_adds_none(client, db, audit):
    moderator = make_person(db, "moderator", audit=audit)
    db.commit()
    client.sign_in(moderator)
    assert "Add a case" not in text_of(client.get(f"/audits/{audit.id}/cases"))
    assert client.get(f"/audits/{audit.id}/cases/add").status_code == 403


def test_add_case_asks_agencies_and_schools(client, officer, db, audit):
    police = make_organisation(db, type="agency", name="Wexbridge Police")
    school = make_organisation(db, name="Ash School")
    db.commit()
    done = client.post_form(
        f"/audits/{audit.id}/cases/add",
        {"code": "c07", "theme": "Neglect", "age_band": "Under 1", "agencies": [police.id], "by_hand": "Ash School"},
        follow_redirects=True,
    )
    assert "Case C07 is added" in text_of(done)
    case = db.scalars(select(Case)).one()
    asked = set(db.scalars(select(Return.organisation_id).where(Return.case_id == case.id)))
    assert asked == {police.id, school.id}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "Amy Shaw"}, "Never a name"),
        ({"code": "943 476 5919"}, "NHS number"),
        ({"code": "12/03/2014"}, "date of birth"),
        ({"theme": ""}, "Choose a theme"),
        ({"age_band": ""}, "Choose an age band"),
        ({"agencies": []}, "at least one organisation"),
        ({"by_hand": "Nowhere"}, "Not found in the register"),
    ],
)
@pytest.mark.usefixtures("officer")
def test_add_case_keeps_what_was_typed_when_something_is_wrong(client, db, audit, changes, words):
    police = make_organisation(db, type="agency")
    db.commit()
    given = {"code": "C01", "theme": "Neglect", "age_band": "1 to 4", "agencies": [police.id], "by_hand": ""}
    page = client.post_form(f"/audits/{audit.id}/cases/add", {**given, **changes})
    assert page.status_code == 422
    assert words in text_of(page)
    assert f'value="{(given | changes)["code"]}"' in text_of(page)
    assert db.scalars(select(Case)).all() == []


def test_add_case_without_themes_or_ages_asks_for_neither(client, officer, db):
    audit = make_audit(db, make_tool_version(db, tool_document(kind="case_file", case={})))
    police = make_organisation(db, type="agency")
    db.commit()
    address = f"/audits/{audit.id}/cases/add"
    assert "Theme" not in text_of(client.get(address))
    done = client.post_form(address, {"code": "C01", "agencies": [police.id]}, follow_redirects=True)
    assert "Case C01 is added" in text_of(done)


def test_confirm_independence_is_needed_and_kept(client, db):
    case = added(db)
    return_ = db.scalars(select(Return).where(Return.case_id == case.id)).one()
    auditor = make_person(db, "auditor", organisation=return_.organisation)
    db.commit()
    client.sign_in(auditor)
    address = f"/returns/{return_.id}/independence"
    refused = client.post_form(address, {})
    assert refused.status_code == 422
    assert "ask for another auditor" in text_of(refused)
    assert db.scalars(select(IndependenceConfirmed)).all() == []
    db.commit()
    done = client.post_form(address, {"confirmed": "y"})
    assert done.status_code == 302
    assert db.scalars(select(IndependenceConfirmed.person_id)).all() == [auditor.id]
    db.commit()
    assert "You have confirmed this" in text_of(client.get(address))


def test_confirm_independence_does_not_exist_for_others_or_without_a_case(client, db):
    case = added(db)
    return_ = db.scalars(select(Return).where(Return.case_id == case.id)).one()
    plain = make_return(db, make_audit(db))
    outsider = make_person(db, "auditor", organisation=plain.organisation)
    officer = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(outsider)
    assert client.get(f"/returns/{return_.id}/independence").status_code == 404
    assert client.get(f"/returns/{plain.id}/independence").status_code == 404
    client.sign_in(officer)
    assert client.get(f"/returns/{return_.id}/independence").status_code == 403


def test_the_case_definition_of_these_tests_is_what_the_page_offers(client, officer, db, audit):
    page = text_of(client.get(f"/audits/{audit.id}/cases/add"))
    assert all(f">{word}</option>" in page for word in [*CASE["themes"], *CASE["age_bands"]])
