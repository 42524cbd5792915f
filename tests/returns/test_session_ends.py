"""A session that ends while somebody is typing loses nothing: what they typed goes with them through signing in."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from formsapp.access.models import Person
from formsapp.clock import now
from formsapp.returns.models import Answer
from formsapp.sign_in.models import SignedIn
from formsapp.sign_in.passwords import hash_password
from tests.builders import make_audit, make_organisation, make_person, make_return

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the engine has no part in it

PASSWORD = "the quiet heron waits"
OWN_SITE = {"Sec-Fetch-Site": "same-origin"}
WORDS = "Café ‘audit’ <b>of</b> records\nand a second line"


@pytest.fixture
def lead(db) -> Person:
    school = make_organisation(db)
    person = make_person(db, "designated_safeguarding_lead", organisation=school)
    person.password_hash = hash_password(PASSWORD)
    make_return(db, make_audit(db), school)
    db.flush()
    db.expunge(person)  # read again from this session it would hold the database's one write lock
    db.commit()
    return person


def hidden(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return [(html.unescape(name), html.unescape(value)) for name, value in found]


def post_after_the_session_ended(client, db, headers):
    page = dict(hidden(client.get("/returns/1/sections/leadership").get_data(as_text=True)))
    db.execute(update(SignedIn).values(ended_at=now()))
    db.commit()
    typed = {**page, "q-leadership.a": "not_met", "q-leadership.a:comment": WORDS, "then": "later"}
    return client.post("/returns/1/sections/leadership", data=typed, headers=headers)


def answers(db) -> dict[str, tuple[str | None, str]]:
    db.rollback()
    found = {one.question: (one.value, one.comment) for one in db.query(Answer)}
    db.rollback()
    return found


def test_what_was_typed_is_saved_after_signing_in_again(db, client, lead):
    client.sign_in(lead)
    page = post_after_the_session_ended(client, db, OWN_SITE)
    assert page.status_code == 401
    assert answers(db) == {}
    fields = dict(hidden(page.get_data(as_text=True)))
    where = html.unescape(re.search(r'action="([^"]+)"', page.get_data(as_text=True)).group(1))

    wrong = client.post(where, data={**fields, "email": lead.email, "password": "not this one"})
    assert wrong.status_code == 422
    fields = dict(hidden(wrong.get_data(as_text=True).partition("demo-people")[0]))
    right = client.post(where, data={**fields, "email": lead.email, "password": PASSWORD})
    assert right.status_code == 200
    assert "Save what you typed" in right.get_data(as_text=True)

    main = right.get_data(as_text=True).partition("<main")[2]
    saved = client.post("/returns/1/sections/leadership", data=dict(hidden(main)), headers=OWN_SITE)
    assert saved.status_code == 303
    assert answers(db) == {"leadership.a": ("not_met", WORDS)}


def test_somebody_else_who_signs_in_cannot_save_it_there(db, client, lead):
    other = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    other.password_hash = hash_password(PASSWORD)
    db.commit()
    client.sign_in(lead)
    page = post_after_the_session_ended(client, db, OWN_SITE).get_data(as_text=True)
    where = html.unescape(re.search(r'action="([^"]+)"', page).group(1))
    right = client.post(where, data={**dict(hidden(page)), "email": other.email, "password": PASSWORD})
    main = right.get_data(as_text=True).partition("<main")[2]
    assert client.post("/returns/1/sections/leadership", data=dict(hidden(main))).status_code == 404
    assert answers(db) == {}


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}])
def test_what_the_browser_does_not_vouch_for_is_shown_to_be_copied_only(db, client, lead, headers):
    client.sign_in(lead)
    page = post_after_the_session_ended(client, db, headers).get_data(as_text=True)
    assert 'name="carried"' not in page
    assert "Copy what you typed" in page
    assert html.escape(WORDS.splitlines()[1]) in page


def test_a_form_with_a_password_is_never_carried(db, client, lead):
    client.sign_in(lead)
    token = dict(hidden(client.get("/returns/1/sections/leadership").get_data(as_text=True)))["csrf_token"]
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        data = {"csrf_token": token, "q-leadership.a": "met", "password": "secret"}
        page = client.post("/returns/1/sections/leadership", data=data, headers=OWN_SITE).get_data(as_text=True)
    assert 'name="carried"' not in page
    assert "secret" not in page


def test_a_form_of_the_sign_in_before_can_be_saved_at_once(db, client, lead):
    """Signed in again in another tab: this tab's token is of the session that is over."""
    client.sign_in(lead)
    form = dict(hidden(client.get("/returns/1/sections/leadership").get_data(as_text=True)))
    with client.session_transaction() as cookie:
        cookie.clear()
    client.sign_in(lead)
    typed = {**form, "q-leadership.a": "met"}
    stale = client.post("/returns/1/sections/leadership", data=typed, headers=OWN_SITE)
    assert stale.status_code == 400
    assert answers(db) == {}
    main = stale.get_data(as_text=True).partition("<main")[2]
    assert client.post("/returns/1/sections/leadership", data=dict(hidden(main))).status_code == 303
    assert answers(db) == {"leadership.a": ("met", "")}


@pytest.mark.parametrize("line", ["", "nonsense", "[1]", '[["a"]]', '[["a", 1]]', "[" * 100_000])
def test_a_line_that_is_none_of_ours_is_ignored(db, client, lead, line):
    page = client.get("/sign-in").get_data(as_text=True)
    data = {**dict(hidden(page)), "carried": line, "email": lead.email, "password": PASSWORD}
    answer = client.post("/sign-in?next=/returns/1/sections/leadership", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/returns/1/sections/leadership")
