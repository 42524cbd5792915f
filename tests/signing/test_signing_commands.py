"""Asking for signatures, signing, lapsing, and what a submission keeps of it, on both engines."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from formsapp.action_plans.commands import Named, add_action, note_progress, remove_action
from formsapp.action_plans.queries import plan_of
from formsapp.action_plans.states import ActionState
from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import Return, ReturnEvent
from formsapp.clock import now
from formsapp.database import database
from formsapp.evidence.commands import Described, add_item, attach, detach
from formsapp.refusals import Refused
from formsapp.returns.commands import send_back, submit_return
from formsapp.returns.fields.given import Given
from formsapp.returns.models import SendBackPoint, Submission
from formsapp.returns.send_back_points import points_of
from formsapp.returns.sign_off import sign_offs
from formsapp.signing.commands import ChangedMeanwhile, ask_again, ask_for_signature, revoke_request, sign_return
from tests.builders import as_actor
from tests.queries import count_queries
from tests.signing.place import CHAIR, HEAD, WORDS, Place

HEADS = {"role": HEAD, "name": "Hazel Head", "email": "hazel@wexbridge.example"}
CHAIRS = {"role": CHAIR, "name": "Corin Chair", "email": "corin@wexbridge.example"}


def ask(at: Place, **who):
    return ask_for_signature(at.db, opened=at.opened(), by=at.by, **who)


def test_a_link_is_stored_as_a_hash_and_a_newer_one_replaces_it(db):
    at = Place(db)
    first, token = ask(at, **HEADS)
    assert token not in first.token_hash
    second, _ = ask_again(db, opened=at.opened(), request=first, by=at.by)
    db.refresh(first)
    assert first.revoked_at is not None
    with pytest.raises(Refused, match="used, taken back or has expired"):
        at.sign_with(first)
    at.sign_with(second)
    assert at.off(HEAD).holds


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ({**HEADS, "role": "practitioner"}, "Choose what they sign as"),
        ({**HEADS, "name": "  "}, "Enter the person’s name"),
        ({**HEADS, "email": "hazel"}, "Enter an email address"),
        ({**CHAIRS, "email": HEADS["email"].upper()}, "Nobody signs in two roles"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_cannot_be_asked(db, who, why):
    at = Place(db)
    ask(at, **HEADS)
    with pytest.raises(Refused, match=why):
        ask(at, **who)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_gets_a_link_of_their_own_making(db):
    at = Place(db)
    with pytest.raises(Refused, match="You cannot send yourself a link"):
        ask(at, role=CHAIR, name="Corin Chair", email=at.lead.email)


def test_a_signature_lapses_when_an_answer_changes_and_holds_when_it_is_as_it_was(db):
    at = Place(db)
    at.sign(HEAD, at.head)
    assert at.off(HEAD).holds
    assert not at.off(CHAIR).holds
    at.save("practice", {"practice.a": Given("met")})
    at.save("leadership", {"leadership.a": Given("embedded"), "leadership.b": Given("embedded")})
    lapsed = at.off(HEAD)
    assert not lapsed.holds
    assert lapsed.lapse.words == "3 answers changed since (1. Leadership, 2. Practice)"
    at.save("practice", {"practice.a": Given("not_met")})
    at.save("leadership", {"leadership.a": Given("met"), "leadership.b": Given("embedded", comment="Daily.")})
    assert at.off(HEAD).holds, "what is signed is what the answers say, not how often they were saved"


def test_only_a_whole_return_is_signed_by_those_who_sign_it_and_as_they_saw_it(db):
    at = Place(db, complete=False)
    at.save("leadership", {"leadership.a": Given("met")})
    with pytest.raises(Refused, match="2 things are still missing"):
        at.sign(HEAD, at.head)
    at.save("leadership", {"leadership.b": Given("met")})
    at.save("practice", {"practice.a": Given("met")})
    with pytest.raises(Refused, match="You do not sign this return as chair of governors"):
        at.sign(CHAIR, at.head)
    seen = at.digest()
    at.save("practice", {"practice.a": Given("not_met")})
    with pytest.raises(ChangedMeanwhile):
        sign_return(db, opened=at.opened(), role=HEAD, name="Hazel", digest=seen, by=as_actor(db, at.head))
    at.sign(HEAD, at.head)
    with pytest.raises(Refused, match="Hazel Head has signed this return as head teacher or principal already"):
        at.sign(HEAD, at.head)
    with pytest.raises(Refused, match="Nobody signs in two roles"):
        ask(at, role=CHAIR, name="Hazel Head", email=at.head.email)


def test_a_link_ends_by_itself_and_when_it_is_taken_back(db):
    at = Place(db)
    request, _ = ask(at, **HEADS)
    with (
        time_machine.travel(now() + timedelta(days=30, seconds=1), tick=False),
        pytest.raises(Refused, match="expired"),
    ):
        at.sign_with(request)
    revoke_request(db, opened=at.opened(), request=request, by=at.by)
    with pytest.raises(Refused, match="taken back"):
        at.sign_with(request)


def test_a_submission_says_how_each_agreed_and_is_refused_where_one_has_not(db):
    at = Place(db)
    request, _ = ask(at, **HEADS)
    at.sign_with(request)
    with pytest.raises(Refused, match=r"The chair of governors has not signed this return. Ask them to sign it"):
        at.submit()
    with pytest.raises(Refused, match="chair of governors"):
        at.submit(**{CHAIR: "   "})
    kept = json.loads(at.submit(**{CHAIR: " At the meeting of 12 November. "}).document)["signatures"]
    assert [(one["role"], one["way"], one["statement"]) for one in kept] == [
        (HEAD, "by a link of their own", WORDS[HEAD]),
        (CHAIR, "as the submitter says", WORDS[CHAIR]),
    ]
    assert kept[0]["name"] == "Hazel Head"
    assert kept[1]["agreed"] == "At the meeting of 12 November."
    trail = " ".join(db.scalars(select(TrailEvent.details)))
    assert "meeting" not in trail
    assert "hazel@" not in trail


def test_a_lapsed_signature_is_none_and_whoever_submits_may_be_one_who_signs(db):
    at = Place(db)
    at.sign(CHAIR, at.chair)
    at.save("practice", {"practice.a": Given("met")})
    with pytest.raises(Refused, match=r"chair of governors signed on .*, but 1 answer changed since \(2. Practice\)"):
        at.submit(at.head)
    at.sign(CHAIR, at.chair)
    kept = json.loads(at.submit(at.head).document)["signatures"]
    assert [(one["name"], one["way"]) for one in kept] == [
        ("Hazel Head", "by submitting"),
        ("Corin Chair", "signed in"),
    ]


def test_two_who_submit_at_once_get_one_receipt(app, db):
    at = Place(db)
    at.sign(HEAD, at.head)
    at.sign(CHAIR, at.chair)
    by, return_id = [at.by, as_actor(db, at.head)], at.return_.id
    db.commit()

    def submit(actor) -> str:
        with app.app_context(), database().transaction() as session:
            return_ = session.get_one(Return, return_id)
            return submit_return(session, return_=return_, declaration="I agree", by=actor).receipt

    with ThreadPoolExecutor(4) as pool:
        receipts = set(pool.map(submit, by * 2))
    assert len(receipts) == 1
    for table, where in ((Submission, True), (ReturnEvent, ReturnEvent.kind == "submitted")):
        assert db.scalar(select(func.count()).select_from(table).where(where)) == 1


def test_what_began_before_the_end_of_the_closing_day_is_in_time(db):
    at = Place(db)
    at.sign(HEAD, at.head)
    at.sign(CHAIR, at.chair)
    began = at.opened().opened_at
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        with pytest.raises(Refused, match="The audit closed at 11:59pm"):
            at.submit()
        submit_return(db, return_=at.return_, declaration="I agree", by=at.by, at=began)
    details = json.loads(db.scalar(select(TrailEvent.details).where(TrailEvent.event == "return.submitted")))
    assert details["began"] == str(began), "when it began is kept beside when it was done"


def test_a_return_goes_back_for_sections_each_with_its_reason(db):
    at = Place(db)
    at.submit(**{HEAD: "Told me.", CHAIR: "Told me."})
    officer = as_actor(db, at.officer)
    for sections, why in (
        ({"nowhere": "x"}, "sections that this return has"),
        ({"practice": " "}, "reason for “Practice”"),
    ):
        with pytest.raises(Refused, match=why):
            send_back(db, return_=at.return_, sections=sections, by=officer)
    send_back(db, return_=at.return_, sections={"practice": "The figures do not fit."}, by=officer)
    assert [(one.section.key, one.reason) for one in points_of(db, at.opened())] == [
        ("practice", "The figures do not fit.")
    ]
    at.submit(**{HEAD: "Told me.", CHAIR: "Told me."})
    send_back(db, return_=at.return_, reason="Once more, please.", by=officer)
    assert points_of(db, at.opened()) == [], "only what it was sent back for the last time"
    assert db.scalar(select(func.count()).select_from(SendBackPoint)) == 1


def evidence(at: Place, title: str):
    item = add_item(
        at.db,
        organisation_id=at.school.id,
        kind="reference",
        described=Described(title=title, where_kept="Office"),
        by=at.by,
    )
    attach(at.db, opened=at.opened(), question="leadership.a", item=item, by=at.by)
    return item


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_signature_lapses_when_evidence_or_further_actions_change_but_not_with_their_progress(db):
    at = Place(db)
    first = evidence(at, "Visit notes")
    action = add_action(db, opened=at.opened(), action=Named("Train governors", "Head", None, "practice.a"), by=at.by)
    at.sign(HEAD, at.head)
    planned = next(one for one in plan_of(db, at.opened()).actions if one.further_id == action.id)
    note_progress(db, opened=at.opened(), action=planned, state=ActionState.DONE, note="All came.", by=at.by)
    assert at.off(HEAD).holds, "progress is free"
    second = evidence(at, "Survey")
    assert at.off(HEAD).lapse.words == "evidence or actions changed since"
    at.save("practice", {"practice.a": Given("met")})
    assert at.off(HEAD).lapse.words == "1 answer changed since (2. Practice), and evidence or actions too"
    at.save("practice", {"practice.a": Given("not_met")})
    assert at.off(HEAD).lapse.words == "evidence or actions changed since", "the answers are as they were"
    for item in (first, second):
        detach(db, opened=at.opened(), question="leadership.a", item_id=item.id, by=at.by)
    attach(db, opened=at.opened(), question="leadership.a", item=first, by=at.by)
    assert at.off(HEAD).holds, "what is attached is what was, whoever attached it when"
    remove_action(db, opened=at.opened(), action_id=action.id, revision=1, by=at.by)
    assert at.off(HEAD).lapse.words == "evidence or actions changed since"
    with pytest.raises(Refused, match=r"signed on .*, but evidence or actions changed since"):
        at.submit(**{CHAIR: "Told me."})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_plan_that_goes_on_after_submitting_takes_no_signature_from_what_was_submitted(db):
    at = Place(db)
    at.sign(HEAD, at.head)
    at.submit(**{CHAIR: "Told me."})
    add_action(db, opened=at.opened(), action=Named("Train governors", "Head", None), by=at.by)
    assert at.off(HEAD).holds
    send_back(db, return_=at.return_, reason="Once more.", by=as_actor(db, at.officer))
    assert at.off(HEAD).lapse.words == "evidence or actions changed since"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_signed_takes_as_many_queries_however_much_there_is(db):
    at = Place(db)
    at.sign(HEAD, at.head)
    evidence(at, "Survey")
    add_action(db, opened=at.opened(), action=Named("Train governors", "Head", None), by=at.by)

    def asked() -> int:
        opened = at.opened()
        with count_queries(db.get_bind()) as queries:
            sign_offs(db, opened)
        return len(queries)

    few = asked()
    for number in range(5):
        evidence(at, f"Survey {number}")
        add_action(db, opened=at.opened(), action=Named(f"Action {number}", "Head", None), by=at.by)
    assert asked() == few
