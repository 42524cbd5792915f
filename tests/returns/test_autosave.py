"""An open page saves each answer by itself: the same checks as the button, and never over anybody's words."""

import re

import pytest

from formsapp.audits.models import ReturnEvent
from formsapp.clock import now
from formsapp.database import database
from formsapp.returns.models import Answer
from formsapp.sign_in.models import SignedIn
from tests.builders import make_person, rating, tool_document
from tests.queries import count_queries
from tests.returns.test_return_pages import Place, gated, make_place, revisions_on, save, stored

FORM = "application/x-www-form-urlencoded"
PAGE, OTHER_PAGE = "page-one-of-two", "page-two-of-two"


@pytest.fixture
def place(db) -> Place:
    return make_place(db)


class OpenSection:
    """A section page that is open in somebody's browser, and what its script sends."""

    def __init__(self, client, url: str, name: str = PAGE) -> None:
        self.client, self.url, self.name = client, url, name
        page = client.get(url).get_data(as_text=True)
        self.token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        self.bases = {one.split(":")[0]: one for one in revisions_on(page).split()}
        self.number = 0

    def sends(self, key: str, answer: dict, **more):
        """One answer, as the next save of this page; the reply is taken in only by `saves`."""
        self.number += 1
        given = {f"q-{key}{':' + part if part else ''}": text for part, text in answer.items()}
        form = {
            "csrf_token": self.token,
            "question": key,
            "revisions": self.bases.get(key, ""),
            "page": self.name,
            "number": self.number,
            **given,
            **more,
        }
        form = {name: value for name, value in form.items() if value is not None}
        return self.client.post(self.url + "/save", data=form, headers={"Accept": "application/json"})

    def saves(self, key: str, answer: dict, **more) -> dict:
        reply = self.sends(key, answer, **more)
        assert reply.status_code == 200, reply.get_data(as_text=True)
        self.bases[key] = reply.json["revisions"]
        return reply.json


def comment_of(db, key: str) -> str:
    db.rollback()
    found = db.query(Answer.comment).filter_by(question=key).scalar()
    db.rollback()
    return found


def test_an_answer_is_saved_and_the_page_goes_on_from_it(client, db, place):
    client.sign_in(place.lead)
    page = OpenSection(client, place.section())
    said = page.saves("leadership.a", {"": "met", "comment": " Weekly. "})
    assert said["state"] == "saved"
    assert re.fullmatch(r"\d\d:\d\d", said["at"])
    assert page.saves("leadership.a", {"": "met", "comment": "Every week."})["revisions"].startswith("leadership.a:2:")
    assert stored(db) == {"leadership.a": "met"}
    button = {"revisions": " ".join(page.bases.values()), "q-leadership.a": "not_met", "csrf_token": page.token}
    assert client.post(place.section(), data=button).status_code == 303, "the button goes on top of what the page saved"
    assert stored(db) == {"leadership.a": "not_met"}


def test_a_reply_that_was_lost_is_no_conflict_with_oneself(client, db, place):
    client.sign_in(place.lead)
    page = OpenSection(client, place.section())
    page.sends("leadership.a", {"": "met", "comment": "First"})
    assert page.saves("leadership.a", {"": "met", "comment": "First"})["revisions"].startswith("leadership.a:1:")
    page.sends("leadership.a", {"": "met", "comment": "Second"})
    page.saves("leadership.a", {"": "met", "comment": "Third"})
    assert comment_of(db, "leadership.a") == "Third"
    button = {"revisions": "leadership.a:0:0", "page": PAGE, "number": "9", "csrf_token": page.token}
    answer = client.post(place.section(), data={**button, "q-leadership.a": "not_met"})
    assert answer.status_code == 303, "nor for the button of the same page"


@pytest.mark.parametrize("last", ["Later", ""])
def test_what_a_page_sent_earlier_and_arrives_later_is_ignored(client, db, place, last):
    """Row F18; and the same where the later text took the words back."""
    client.sign_in(place.lead)
    page = OpenSection(client, place.section())
    page.number = 1
    page.saves("leadership.a", {"comment": last}, revisions="leadership.a:0:0")
    reply = page.sends("leadership.a", {"comment": "Earlier"}, number=1)
    assert (reply.status_code, reply.json["state"]) == (200, "older")
    assert reply.json["revisions"] == page.bases["leadership.a"]
    assert comment_of(db, "leadership.a") == last


def test_words_put_back_as_they_were_are_safe_from_an_earlier_save(client, db, place):
    client.sign_in(place.lead)
    save(client, place.section(), {"q-leadership.a": "met", "q-leadership.a:comment": "As it was"})
    page = OpenSection(client, place.section())
    base = page.bases["leadership.a"].rpartition(":")[0] + ":0"
    page.number = 1
    assert page.sends("leadership.a", {"": "met", "comment": "As it was"}, revisions=base).json["state"] == "saved"
    late = page.sends("leadership.a", {"": "met", "comment": "Late"}, number=1, revisions=base)
    assert late.json["state"] == "older"
    assert comment_of(db, "leadership.a") == "As it was"


