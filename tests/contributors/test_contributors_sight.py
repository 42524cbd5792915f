"""What somebody who helps with one section sees, and what they never see."""

import re

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.access.models import RoleGiven
from formsapp.access.routes_command import declared_routes
from formsapp.clock import now
from formsapp.contributors.models import Contribution
from formsapp.notes.commands import add_note
from formsapp.returns.models import Answer
from tests.access.world import World
from tests.all_words import all_words
from tests.builders import make_person, make_return
from tests.contributors.helping import School, ask, form_for, helper_of, link_in, opened

ELSEWHERE = "Zebrawood"
#: The pages about returns that a contributor may open, each for their own section alone.
THEIRS = {
    "contributors.finish_contribution",
    "evidence.attach_evidence",
    "notes.question_notes",
    "notes.section_notes",
    "notes.show_notes",
    "offline.download_workbook",
    "offline.review_workbook",
    "offline.show_workbook",
    "returns.answer_section",
    "returns.show_last_year",
    "returns.show_return",
}


def text_of(response) -> str:
    return response.get_data(as_text=True)


@pytest.fixture
def school(db):
    made = School(db)
    db.commit()
    return made


@pytest.fixture
def helper(db, school):
    """Somebody who helps with practice, in a school where a marker word stands everywhere else."""
    person = helper_of(db, school)
    other = make_return(db, school.audit, state="started")
    written = [(school.return_.id, key) for key in ("leadership.words", "voice.words")]
    for return_id, question in [*written, (other.id, "practice.words")]:
        db.add(Answer(return_id=return_id, question=question, value=ELSEWHERE, revision=1, saved_at=now()))
    for place in ((None, None), ("leadership", None), ("leadership", "leadership.words")):
        add_note(db, return_=opened(db, school), text=ELSEWHERE, place=place, by=SYSTEM)
    add_note(db, return_=opened(db, school), text="Look at this", place=("practice", "practice.words"), by=SYSTEM)
    db.commit()
    return person


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_of_the_application_is_shut_but_those_of_their_section(app, client, db, school, helper) -> None:
    world = World(db)
    db.commit()
    client.sign_in(helper)
    opened_pages = set()
    for row in declared_routes(app):
        if row["method"] != "GET" or row["public"]:
            continue
        for section in ("leadership", "practice") if "section_key" in row["rule"] else ("practice",):
            address = world.address(_in(row["rule"], school, section))
            answer = client.get(address)
            assert ELSEWHERE not in all_words(answer), address
            if answer.status_code < 400 and re.search("return_id|organisation_id|audit_id|person_id", row["rule"]):
                opened_pages.add((row["endpoint"], section if "section_key" in row["rule"] else ""))
    assert {endpoint for endpoint, _ in opened_pages} <= THEIRS
    assert {section for _, section in opened_pages} == {"", "practice"}


def _in(rule: str, school: School, section: str) -> str:
    """The rule in this school's return."""
    known = {
        "int:return_id": school.return_.id,
        "int:organisation_id": school.organisation.id,
        "int:audit_id": school.audit.id,
        "section_key": section,
        "question_key": f"{section}.words",
    }
    return re.sub(r"<([^>]+)>", lambda found: str(known.get(found.group(1), found.group(0))), rule)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_task_list_of_a_contributor_links_to_nothing_they_may_not_open(client, db, school, helper) -> None:
    client.sign_in(helper)
    for page in (school.address, f"{school.address}/sections/practice", f"{school.address}/notes", "/"):
        for href in set(re.findall(r'href="(/[^"#]*)', text_of(client.get(page)))) - {"/sign-out"}:
            assert href.startswith("/static") or client.get(href).status_code == 200, (page, href)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_posting_elsewhere_changes_nothing(client, db, school, helper) -> None:
    client.sign_in(helper)
    form = f"{school.address}/sections/practice"
    for path in ("sections/leadership", "sections/leadership/notes", "notes", "submit", "contributors"):
        answer = client.post_form(f"{school.address}/{path}", {"text": "x", "revisions": ""}, page=form)
        assert answer.status_code in {403, 404}, path


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_home_says_what_is_asked_and_what_is_left(client, db, school, helper) -> None:
    page = text_of(client.sign_in(helper).get("/"))
    assert f"Asked to help with {school.audit.title}: {school.organisation.name}" in page
    assert "1 section, 1 question left" in page
    assert "Returns to complete" not in page


