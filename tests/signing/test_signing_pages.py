"""The pages on which people are asked to sign, sign, submit and see what changed."""

import html

import pytest
from sqlalchemy import func, select

from formsapp.action_plans.commands import Named, add_action
from formsapp.audits.models import ReturnEvent
from formsapp.clock import now
from formsapp.database import database
from formsapp.evidence.commands import Described, add_item, attach, detach
from formsapp.evidence.files import AcceptedFile
from formsapp.notes.commands import add_note
from formsapp.returns.commands import send_back
from formsapp.returns.fields.given import Given
from formsapp.signing.commands import ask_for_signature, revoke_request
from formsapp.signing.models import Signature, SignatureRequest
from tests.builders import as_actor
from tests.signing.place import CHAIR, HEAD, WORDS, Place

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SIGNED = {"agrees": "y", "signed": "Hazel Head"}


@pytest.fixture
def at(db) -> Place:
    place = Place(db)
    db.commit()
    return place


def how_many(app, table) -> int:
    with app.app_context(), database().reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def link_for(at: Place, role: str = HEAD) -> tuple[str, SignatureRequest]:
    request, token = ask_for_signature(
        at.db, opened=at.opened(), role=role, name="Hazel Head", email="hazel@wexbridge.example", by=at.by
    )
    at.db.commit()
    return f"/sign/{token}", request


def words(answer) -> str:
    return html.unescape(answer.get_data(as_text=True))


def with_digest(client, url: str, data: dict[str, str], **more):
    page = client.get(url).get_data(as_text=True)
    digest = page.partition('name="digest" value="')[2].partition('"')[0]
    return client.post_form(url, {**data, "digest": digest}, **more)


def test_looking_at_a_link_signs_nothing_and_shows_no_answer_before_somebody_chooses_to_read(client, db, at):
    url, request = link_for(at)
    for method in ("GET", "HEAD", "GET"):
        seen = client.open(url, method=method)
        assert seen.status_code == 200
        assert "In our words." not in words(seen)
    db.refresh(request)
    assert request.opened_at is None
    db.commit()
    assert client.post_form(url, {"then": "read"}).status_code == 303
    shown = words(client.get(url))
    for text in ("In our words.", WORDS[HEAD], "Questions to ask", "Sign as head teacher or principal"):
        assert text in shown
    assert client.post_form(url, {"signed": "", "agrees": ""}).status_code == 422
    assert how_many(client.application, Signature) == 0
    signed = with_digest(client, url, SIGNED)
    assert signed.status_code == 303
    assert WORDS[HEAD] in words(client.get(signed.location))
    assert client.get(url).status_code == 410
    assert client.post_form(url, SIGNED, page="/sign-in").status_code == 410
    assert how_many(client.application, Signature) == 1


def test_links_that_do_not_work_say_nothing_of_what_exists(client, db, at):
    url, request = link_for(at)
    for unknown in ("/sign/" + "a" * 43, url[:-1], "/sign/x/signed"):
        answer = client.get(unknown)
        assert answer.status_code == 404
        assert "Hallowmere" not in words(answer)
    client.sign_in(at.lead)
    assert client.get(url).status_code == 403, "whoever asked does not sign in the other's name"
    revoke_request(db, opened=at.opened(), request=db.merge(request), by=at.by)
    db.commit()
    assert client.get(url).status_code == 410


def test_what_changed_while_somebody_read_is_read_again_before_it_is_signed(client, db, at):
    client.sign_in(at.head)
    url = at.url + "/sign"
    page = client.get(url).get_data(as_text=True)
    stale = page.partition('name="digest" value="')[2].partition('"')[0]
    at.save("practice", {"practice.words": Given("Other words.")})
    db.commit()
    answer = client.post_form(url, {**SIGNED, "digest": stale})
    assert answer.status_code == 409
    assert "The return changed while you were reading" in words(answer)
    assert "Other words." in words(answer)
    assert with_digest(client, url, SIGNED).status_code == 303
    assert "Hazel Head signed on" in words(client.get(at.url + "/signatures"))