def test_two_people_on_one_answer_are_shown_both_texts_and_choose(client, app, db, place):
    client.sign_in(place.lead)
    colleague = app.test_client().sign_in(make_colleague(db, place))
    mine, theirs = OpenSection(client, place.section()), OpenSection(colleague, place.section(), OTHER_PAGE)
    theirs.saves("leadership.a", {"": "met", "comment": "<b>Theirs</b>"})
    reply = mine.sends("leadership.a", {"": "not_met", "comment": "Mine"})
    assert (reply.status_code, reply.json["state"]) == (409, "conflict")
    for words in ("Saved by Sorrel Finch", "&lt;b&gt;Theirs&lt;/b&gt;", "Mine"):
        assert words in reply.json["html"]
    assert 'value="met" checked' in reply.json["theirs"]
    assert comment_of(db, "leadership.a") == "<b>Theirs</b>", "nothing is overwritten until somebody chooses"
    mine.bases["leadership.a"] = reply.json["revisions"]
    mine.saves("leadership.a", {"": "not_met", "comment": "Mine"})
    assert comment_of(db, "leadership.a") == "Mine"


def make_colleague(db, place: Place):
    colleague = make_person(
        db, "designated_safeguarding_lead", organisation=place.return_.organisation, name="Sorrel Finch"
    )
    db.commit()
    return colleague


def test_saving_what_a_page_showed_does_not_hide_what_a_colleague_wrote(client, app, db, place):
    client.sign_in(place.lead)
    colleague = app.test_client().sign_in(make_colleague(db, place))
    mine, theirs = OpenSection(client, place.section()), OpenSection(colleague, place.section(), OTHER_PAGE)
    theirs.saves("leadership.a", {"comment": "Theirs"})
    unchanged = mine.saves("leadership.a", {"comment": ""})
    assert unchanged["revisions"].startswith("leadership.a:0:"), "the page does not show revision 1"
    assert mine.sends("leadership.a", {"comment": "Mine"}).status_code == 409
    assert comment_of(db, "leadership.a") == "Theirs"


@pytest.mark.parametrize(
    ("answer", "place_of_fault", "message"),
    [
        ({"": "excellent"}, "q-leadership.a", "Choose a level from the list"),
        ({"comment": "x" * 5001}, "q-leadership.a:comment", "The comment must be 5,000 characters or fewer"),
        ({"comment": "a\x00b"}, "q-leadership.a:comment", "The comment contains a character we cannot store"),
        ({"by": "31 2 2027", "action": "x"}, "q-leadership.a:by", "day"),
        ({"comment": "Asha, born 3 May 2014, NHS 943 476 5919"}, "q-leadership.a:comment", "NHS number"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_its_place(client, db, answer, place_of_fault, message):
    """Rows F1, F7, F9, F23."""
    place = make_place(db, tool_document({"leadership": [rating("leadership.a", action_at_or_below="partly_met")]}))
    client.sign_in(place.lead)
    reply = OpenSection(client, place.section()).sends("leadership.a", answer)
    assert (reply.status_code, reply.json["state"]) == (422, "refused")
    assert message in reply.json["errors"][place_of_fault]
    assert stored(db) == {}


def test_words_that_were_held_back_are_saved_with_a_reason(client, db, place):
    client.sign_in(place.lead)
    page = OpenSection(client, place.section())
    words = {"comment": "The form shows 943 476 5919 as its example."}
    held = page.sends("leadership.a", words).json["held"]["q-leadership.a:comment"]
    name = re.search(r'<input[^>]* name="([^"]+)"', held).group(1)
    page.saves("leadership.a", words, **{name: "It is the example number of the form"})
    assert comment_of(db, "leadership.a") == words["comment"]


def test_line_breaks_of_word_and_signs_that_join_come_back_as_they_were(client, db, place):
    """Rows F10 and F12."""
    client.sign_in(place.lead)
    words = "One\x0btwo\ufffe \N{WOMAN}\u200d\N{PERSONAL COMPUTER} \u202eabc\u202c e" + "\u0301" * 1000
    OpenSection(client, place.section()).saves("leadership.a", {"comment": words})
    assert comment_of(db, "leadership.a") == words.replace("\x0b", "\n").replace("\ufffe", "")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"question": "leadership.unknown"}, 422),
        ({"question": "practice.a"}, 422),
        ({"question": None}, 400),
        ({"q-leadership.b": "met"}, 422),
        ({"q-leadership.a": ["met", "not_met"]}, 400),
        ({"question": ["leadership.a", "leadership.a"]}, 400),
        ({"revisions": None}, 400),
        ({"revisions": ""}, 400),
        ({"revisions": "leadership.a:7:0"}, 400),
        ({"revisions": "leadership.a:x:0"}, 400),
        ({"revisions": "leadership.b:0:0"}, 400),
        ({"page": None}, 400),
        ({"page": "<script>"}, 400),
        ({"number": "-1"}, 400),
        ({"number": "1" * 12}, 400),
        ({"page": None, "number": None}, 400),
        ({"csrf_token": "forged"}, 400),
    ],
)
def test_what_no_page_sends_is_refused(client, db, place, more, status):
    """Rows F4, F14, F20, A13."""
    client.sign_in(place.lead)
    reply = OpenSection(client, place.section()).sends("leadership.a", {"": "met"}, **more)
    assert reply.status_code == status
    assert stored(db) == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # refused before the database is asked
