"""The message with which somebody is asked to help, sent to a real mail server on this machine."""

import re

import pytest
from sqlalchemy import select

from formsapp import create_app
from formsapp.clock import now
from formsapp.contributors.models import Contribution
from formsapp.database import database
from tests.builders import make_person
from tests.conftest import CheckedClient, settings_for_tests
from tests.contributors.helping import School, form_for
from tests.sign_in.test_invitation_email import sink  # noqa: F401  a fixture: the mail server

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def mailing(database_url, sink):  # noqa: F811  the fixture above
    """A client of an application that sends mail, signed in as a lead."""
    mail = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_starttls": False}
    app = create_app(settings_for_tests(database_url, mail_from="audits@wexbridge.example", **mail))
    app.testing, app.test_client_class = True, CheckedClient
    with app.app_context():
        with database().transaction() as session:
            school = School(session)
            stopped = make_person(session, "practitioner")
            stopped.disabled_at = now()
        client = app.test_client().sign_in(school.lead)
        client.school, client.stopped = school, stopped
        yield client
        database().engine.dispose()


def ask(client, email: str, **changes) -> str:
    """What the lead reads after asking."""
    board = client.school.board
    answer = client.post_form(board, form_for(email, **changes), page=board, headers={"X-Forwarded-Host": "evil"})
    assert answer.status_code == 303
    return client.get(board).get_data(as_text=True)


def test_the_message_says_who_asks_for_what_and_its_link_is_not_shown(mailing, sink) -> None:  # noqa: F811
    page = ask(mailing, "wren@wexbridge.example", name="Wren\r\nBcc: evil@evil.example", message="Only question one.")
    assert "We sent Wren Bcc: evil@evil.example a message with a link." in page
    assert "/helping/" not in page
    (message,) = sink.messages
    assert message["To"] == "wren@wexbridge.example"
    assert message["Bcc"] is None
    assert message["Subject"] == "Rowan Alder asks you to help with a safeguarding return"
    body = message.get_content()
    assert "2. Practice" in body
    assert "Leadership" not in body
    assert "Only question one." in body
    (link,) = re.findall(r"https?://\S+", body)
    assert link.startswith("http://localhost/helping/"), "built from the configured address, never from the request"
    assert mailing.application.test_client().get(link.removeprefix("http://localhost")).status_code == 200


def test_somebody_who_was_stopped_gets_no_message_and_the_lead_reads_the_same(mailing, sink) -> None:  # noqa: F811
    page = ask(mailing, mailing.stopped.email)
    assert "We sent Wren Tansley a message with a link." in page
    assert sink.messages == []


def test_when_the_mail_server_refuses_the_lead_gets_the_link_to_pass_on(mailing, sink) -> None:  # noqa: F811
    sink.answer = "451 Not now"
    page = ask(mailing, "wren@wexbridge.example")
    assert "The mail server did not take the message" in page
    assert "http://localhost/helping/" in page
    with database().reading() as reading:
        assert reading.scalars(select(Contribution.was_mailed)).all() == [False]
