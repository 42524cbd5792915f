"""The pages of a return, as the people of a setting and those of the partnership use them."""

import html
import re
from dataclasses import dataclass

import pytest

from formsapp.audits.models import Audit, Return
from formsapp.database import database
from formsapp.people.models import Person
from formsapp.returns.models import Answer
from tests.builders import make_audit, make_organisation, make_person, make_return, make_tool_version, tool_document
from tests.queries import count_queries


@dataclass
class Place:
    audit: Audit
    return_: Return
    lead: Person
    head: Person
    officer: Person
    outsider: Person
    url: str

    def section(self, key: str = "leadership") -> str:
        return f"{self.url}/sections/{key}"


@pytest.fixture
def place(db) -> Place:
    return make_place(db)


def make_place(db, document=None, **audit) -> Place:
    version = make_tool_version(db, document)
    audit = make_audit(db, version, **audit)
    school = make_organisation(db)
    return_ = make_return(db, audit, school)
    made = Place(
        audit,
        return_,
        make_person(db, "designated_safeguarding_lead", organisation=school, name="Rowan Lead"),
        make_person(db, "head_teacher", organisation=school, name="Hazel Head"),
        make_person(db, "partnership_officer", name="Olive Officer"),
        make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db)),
        f"/returns/{return_.id}",
    )
    db.commit()
    return made


def revisions_on(page: str) -> str:
    found = re.search(r'name="revisions" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found.group(1))


def without_token(page: str) -> str:
    return re.sub(r'(name="csrf_token" value=")[^"]+', r"\1", page)


def save(client, url: str, data: dict, **more):
    page = client.get(url).get_data(as_text=True)
    return client.post_form(url, {"revisions": revisions_on(page), **data}, **more)


def stored(db) -> dict[str, str | None]:
    db.rollback()
    found = {one.question: one.value for one in db.query(Answer)}
    db.rollback()
    return found


def fill_in(client, place: Place) -> None:
    save(client, place.section(), {"q-leadership.a": "met", "q-leadership.b": "embedded"})
    save(client, place.section("practice"), {"q-practice.a": "not_met", "q-practice.words": "In our words."})


def test_show_return(client, place):
    page = client.sign_in(place.lead).get(place.url).get_data(as_text=True)
    assert "Not started" in page
    assert "0 of 2 sections complete" in page
    assert "Rowan Lead" in page
    assert "Hazel Head" in page


@pytest.mark.parametrize("path", ["", "/sections/leadership", "/check", "/submit", "/read", "/questions", "/receipt"])
def test_others_do_not_find_the_return(client, place, path):
    missing = client.sign_in(place.outsider).get("/returns/999999" + path)
    theirs = client.get(place.url + path)
    assert (missing.status_code, theirs.status_code) == (404, 404)
    assert without_token(missing.get_data(as_text=True)) == without_token(theirs.get_data(as_text=True))


def test_answer_section_saves_and_goes_on(client, db, place):
    client.sign_in(place.lead)
    answer = save(
        client,
        place.section(),
        {"q-leadership.a": "met", "q-leadership.a:comment": "Line one\r\nLine two", "then": "continue"},
    )
    assert answer.status_code == 303
    assert answer.location == place.section("practice")
    assert stored(db) == {"leadership.a": "met"}
    page = client.get(place.section()).get_data(as_text=True)
    assert "Line one\nLine two" in page
    assert re.search(r'value="met" checked', page)


def test_save_and_come_back_later(client, place):
    client.sign_in(place.lead)
    answer = save(client, place.section(), {"q-leadership.a": "met", "then": "later"})
    assert answer.location == place.url
    assert "“Leadership” is saved" in client.get(place.url).get_data(as_text=True)


def test_the_last_section_leads_to_the_check(client, place):
    client.sign_in(place.lead)
    assert save(client, place.section("practice"), {"q-practice.a": "met"}).location == place.url + "/check"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"q-leadership.a": "excellent"}, "1.1 Choose a level from the list"),
        ({"q-leadership.a:comment": "x" * 5001}, "1.1 The comment must be 5,000 characters or fewer"),
        ({"q-leadership.a:comment": "a\x00b"}, "1.1 The comment contains a character we cannot store"),
    ],
)
def test_what_cannot_be_stored_is_shown_again(client, db, place, data, message):
    client.sign_in(place.lead)
    answer = save(client, place.section(), {"q-leadership.b": "met", "q-leadership.b:comment": "Kept words", **data})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert message in html.unescape(page)
    assert "Kept words" in page
    assert stored(db) == {}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"q-leadership.unknown": "met"}, 422),
        ({"q-practice.a": "met"}, 422),
        ({"q-leadership.a": ["met", "not_met"]}, 400),
        ({"revisions": "leadership.a:7:0"}, 400),
        ({"revisions": "leadership.a:x:0"}, 400),
        ({"revisions": "practice.a:0:0"}, 400),
        ({"revisions": None}, 400),
    ],
)
def test_what_no_page_sends_is_refused_whole(client, db, place, data, status):
    client.sign_in(place.lead)
    answer = save(client, place.section(), {"q-leadership.b": "met", **data})
    assert answer.status_code == status
    assert stored(db) == {}