def test_whoever_signs_finds_it_on_their_home_page_until_they_have(client, db, at):
    client.sign_in(at.head)
    assert "To read and sign" in words(client.get("/"))
    at.sign(HEAD, at.head)
    db.commit()
    assert "To read and sign" not in words(client.get("/"))
    at.save("practice", {"practice.a": Given("met")})
    db.commit()
    assert "To read and sign" in words(client.get("/")), "it lapsed"
    client.sign_in(at.lead)
    assert "To read and sign" not in words(client.get("/"))


def test_without_a_mail_server_nobody_is_shown_a_link(client, db, at):
    client.sign_in(at.lead)
    page = at.url + "/signatures"
    assert "This installation sends no email" in words(client.get(page))
    asked = {"role": CHAIR, "name": "Corin Chair", "email": "corin@wexbridge.example"}
    answer = client.post_form(page, asked)
    assert answer.status_code == 422
    assert "/sign/" not in words(answer)
    assert how_many(client.application, SignatureRequest) == 0


def test_who_submits_writes_how_those_agreed_who_have_not_signed(client, db, at):
    at.sign(HEAD, at.head)
    db.commit()
    client.sign_in(at.lead)
    declared = {"agrees": "y", "signed": "Rowan Lead"}
    refused = client.post_form(at.url + "/submit", declared)
    assert refused.status_code == 422
    assert "Enter how the chair of governors agreed, or ask them to sign" in words(refused)
    assert "How the head teacher" not in words(refused)
    agreed = {f"agreed-{CHAIR}": "At the meeting of 12 November."}
    receipt = client.post_form(at.url + "/submit", {**declared, **agreed}, follow_redirects=True)
    for text in ("At the meeting of 12 November.", "Hazel Head", "signed in", WORDS[CHAIR], "by Rowan Lead"):
        assert text in words(receipt)


def test_submitting_after_the_closing_day_is_refused_and_the_answers_stay(client, db):
    at = Place(db, state="closed", complete=False)
    db.commit()
    client.sign_in(at.lead)
    answer = client.post_form(at.url + "/submit", {"agrees": "y", "signed": "Rowan Lead"}, page=at.url + "/signatures")
    assert answer.status_code == 409
    assert "Your answers are saved" in words(answer)


def test_sections_are_sent_back_and_what_changed_since_is_shown_to_both_sides(client, db, at):
    at.submit(**{HEAD: "Told me.", CHAIR: "Told me."})
    db.commit()
    client.sign_in(at.officer)
    back = at.url + "/send-back"
    assert "Tick a section and enter" in words(client.post_form(back, {"reason": ""}))
    without = client.post_form(back, {"section-practice": "y", "reason-practice": "", "reason": "Nearly there."})
    assert "Enter the reason for “2. Practice”" in words(without)
    assert "Nearly there." in words(without)
    assert client.post_form(back, {"reason-practice": "The figures do not fit."}).status_code == 303

    client.sign_in(at.lead)
    assert "The figures do not fit." in words(client.get(at.url))
    assert "The figures do not fit." in words(client.get(at.url + "/sections/practice"))
    other = words(client.get(at.url + "/sections/leadership"))
    assert "The figures do not fit." not in other
    assert "Nothing is asked in this section" in other
    at.save("practice", {"practice.a": Given("met"), "practice.words": Given("In our words.")})
    db.commit()
    check = words(client.get(at.url + "/check"))
    assert "Changed since you submitted" in check
    assert check.count("As submitted on") == 1
    at.submit(**{HEAD: "Told me.", CHAIR: "Told me."})
    db.commit()

    client.sign_in(at.officer)
    review = words(client.get(at.url + "/review"))
    assert "1 answer changed since the first submission" in review
    assert "Statement leadership.a" in review
    changed = words(client.get(at.url + "/review?show=changed"))
    assert "Statement practice.a" in changed
    assert "Not met" in changed, "what it was"
    assert "Statement leadership.a" not in changed


