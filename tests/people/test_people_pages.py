"""The people pages: who may see and change whom, what is said when it is refused, what stays typed."""

import re

import pytest
from sqlalchemy import func, select

from formsapp.access.models import Person, RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.roles import ROLES
from formsapp.database import database
from formsapp.people.models import Interest
from formsapp.sign_in.models import Invitation
from tests.builders import make_audit, make_organisation, make_person, make_return
from tests.queries import count_queries

NEW = {"name": "Bo Finch", "email": "bo@wexbridge.example", "job_title": "Head", "role": "practitioner",
       "organisation": "", "audit": ""}  # fmt: skip


@pytest.fixture
def officer(client, db):
    person = make_person(db, "partnership_officer", name="Ola Officer")
    db.commit()
    client.sign_in(person)
    return person


def text_of(response) -> str:
    return response.get_data(as_text=True)


def test_everybody_is_listed_with_roles_and_found_by_words_or_role(client, db, officer) -> None:
    school = make_organisation(db, name="Alder Primary")
    make_person(db, "head_teacher", organisation=school, name="Hana Head")
    make_person(db, name="Nobody Yet")
    db.commit()
    page = text_of(client.get("/people"))
    assert "3 people" in page
    assert "Head teacher or principal, Alder Primary" in page
    assert "Hana Head" in text_of(client.get("/people?words=hANA"))
    assert "Hana Head" not in text_of(client.get("/people?role=administrator"))
    assert "1 person" in text_of(client.get("/people?role=head_teacher"))
    assert "Nobody was found" in text_of(client.get("/people?words=%25%25%25_"))


def test_a_long_list_is_shown_in_pages_with_as_many_queries(client, db, officer) -> None:
    with count_queries(database().engine) as for_one:
        client.get("/people")
    for number in range(119):
        make_person(db, "practitioner", name=f"Person {number:03}")
    db.commit()
    with count_queries(database().engine) as for_many:
        page = text_of(client.get("/people?page=2"))
    assert "120 people, 51 to 100 shown" in page
    assert len(for_many) == len(for_one)
    for odd in ("-1", "9" * 20, "x", "2.5"):
        assert client.get(f"/people?page={odd}").status_code == 200


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_those_who_look_after_people_see_and_change_them(client, db, role) -> None:
    over = {"organisation": {"organisation": make_organisation(db)}, "audit": {"audit": make_audit(db)}}
    person, other = make_person(db, role, **over.get(ROLES[role].over, {})), make_person(db)
    db.commit()
    client.sign_in(person)
    expected = 200 if Permission.PEOPLE_VIEW in ROLES[role].permissions else 403
    assert client.get("/people").status_code == expected
    assert client.get(f"/people/{other.id}").status_code == expected
    changing = 200 if Permission.PEOPLE_CHANGE in ROLES[role].permissions else 403
    assert client.get("/people/invite").status_code == changing
    assert client.get(f"/people/{other.id}/give-role").status_code == changing
    assert client.get("/help/roles").status_code == 200


def test_nobody_signed_out_sees_people(client, db) -> None:
    for address in ("/people", "/people/1", "/people/invite", "/interests", "/help/roles"):
        assert client.get(address).location.startswith("/sign-in?next=")


def test_a_person_who_does_not_exist_is_not_found(client, officer) -> None:
    assert client.get("/people/99999").status_code == 404
    assert client.get(f"/people/{officer.id}/roles/99999/end").status_code == 404