def test_other_sections_count_from_the_next_page_and_taking_back_shuts_everything(client, db, school, helper) -> None:
    asked = db.scalars(select(Contribution)).one()
    db.commit()
    lead = client.application.test_client().sign_in(school.lead)
    client.sign_in(helper)
    one = f"{school.board}/{asked.id}"
    assert lead.post_form(one, {"part": "some", "sections": ["voice"]}).status_code == 303
    assert client.get(f"{school.address}/sections/practice").status_code == 404
    assert client.get(f"{school.address}/sections/voice").status_code == 200
    assert lead.post_form(one, {"part": "some", "sections": []}).status_code == 422
    assert lead.post_form(f"{one}/end", {}).status_code == 303
    for path in ("", "/sections/voice", "/notes"):
        assert client.get(school.address + path).status_code == 404
    home = text_of(client.get("/"))
    assert "You are not asked to help with any return now" in home
    assert "Rowan Alder took back the return of" in home
    assert "Nobody is asked to help now" in (board := text_of(lead.get(school.board)))
    assert re.search(r"No longer helping.*Sorrel Finch: Rowan Alder took it back on", board, re.DOTALL)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_link_that_was_taken_back_is_gone(client, db, school) -> None:
    client.sign_in(school.lead)
    client.post_form(school.board, form_for("wren@wexbridge.example"), page=school.board)
    link = link_in(text_of(client.get(school.board)))
    asked = db.scalars(select(Contribution)).one()
    db.commit()
    client.post_form(f"{school.board}/{asked.id}/end", {})
    assert client.get(link).status_code == 410
    assert client.get(f"{link}x").status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_lead_elsewhere_changes_nobody_here(client, db, school, helper) -> None:
    """The number of a contribution is worth nothing under another return's address."""
    other = School(db)
    asked = db.scalars(select(Contribution)).one()
    mine = ask(db, other, make_person(db)).contribution
    db.commit()
    client.sign_in(other.lead)
    for base in (school.board, other.board):
        for path in ("", "/end", "/again"):
            answer = client.post_form(f"{base}/{asked.id}{path}", {"part": "whole"}, page=f"{other.board}/{mine.id}")
            assert answer.status_code == 404
    db.refresh(asked)
    assert asked.ended_at is None
    assert asked.sections == '["practice"]'


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_finished_is_shown_and_so_is_what_changed_since(client, db, school, helper) -> None:
    client.sign_in(helper)
    page = text_of(client.get(school.address))
    assert "I have finished my part" in page
    asked_first = client.post_form(f"{school.address}/finished", {}, page=school.address)
    assert asked_first.headers["Location"].endswith(f"{school.address}/finished")
    lead = client.application.test_client().sign_in(school.lead)
    assert "Finished" not in text_of(lead.get(school.board))
    question = text_of(client.get(f"{school.address}/finished"))
    left = re.search(r"(\d+) questions? of your part (?:is|are) still open. Finished all the same\?", question)
    client.post_form(f"{school.address}/finished", {"left": left.group(1)})
    board = text_of(lead.get(school.board))
    assert "(finished)" in board
    assert f"Finished, {left.group(1)} still open" in board
    save = {"q-practice.words": "More", "revisions": "", "then": "later"}
    form = f"{school.address}/sections/practice"
    shown = re.search(r'name="revisions" value="([^"]*)"', text_of(client.get(form)))
    client.post_form(form, save | {"revisions": shown.group(1)})
    assert "Changed since finished" in text_of(lead.get(school.board))
    assert "(changed since finished)" in text_of(lead.get(school.address))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_somebody_who_comes_to_read_all_of_it_still_answers_their_part_alone(db, client, school, helper) -> None:
    """Asked to help with practice, and chair of governors afterwards: they read the rest, and answer practice."""
    given = {"organisation_id": school.organisation.id, "given_at": now()}
    db.add(RoleGiven(person_id=helper.id, role="chair_of_governors", **given))
    db.commit()
    client.sign_in(helper)
    url = f"/returns/{school.return_.id}/sections"
    assert 'name="revisions"' in text_of(client.get(f"{url}/practice"))
    assert 'name="revisions"' not in text_of(client.get(f"{url}/leadership"))
    typed = {"q-leadership.words": "Not theirs", "revisions": ""}
    assert client.post_form(f"{url}/leadership", typed, page=f"{url}/practice").status_code == 404
