"""A head signs by a link, an answer changes, the head signs again; sections go back, and reviewers see what changed."""

import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import settings_for_tests
from tests.journeys.visitor import Visitor, with_password
from tests.signing.place import Place

SMALLER = "Two of the four are in place."
LOOK_AGAIN = {"1. Leadership": "Name the evidence for 1.2.", "2. Practice": "The words and the level do not fit."}
HOW = "At the governors’ meeting of 12 November."


class Mailbox:
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.messages = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  aiosmtpd calls it so
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def link(self) -> str:
        return re.findall(r"https?://\S+", self.messages[-1].get_content())[0]


@pytest.fixture
def mailbox(site) -> Iterator[Mailbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_starttls": False, "base_url": site.address}
    before = site.app.extensions["formsapp_settings"]
    url = before.database_url
    site.app.extensions["formsapp_settings"] = settings_for_tests(url, mail_from="audits@wexbridge.example", **mail)
    shown = site.app.jinja_env.globals["partnership"]
    site.app.jinja_env.globals["partnership"] = type(shown).of(site.app.extensions["formsapp_settings"])
    yield box
    site.app.extensions["formsapp_settings"] = before
    site.app.jinja_env.globals["partnership"] = shown
    controller.stop()


@pytest.fixture
def people(site):
    with site.changing() as session:
        place = Place(session)
        lead = with_password(session, "designated_safeguarding_lead", organisation=place.school, name="Wren Tansley")
        return lead, with_password(session, "partnership_officer"), place.url


def test_signed_and_sent_back(visitor: Visitor, colleague: Visitor, mailbox: Mailbox, people) -> None:
    lead, officer, url = people
    visitor.sign_in(lead)
    the_lead_asks(visitor, url)
    signs_by_link(colleague, mailbox.link())
    an_answer_changes(visitor, url)
    visitor.press("Ask again")
    signs_by_link(colleague, mailbox.link())
    the_lead_submits(visitor, url)
    colleague.sign_in(officer)
    the_officer_sends_back(colleague, url)
    assert mailbox.messages[-1]["To"] == lead.email
    assert LOOK_AGAIN["2. Practice"] not in mailbox.messages[-1].get_content()
    the_lead_changes_and_submits_again(visitor, url)
    the_officer_sees_what_changed(colleague, url)


def the_lead_asks(visitor: Visitor, url: str) -> None:
    visitor.visit(url + "/signatures")
    visitor.press("Send the link")
    assert len(visitor.errors) == 3
    visitor.choose("Head teacher or principal")
    visitor.write("Their full name", "Hazel Fenwick")
    visitor.write("Their email address", "hazel.fenwick@wexbridge.example")
    visitor.press("Send the link")
    assert "Not opened yet" in visitor.text


def signs_by_link(visitor: Visitor, link: str) -> None:
    visitor.visit(link.removeprefix(visitor.site.address))
    visitor.press("Read the return")
    visitor.open_details("The whole return")
    assert "In our words." in visitor.text
    visitor.page.get_by_role("checkbox", name="I agree with this statement").check()
    visitor.write("Your full name, as your signature", "Hazel Fenwick")
    visitor.press("Sign this return")
    assert visitor.heading == "You have signed"


def an_answer_changes(visitor: Visitor, url: str) -> None:
    visitor.visit(url + "/signatures")
    assert "Hazel Fenwick signed on" in visitor.text
    answers(visitor, url, SMALLER)
    visitor.visit(url + "/signatures")
    assert "The signature has lapsed, because 1 answer changed since (1. Leadership)" in visitor.text


def answers(visitor: Visitor, url: str, words: str) -> None:
    visitor.visit(url + "/sections/leadership")
    visitor.question("Statement leadership.b").get_by_role("textbox", name="Comment").fill(words)
    visitor.press("Save and come back later")


def the_lead_submits(visitor: Visitor, url: str) -> None:
    visitor.visit(url + "/check")
    visitor.press("Continue to the declaration")
    assert visitor.page.get_by_label("How the head teacher").count() == 0
    visitor.write("How the chair of governors agreed", HOW)
    visitor.page.get_by_role("checkbox").check()
    visitor.write("Your full name, as your signature", "Wren Tansley")
    visitor.press("Submit this return")
    assert "Hazel Fenwick" in visitor.text
    assert HOW in visitor.text


def the_officer_sends_back(visitor: Visitor, url: str) -> None:
    visitor.visit(url + "/send-back")
    for section, why in LOOK_AGAIN.items():
        visitor.page.get_by_role("checkbox", name=section).check()
        visitor.page.get_by_label(f"What needs to be done in section {section[0]}").fill(why)
    visitor.press("Send back")
    assert "can be answered again" in visitor.text


def the_lead_changes_and_submits_again(visitor: Visitor, url: str) -> None:
    visitor.visit(url)
    for why in LOOK_AGAIN.values():
        assert why in visitor.text
    visitor.follow("1. Leadership", within=visitor.page.locator(".app-sent-back"))
    assert LOOK_AGAIN["1. Leadership"] in visitor.text
    answers(visitor, url, "Minutes of 3 October.")
    visitor.visit(url + "/check")
    assert "Changed since you submitted" in visitor.text
    visitor.press("Continue to the declaration")
    visitor.write("How the head teacher or principal agreed", HOW)
    visitor.write("How the chair of governors agreed", HOW)
    visitor.page.get_by_role("checkbox").check()
    visitor.write("Your full name, as your signature", "Wren Tansley")
    visitor.press("Submit this return")
    assert "Number 2" in visitor.text


def the_officer_sees_what_changed(visitor: Visitor, url: str) -> None:
    visitor.visit(url + "/review")
    assert "1 answer changed since the first submission" in visitor.text
    visitor.follow("Show only what changed")
    visitor.open_details("Changed since")
    assert SMALLER in visitor.text
    assert "Statement practice.a" not in visitor.text