def test_an_invited_person_is_added_with_a_role_and_the_officer_gets_the_link_once(client, db, officer) -> None:
    response = client.post_form("/people/invite", NEW)
    person = db.scalars(select(Person).filter_by(email=NEW["email"])).one()
    assert response.location == f"/people/{person.id}"
    shown = text_of(client.get(response.location))
    assert re.search(r"http://localhost/invitation/[\w-]{40,}", shown)
    assert "Practitioner" in shown
    assert "/invitation/" not in text_of(client.get(response.location))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Enter the person&#39;s name"),
        ({"email": "bo"}, "Enter an email address such as name@example.org"),
        ({"role": ""}, "Choose a role from the list"),
        ({"role": "emperor"}, "Choose a role from the list"),
        ({"role": "head_teacher"}, "held for one organisation: choose which"),
        ({"role": "head_teacher", "organisation": "99999"}, "Choose an organisation from the list"),
        ({"role": "chair"}, "held for one audit: choose which"),
        ({"email": "taken@wexbridge.example"}, "is here already"),
    ],
)
def test_a_bad_invitation_keeps_what_was_typed_and_adds_nobody(client, db, officer, changes, message) -> None:
    make_person(db).email = "taken@wexbridge.example"
    db.commit()
    response = client.post_form("/people/invite", {**NEW, **changes})
    page = text_of(response)
    assert response.status_code == 422
    assert message in page
    assert "<title>Error: " in page
    assert 'value="Head"' in page
    assert len(db.scalars(select(Person)).all()) == 2


def test_errors_are_listed_in_the_order_of_the_page(client, officer) -> None:
    page = text_of(client.post_form("/people/invite", dict.fromkeys(NEW, "")))
    targets = re.findall(r'<a href="#(name|email|role)">', page)
    assert targets == ["name", "email", "role"]


def test_a_role_is_given_and_ended_after_asking(client, db, officer) -> None:
    person, school = make_person(db, name="Hana Head"), make_organisation(db, name="Alder Primary")
    db.commit()
    data = {"role": "head_teacher", "organisation": school.id, "audit": ""}
    assert client.post_form(f"/people/{person.id}/give-role", data).status_code == 302
    given = db.scalars(select(RoleGiven).filter_by(person_id=person.id)).one()
    db.commit()
    address = f"/people/{person.id}/roles/{given.id}/end"
    assert "Should Hana Head no longer be head teacher or principal of Alder Primary?" in text_of(client.get(address))
    assert client.post_form(address, {}).status_code == 302
    db.refresh(given)
    assert given.ended_at is not None
    assert client.get(address).status_code == 404


def test_a_role_over_an_audit_shows_the_audit(client, db, officer) -> None:
    person, audit = make_person(db), make_audit(db, title="Section 11 in 2026")
    db.commit()
    client.post_form(f"/people/{person.id}/give-role", {"role": "chair", "organisation": "", "audit": audit.id})
    assert "Section 11 in 2026" in text_of(client.get(f"/people/{person.id}"))


def test_a_contributors_role_says_which_return_and_how_much_of_it(client, db, officer) -> None:
    school = make_organisation(db, name="Alder Primary")
    return_ = make_return(db, make_audit(db, title="Autumn audit"), school)
    person = make_person(db, "contributor", organisation=school, return_=return_)
    db.scalars(select(RoleGiven).filter_by(person_id=person.id)).one().sections = '["practice","voice"]'
    db.commit()
    assert "return of Alder Primary for Autumn audit, 2 sections" in text_of(client.get(f"/people/{person.id}"))


def test_nobody_changes_themselves(client, db, officer) -> None:
    make_person(db, "administrator")
    given = db.scalars(select(RoleGiven).filter_by(person_id=officer.id)).one()
    db.commit()
    page = "/people/invite"
    role = {"role": "administrator", "organisation": "", "audit": ""}
    assert client.post_form(f"/people/{officer.id}/give-role", role, page=page).status_code == 403
    assert client.post_form(f"/people/{officer.id}/roles/{given.id}/end", {}).status_code == 403
    assert client.post_form(f"/people/{officer.id}/disable", {}).status_code == 403
    assert client.post_form(f"/people/{officer.id}/link", {}, page=page).status_code == 403
    assert [one.role for one in db.scalars(select(RoleGiven).filter_by(person_id=officer.id, ended_at=None))] == [
        "partnership_officer"
    ]
    assert "This is you." in text_of(client.get(f"/people/{officer.id}"))


