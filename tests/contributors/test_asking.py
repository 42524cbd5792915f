"""A lead asks colleagues to help with a return: who is told what, and what is refused."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from formsapp.access.models import RoleGiven
from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import Return, ReturnEvent
from formsapp.audits.visibility import returns_in_sight
from formsapp.clock import now, today
from formsapp.contributors.commands import accept_contribution
from formsapp.contributors.models import Contribution
from formsapp.contributors.rules import MOST_CONTRIBUTORS
from formsapp.database import database
from formsapp.people.models import Person
from formsapp.refusals import Refused
from formsapp.sign_in.models import Invitation
from formsapp.sign_in.passwords import is_right
from formsapp.ui.formatting import day
from tests.builders import as_actor, make_organisation, make_person
from tests.contributors.helping import PASSWORD, School, ask, form_for, helper_of, link_in
from tests.queries import count_queries


@pytest.fixture
def school(db):
    made = School(db)
    db.commit()
    return made


def text_of(response) -> str:
    return response.get_data(as_text=True)


def asked_page(client, school, email: str, **changes) -> str:
    """What the lead reads after asking."""
    client.sign_in(school.lead)
    answer = client.post_form(school.board, form_for(email, **changes), page=school.board)
    assert answer.status_code == 303, text_of(answer)
    return text_of(client.get(school.board))


def test_somebody_new_is_asked_chooses_a_password_and_gets_this_role_and_no_other(client, db, school) -> None:
    page = asked_page(client, school, "wren@wexbridge.example", message="Only the first question.")
    link = link_in(page)
    assert "/helping/" not in text_of(client.get(school.board)), "the link is shown once"
    client.post_form("/sign-out", {}, page="/")
    assert "Only the first question." in text_of(client.get(link))
    assert not db.scalars(select(RoleGiven).filter_by(role="contributor")).all(), "looking at a link gives nothing"
    db.commit()
    assert client.post_form(link, {"name": "Wren", "password": "short", "again": "short"}).status_code == 422
    data = {"name": "Wren Tansley", "password": PASSWORD, "again": PASSWORD}
    assert client.post_form(link, data).location == school.address
    with database().reading() as reading:
        person = reading.scalars(select(Person).filter_by(email="wren@wexbridge.example")).one()
        (given,) = reading.scalars(select(RoleGiven).filter_by(person_id=person.id)).all()
        assert (given.role, given.audit_id, given.sections) == ("contributor", None, '["practice"]')
        assert (given.return_id, given.organisation_id) == (school.return_.id, school.organisation.id)
    shown = text_of(client.get(school.address))
    assert "Practice" in shown
    assert "Leadership" not in shown


KINDS = {
    "nobody": None,
    "a lead elsewhere": "designated_safeguarding_lead",
    "a moderator": "moderator",
    "somebody stopped": "practitioner",
    "somebody added and not signed in": "partnership_officer",
}


def _somebody(db, school, kind: str) -> str:
    if kind == "nobody":
        return "nobody@wexbridge.example"
    over = {"organisation": make_organisation(db)} if kind == "a lead elsewhere" else {}
    over |= {"audit": school.audit} if kind == "a moderator" else {}
    person = make_person(db, KINDS[kind], name="Secret Name", **over)
    person.password_hash = None if kind == "somebody added and not signed in" else "a hash"
    person.disabled_at = now() if kind == "somebody stopped" else None
    return person.email


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page_says_the_same_whoever_the_address_belongs_to(client, db) -> None:
    pages = set()
    for kind in KINDS:
        school = School(db, title="Autumn audit")
        school.organisation.name = "Hallowmere Primary School"
        email = _somebody(db, school, kind)
        db.commit()
        page = asked_page(client, school, email)
        assert "Secret Name" not in page
        plain = page.replace(email, "ADDRESS").replace(f"/returns/{school.return_.id}", "RETURN")
        plain = re.sub(r"/helping/[\w-]+", "LINK", re.sub(r'value="[^"]{20,}"', "", plain))
        plain = re.sub(r"contributors/\d+", "", re.sub(r"\d+:\d\d[ap]m|\?v=\w+", "", plain))
        pages.add(plain)
    assert len(pages) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_somebody_who_has_a_password_signs_in_with_it_and_says_yes_by_a_button(client, db, school) -> None:
    person = make_person(db, "practitioner", name="Sorrel Finch")
    person.password_hash = "not to be touched"
    db.commit()
    link = link_in(asked_page(client, school, person.email))
    client.post_form("/sign-out", {}, page="/")
    page = text_of(client.get(link))
    assert f"/sign-in?next={link}" in page
    assert 'type="password"' not in page
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text_of(client.get("/sign-in")))
    data = {"csrf_token": token.group(1), "name": "X", "password": PASSWORD, "again": PASSWORD}
    assert 'type="password"' not in text_of(client.post(link, data=data)), "no password is chosen with such a link"
    other = make_person(db, "practitioner")
    db.commit()
    client.sign_in(other)
    assert client.get(link).status_code == 403
    client.sign_in(person)
    assert "Start helping" in text_of(client.get(link))
    assert client.get(school.address).status_code == 404
    assert client.post_form(link, {}).location == school.address
    assert client.get(school.address).status_code == 200
    with database().reading() as reading:
        assert reading.get_one(Person, person.id).password_hash == "not to be touched"
        assert not reading.scalars(select(Invitation)).all()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("was_mailed", "expected"), [(False, 200), (True, 302)])
def test_a_link_passed_on_by_hand_never_takes_over_somebody_who_was_added_for_more(
    client, db, school, was_mailed, expected
) -> None:
    """An officer who has no password yet: only the link in their own mail lets them choose one."""
    officer = make_person(db, "partnership_officer")
    asked = ask(db, school, officer)
    asked.contribution.was_mailed = was_mailed
    db.commit()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text_of(client.get("/sign-in")))
    data = {"csrf_token": token.group(1), "name": "X", "password": PASSWORD, "again": PASSWORD}
    answer = client.post(f"/helping/{asked.token}", data=data)
    assert answer.status_code in {expected, 303}
    with database().reading() as reading:
        has = reading.get_one(Person, officer.id).password_hash
        assert is_right(has, PASSWORD) is was_mailed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_reviewer_who_is_asked_keeps_their_sight_until_they_say_yes(client, db, school) -> None:
    """A school cannot keep a chair away from its return by asking them to help."""
    chair = make_person(db, "chair", audit=school.audit)
    in_sight = select(Return.id).where(returns_in_sight(as_actor(db, chair)))
    asked = ask(db, school, chair)
    db.commit()
    assert db.scalars(in_sight).all() == [school.return_.id]
    db.commit()
    assert "hidden from you there from now on" in text_of(client.sign_in(chair).get(f"/helping/{asked.token}"))
    client.post_form(f"/helping/{asked.token}", {})
    assert db.scalars(in_sight).all() == []


BAD = [
    ({"name": ""}, "Enter your colleague’s name"),
    ({"name": "x" * 201}, "at most 200 letters"),
    ({"email": ""}, "Enter an email address such as"),
    ({"email": "bo"}, "Enter an email address such as"),
    ({"email": "bo@wexbridge.example\r\nBcc: x@evil.example"}, "Enter an email address such as"),
    ({"email": "x" * 250 + "@wexbridge.example"}, "Enter an email address such as"),
    ({"part": "some", "sections": []}, "Choose at least one section"),
    ({"part": "some", "sections": ["nowhere"]}, "Choose sections of this return"),
    ({"part": "all of it"}, "Choose whether they help with the whole return"),
    ({"message": "x" * 501}, "Keep the message to at most 500 letters"),
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("changes", "sentence"), BAD)
def test_a_bad_form_keeps_what_was_typed_and_asks_nobody(client, db, school, changes, sentence) -> None:
    client.sign_in(school.lead)
    answer = client.post_form(
        school.board, form_for("bo@wexbridge.example", message="Kept words") | changes, page=school.board
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "<title>Error: " in page
    assert "message" in changes or "Kept words" in page
    assert not db.scalars(select(Contribution)).all()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_needs_no_invitation_is_said(client, db, school) -> None:
    head = make_person(db, "head_teacher", organisation=school.organisation, name="Hana Head")
    deputy = make_person(db, "designated_safeguarding_lead", organisation=school.organisation, name="Dee Deputy")
    db.commit()
    client.sign_in(school.lead)
    for email, sentence in (
        (school.lead.email, "This is your own address"),
        (deputy.email.upper(), "Dee Deputy fills in returns"),
        (head.email, "Hana Head can read this whole return already"),
    ):
        answer = client.post_form(school.board, form_for(email), page=school.board)
        assert answer.status_code == 422
        assert sentence in text_of(answer)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_there_is_an_end_to_how_many_are_asked_and_how_often(client, db, school) -> None:
    people = [make_person(db) for _ in range(MOST_CONTRIBUTORS)]
    first, *_ = [ask(db, school, person).contribution for person in people]
    with pytest.raises(Refused, match="30 people are asked"):
        ask(db, school, make_person(db))
    with pytest.raises(Refused, match="asked to help already"):
        ask(db, school, people[0])
    db.commit()
    client.sign_in(school.lead)
    client.post_form(f"{school.board}/{first.id}/again", {}, page=school.board)
    assert "You can make another after" in text_of(client.get(school.board))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_trail_says_what_happened_and_nothing_that_was_typed(client, db, school) -> None:
    helper_of(db, school)
    db.commit()
    asked_page(client, school, "wren@wexbridge.example", message="Marker words")
    with database().reading() as reading:
        events = reading.scalars(select(TrailEvent)).all()
    assert {"contributor.asked", "contributor.accepted", "role.given"} <= {one.event for one in events}
    kept = " ".join(one.details for one in events)
    assert not re.search("Marker|Wren|wren|Sorrel|@", kept)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_board_takes_as_many_queries_for_many_as_for_one(client, db, school) -> None:
    ask(db, school, make_person(db))
    db.commit()
    client.sign_in(school.lead)
    client.get(school.board)
    with count_queries(database().engine) as for_one:
        client.get(school.board)
    for _ in range(5):
        helper_of(db, school, None)
    db.commit()
    with count_queries(database().engine) as for_many:
        client.get(school.board)
    assert len(for_many) == len(for_one)


def test_a_yes_counts_once(db, school) -> None:
    person = make_person(db)
    asked = ask(db, school, person)
    accept_contribution(db, contribution=asked.contribution, person=person)
    with pytest.raises(Refused, match="taken back or has run out"):
        accept_contribution(db, contribution=asked.contribution, person=person)
    with pytest.raises(Refused, match="for somebody else"):
        accept_contribution(db, contribution=ask(db, school, make_person(db)).contribution, person=person)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_invitation_to_a_return_that_is_open_late_asks_for_it_as_soon_as_can_be(client, db) -> None:
    school = School(db, state="in_moderation", closes_on=today() - timedelta(days=9))
    db.add(ReturnEvent(return_id=school.return_.id, kind="reopened", at=now(), reason="Two answers are missing"))
    asked = ask(db, school, make_person(db))
    db.commit()
    page = client.get(f"/helping/{asked.token}").get_data(as_text=True)
    said = f"s soon as you can: the closing date was {day(school.audit.closes_on)}"
    assert f"Return it a{said}." in page
    assert f"A{said}" in client.sign_in(school.lead).get(school.address).get_data(as_text=True)
