"""What people see when something goes wrong: what to do now, and never the fault itself."""

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from formsapp import create_app
from tests.builders import make_person
from tests.conftest import CheckedClient, settings_for_tests

CODES = [400, 403, 404, 405, 409, 410, 413, 415, 418, 422, 429, 500, 502, 503]


def _fail(what: str) -> str:
    if what == "database":
        raise OperationalError("SELECT secret", {}, Exception("disk I/O error"))
    if what == "fault":
        raise ZeroDivisionError("secret detail")
    if what == "reason":
        abort(409, "Ama Mensah saved this section at 2:05pm.")
    abort(int(what))


@pytest.fixture
def failing() -> CheckedClient:
    """A client of an application with an address for every way to fail, for someone who is not signed in."""
    app = create_app(settings_for_tests("sqlite:///never-opened.sqlite"))
    app.add_url_rule("/fail/<what>", "fail", _fail, methods=["GET", "POST"])
    app.test_client_class = CheckedClient
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    return app.test_client()


@pytest.mark.parametrize("code", CODES)
def test_every_error_is_a_page_with_a_way_back(failing, code) -> None:
    answer = failing.get(f"/fail/{code}")
    assert answer.status_code == code
    assert "Sign in</a>" in answer.text
    assert "RFC" not in answer.text
    assert "server" not in answer.text.lower()


def test_a_page_may_say_why_it_refused(failing) -> None:
    assert "Ama Mensah saved this section at 2:05pm." in failing.get("/fail/reason").text
    assert "Ama Mensah" not in failing.get("/fail/409").text


def test_a_fault_is_not_shown(failing) -> None:
    answer = failing.get("/fail/fault")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "ZeroDivision" not in answer.text


def test_a_database_that_is_away_says_whether_anything_was_lost(failing) -> None:
    reading, saving = failing.get("/fail/database"), failing.post("/fail/database")
    assert (reading.status_code, saving.status_code) == (503, 503)
    assert reading.headers["Retry-After"] == "5"
    assert "the service is busy" in reading.text
    assert "Not saved: please try again" in saving.text
    assert "secret" not in reading.text + saving.text


def test_a_method_that_a_page_does_not_take_is_named(failing) -> None:
    answer = failing.put("/fail/400")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_redirects_are_left_alone(failing) -> None:
    failing.application.add_url_rule("/folder/", "folder", lambda: "inside")
    assert failing.get("/folder").status_code == 308


def test_someone_signed_in_is_led_home(app: Flask, client, db) -> None:
    person = make_person(db, "partnership_officer", name="Ama Mensah")
    db.commit()
    answer = client.sign_in(person).get("/nowhere")
    assert "Go to your home page</a>" in answer.text
    assert "Ama Mensah" in answer.text


def test_a_form_without_its_token_shows_what_was_typed(client, db) -> None:
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    typed = {"why_so": "Because <b>we</b> met", "themes": ["one", "two"], "password": "hush", "empty": " "}
    answer = client.post("/sign-in", data=typed)
    assert answer.status_code == 400
    assert "Because &lt;b&gt;we&lt;/b&gt; met" in answer.text
    assert "why so" in answer.text
    assert "one" in answer.text
    assert "two" in answer.text
    assert "hush" not in answer.text


def test_a_form_without_its_token_shows_nothing_to_someone_not_signed_in(client) -> None:
    answer = client.post("/sign-in", data={"email": "typed@wexbridge.example"})
    assert answer.status_code == 400
    assert "typed@" not in answer.text
