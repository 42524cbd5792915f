"""Where a return says that it is signed, that signatures lapsed, what was submitted with it, and why it came back."""

import html

import pytest

from formsapp.audits.models import AuditMove
from formsapp.clock import now
from formsapp.returns.commands import send_back
from formsapp.returns.fields.given import Given
from formsapp.signing.commands import ask_for_signature
from tests.builders import as_actor
from tests.signing.place import CHAIR, HEAD, Place

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def at(db, client) -> Place:
    place = Place(db)
    db.commit()
    client.sign_in(place.lead)
    return place


def words(answer) -> str:
    return " ".join(html.unescape(answer.get_data(as_text=True)).split())


def test_signatures_that_hold_and_that_lapsed_are_said_where_answers_are_given(client, db, at):
    at.sign(HEAD, at.head)
    at.sign(CHAIR, at.chair)
    db.commit()
    before = words(client.get(at.url + "/sections/practice"))
    assert "The head teacher or principal and the chair of governors have signed this return." in before
    assert "lapsed" not in words(client.get(at.url))
    at.save("practice", {"practice.a": Given("met")})
    db.commit()
    assert "2 signatures lapsed: 1 answer changed since (2. Practice)." in words(client.get(at.url))
    assert "signed this return." not in words(client.get(at.url + "/sections/practice"))


def test_after_submission_the_signatures_are_those_of_the_receipt(client, db, at):
    request, _ = ask_for_signature(
        db, opened=at.opened(), role=CHAIR, name="Corin Chair", email="corin@wexbridge.example", by=at.by
    )
    at.sign_with(request)
    at.save("practice", {"practice.a": Given("met")})
    at.sign(HEAD, at.head)
    db.commit()
    assert ", lapsed</span>" in words(client.get(at.url + "/signatures"))
    at.submit(**{CHAIR: "At the meeting of 12 November."})
    db.commit()
    page = words(client.get(at.url + "/signatures"))
    assert "Agreed, as Rowan Lead says, who submitted the return: " in page
    assert "At the meeting of 12 November." in page
    assert "Hazel Head signed on" in page
    assert ">Lapsed<" not in page
    assert "Before that, Corin Chair signed on" in page


def test_without_a_mail_server_nothing_leads_to_a_form_that_is_not_there(client, at):
    for page in ("/check", "/submit"):
        shown = words(client.get(at.url + page))
        assert "Ask for" not in shown
        assert "sign when they sign in" in shown


def test_what_a_return_was_sent_back_for_stands_first_when_it_is_checked(client, db, at):
    at.submit(**{HEAD: "Told me.", CHAIR: "Told me."})
    reasons = {"leadership": "Say who leads.", "practice": "The figures do not fit."}
    send_back(db, return_=at.return_, reason="", sections=reasons, by=as_actor(db, at.officer))
    at.save("practice", {"practice.a": Given("met")})
    db.commit()
    check = words(client.get(at.url + "/check"))
    assert check.index("Sent back to you") < check.index("Still needed")
    assert "1. Leadership</a>: <strong>no answer changed since</strong><br>" in check
    assert "2. Practice</a>: 1 answer changed since you submitted<br>" in check
    for reason in reasons.values():
        assert reason in check
    submit = words(client.get(at.url + "/submit"))
    assert "no answer in it changed since" in submit
    assert "1. Leadership" in submit
    assert "2. Practice" not in submit


def test_once_it_is_submitted_nothing_offers_to_fill_it_in(client, db, at):
    for page in ("", "/copies"):
        assert f"{at.url}/offline" in words(client.get(at.url + page))
    at.submit(**{HEAD: "Told me.", CHAIR: "Told me."})
    db.commit()
    for page in ("", "/copies"):
        assert f"{at.url}/offline" not in words(client.get(at.url + page))


def test_a_return_that_closed_unsubmitted_says_whom_to_ask_for_more_time(client, db):
    at = Place(db, state="closed", complete=False)
    db.add(AuditMove(audit_id=at.audit.id, to_state="open", at=now(), by_id=at.officer.id, reason=""))
    db.add(AuditMove(audit_id=at.audit.id, to_state="closed", at=now(), by_id=at.officer.id, reason=""))
    db.commit()
    client.sign_in(at.lead)
    for page in ("", "/sections/practice"):
        assert "If you need more time, ask Olive Officer at " in words(client.get(at.url + page))