@pytest.mark.parametrize("path", ["", "/save", "/presence"])
def test_too_long_no_text_and_other_kinds_are_refused(client, place, path):
    """Rows F8, F11, F14."""
    client.sign_in(place.lead)
    url = place.section() + path
    assert client.post(url, data=b"a=" + b"x" * 10_000_000, content_type=FORM).status_code == 413
    assert client.post(url, data=b"q-leadership.a:comment=%ff%fe", content_type=FORM).status_code == 400
    assert client.post(url, data='{"q-leadership.a": {}}', content_type="application/json").status_code == 415
    assert client.post(url, data={"a": "b"}, content_type="multipart/form-data").status_code == 415


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # as above
@pytest.mark.parametrize("path", ["/save", "/presence"])
def test_only_a_post_changes_anything(client, db, place, path):
    """Row F22."""
    client.sign_in(place.lead)
    url = place.section() + path
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert client.open(url, method=method).status_code == 405
    reply = OpenSection(client, place.section()).sends("leadership.a", {"": "met"}, _method="DELETE")
    assert reply.status_code == 200
    assert stored(db) == {"leadership.a": "met"}


@pytest.mark.parametrize("path", ["/save", "/presence"])
def test_others_find_nothing_and_readers_may_not(client, app, db, place, path):
    """Row F5."""
    client.sign_in(place.lead)
    page = OpenSection(client, place.section())
    for person, status in ((place.outsider, 404), (place.officer, 404), (place.head, 403)):
        other = app.test_client().sign_in(person)
        home = other.get("/").get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', home).group(1)
        form = {"csrf_token": token, "question": "leadership.a", "revisions": page.bases["leadership.a"]}
        reply = other.post(place.section() + path, data={**form, "page": PAGE, "number": 1, "q-leadership.a": "met"})
        assert reply.status_code == status
    assert stored(db) == {}


def test_after_submitting_nothing_is_saved_and_the_page_is_told_why(client, db, place):
    """Row F19."""
    client.sign_in(place.lead)
    page = OpenSection(client, place.section())
    db.add(ReturnEvent(return_id=place.return_.id, kind="submitted", at=now(), by_id=place.lead.id, reason=""))
    db.commit()
    reply = page.sends("leadership.a", {"": "met"})
    assert (reply.status_code, reply.json["state"]) == (409, "locked")
    assert "submitted by Rowan Lead" in reply.json["why"]
    assert stored(db) == {}


def test_a_page_of_somebody_who_was_signed_out_is_told_so(client, db, place):
    client.sign_in(place.lead)
    page = OpenSection(client, place.section())
    db.query(SignedIn).update({"ended_at": now()})
    db.commit()
    reply = page.sends("leadership.a", {"": "met"})
    assert (reply.status_code, reply.json) == (401, {"state": "signed-out"})


def test_an_answer_brings_up_a_question_and_takes_it_away(client, db):
    place = make_place(db, gated())
    client.sign_in(place.lead)
    page = OpenSection(client, place.section("s"))
    said = page.saves("s.gate", {"": "yes"}, holds="s.gate")
    assert said["shown"] == ["s.gate", "s.follow"]
    [added] = said["added"]
    assert 'name="q-s.follow"' in added["html"]
    page.bases["s.follow"] = added["revisions"]
    page.saves("s.follow", {"": "My words"}, holds="s.gate s.follow")
    hidden = page.saves("s.gate", {"": "no"}, holds="s.gate s.follow")
    assert (hidden["shown"], hidden["added"]) == (["s.gate"], [])
    assert stored(db) == {"s.gate": "no", "s.follow": "My words"}, "what is hidden keeps its answer (row F3)"
    gone = page.sends("s.follow", {"": "Other words"})
    assert (gone.status_code, gone.json["state"]) == (409, "conflict"), "row F2"
    assert "no longer asked" in gone.json["html"]


def test_statements_of_one_save(app, client, place):
    client.sign_in(place.lead)
    page = OpenSection(client, place.section())
    page.saves("leadership.a", {"": "met"})
    with app.app_context():
        engine = database().engine
    locks = 2 if engine.dialect.name == "postgresql" else 0
    with count_queries(engine) as queries:
        page.saves("leadership.a", {"": "not_met"})
    sent = [one for one in queries if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
    assert len(sent) == 6 + locks, sent
