"""Private notes: beside questions, to do and done, and only for those who fill in or read the return."""

import re

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.database import database
from formsapp.notes.commands import add_note
from formsapp.notes.models import PrivateNote
from formsapp.notes.queries import open_notes
from tests.builders import as_actor, make_person
from tests.contributors.helping import School, helper_of, opened
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def school(db):
    made = School(db)
    db.commit()
    return made


def text_of(response) -> str:
    return response.get_data(as_text=True)


def thread(school, question="practice.words") -> str:
    return f"{school.address}/sections/practice/notes/{question}"


def test_a_note_stands_beside_its_question_and_says_that_it_is_private(client, db, school) -> None:
    section = f"{school.address}/sections/practice"
    client.sign_in(school.lead)
    before = text_of(client.get(section))
    assert before.count("Add a private note") == 2
    assert "Private: stays in your setting" not in before
    answer = client.post_form(thread(school), {"text": "Ask the <b>nurse</b>", "is_to_do": "y"})
    assert answer.location == f"{section}#question-practice.words"
    page = text_of(client.get(section))
    assert "Private: stays in your setting." in page
    assert "Ask the &lt;b&gt;nurse&lt;/b&gt;" in page
    assert "1 note" in page
    assert ", 1 to do" in page
    assert page.count("Answers go to the partnership when your return is submitted") == 1
    assert "1 private note, 1 to do" in text_of(client.get(school.address))


def test_what_is_to_do_is_flagged_before_submitting_until_it_is_done(client, db, school) -> None:
    client.sign_in(school.lead)
    client.post_form(thread(school), {"text": "Ask the nurse", "is_to_do": "y"})
    client.post_form(f"{school.address}/notes", {"text": "The chair reads it on Friday"})
    (note,) = open_notes(db, school.return_.id)
    db.commit()
    page = text_of(client.get(f"{school.address}/notes"))
    assert page.index("Ask the nurse") < page.index("The chair reads it on Friday")
    assert "Private note to do: Ask the nurse" in text_of(client.get(f"{school.address}/check"))
    client.post_form(f"{school.address}/notes/{note.id}/done", {}, page=f"{school.address}/notes")
    assert "Ask the nurse" not in text_of(client.get(f"{school.address}/check"))
    assert f"Done by {school.lead.name}" in text_of(client.get(f"{school.address}/notes"))


def test_only_whoever_wrote_a_note_removes_it_and_its_words_are_gone(client, db, school) -> None:
    head = make_person(db, "head_teacher", organisation=school.organisation)
    note = add_note(db, return_=opened(db, school), text="Marker", by=as_actor(db, head))
    db.commit()
    address = f"{school.address}/notes/{note.id}/remove"
    assert client.sign_in(school.lead).get(address).status_code == 403
    client.sign_in(head)
    assert "Marker" in text_of(client.get(address))
    client.post_form(address, {})
    assert client.get(address).status_code == 404
    with database().reading() as reading:
        kept = reading.scalars(select(PrivateNote)).one()
    assert (kept.text, kept.removed_at is None) == ("", False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write the note first"),
        ("   \n ", "Write the note first"),
        ("x" * 1001, "The note must be 1,000 characters or fewer. You have used 1,001"),
        ("a\x00b", "The note contains a character we cannot store"),
        ("Ask about 943 476 5919 today", "This looks like an NHS number"),
    ],
)
def test_a_note_that_is_refused_stays_typed(client, db, school, text, sentence) -> None:
    client.sign_in(school.lead)
    answer = client.post_form(thread(school), {"text": text})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert text.strip().replace("\0", "\ufffd") in text_of(answer)
    assert not db.scalars(select(PrivateNote)).all()


def test_words_that_look_like_a_childs_stay_when_somebody_says_that_they_are_none(client, db, school) -> None:
    client.sign_in(school.lead)
    typed = {"text": "The office rings 943 476 5919"}
    assert "It identifies no child" in text_of(client.post_form(thread(school), typed)).replace("it ide", "It ide")
    assert client.post_form(thread(school), typed | {"keep": "y"}).status_code == 303


def test_those_who_help_with_a_section_read_its_notes_and_no_others(client, db, school) -> None:
    helper = helper_of(db, school)
    hidden = add_note(db, return_=opened(db, school), text="Hidden", place=("voice", None), is_to_do=True, by=SYSTEM)
    add_note(db, return_=opened(db, school), text="Seen", place=("practice", "practice.a"), by=SYSTEM)
    db.commit()
    client.sign_in(helper)
    for path in ("/notes", "/sections/practice/notes", "/sections/practice"):
        page = text_of(client.get(school.address + path))
        assert "Seen" in page
        assert "Hidden" not in page
    assert client.get(f"{school.address}/sections/voice/notes").status_code == 404
    assert client.get(f"{school.address}/sections/practice/notes/voice.a").status_code == 404
    done = f"{school.address}/notes/{hidden.id}/done"
    assert client.post_form(done, {}, page=f"{school.address}/notes").status_code == 404
    assert client.post_form(thread(school), {"text": "Mine"}).status_code == 303


def test_a_section_takes_as_many_queries_with_many_notes_and_stays_light(client, db, school) -> None:
    client.sign_in(school.lead)
    section = f"{school.address}/sections/practice"
    client.get(section)
    with count_queries(database().engine) as without:
        bare = client.get(section)
    for number in range(30):
        place = ("practice", "practice.a")
        add_note(db, return_=opened(db, school), text=f"Note {number} {'x' * 300}", place=place, by=SYSTEM)
    db.commit()
    with count_queries(database().engine) as with_many:
        full = client.get(section)
    assert len(with_many) == len(without)
    assert len(full.data) - len(bare.data) < 500
    assert re.search(r"30 notes", text_of(full))
