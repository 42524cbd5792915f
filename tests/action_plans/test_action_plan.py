"""The action plan of a return: one page of all actions, their progress, and what goes on from last year's."""

import html
import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from formsapp.action_plans.models import ActionProgress, FurtherAction
from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import now, today
from formsapp.returns.models import Answer, Submission
from formsapp.ui.formatting import day
from tests.builders import (
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)
from tests.queries import count_queries

SECTIONS = {
    "leadership": [
        rating("leadership.a", comment="optional", action_at_or_below="partly_met"),
        rating("leadership.b", action_at_or_below="partly_met"),
    ]
}
LATE, SOON, LATER = (today() + timedelta(days=days) for days in (-3, 10, 200))


def answered(db, return_, question, what, *, by_when, who="The deputy head"):
    one = Answer(return_id=return_.id, question=question, value="partly_met", revision=1, saved_at=now())
    one.action, one.action_who, one.action_by = what, who, by_when.isoformat()
    db.add(one)


def people_of(db, audit, school, return_):
    roles = {"lead": "designated_safeguarding_lead", "head": "head_teacher", "governor": "chair_of_governors"}
    found = {name: make_person(db, role, organisation=school, name=name.title()) for name, role in roles.items()}
    found["contributor"] = make_person(db, "contributor", organisation=school, return_=return_)
    found["officer"] = make_person(db, "partnership_officer")
    found["outsider"] = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    return SimpleNamespace(**{name: SimpleNamespace(id=one.id) for name, one in found.items()})


@pytest.fixture
def place(db):
    """A school with two actions in its answers this year, and two in last year's return, one of them done."""
    version = make_tool_version(db, tool_document(SECTIONS))
    before = make_audit(db, version, state="published", title="Audit of 2025", opens_on=today() - timedelta(days=400))
    audit = make_audit(db, version, title="Audit of 2026", previous_id=before.id)
    school = make_organisation(db)
    earlier, return_ = (
        make_return(db, before, school, state="submitted"),
        make_return(db, audit, school, state="started"),
    )
    answered(db, return_, "leadership.a", "Train the governors", by_when=LATE)
    answered(db, return_, "leadership.b", "Rewrite the policy", by_when=LATER, who="The head")
    answers = {
        "leadership.a": {"value": "partly_met", "action": "Set up supervision", "action_who": "The lead"},
        "leadership.b": {"value": "partly_met", "action": "Mend the gate", "action_who": "The caretaker"},
    }
    document = {"answers": answers, "visibility": dict.fromkeys(answers, "shown"), "organisation": {}}
    number = {
        "number": 1,
        "submitted_at": now(),
        "fingerprint": "f",
        "ratings": b"\x01\x01",
        "receipt": "r",
        "declaration": "",
    }
    db.add(Submission(return_id=earlier.id, document=json.dumps(document), **number))
    noted = {"return_id": earlier.id, "action": "answer:leadership.b", "at": now()}
    db.add(ActionProgress(**noted, state="under_way", note="The smith came."))
    db.add(ActionProgress(**noted, state="done", note="It closes now."))
    people = people_of(db, audit, school, return_)
    made = SimpleNamespace(
        url=f"/returns/{return_.id}/actions", id=return_.id, earlier=earlier.id, audit=audit.id, **vars(people)
    )
    db.commit()
    return made


def page_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


def rows(db, model):
    found = [{name: value for name, value in vars(one).items() if name[0] != "_"} for one in db.query(model)]
    db.rollback()
    return found


def order_of(page, *words):
    places = [page.index(one) for one in words]
    return sorted(places) == places


def add(client, place, **changes):
    data = {"what": "Ask pupils", "who": "The head", "by_when": "28 2 2031", "question": "leadership.a", **changes}
    return client.post_form(f"{place.url}/add", data)