def test_extra_fields_are_ignored(client, db, place):
    client.sign_in(place.lead)
    extra = {"status": "submitted", "organisation_id": "1", "moderated_level": "met"}
    assert save(client, place.section(), {"q-leadership.a": "met", **extra}).status_code == 303
    assert stored(db) == {"leadership.a": "met"}


def test_bytes_that_are_no_text_and_other_kinds_of_form_are_refused(client, place):
    client.sign_in(place.lead)
    form = "application/x-www-form-urlencoded"
    assert client.post(place.section(), data=b"q-leadership.a:comment=%ff%fe", content_type=form).status_code == 400
    assert client.post(place.section(), data="{}", content_type="application/json").status_code == 415
    assert client.post(place.section(), data=b"a=" + b"x" * 3_000_000, content_type=form).status_code == 413


def test_two_people_on_different_questions_do_not_meet(client, db, place):
    client.sign_in(place.lead)
    early = revisions_on(client.get(place.section()).get_data(as_text=True))
    save(client, place.section(), {"q-leadership.a": "met"})
    answer = client.post_form(place.section(), {"revisions": early, "q-leadership.b": "not_met"})
    assert answer.status_code == 303
    assert stored(db) == {"leadership.a": "met", "leadership.b": "not_met"}


def test_two_people_on_one_question_are_asked(client, db, place):
    client.sign_in(place.lead)
    early = revisions_on(client.get(place.section()).get_data(as_text=True))
    save(client, place.section(), {"q-leadership.a": "met", "q-leadership.a:comment": "First words"})
    mine = {"q-leadership.a": "not_met", "q-leadership.a:comment": "Second words", "q-leadership.b": "met"}
    answer = client.post_form(place.section(), {"revisions": early, **mine})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "First words" in page
    assert "Second words" in page
    assert "Saved by Rowan Lead" in page
    assert stored(db) == {"leadership.a": "met"}
    carried = dict(re.findall(r'<input type="hidden" name="(q-[^"]+)" value="([^"]*)"', page))
    assert carried == mine
    again = {"revisions": revisions_on(page), "conflict": "leadership.a", **carried}
    assert client.post_form(place.section(), again).status_code == 409, "nothing was chosen"
    answer = client.post_form(place.section(), {**again, "keep-leadership.a": "mine"})
    assert answer.status_code == 303
    assert stored(db) == {"leadership.a": "not_met", "leadership.b": "met"}


def test_keeping_theirs_saves_the_rest_of_mine(client, db, place):
    client.sign_in(place.lead)
    early = revisions_on(client.get(place.section()).get_data(as_text=True))
    save(client, place.section(), {"q-leadership.a": "met"})
    mine = {"q-leadership.a": "not_met", "q-leadership.b": "partly_met"}
    page = client.post_form(place.section(), {"revisions": early, **mine}).get_data(as_text=True)
    chosen = {"revisions": revisions_on(page), "conflict": "leadership.a", "keep-leadership.a": "theirs", **mine}
    assert client.post_form(place.section(), chosen).status_code == 303
    assert stored(db) == {"leadership.a": "met", "leadership.b": "partly_met"}


def test_check_answers_lists_what_is_missing_with_links(client, place):
    client.sign_in(place.lead)
    save(client, place.section(), {"q-leadership.a": "met"})
    page = html.unescape(client.get(place.url + "/check").get_data(as_text=True))
    assert f'href="{place.section()}#q-leadership.b"' in page
    assert "choose a level" in page
    assert "Continue to the declaration" not in page


def test_submit_return_and_show_receipt(client, db, place):
    client.sign_in(place.lead)
    fill_in(client, place)
    page = client.get(place.url + "/check").get_data(as_text=True)
    assert "Continue to the declaration" in page
    assert "“Embedded” with neither a comment nor evidence" in html.unescape(page)
    refused = client.post_form(place.url + "/submit", {"signed": "", "agrees": ""})
    assert refused.status_code == 422
    assert "Enter your full name" in refused.get_data(as_text=True)
    declared = {"signed": "Rowan Lead", "agrees": "y"}
    token = client.get(place.url + "/submit").get_data(as_text=True)
    answer = client.post_form(place.url + "/submit", declared)
    assert answer.status_code == 303
    receipt = client.get(answer.location).get_data(as_text=True)
    number = re.search(r"<strong>([A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4})</strong>", receipt).group(1)
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', token).group(1)
    again = client.post(place.url + "/submit", data={**declared, "csrf_token": csrf}, follow_redirects=True)
    assert number in again.get_data(as_text=True)


def test_submitting_with_gaps_lists_them(client, place):
    client.sign_in(place.lead)
    save(client, place.section(), {"q-leadership.a": "met"})
    answer = client.post_form(place.url + "/submit", {"signed": "R", "agrees": "y"}, page=place.section())
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "2 things are still missing" in page
    assert 'href="#gap-leadership.b"' in page


