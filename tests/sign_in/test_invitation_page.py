"""The page of an invitation: looked at as often as one likes, used once, by the right person."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.clock import now
from formsapp.sign_in.commands import UsedUpError, accept, invite
from formsapp.sign_in.models import Invitation, SignedIn
from tests.builders import make_person

PASSWORD = "seven green lanterns"
CHOSEN = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def ada(db):
    person = make_person(db, "administrator", name="Ada Quill")
    db.commit()
    return person


@pytest.fixture
def link(db, ada) -> str:
    token = invite(db, person=ada, by=SYSTEM)
    db.commit()
    return f"/invitation/{token}"


def test_the_page_names_the_person_and_choosing_a_password_signs_in(client, db, ada, link) -> None:
    page = client.get(link).get_data(as_text=True)
    assert "Welcome, Ada Quill" in page
    assert ada.email in page
    assert client.post_form(link, CHOSEN).location == "/"
    assert "Signed in as </span>Ada Quill" in client.get("/privacy").get_data(as_text=True)


def test_scanners_that_look_use_nothing_up_and_get_no_session(app, client, db, link) -> None:
    for _ in range(5):
        assert app.test_client().get(link).status_code == 200
        assert app.test_client().head(link).status_code == 200
    assert db.scalars(select(SignedIn)).all() == []
    assert db.scalars(select(Invitation.used_at)).all() == [None]
    db.commit()
    assert client.post_form(link, CHOSEN).status_code == 302


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("short", "short"), "Use at least 12 characters"),
        (("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa"), "Use at least 5 different characters"),
        (("x1" * 200, "x1" * 200), "Use at most 256 characters"),
        (("ADDRESS", "ADDRESS"), "Do not use your email address or your name"),
        ((PASSWORD, "seven green lantern"), "The two passwords are not the same"),
        (("", ""), "Enter a password"),
    ],
)
def test_a_password_against_the_rules_is_refused_and_the_link_still_works(client, ada, link, typed, message) -> None:
    password, again = (one.replace("ADDRESS", ada.email) for one in typed)
    response = client.post_form(link, {"password": password, "again": again})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert message in page
    assert "<title>Error: " in page
    assert not re.search(r'type="password"[^>]*value=', page), "a password never comes back"
    assert client.post_form(link, CHOSEN).status_code == 302


def test_a_used_replaced_or_old_link_is_gone_and_says_what_to_do(app, client, db, ada, link) -> None:
    with time_machine.travel(now() + timedelta(days=7, seconds=1)):
        assert client.get(link).status_code == 410
    newer = f"/invitation/{invite(db, person=ada, by=SYSTEM)}"
    db.commit()
    gone = client.get(link)
    assert gone.status_code == 410
    assert "to send you a new link" in gone.get_data(as_text=True)
    assert client.post_form(newer, CHOSEN).status_code == 302
    assert app.test_client().get(newer).status_code == 410


def test_the_link_of_somebody_disabled_is_gone(client, db, ada, link) -> None:
    ada.disabled_at = now()
    db.commit()
    assert client.get(link).status_code == 410


def test_signed_in_as_somebody_else_one_is_told_so_and_nothing_is_used(client, db, ada, link) -> None:
    other = make_person(db, "practitioner", name="Oto Other")
    db.commit()
    client.sign_in(other)
    response = client.get(link)
    assert response.status_code == 403
    assert "You are signed in as Oto Other. The link is for Ada Quill" in response.get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', response.get_data(as_text=True)).group(1)
    assert client.post(link, data={**CHOSEN, "csrf_token": token}).status_code == 403
    assert db.scalars(select(Invitation.used_at)).all() == [None]


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "%00", "..%2f"])
def test_an_edited_link_is_not_known(client, link, token) -> None:
    assert client.get(f"{link[:-3]}{token}").status_code == 404


def test_of_many_who_use_a_link_at_once_one_succeeds(app, db, ada, link) -> None:
    from formsapp.database import database

    def claim(number: int) -> bool:
        with app.app_context():
            try:
                with database().transaction() as session:
                    accept(session, token=link.rsplit("/", 1)[1], password=f"{PASSWORD} {number}")
            except UsedUpError:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(24))) == 1
