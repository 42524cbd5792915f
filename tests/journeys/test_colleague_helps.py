"""A lead asks a colleague for a section by e-mail; she answers it, says so, and it is taken back."""

import re
from dataclasses import replace

import pytest

from tests.builders import make_audit, make_organisation, make_return
from tests.journeys.visitor import PASSWORD, Visitor, with_password
from tests.sign_in.test_invitation_email import sink  # noqa: F401  a fixture: the mail server


@pytest.fixture
def lead(site, sink):  # noqa: F811  the fixture above
    settings = site.app.extensions["formsapp_settings"]
    mail = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_starttls": False}
    site.app.extensions["formsapp_settings"] = replace(settings, mail_from="audits@wexbridge.example", **mail)
    with site.changing() as session:
        school = make_organisation(session, name="Hallowmere Primary School")
        make_return(session, make_audit(session, title="Autumn audit"), school)
        return with_password(session, "designated_safeguarding_lead", organisation=school, name="Rowan Alder")


def test_a_colleague_helps(visitor: Visitor, colleague: Visitor, lead, sink) -> None:  # noqa: F811
    visitor.sign_in(lead)
    the_lead_asks(visitor)
    the_colleague_starts(colleague, sink.messages[0].get_content())
    she_answers_and_says_so(colleague)
    the_lead_sees_it_and_takes_it_back(visitor)
    answer = colleague.page.goto(colleague.site.address + "/returns/1/sections/practice")
    assert answer is not None
    assert answer.status == 404


def the_lead_asks(visitor: Visitor) -> None:
    visitor.visit("/returns/1")
    visitor.follow("Colleagues who help")
    visitor.press("Ask them to help")
    assert len(visitor.errors) == 3
    visitor.write("Their name", "Wren Tansley")
    visitor.write("Their email address", "wren.tansley@wexbridge.example")
    visitor.page.get_by_role("checkbox", name=re.compile("2. Practice")).check()
    visitor.press("Ask them to help")
    assert "We sent Wren Tansley a message with a link." in visitor.text


def the_colleague_starts(colleague: Visitor, message: str) -> None:
    (link,) = re.findall(r"https?://\S+", message)
    colleague.visit(link.removeprefix(colleague.site.address))
    for box in colleague.page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    colleague.press("Set password and start")
    assert colleague.page.locator("main .govuk-task-list__link").all_inner_texts() == ["2. Practice"]
    answer = colleague.page.goto(colleague.site.address + "/returns/1/sections/leadership")
    assert answer is not None
    assert answer.status == 404
    colleague.faults.clear()


def she_answers_and_says_so(colleague: Visitor) -> None:
    colleague.visit("/returns/1")
    colleague.follow("2. Practice")
    colleague.choose("Met")
    colleague.press("Save and come back later")
    colleague.press("I have finished my part")
    assert "Rowan Alder can see that you have finished your part." in colleague.text


def the_lead_sees_it_and_takes_it_back(visitor: Visitor) -> None:
    visitor.visit("/returns/1/contributors")
    assert "Wren Tansley (finished)" in visitor.text
    assert "Nothing left" in visitor.text
    visitor.follow("Take back")
    visitor.press("Take it back")
    assert "Wren Tansley can no longer open this return. What they answered is kept." in visitor.text
