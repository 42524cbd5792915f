"""The e-mail of an invitation, sent to a real mail server on this machine."""

import re
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from formsapp import create_app
from formsapp.database import database
from tests.builders import make_person
from tests.conftest import CheckedClient, settings_for_tests


class Sink:
    """Keeps what it is sent, unless told to refuse."""

    def __init__(self) -> None:
        self.messages = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  aiosmtpd calls it so
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@pytest.fixture
def sink():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Sink()
    handler.port = port
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def mailing(database_url, sink):
    """A client of an application that sends mail, signed in as an officer."""
    mail = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_starttls": False}
    app = create_app(settings_for_tests(database_url, mail_from="audits@wexbridge.example", **mail))
    app.testing, app.test_client_class = True, CheckedClient
    with app.app_context():
        with database().transaction() as session:
            officer = make_person(session, "partnership_officer")
        yield app.test_client().sign_in(officer)
        database().engine.dispose()


NEW = {"name": "Bo Finch", "email": "bo@wexbridge.example", "job_title": "", "role": "practitioner",
       "organisation": "", "audit": ""}  # fmt: skip


def test_the_invited_person_gets_one_plain_message_whose_link_works(mailing, sink) -> None:
    response = mailing.post_form("/people/invite", NEW, headers={"X-Forwarded-Host": "evil.example"})
    shown = mailing.get(response.location).get_data(as_text=True)
    assert "We sent Bo Finch a link to choose a password." in shown
    assert "/invitation/" not in shown, "a link that was sent is not shown"
    (message,) = sink.messages
    assert message["To"] == "bo@wexbridge.example"
    assert message["From"] == "audits@wexbridge.example"
    assert message.get_content_type() == "text/plain"
    body = message.get_content()
    assert body.startswith("Dear Bo Finch,")
    (link,) = re.findall(r"https?://\S+", body)
    assert link.startswith("http://localhost/invitation/"), "built from the configured address, never from the request"
    assert mailing.application.test_client().get(link.removeprefix("http://localhost")).status_code == 200


def test_a_name_cannot_smuggle_headers_into_the_message(mailing, sink) -> None:
    mailing.post_form("/people/invite", {**NEW, "name": "Bo\r\nBcc: evil@evil.example"})
    (message,) = sink.messages
    assert message["Bcc"] is None


def test_when_the_mail_server_refuses_the_officer_gets_the_link_to_pass_on(mailing, sink) -> None:
    sink.answer = "451 Not now"
    response = mailing.post_form("/people/invite", NEW)
    assert response.status_code == 302, "the person is added all the same"
    shown = mailing.get(response.location).get_data(as_text=True)
    assert "The mail server did not take the message" in shown
    assert "http://localhost/invitation/" in shown