def test_the_last_who_gives_roles_cannot_be_stopped_by_a_second_at_the_same_moment(client, db, officer) -> None:
    other = make_person(db, "administrator")
    db.commit()
    shown = text_of(client.get(f"/people/{other.id}/disable"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown).group(1)
    officer_given = db.scalars(select(RoleGiven).filter_by(person_id=officer.id)).one()
    officer_given.role = "learning_hub_member"
    db.commit()
    refused = client.post(f"/people/{other.id}/disable", data={"csrf_token": token})
    assert refused.status_code == 403, "the officer's own role went in the meantime"


def test_stopping_somebody_ends_their_session_and_can_be_undone(app, client, db, officer) -> None:
    person = make_person(db, "practitioner", name="Pat Practitioner")
    db.commit()
    theirs = app.test_client().sign_in(person)
    assert theirs.get("/help/roles").status_code == 200
    assert client.post_form(f"/people/{person.id}/disable", {}).status_code == 302
    assert theirs.get("/help/roles").status_code == 302
    assert "Stopped" in text_of(client.get(f"/people/{person.id}"))
    assert client.post_form(f"/people/{person.id}/enable", {}, page=f"/people/{person.id}").status_code == 302
    assert theirs.get("/help/roles").status_code == 302, "the old session stays ended"


def test_the_link_of_somebody_with_a_password_is_shown_to_nobody(client, db, officer) -> None:
    person = make_person(db)
    person.password_hash = "argon2 of something"
    db.commit()
    page = f"/people/{person.id}"
    refused = client.post_form(f"{page}/link", {}, page=page)
    assert refused.status_code == 422
    assert f"formsapp invite {person.email}" in text_of(refused)
    assert "/invitation/" not in text_of(refused)
    assert db.scalar(select(func.count()).select_from(Invitation)) == 0


def test_a_new_link_is_made_and_too_many_are_refused(client, db, officer) -> None:
    person = make_person(db)
    db.commit()
    page = f"/people/{person.id}"
    for _ in range(3):
        assert client.post_form(f"{page}/link", {}, page=page).status_code == 302
    refused = client.post_form(f"{page}/link", {}, page=page)
    assert refused.status_code == 422
    assert "3 links in the last 15 minutes" in text_of(refused)


def test_people_declare_their_interests_and_the_officer_ends_them(app, client, db, officer) -> None:
    moderator, school = make_person(db, "moderator", audit=make_audit(db)), make_organisation(db, name="Alder Primary")
    stranger = make_person(db, "head_teacher", organisation=school)
    db.commit()
    theirs = app.test_client().sign_in(moderator)
    data = {"organisation": school.id, "kind": "parent", "note": "Until July"}
    assert theirs.post_form("/interests", data).location == "/interests"
    assert "parent or carer of a child who goes there" in text_of(theirs.get("/interests"))
    shown = text_of(client.get(f"/people/{moderator.id}"))
    assert "Alder Primary: parent or carer" in shown
    assert "Until July" in shown
    interest = db.scalars(select(Interest)).one()
    db.commit()
    end = f"/interests/{interest.id}/end"
    assert app.test_client().sign_in(stranger).post_form(end, {}, page="/interests").status_code == 403
    assert theirs.post_form(end, {}, page="/interests").status_code == 403
    assert client.post_form(end, {}, page=f"/people/{moderator.id}").status_code == 302
    assert "Until July" not in text_of(client.get(f"/people/{moderator.id}"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"organisation": ""}, "Choose an organisation from the list"),
        ({"organisation": "99999"}, "Choose an organisation from the list"),
        ({"kind": "likes"}, "Choose what your interest is"),
        ({"note": "x" * 1001}, "Keep it to at most 1000 characters"),
    ],
)
def test_a_bad_declaration_keeps_what_was_typed(client, db, officer, changes, message) -> None:
    school = make_organisation(db)
    db.commit()
    response = client.post_form(
        "/interests", {"organisation": school.id, "kind": "works", "note": "My words", **changes}
    )
    assert response.status_code == 422
    assert message in text_of(response)
    assert changes.get("note", "My words") in text_of(response)
    assert db.scalars(select(Interest)).all() == []


def test_the_help_on_roles_is_made_from_the_rules(client, officer) -> None:
    page = text_of(client.get("/help/roles"))
    for role in ROLES.values():
        assert role.title in page
    assert "Everybody" in page
    assert "Read the audit trail" in page
