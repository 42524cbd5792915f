"""A draft is seen, printed and tried out like a version; while it has errors, its pages say so kindly."""

import pytest

from formsapp.tool_drafts.commands import replace_source, start_draft
from tests.builders import as_actor, make_organisation, make_person
from tests.previews.pdf_text import text_of
from tests.previews.previewing import Preview, rows_of_every_table

TEXT = """\
key: a-draft
version: "1"
title: A tool that is being written
kind: self_assessment
rating_schemes: {practice: {use: four-levels-of-practice}}
sections:
  - key: first
    title: The first section
    questions:
      - {key: first.one, type: rating, scheme: practice, title: How well?}
      - {key: first.two, type: number, title: How many?}
"""
BROKEN = TEXT.replace("scheme: practice", "scheme: praktice")


@pytest.fixture
def officer(db):
    return make_person(db, "partnership_officer")


@pytest.fixture
def draft(db, officer):
    made = start_draft(db, source=TEXT, by=as_actor(db, officer))
    db.commit()
    return made


def page_of(client, officer, draft, name="preview") -> Preview:
    return Preview(client.sign_in(officer), f"/tools/drafts/{draft.id}/{name}")


def test_a_draft_is_previewed_and_nothing_of_it_is_stored(app, client, officer, draft):
    preview = page_of(client, officer, draft).open()
    before = rows_of_every_table(app)
    assert "draft of version 1" in preview.words
    preview.send("section:first").send("next", **{"q-first.one": "met", "q-first.two": "3"})
    assert "Nothing is missing" in preview.words
    preview.send(None, to=preview.url.replace("/preview", "/try"), fill="typed")
    assert "66.7 overall score" in preview.words
    assert rows_of_every_table(app) == before


def test_what_was_typed_survives_a_change_of_the_draft_where_it_still_fits(db, client, officer, draft):
    preview = page_of(client, officer, draft).open("?go=section:first")
    preview.send("stay", **{"q-first.one": "met", "q-first.two": "3"})
    changed = TEXT.replace("type: number, title: How many?", "type: table, title: T, columns: [{key: a, title: A}]")
    replace_source(db, draft=draft, source=changed, base=draft.revision, words="Changed", by=as_actor(db, officer))
    db.commit()
    preview.send("check")
    assert preview.status == 200
    preview.send("section:first")
    assert preview.form()["q-first.one"] == "met"
    assert preview.form()["q-first.two:0:a"] == ""


def test_a_draft_is_printed_and_measured(client, officer, draft):
    assert "How well?" in page_of(client, officer, draft, "print").open().words
    assert "238 words a minute" in page_of(client, officer, draft, "length").open().words
    assert "How well?" in text_of(client.get(f"/tools/drafts/{draft.id}/blank.pdf").data).text


@pytest.mark.parametrize("name", ["preview", "print", "length", "try", "blank.pdf"])
def test_a_draft_with_errors_says_what_to_do(db, client, officer, name):
    draft = start_draft(db, source=BROKEN, by=as_actor(db, officer))
    db.commit()
    page = page_of(client, officer, draft, name).open()
    assert page.status == 200
    assert page.heading == "This draft cannot be previewed yet"
    assert "The checker has found 1 thing to mend first" in page.words
    assert f'href="/tools/drafts/{draft.id}/check"' in page.page
    if name in {"preview", "try"}:
        token = client.get(f"/tools/drafts/{draft.id}/preview").get_data(as_text=True)
        found = token.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        assert client.post(page.url, data={"csrf_token": found, "go": "list"}).status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # who may does not depend on the engine
@pytest.mark.parametrize("name", ["preview", "print", "length", "try", "blank.pdf"])
def test_drafts_are_for_those_who_change_tools(db, client, draft, name):
    hub = make_person(db, "learning_hub_member")
    lead = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    for person in (hub, lead):
        assert client.sign_in(person).get(f"/tools/drafts/{draft.id}/{name}").status_code in {403, 404}
    assert client.get(f"/tools/drafts/999999/{name}").status_code == 404