def test_check_answers_groups_what_is_missing_unusual_and_flagged(client, db, at):
    client.sign_in(at.lead)
    page = words(client.get(at.url + "/check"))
    for text in (
        "Nothing is missing",
        "it was filled in within a minute",
        "Nothing is flagged",
        "Chair of governors: not",
    ):
        assert text in page
    at.save("leadership", {"leadership.a": Given("embedded"), "leadership.b": Given("embedded")})
    at.save("practice", {"practice.a": Given("embedded")})
    db.commit()
    page = words(client.get(at.url + "/check"))
    assert "every rating is the same" in page
    assert page.count("“Embedded” with neither a comment nor evidence") == 3
    at.save("practice", {"practice.a": Given()})
    db.commit()
    assert "every rating is the same" not in words(client.get(at.url + "/check")), "not before all of it is there"


def test_who_signs_reads_what_would_be_submitted_now_without_links_or_private_notes(client, db, at):
    described = Described(title="Visit notes", link="https://wexbridge.example/visits")
    link = add_item(db, organisation_id=at.school.id, kind="link", described=described, by=at.by)
    file = AcceptedFile("Survey.pdf", "application/pdf", b"%PDF-1.4")
    survey = Described(title="Survey of staff")
    sent = add_item(db, organisation_id=at.school.id, kind="file", described=survey, file=file, by=at.by)
    for item in (link, sent):
        attach(db, opened=at.opened(), question="leadership.a", item=item, by=at.by)
    for what, question in (("Train governors", "practice.a"), ("Write to parents", None)):
        add_action(db, opened=at.opened(), action=Named(what, "Head", None, question), by=at.by)
    add_note(db, return_=at.opened(), text="Not for others.", by=at.by, place=("leadership", "leadership.a"))
    url, _ = link_for(at)
    client.post_form(url, {"then": "read"})
    page = words(client.get(url))
    for text in ("Visit notes", "Survey of staff", "Survey.pdf", "Train governors", "Write to parents"):
        assert text in page
    assert "Not for others." not in page
    whole = page.partition('id="whole"')[2].partition('id="sign"')[0]
    assert 'href="/' not in whole, "whoever has a link has no account"

    at.submit(**{HEAD: "Told me.", CHAIR: "Told me."})
    send_back(db, return_=at.return_, reason="Once more.", by=as_actor(db, at.officer))
    detach(db, opened=at.opened(), question="leadership.a", item_id=link.id, by=at.by)
    db.commit()
    page = words(client.get(url))
    assert "Survey of staff" in page
    assert "Visit notes" not in page, "what was submitted with before is not what is signed"


def test_a_form_that_is_not_complete_says_too_that_the_return_changed_meanwhile(client, db, at):
    client.sign_in(at.head)
    url = at.url + "/sign"
    stale = client.get(url).get_data(as_text=True).partition('name="digest" value="')[2].partition('"')[0]
    unticked = {"signed": "Hazel Head", "digest": stale}
    assert "changed while you were reading" not in words(client.post_form(url, unticked))
    at.save("leadership", {"leadership.a": Given("not_met")})
    db.commit()
    answer = client.post_form(url, unticked)
    assert answer.status_code == 422
    for text in ("The return changed while you were reading", "Tick the box if you agree"):
        assert text in words(answer)


@pytest.mark.parametrize("over", ["withdrawn", "submitted"])
def test_a_link_shows_no_answer_once_there_is_nothing_to_sign(client, db, at, over):
    url, _ = link_for(at)
    client.post_form(url, {"then": "read"})
    if over == "submitted":
        at.submit(**{HEAD: "Told me.", CHAIR: "Told me."})
    else:
        db.add(ReturnEvent(return_id=at.return_.id, kind="withdrawn", at=now(), reason=""))
        at.return_.withdrawn_at = now()
    db.commit()
    for answer in (client.get(url), client.post_form(url, SIGNED, page="/sign-in")):
        assert answer.status_code == 410
        assert "There is nothing to sign now" in words(answer)
        assert "In our words." not in words(answer)
    assert how_many(client.application, Signature) == 0
    if over == "submitted":
        send_back(db, return_=at.return_, reason="Once more.", by=as_actor(db, at.officer))
        db.commit()
        assert "In our words." in words(client.get(url)), "it waits for a signature again"