def test_every_action_is_on_one_page_in_the_order_of_its_day_or_by_person(client, place):
    client.sign_in(place.lead)
    assert add(client, place, by_when=SOON.isoformat()).status_code == 303
    page = page_of(client, place.url)
    assert "3 actions: 1 late, 3 not started" in page
    assert order_of(page, "Late</h2>", "Train the governors", "Ask pupils", "Due later", "Rewrite the policy")
    page = page_of(client, f"{place.url}?by=person")
    assert order_of(page, "The deputy head</h2>", "Train the governors", "The head</h2>", "Ask pupils")


def test_a_plan_without_actions_says_where_they_come_from(client, db, place):
    db.query(Answer).delete()
    db.query(Submission).delete()
    db.commit()
    assert "There is no action yet" in page_of(client.sign_in(place.lead), place.url)


def test_who_sees_the_plan_and_who_changes_it(client, place):
    for person, sees, changes in [
        (place.lead, 200, 200),
        (place.head, 200, 200),
        (place.governor, 200, 403),
        (place.contributor, 404, 404),
        (place.officer, 404, 404),
        (place.outsider, 404, 404),
    ]:
        client.sign_in(person)
        assert client.get(place.url).status_code == sees
        for path in ("add", "answer:leadership.a/progress", "last-year/answer:leadership.a"):
            assert client.get(f"{place.url}/{path}").status_code == changes


def test_a_further_action_is_added_changed_and_removed_and_the_trail_holds_no_words(client, db, place):
    client.sign_in(place.lead)
    assert add(client, place).status_code == 303
    change = f"{place.url}/1/change"
    data = {"what": "Ask pupils again", "who": "The head", "by_when": "1 March 2031", "question": "", "revision": "1"}
    assert client.post_form(change, data).status_code == 303
    (stored,) = rows(db, FurtherAction)
    assert (stored["what"], stored["question"], stored["revision"]) == ("Ask pupils again", None, 2)
    assert stored["by_when"].isoformat() == "2031-03-01"
    assert "About the whole return" in page_of(client, place.url)
    assert client.post_form(f"{place.url}/1/remove", {"revision": "2"}).status_code == 303
    assert "Ask pupils" not in page_of(client, place.url)
    assert client.get(change).status_code == 404
    events = [one for one in rows(db, TrailEvent) if one["event"].startswith("action.")]
    assert [one["event"] for one in events] == ["action.added", "action.changed", "action.removed"]
    assert not any("pupils" in one["details"] for one in events)


def test_of_two_who_change_an_action_the_second_sees_both_texts(client, db, place):
    client.sign_in(place.lead)
    add(client, place)
    change, typed = f"{place.url}/1/change", {"who": "The head", "by_when": "1 3 2031", "question": ""}
    client.post_form(change, {**typed, "what": "First", "revision": "1"})
    answer = client.post_form(change, {**typed, "what": "Second", "revision": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "First" in page
    assert "Second" in page
    assert rows(db, FurtherAction)[0]["what"] == "First"
    assert 'name="revision" type="hidden" value="2"' in page
    assert client.post_form(f"{place.url}/1/remove", {"revision": "1"}).status_code == 409
    assert client.post_form(change, {**typed, "what": "Second", "revision": "2"}).status_code == 303
    assert client.post_form(change, {**typed, "what": "Third", "revision": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"what": " \u200b"}, "Enter what you will do"),
        ({"who": ""}, "Enter who will do it"),
        ({"by_when": ""}, "Enter the day by which it will be done"),
        ({"by_when": "31/02/2031"}, "like 28 2 2027"),
        ({"by_when": "1/1/0026"}, "like 28 2 2027"),
        ({"by_when": "٣ 2 2031"}, "like 28 2 2027"),
        ({"what": "a\x00b"}, "a character we cannot store"),
        ({"what": "x" * 5001}, "must be 5,000 characters or fewer"),
        ({"question": "nothing.here"}, "Not a valid choice"),
        ({"what": "Visit ZX4 2BD"}, "This looks like a postcode"),
    ],
)
def test_what_cannot_be_stored_is_said_and_stays_in_its_box(client, db, place, changes, says):
    client.sign_in(place.lead)
    answer = add(client, place, **changes)
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert says in page
    assert "Ask pupils" in page or "what" in changes
    assert rows(db, FurtherAction) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the text is read before it is stored