def test_a_submitted_return_is_locked_and_typed_text_can_be_copied(client, db, place):
    client.sign_in(place.lead)
    early = revisions_on(client.get(place.section()).get_data(as_text=True))
    fill_in(client, place)
    client.post_form(place.url + "/submit", {"signed": "Rowan Lead", "agrees": "y"})
    typed = {"revisions": early, "q-leadership.a": "not_met", "q-leadership.a:comment": "Too late"}
    answer = client.post_form(place.section(), typed, page="/")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Too late" in page
    assert "submitted by Rowan Lead" in page
    assert stored(db)["leadership.a"] == "met"
    assert "<textarea" not in client.get(place.section()).get_data(as_text=True)


def test_a_closed_audit_keeps_answers_readable(client, db):
    place = make_place(db, state="closed")
    client.sign_in(place.lead)
    page = client.get(place.section()).get_data(as_text=True)
    assert "no longer open for answers" in page
    for path in ("", "/read", "/check", "/questions"):
        assert client.get(place.url + path).status_code == 200


def test_a_head_reads_but_does_not_fill_in(client, place):
    client.sign_in(place.head)
    assert "Others in your organisation fill it in" in client.get(place.section()).get_data(as_text=True)
    answer = client.post_form(place.section(), {"revisions": "", "q-leadership.a": "met"}, page="/")
    assert answer.status_code == 403


def test_send_back_return_and_resubmit(client, db, place):
    client.sign_in(place.lead)
    fill_in(client, place)
    client.post_form(place.url + "/submit", {"signed": "Rowan Lead", "agrees": "y"})
    client.sign_in(place.officer)
    assert "In our words." in client.get(place.url + "/review").get_data(as_text=True)
    assert client.post_form(place.url + "/send-back", {"reason": " "}).status_code == 422
    assert client.post_form(place.url + "/send-back", {"reason": "Look at 1.1 again"}).status_code == 303
    client.sign_in(place.lead)
    assert "Look at 1.1 again" in client.get(place.url).get_data(as_text=True)
    save(client, place.section(), {"q-leadership.a": "not_met"})
    client.post_form(place.url + "/submit", {"signed": "Rowan Lead", "agrees": "y"})
    assert "Number 2" in client.get(place.url + "/receipt").get_data(as_text=True)


def test_reviewers_do_not_see_a_draft(client, place):
    client.sign_in(place.lead)
    fill_in(client, place)
    client.sign_in(place.officer)
    assert client.get(place.url + "/review").status_code == 404
    assert client.get(place.url).status_code == 404


def gated() -> dict:
    gate = {"key": "s.gate", "type": "yes_no", "title": "Is there nursery provision?"}
    follow = {
        "key": "s.follow",
        "type": "text",
        "title": "Tell us more",
        "show_if": {"question": "s.gate", "is": ["yes"]},
    }
    return tool_document({"s": [gate, follow]})


def test_a_question_follows_from_an_answer_without_javascript(client, db):
    place = make_place(db, gated())
    client.sign_in(place.lead)
    page = client.get(place.section("s")).get_data(as_text=True)
    assert "Tell us more" not in page
    assert "Save and show the questions that follow" in page
    answer = save(client, place.section("s"), {"q-s.gate": "yes", "then": "continue"})
    assert answer.location == place.section("s") + "#question-s.follow"
    assert "Tell us more" in client.get(place.section("s")).get_data(as_text=True)


def test_an_answer_whose_question_went_away_meanwhile_is_a_conflict(client, db):
    place = make_place(db, gated())
    client.sign_in(place.lead)
    save(client, place.section("s"), {"q-s.gate": "yes"})
    early = revisions_on(client.get(place.section("s")).get_data(as_text=True))
    save(client, place.section("s"), {"q-s.gate": "no"})
    answer = client.post_form(
        place.section("s"), {"revisions": early, "q-s.gate": "yes", "q-s.follow": "My words"}, page="/"
    )
    assert answer.status_code == 409
    assert "My words" in answer.get_data(as_text=True)


def test_queries_of_the_busiest_pages(app, client, db, place):
    client.sign_in(place.lead)
    with app.app_context():
        engine = database().engine
    locks = 2 if engine.dialect.name == "postgresql" else 0

    def sent(action) -> list[str]:
        with count_queries(engine) as queries:
            action()
        return [one for one in queries if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]

    client.get(place.section())
    page = client.get(place.section()).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    form = {"csrf_token": token, "revisions": revisions_on(page), "q-leadership.a": "met"}
    # Four of its own, and a fixed number for what each feature shows beside the questions.
    assert len(sent(lambda: client.get(place.section()))) == 8
    assert len(sent(lambda: client.post(place.section(), data=form))) == 7 + locks
    form["revisions"] = revisions_on(client.get(place.section()).get_data(as_text=True))
    form["q-leadership.a"] = "not_met"
    assert len(sent(lambda: client.post(place.section(), data=form))) == 6 + locks
    assert len(sent(lambda: client.get(place.url))) <= 8
    assert len(sent(lambda: client.get(place.url + "/check"))) <= 16
    assert len(sent(lambda: client.get(place.url + "/read"))) <= 10
