"""Words that may identify a child are held back until they are taken out or somebody says why they stay."""

import html
import json
import re
from types import SimpleNamespace

import pytest

from formsapp.audit_trail.models import TrailEvent
from formsapp.returns.models import Answer, KeptWords, Submission
from tests.builders import (
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)
from tests.copies.kept import words_of
from tests.queries import count_queries

NHS = "943 476 5919"
SECTIONS = {
    "leadership": [
        rating("leadership.a", comment="optional", action_at_or_below="not_met"),
        rating("leadership.b", comment="optional"),
        {"key": "leadership.words", "type": "text", "title": "In your words", "required": False},
        {
            "key": "leadership.table",
            "type": "table",
            "title": "Training",
            "required": False,
            "columns": [{"key": "what", "title": "What"}, {"key": "keep", "title": "Kept"}],
            "maximum_rows": 5,
        },
        {"key": "leadership.papers", "type": "evidence", "title": "Papers", "required": False},
    ]
}


@pytest.fixture
def place(db):
    audit = make_audit(db, make_tool_version(db, tool_document(SECTIONS)))
    school = make_organisation(db, postcode="ZX4 2BD")
    return_ = make_return(db, audit, school)
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    officer = make_person(db, "partnership_officer")
    return_id = return_.id
    lead, officer = SimpleNamespace(id=lead.id), SimpleNamespace(id=officer.id)
    db.commit()
    return {"lead": lead, "officer": officer, "return": return_id, "url": f"/returns/{return_id}/sections/leadership"}


def save(client, place, data, url=None):
    page = client.get(place["url"]).get_data(as_text=True)
    revisions = html.unescape(re.search(r'name="revisions" value="([^"]*)"', page)[1])
    if "question" in data:
        revisions = next(one for one in revisions.split() if one.startswith(data["question"] + ":"))
    return client.post_form(url or place["url"], {"revisions": revisions, **data}, page=place["url"])


def stored(db, question="leadership.a"):
    db.rollback()
    one = db.get(Answer, (1, question))
    db.rollback()
    return one


