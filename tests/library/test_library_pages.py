"""The library: every question ever asked is found, and copied into a draft with where it came from."""

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.database import database
from formsapp.tool_drafts.commands import start_draft
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tools.commands import propose_version, withdraw_version
from tests.builders import make_person
from tests.queries import count_queries

SOURCE = """\
key: small
version: v1
title: A small tool
kind: self_assessment
rating_schemes: {practice: {use: four-levels-of-practice}}
sections:
  - key: one
    title: One
    questions:
      - {key: one.lantern, type: rating, scheme: practice, title: The lantern is lit by dusk}
      - {key: one.words, type: text, title: What is working well?}
"""


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


@pytest.fixture
def version(db, officer):
    version, _ = propose_version(db, source=SOURCE, by=SYSTEM)
    db.commit()
    return version


def tool_in(draft_id):
    with database().reading() as session:
        return examined(session, session.get_one(ToolDraft, draft_id)).tool


def test_show_library_lists_what_comes_with_the_service(client, officer):
    page = text_of(client.get("/tools/library"))
    assert "Section 11" in page
    assert "four-levels-of-practice" in page
    assert "/tools/drafts/start?shipped=school-safeguarding" in page


def test_a_question_is_found_by_words_of_its_title_in_any_case_and_order(client, version):
    page = text_of(client.get("/tools/library?q=dusk+LANTERN"))
    assert "1 question with" in page
    assert f"/tools/library/v{version.id}/questions/one.lantern" in page


def test_the_same_wording_is_one_result_with_all_its_places(client, db, version):
    start_draft(db, source=SOURCE.replace("version: v1", "version: v2"), by=SYSTEM)
    db.commit()
    page = text_of(client.get("/tools/library?q=lantern"))
    assert "1 question with" in page
    assert "A small tool, version v1" in page
    assert "A small tool, version v2" in page


def test_a_shipped_question_is_found_by_its_guidance_and_kind_narrows(client, officer):
    assert "0 questions with" not in text_of(client.get("/tools/library?q=single+central+record"))
    assert "0 questions with" in text_of(client.get("/tools/library?q=single+central+record&kind=referral"))


@pytest.mark.parametrize("wanted", ["xyzzy", "%", "_____", "<script>alert(1)</script>", "'; DROP TABLE people"])
def test_a_search_without_a_find_says_so_and_takes_no_word_for_a_command(client, version, wanted):
    page = client.get("/tools/library", query_string={"q": wanted})
    assert "No question has all of these words" in text_of(page)
    assert "<script>alert" not in text_of(page)


def test_a_proposal_that_was_taken_back_is_not_found(client, db, version):
    withdraw_version(db, version=version, by=SYSTEM)
    db.commit()
    assert "0 questions with" in text_of(client.get("/tools/library?q=lantern"))
    assert client.get(f"/tools/library/v{version.id}").status_code == 404


def test_copy_question_goes_into_the_section_chosen(client, db, version):
    draft = start_draft(db, source=SOURCE.replace("small", "other"), by=SYSTEM)
    db.commit()
    address = "/tools/library/s-section-11-agency/questions/"
    page = text_of(client.get("/tools/library/s-section-11-agency"))
    key = page.split(address, 1)[1].split('"', 1)[0]
    shown = text_of(client.get(f"{address}{key}?into={draft.id}/one"))
    assert f'value="{draft.id}/one" selected' in shown
    client.post_form(f"{address}{key}", {"into": f"{draft.id}/one"})
    question = tool_in(draft.id).section("one").questions[-1]
    assert (question.key, question.copied_from.tool) == (key, "section-11-agency")


def test_copy_section_becomes_the_last(client, db, version):
    draft = start_draft(db, source=SOURCE, by=SYSTEM)
    db.commit()
    client.post_form(f"/tools/library/v{version.id}/sections/one", {"into": f"{draft.id}/"})
    tool = tool_in(draft.id)
    assert [section.key for section in tool.sections] == ["one", "one-2"]
    assert [question.key for question in tool.sections[1].questions] == ["one.lantern-2", "one.words-2"]


def test_a_copy_needs_a_place_and_a_draft(client, db, version):
    address = f"/tools/library/v{version.id}/questions/one.lantern"
    assert "There is no draft to copy it into" in text_of(client.get(address))
    start_draft(db, source=SOURCE, by=SYSTEM)
    db.commit()
    page = client.post_form(address, {"into": ""})
    assert page.status_code == 422
    assert "Choose where the copy goes" in text_of(page)


@pytest.mark.parametrize(
    "path",
    ["v999", "vx", "v-1", "s-nothing", "d4", "x1", "v99999999999999999999", "s-section-11-agency/questions/none"],
)
def test_what_is_not_there_is_not_found(client, officer, path):
    assert client.get(f"/tools/library/{path}").status_code == 404


def test_the_library_is_for_those_who_change_tools(client, db, version):
    member = make_person(db, "learning_hub_member")
    db.commit()
    client.sign_in(member)
    assert client.get("/tools/library").status_code == 403


def test_searching_takes_as_many_queries_for_many_versions(client, db, version):
    client.get("/tools/library?q=lantern")
    with count_queries(database().engine) as few:
        client.get("/tools/library?q=lantern")
    for number in range(2, 6):
        propose_version(db, source=SOURCE.replace("version: v1", f"version: v{number}"), by=SYSTEM)
    db.commit()
    with count_queries(database().engine) as many:
        client.get("/tools/library?q=lantern")
    assert len(many) == len(few)
    assert db.scalar(select(ToolDraft)) is None
