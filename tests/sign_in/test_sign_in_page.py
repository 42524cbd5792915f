"""Signing in and out: what is told, what is counted, where one goes next."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from formsapp import create_app
from formsapp.access.models import RoleGiven
from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import now
from formsapp.database import database
from formsapp.sign_in.demo_people import EXTENSION, DemoPeople, DemoPerson
from formsapp.sign_in.models import FailedAttempt, SignedIn
from formsapp.sign_in.next_page import safe_next
from formsapp.sign_in.passwords import hash_password
from tests.builders import make_organisation, make_person
from tests.conftest import CheckedClient, settings_for_tests
from tests.queries import count_queries

PASSWORD = "seven green lanterns"


@pytest.fixture
def ada(db):
    person = make_person(db, "administrator", name="Ada Quill")
    person.password_hash = hash_password(PASSWORD)
    db.commit()
    return person


def sign_in(client, email, password=PASSWORD, url="/sign-in"):
    return client.post_form(url, {"email": email, "password": password})


def signed_in_as(client) -> str | None:
    found = re.search(r"Signed in as </span>([^<]+)", client.get("/accessibility-statement").get_data(as_text=True))
    return found.group(1) if found else None


def test_the_right_password_signs_in_whatever_the_case_of_the_address(client, db, ada) -> None:
    response = sign_in(client, f" {ada.email.upper()} ")
    assert (response.status_code, response.location) == (302, "/")
    assert signed_in_as(client) == "Ada Quill"
    assert list(db.scalars(select(TrailEvent.event))) == ["person.signed_in"]


def test_unknown_disabled_and_passwordless_accounts_are_told_the_same(client, db, ada) -> None:
    disabled, passwordless = make_person(db), make_person(db)
    disabled.password_hash, disabled.disabled_at = hash_password(PASSWORD), now()
    db.commit()
    answers = [
        sign_in(client, ada.email, "a wrong password"),
        sign_in(client, "nobody@wexbridge.example"),
        sign_in(client, disabled.email),
        sign_in(client, passwordless.email),
    ]
    pages = [re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True)) for answer in answers]
    assert {answer.status_code for answer in answers} == {422}
    assert len(set(pages)) == 1
    assert "The email address or the password is not right" in pages[0]
    assert "<title>Error: " in pages[0]
    assert signed_in_as(client) is None


def test_what_was_typed_stays_but_never_the_password(client, ada) -> None:
    page = sign_in(client, ada.email, "a wrong password").get_data(as_text=True)
    assert f'value="{ada.email}"' in page
    assert "a wrong password" not in page
    assert sign_in(client, "", "").status_code == 422


def test_six_failures_make_one_account_wait_and_nobody_else(client, db, ada) -> None:
    colleague = make_person(db, "administrator")
    colleague.password_hash = hash_password(PASSWORD)
    db.commit()
    answers = [sign_in(client, ada.email, f"wrong password {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    refused = sign_in(client, ada.email)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "Wait 15 minutes" in refused.get_data(as_text=True)
    assert sign_in(client, colleague.email).status_code == 302


def test_an_unknown_account_waits_too_so_that_nothing_is_given_away(client, db) -> None:
    answers = [sign_in(client, "nobody@wexbridge.example") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2
    assert len(db.scalars(select(FailedAttempt)).all()) == 6, "tries while waiting do not lengthen the wait"


def test_after_the_wait_the_right_password_works_and_the_count_starts_again(client, db, ada) -> None:
    for number in range(6):
        sign_in(client, ada.email, f"wrong password {number}")
    with time_machine.travel(now() + timedelta(minutes=15, seconds=5)):
        assert sign_in(client, ada.email).status_code == 302
    assert db.scalars(select(FailedAttempt)).all() == []


def test_no_address_is_kept_in_the_clear_with_a_failure(client, db, ada) -> None:
    sign_in(client, ada.email, "wrong password")
    assert ada.email not in db.scalars(select(FailedAttempt.email_hash)).one()


@pytest.mark.parametrize(
    "asked",
    ["//e.example", "////e.example", "/\\e.example", "https:e.example", "\thttps://e.example", "javascript:alert(1)",
     "https://e.example/", "/\t/e.example", "/ok\r\nX: y", "e", "", "\\\\e", "/" + "a" * 3000],
)  # fmt: skip
def test_no_other_site_is_ever_next(client, ada, asked) -> None:
    assert safe_next(asked) is None
    response = client.post_form("/sign-in", {"email": ada.email, "password": PASSWORD}, query_string={"next": asked})
    assert response.location == "/"


def test_one_goes_on_to_the_page_one_asked_for(client, ada) -> None:
    response = sign_in(client, ada.email, url="/sign-in?next=/people%3Fpage%3D2")
    assert response.location == "/people?page=2"
    assert client.get("/sign-in?next=/register").location == "/register", "who is signed in goes straight on"


def test_a_new_token_at_sign_in_and_a_dead_one_after_sign_out(app, client, db, ada) -> None:
    with client.session_transaction() as cookie:
        cookie["token"] = "preset by somebody else"
    sign_in(client, ada.email)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    assert kept["token"] != "preset by somebody else"
    response = client.post_form("/sign-out", {}, page="/accessibility-statement")
    assert (response.status_code, response.location) == (302, "/sign-in")
    assert "cache" in response.headers["Clear-Site-Data"]
    assert signed_in_as(client) is None
    copy = app.test_client()
    with copy.session_transaction() as cookie:
        cookie.update(kept)
    assert signed_in_as(copy) is None


def test_signing_in_again_ends_the_session_before(client, db, ada) -> None:
    sign_in(client, ada.email)
    with client.session_transaction() as cookie:
        first = cookie["token"]
    client.post("/sign-in", data={"email": ada.email, "password": PASSWORD, "csrf_token": token_of(client)})
    with client.session_transaction() as cookie:
        assert cookie["token"] != first
    assert len(db.scalars(select(SignedIn).where(SignedIn.ended_at.is_(None))).all()) == 1


def token_of(client) -> str:
    page = client.get("/accessibility-statement").get_data(as_text=True)
    return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)


def test_reading_never_signs_out_and_a_forged_sign_in_is_refused(client, ada) -> None:
    client.sign_in(ada)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 400
    assert client.post("/sign-in", data={"email": ada.email, "password": PASSWORD}).status_code == 400
    assert signed_in_as(client) == "Ada Quill"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_post_from_another_site_is_refused_even_with_a_token(client, ada, site) -> None:
    client.sign_in(ada)
    headers = {"Sec-Fetch-Site": site}
    assert client.post("/sign-out", data={"csrf_token": token_of(client)}, headers=headers).status_code == 400
    assert signed_in_as(client) == "Ada Quill"


def test_idle_and_old_sessions_end(client, db, ada) -> None:
    head = make_person(db, "head_teacher", organisation=make_organisation(db))
    db.commit()
    for person, minutes, stays in [(ada, 29, True), (ada, 31, False), (head, 59, True), (head, 61, False)]:
        client.sign_in(person)
        with time_machine.travel(now() + timedelta(minutes=minutes)):
            assert (signed_in_as(client) is not None) is stays, (person.name, minutes)


def test_a_session_ends_after_twelve_hours_of_work(client, ada) -> None:
    start = now()
    client.sign_in(ada)
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert signed_in_as(client) is not None, minutes
    with time_machine.travel(start + timedelta(hours=12, minutes=1)):
        assert signed_in_as(client) is None


def test_somebody_disabled_is_out_at_the_next_request(client, db, ada) -> None:
    client.sign_in(ada)
    assert signed_in_as(client) == "Ada Quill"
    ada.disabled_at = now()
    db.commit()
    assert signed_in_as(client) is None


def test_a_role_taken_back_counts_at_the_next_request(client, db, ada) -> None:
    client.sign_in(ada)
    assert client.get("/people").status_code == 200
    db.scalars(select(RoleGiven).filter_by(person_id=ada.id)).one().ended_at = now()
    db.commit()
    assert client.get("/people").status_code == 403


def test_who_is_signed_in_is_found_in_one_query(app, client, db, ada) -> None:
    client.sign_in(ada)
    with count_queries(database().engine) as sent:
        client.get("/accessibility-statement")
    assert len([one for one in sent if one.startswith("SELECT")]) == 1


def test_a_forged_host_is_refused_and_pages_cannot_be_framed(client) -> None:
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
    headers = client.get("/sign-in", headers={"Origin": "https://evil.example"}).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers
    assert client.open("/sign-in", method="TRACE").status_code == 405


def test_a_demonstration_lists_whom_to_sign_in_as_by_role_and_nothing_else_does(database_url) -> None:
    told = DemoPeople(
        PASSWORD,
        (
            DemoPerson("Ola", "ola@wexbridge.example", "Partnership officer"),
            DemoPerson("Dan", "dan@wexbridge.example", "Head teacher", "Alder Primary"),
            DemoPerson("Eve", "eve@wexbridge.example", "Partnership officer"),
        ),
    )
    assert [(role, [one.name for one in people]) for role, people in told.by_role()] == [
        ("Partnership officer", ["Ola", "Eve"]),
        ("Head teacher", ["Dan"]),
    ]
    for is_demo in (True, False):
        app = create_app(settings_for_tests(database_url, is_demo=is_demo))
        app.testing, app.test_client_class = True, CheckedClient
        app.extensions[EXTENSION] = lambda _session: told
        page = app.test_client().get("/sign-in").get_data(as_text=True)
        for words in (PASSWORD, "Alder Primary", "dan@wexbridge.example"):
            assert (words in page) is is_demo
        with app.app_context():
            database().engine.dispose()