def test_a_section_with_words_that_may_identify_a_child_is_held_and_nothing_is_lost(client, db, place):
    client.sign_in(place["lead"])
    typed = {"q-leadership.a": "met", "q-leadership.a:comment": f"See {NHS}", "q-leadership.b": "partly_met"}
    answer = save(client, place, typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "This looks like an NHS number. Take it out, or say why it must stay" in page
    assert f"See {NHS}" in page
    assert 'href="#q-leadership.a:comment"' in page
    assert 'name="q-leadership.a:comment:keep"' in page
    assert re.search(r'value="partly_met" checked', page)
    assert stored(db) is None
    assert stored(db, "leadership.b") is None


def test_words_are_kept_with_a_reason_once_and_shown_where_answers_are_checked_and_read(client, db, place):
    client.sign_in(place["lead"])
    kept = {"q-leadership.a": "met", "q-leadership.a:comment": f"Ours: {NHS}"}
    reason = "It is the number of a made-up case in our training."
    assert save(client, place, {**kept, "q-leadership.a:comment:keep": reason}).status_code == 303
    row = db.query(KeptWords).one()
    assert (row.question, row.part, row.kind, row.reason) == ("leadership.a", "comment", "nhs_number", reason)
    trail = db.query(TrailEvent).filter_by(event="return.words-kept").one()
    assert "943" not in trail.details + row.digest
    assert reason not in trail.details
    assert json.loads(trail.details)["kinds"] == ["nhs_number"]
    db.rollback()
    # The same words, spaced otherwise, in the same answer: not asked about twice. In another answer they are.
    assert save(client, place, {"q-leadership.a:comment": "Ours: 9434765919, see there"}).status_code == 303
    assert save(client, place, {"q-leadership.b:comment": NHS}).status_code == 422
    for path in ("check", "read"):
        page = client.get(f"/returns/{place['return']}/{path}").get_data(as_text=True)
        assert "holds what looks like an NHS number" in page
        assert reason in page
    # Once the words are gone, so is the mark.
    assert save(client, place, {"q-leadership.a:comment": "Ours."}).status_code == 303
    assert reason not in client.get(f"/returns/{place['return']}/read").get_data(as_text=True)


def test_those_who_review_see_the_reason_as_it_was_submitted(client, db, place):
    client.sign_in(place["lead"])
    reason = "An office of ours."
    data = {"q-leadership.a": "met", "q-leadership.b": "met"}
    data |= {"q-leadership.a:comment": "ZX9 1QQ", "q-leadership.a:comment:keep": reason}
    assert save(client, place, data).status_code == 303
    own = f"/returns/{place['return']}/copy"
    for kind in ("pdf", "docx", "xlsx"):
        assert reason in words_of(client.get(f"{own}.{kind}").data, kind), "the draft's copy"
    form = {"agrees": "y", "signed": "Rowan Lead"}
    assert client.post_form(f"/returns/{place['return']}/submit", form).status_code == 303
    document = json.loads(db.query(Submission).one().document)
    db.rollback()
    expected = {"question": "leadership.a", "part": "comment", "kind": "postcode", "reason": reason}
    assert document["kept_words"] == [expected]
    client.sign_in(place["officer"])
    assert reason in client.get(f"/returns/{place['return']}/review").get_data(as_text=True)
    copy = client.get(f"/returns/{place['return']}/review/copy.docx")
    assert reason in words_of(copy.data, "docx")


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("q-leadership.a:action", "Ring ZX9 1QQ", "a postcode"),
        ("q-leadership.a:who", "Kai Bramwell, aged 9", "a name with a date of birth or an age"),
        ("q-leadership.words", "UPN B801200005001", "a pupil’s number (UPN)"),
        ("q-leadership.table:0:what", "case no. 441902", "a case number"),
        ("q-leadership.table:1:keep", "dob 12/03/2014", "a name with a date of birth or an age"),
        ("q-leadership.papers:0:where", NHS, "an NHS number"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what is held does not depend on the engine
def test_every_kind_of_text_is_guarded_and_may_be_kept(client, place, name, value, shown):
    client.sign_in(place["lead"])
    data = {"q-leadership.a": "met", name: value}
    if name.endswith(":1:keep"):
        data["q-leadership.table:0:what"] = "First row"
    answer = save(client, place, data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f"This looks like {shown}." in page
    assert f'name="{name}:keep"' in page
    assert save(client, place, {**data, f"{name}:keep": "It is our own."}).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what is held does not depend on the engine
def test_what_may_stand(client, db, place):
    client.sign_in(place["lead"])
    may_stand = "We are at ZX4 2BD, URN 123456, DfE 999/2001; trained 12/03/2026; ring 01632 960123; case C01."
    assert save(client, place, {"q-leadership.a": "met", "q-leadership.a:comment": may_stand}).status_code == 303
    # What stood there before the guard did is not asked about when something else in the answer changes.
    old = stored(db)
    old.comment = f"Old: {NHS}"
    db.merge(old)
    db.commit()
    assert (
        save(client, place, {"q-leadership.a:comment": f"Old: {NHS}", "q-leadership.a": "not_met"}).status_code == 303
    )
    assert db.query(KeptWords).count() == 0


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("   \u200b", "This looks like an NHS number"),
        (f"because {NHS} is right", "without repeating them"),
        ("x" * 501, "must be 500 characters or fewer"),
        ("a\x00b", "a character we cannot store"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the reason is judged before it is stored
def test_a_reason_that_is_none_is_refused(client, db, place, reason, says):
    client.sign_in(place["lead"])
    answer = save(client, place, {"q-leadership.a:comment": NHS, "q-leadership.a:comment:keep": reason})
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert db.query(KeptWords).count() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # as above
def test_a_page_that_saves_by_itself_is_told_where_to_ask_for_the_reason(client, db, place):
    client.sign_in(place["lead"])
    data = {"question": "leadership.a", "q-leadership.a": "met", "q-leadership.a:comment": NHS}
    data |= {"page": "a" * 16, "number": "1"}
    answer = save(client, place, data, url=place["url"] + "/save")
    assert answer.status_code == 422
    assert answer.json["errors"]["q-leadership.a:comment"].startswith("This looks like an NHS number")
    assert 'name="q-leadership.a:comment:keep"' in answer.json["held"]["q-leadership.a:comment"]
    kept = {**data, "number": "2", "q-leadership.a:comment:keep": "Made up."}
    again = save(client, place, kept, url=place["url"] + "/save")
    assert again.status_code == 200
    assert stored(db).comment == NHS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # queries are the same on both
def test_saving_what_holds_nothing_asks_the_database_nothing_more(client, db, place):
    client.sign_in(place["lead"])
    with count_queries(db.get_bind()) as sent:
        assert save(client, place, {"q-leadership.a:comment": "Governors met on 12/03/2026."}).status_code == 303
    assert sent
    assert [one for one in sent if "kept_words" in one] == []