def test_the_longest_text_is_counted_as_people_see_it(client, db, place):
    client.sign_in(place.lead)
    assert add(client, place, what="\r\n".join(["😀" * 2499, "😀" * 2500])).status_code == 303
    assert len(rows(db, FurtherAction)[0]["what"]) == 5000


def test_words_in_an_action_may_be_kept_with_a_reason(client, db, place):
    client.sign_in(place.lead)
    reason = {"what-keep": "It is the postcode of the town hall."}
    assert add(client, place, what="Visit ZX4 2BD", **reason).status_code == 303
    assert rows(db, FurtherAction)[0]["what"] == "Visit ZX4 2BD"


def test_progress_is_appended_and_may_be_noted_after_the_return_is_submitted(client, db, place):
    client.sign_in(place.lead)
    assert client.post_form(f"/returns/{place.id}/submit", {"agrees": "y", "signed": "Lead"}).status_code == 303
    progress = f"{place.url}/answer:leadership.a/progress"
    for state, difference in [("under_way", ""), ("done", "Governors ask better questions.")]:
        data = {"state": state, "note": f"Noted {state}", "difference": difference}
        assert client.post_form(progress, data).status_code == 303
        assert client.post_form(progress, data).status_code == 303  # twice the same is once
    mine = [one for one in rows(db, ActionProgress) if one["return_id"] == place.id]
    assert [one["state"] for one in mine] == ["under_way", "done"]
    page = page_of(client, place.url)
    assert order_of(page, "Due later", "Done and dropped", "Train the governors", "Noted done", "Noted under_way")
    assert "Governors ask better questions." in page
    assert "Change it in its section" not in page
    own = page_of(client, f"/returns/{place.id}/read")
    assert "Noted done" in own
    # Those who review see the plan as it was when it was submitted.
    review = page_of(client.sign_in(place.officer), f"/returns/{place.id}/review")
    assert "Noted done" not in review
    submitted = page_of(client, f"/returns/{place.id}/submitted-actions")
    assert "Train the governors" in submitted
    assert "Noted" not in submitted


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"note": "x"}, "Choose how far the action is"),
        ({"state": "dropped"}, "Say why the action is dropped"),
        ({"state": "finished"}, "Not a valid choice"),
        ({"state": "done", "difference": "NHS 943 476 5919"}, "This looks like an NHS number"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the form is read before anything is stored
def test_progress_that_says_nothing_is_refused(client, db, place, data, says):
    client.sign_in(place.lead)
    answer = client.post_form(f"{place.url}/answer:leadership.a/progress", data)
    assert answer.status_code == 422
    assert says in html.unescape(answer.get_data(as_text=True))
    assert [one for one in rows(db, ActionProgress) if one["return_id"] == place.id] == []


def test_an_action_of_last_year_is_carried_on_with_its_history(client, db, place):
    client.sign_in(place.lead)
    page = page_of(client, place.url)
    assert "From last year’s plan" in page
    assert "Set up supervision" in page
    assert "Mend the gate" not in page  # it is done
    assert "1 action of last year’s plan is neither done nor carried on" in page_of(
        client, f"/returns/{place.id}/check"
    )
    earlier = f"{place.url}/last-year/answer:leadership.a"
    assert (
        client.post_form(earlier, {"state": "carry_on", "who": "The head", "by_when": "31/02/2031"}).status_code == 422
    )
    data = {"state": "carry_on", "who": "The head", "by_when": "1 3 2031", "note": "A supervisor is found."}
    assert client.post_form(earlier, data).status_code == 303
    (stored,) = rows(db, FurtherAction)
    assert (stored["carried_from_return_id"], stored["carried_from_action"]) == (place.earlier, "answer:leadership.a")
    assert stored["question"] == "leadership.a"
    page = page_of(client, place.url)
    assert "From last year’s plan" not in page
    assert "Carried on from Audit of 2025" in page
    assert "A supervisor is found." in page
    assert client.get(earlier).status_code == 404


def test_an_action_of_last_year_is_done_or_dropped_with_a_reason(client, db, place):
    client.sign_in(place.lead)
    earlier = f"{place.url}/last-year/answer:leadership.a"
    assert client.post_form(earlier, {"state": "dropped", "note": ""}).status_code == 422
    assert client.post_form(earlier, {"state": "dropped", "note": "The trust does it."}).status_code == 303
    last = rows(db, ActionProgress)[-1]
    assert (last["return_id"], last["action"], last["state"]) == (place.earlier, "answer:leadership.a", "dropped")
    assert "From last year’s plan" not in page_of(client, place.url)


def test_a_question_with_further_actions_says_so_to_those_who_see_the_plan(client, place):
    section = f"/returns/{place.id}/sections/leadership"
    client.sign_in(place.lead)
    assert "in your action plan" not in page_of(client, section)
    add(client, place)
    assert "1 further action in your action plan" in page_of(client, section)
    assert "in your action plan" not in page_of(client.sign_in(place.contributor), section)


def test_home_says_which_actions_are_late_or_due(client, db, place):
    home = page_of(client.sign_in(place.lead), "/")
    assert re.search(r"Actions due.*1 action.*Audit of 2026.*1 late", home, re.DOTALL)
    # What is late of last year's plan counts where one says what becomes of it: in this year's.
    kept = db.query(Submission).filter_by(return_id=place.earlier).one()
    document = json.loads(kept.document)
    for question, what in [("leadership.a", "Set up supervision"), ("leadership.b", "Mend the gate")]:
        db.add(Answer(return_id=place.earlier, question=question, revision=1, saved_at=now()))
        db.get(Answer, (place.earlier, question)).action = what
        db.get(Answer, (place.earlier, question)).action_by = LATE.isoformat()
        document["answers"][question]["action_by"] = LATE.isoformat()
    # A day that is near under a question that nobody is asked is in no plan, and so is not called to mind.
    answered(db, SimpleNamespace(id=place.id), "gone.question", "Nowhere", by_when=SOON)
    kept.document = json.dumps(document)
    db.commit()
    home, plan = page_of(client, "/"), page_of(client, place.url)
    assert re.search(
        r"2 actions of your plan.*Audit of 2026: 2 late \(1 left of the plan of Audit of 2025\)", home, re.DOTALL
    )
    assert re.search(r"2 actions: 1 late, 2 not started. And 1 action left of .*plan</a>: 1 late, 1 not started", plan)
    assert f'href="{place.url}"' in home
    client.post_form(f"{place.url}/answer:leadership.a/progress", {"state": "done", "note": "Done."})
    client.post_form(f"{place.url}/last-year/answer:leadership.a", {"state": "dropped", "note": "Not needed."})
    assert "Actions due" not in page_of(client, "/")
    assert "Actions due" not in page_of(client.sign_in(place.governor), "/")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # queries are the same on both
def test_the_page_takes_as_many_queries_for_many_actions_as_for_one(client, db, place):
    client.sign_in(place.lead)
    with count_queries(db.get_bind()) as few:
        client.get(place.url)
    for number in range(12):
        add(client, place, what=f"Action {number}")
        data = {"state": "under_way", "note": "x"}
        client.post_form(f"{place.url}/further:{number + 1}/progress", data)
    with count_queries(db.get_bind()) as many:
        client.get(place.url)
    assert len(many) == len(few)


def test_late_and_soon_are_told_by_the_day(client, place):
    page = page_of(client.sign_in(place.lead), place.url)
    assert day(LATE) in page
    assert page.count("app-action--late") == 1
