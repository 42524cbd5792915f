"""The pages of drafts: started, undone, exchanged as text, proposed and put aside."""

import io
import re
from html import unescape

import pytest
from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.clock import today
from formsapp.database import database
from formsapp.tool_drafts import forms
from formsapp.tool_drafts.commands import change_draft, propose_draft, start_draft
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tools.commands import ratify_version
from formsapp.tools.models import ToolVersion
from tests.builders import as_actor, make_organisation, make_person
from tests.queries import count_queries
from tests.tool_drafts.test_draft_commands import SOURCE, TITLE
from tool_definitions.editing import Put
from tool_definitions.loader import shipped_tool_paths

CLEAN = SOURCE.replace("        from: {key: one.z, relation: reworded}\n", "")


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def officer(db, client):
    person = make_person(db, "partnership_officer")
    db.commit()
    client.sign_in(person)
    return person


@pytest.fixture
def draft(db, officer):
    draft = start_draft(db, source=CLEAN, by=as_actor(db, officer))
    db.commit()
    return draft


def stands(draft):
    with database().reading() as session:
        return session.get_one(ToolDraft, draft.id).source


def reworded(db, draft, title):
    change_draft(db, draft=draft, edits=[Put(TITLE, title)], words=f"Now {title}", by=SYSTEM)
    db.commit()


def test_list_drafts_is_empty_and_says_so(client, officer):
    assert "No tool is being written" in text_of(client.get("/tools/drafts"))


def test_list_drafts_in_as_many_queries(client, officer, db):
    for _ in range(2):
        start_draft(db, source=CLEAN, by=SYSTEM)
        db.commit()
        with count_queries(database().engine) as counted:
            page = text_of(client.get("/tools/drafts"))
        assert "A small tool" in page
    for _ in range(5):
        start_draft(db, source=CLEAN, by=SYSTEM)
    db.commit()
    with count_queries(database().engine) as many:
        assert text_of(client.get("/tools/drafts")).count("version 2026-27") == 7
    assert len(many) == len(counted)


def test_start_draft_from_a_shipped_tool_is_its_file_byte_for_byte(client, officer, db):
    client.post_form("/tools/drafts/start", {"start_from": "shipped", "shipped": "section-11-agency"})
    path = next(path for path in shipped_tool_paths() if path.stem == "section-11-agency")
    draft = db.scalar(select(ToolDraft))
    assert draft.source == path.read_text("utf-8")


def test_start_draft_from_last_years_version_is_named_as_this_years(client, officer, db):
    draft = start_draft(db, source=CLEAN, by=SYSTEM)
    version = propose_draft(db, draft=draft, by=SYSTEM)
    db.commit()
    page = client.get(f"/tools/drafts/start?version={version.id}")
    assert f'value="{version.id}" selected' in text_of(page)
    client.post_form("/tools/drafts/start", {"start_from": "version", "version": str(version.id)})
    newest = db.scalar(select(ToolDraft).order_by(ToolDraft.id.desc()).limit(1))
    assert (newest.version, newest.based_on_id) == ("2027-28", version.id)


def test_start_draft_from_a_file_and_from_nothing(client, officer, db):
    file = (io.BytesIO(b"\xef\xbb\xbf" + CLEAN.encode()), "small.yaml")
    sent = {"start_from": "file", "file": file}
    page = client.post_form("/tools/drafts/start", sent, content_type="multipart/form-data", follow_redirects=True)
    assert "The draft is started" in text_of(page)
    client.post_form("/tools/drafts/start", {"start_from": "nothing", "title": "Dip sample", "kind": "case_file"})
    assert set(db.scalars(select(ToolDraft.key))) == {"small", "dip-sample"}


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "What do you want to start from?"),
        ({"start_from": "version"}, "Choose the version"),
        ({"start_from": "shipped"}, "Choose the tool"),
        ({"start_from": "file"}, "Choose a file"),
        ({"start_from": "pasted", "pasted": " "}, "Paste the text"),
        ({"start_from": "nothing", "title": " "}, "Enter the title"),
        ({"start_from": "file", "file": b"\xff\xfe\x81"}, "not text in UTF-8"),
        ({"start_from": "file", "file": b"x" * 5_001}, "larger than 1 MB"),
        ({"start_from": "pasted", "pasted": "- a list"}, "cannot be read as a tool file"),
        ({"start_from": "pasted", "pasted": "a: &b 1"}, "nchors and aliases"),
    ],
)
def test_start_draft_says_what_is_missing_and_starts_nothing(client, db, monkeypatch, data, words):
    monkeypatch.setattr(forms, "LARGEST_FILE", 5_000)
    sent = {name: (io.BytesIO(value), "small.yaml") if name == "file" else value for name, value in data.items()}
    page = client.post_form("/tools/drafts/start", sent, content_type="multipart/form-data")
    assert page.status_code == 422
    assert words in text_of(page)
    assert "<title>Error: " in text_of(page)
    assert str(data.get("pasted", "")) in unescape(text_of(page))
    assert db.scalar(select(ToolDraft)) is None


def test_drafts_are_for_those_who_change_tools(client, db, draft):
    for role in ("learning_hub_member", "designated_safeguarding_lead"):
        school = make_organisation(db)
        person = make_person(db, role, organisation=school if role.startswith("designated") else None)
        db.commit()
        client.sign_in(person)
        assert client.get("/tools/drafts").status_code == 403
        for page in ("", "/history", "/file", "/tool.yaml", "/propose", "/discard"):
            assert client.get(f"/tools/drafts/{draft.id}{page}").status_code == 404


def test_undo_step_and_redo_step_go_back_to_the_page_they_were_on(client, db, draft):
    reworded(db, draft, "Reworded")
    page = f"/tools/drafts/{draft.id}/history"
    undone = client.post_form(f"/tools/drafts/{draft.id}/undo", {"back": page, "seen": "2"}, page=page)
    assert undone.headers["Location"] == page
    assert stands(draft) == CLEAN
    again = client.post_form(
        f"/tools/drafts/{draft.id}/redo", {"back": page, "seen": "1"}, page=page, follow_redirects=True
    )
    assert "Done again: Now Reworded." in text_of(again)
    assert "title: Reworded" in stands(draft)
    nothing = client.post_form(f"/tools/drafts/{draft.id}/redo", {"seen": "2"}, page=page, follow_redirects=True)
    assert "There is nothing to do again." in text_of(nothing)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/tools/drafts/1\\evil", "/people"])
def test_undo_step_goes_nowhere_else(client, db, draft, back):
    reworded(db, draft, "Reworded")
    page = f"/tools/drafts/{draft.id}/history"
    undone = client.post_form(f"/tools/drafts/{draft.id}/undo", {"back": back, "seen": "2"}, page=page)
    assert undone.headers["Location"] == f"/tools/drafts/{draft.id}"


def test_undo_step_of_a_question_that_goes_with_it_shows_the_outline(client, db, draft):
    page = f"/tools/drafts/{draft.id}/history"
    back = f"/tools/drafts/{draft.id}/questions/one.gone"
    reworded(db, draft, "Reworded")
    undone = client.post_form(f"/tools/drafts/{draft.id}/undo", {"back": back, "seen": "2"}, page=page)
    assert undone.headers["Location"] == f"/tools/drafts/{draft.id}"


def test_undo_step_takes_no_step_back_that_came_after_the_page(client, db, draft):
    reworded(db, draft, "Mine")
    reworded(db, draft, "A colleague's")
    page = f"/tools/drafts/{draft.id}/history"
    stale = client.post_form(f"/tools/drafts/{draft.id}/undo", {"seen": "2"}, page=page, follow_redirects=True)
    assert "changed since you opened that page" in text_of(stale)
    assert "A colleague's" in stands(draft)
    unseen = client.post_form(f"/tools/drafts/{draft.id}/undo", {}, page=page, follow_redirects=True)
    assert "changed since you opened that page" in text_of(unseen)


def test_a_draft_that_was_ratified_leads_to_the_next_version(client, db, draft, officer):
    version = propose_draft(db, draft=draft, by=as_actor(db, officer))
    ratify_version(db, version=version, fingerprint=version.fingerprint, meeting="Hub", on=today(), by=SYSTEM)
    db.commit()
    page = text_of(client.get(f"/tools/drafts/{draft.id}"))
    assert "proposed and ratified" in page
    assert f"/tools/drafts/start?version={version.id}" in page
    assert "Ratified" in text_of(client.get("/tools/drafts"))


def test_show_history_marks_what_stands_and_goes_back(client, db, draft):
    reworded(db, draft, "First")
    reworded(db, draft, "Second")
    page = f"/tools/drafts/{draft.id}/history"
    client.post_form(f"/tools/drafts/{draft.id}/undo", {"seen": "3"}, page=page)
    shown = text_of(client.get(page))
    assert "<s>Now Second</s>" in shown
    back = client.post_form(f"{page}/3", {}, page=page, follow_redirects=True)
    assert "as it was after step 3" in text_of(back)
    assert "title: Second" in stands(draft)
    missing = client.post_form(f"{page}/99", {}, page=page, follow_redirects=True)
    assert "no such step" in text_of(missing)


def test_download_draft_gives_the_text_byte_for_byte(client, draft):
    file = client.get(f"/tools/drafts/{draft.id}/tool.yaml")
    assert file.get_data(as_text=True) == CLEAN
    assert "small-2026-27-draft.yaml" in file.headers["Content-Disposition"]


def test_exchange_file_shows_the_differences_before_it_replaces_anything(client, db, draft):
    address = f"/tools/drafts/{draft.id}/file"
    text = CLEAN.replace("A leader is named", "Two leaders are named").replace("in June", "in July")
    seen = client.post_form(address, {"base": "0", "step": "compare", "text": text})
    shown = text_of(seen)
    assert seen.status_code == 200
    assert "app-difference__line--added" in shown
    assert "Two leaders are named" in shown
    assert "# What the hub asked for in July" in shown
    assert stands(draft) == CLEAN
    done = client.post_form(address, {"base": "1", "step": "replace", "text": text}, follow_redirects=True)
    assert "now holds the new text" in text_of(done)
    assert stands(draft).replace("\r\n", "\n") == text


def test_exchange_file_keeps_the_bytes_of_a_file(client, db, draft):
    address = f"/tools/drafts/{draft.id}/file"
    file = (io.BytesIO(CLEAN.replace("in June", "in July").encode()), "tool.yaml")
    seen = text_of(client.post_form(address, {"step": "compare", "file": file}, content_type="multipart/form-data"))
    assert "in July" in seen


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"step": "compare"}, "Choose a file, or paste the text"),
        ({"step": "compare", "text": "- a list"}, "cannot be read as a tool file"),
        ({"step": "replace", "base": "0", "text": CLEAN + "# more\n"}, "Nothing of theirs was overwritten"),
    ],
)
def test_exchange_file_refuses_and_changes_nothing(client, db, draft, data, words):
    page = client.post_form(f"/tools/drafts/{draft.id}/file", data)
    assert page.status_code == 422
    assert words in text_of(page)
    assert data.get("text", "") in unescape(text_of(page)).replace("\r\n", "\n")
    assert stands(draft) == CLEAN


def test_propose_and_take_back_and_discard(client, db, draft):
    address = f"/tools/drafts/{draft.id}"
    assert "Somebody other than you" in text_of(client.get(f"{address}/propose"))
    proposed = client.post_form(f"{address}/propose", {}, follow_redirects=True)
    assert "Version 2026-27 is proposed" in text_of(proposed)
    version = db.scalar(select(ToolVersion))
    assert (version.state, version.source) == ("proposed", CLEAN)
    db.commit()
    assert "This draft is proposed" in text_of(client.get(f"{address}/propose"))
    back = client.post_form(f"{address}/take-back", {}, follow_redirects=True)
    assert "The proposal is taken back" in text_of(back)
    assert "2026-27" not in text_of(client.get("/tools"))
    assert "put aside" in text_of(client.post_form(f"{address}/discard", {}, follow_redirects=True))
    assert "The draft is back" in text_of(client.post_form(f"{address}/discard", {}, follow_redirects=True))


def test_propose_shows_that_there_are_errors(client, db, draft):
    change_draft(
        db, draft=draft, edits=[Put(("sections", 0, "questions", 0, "scheme"), "practise")], words="-", by=SYSTEM
    )
    db.commit()
    page = f"/tools/drafts/{draft.id}/propose"
    assert "The checker finds 1 error" in text_of(client.get(page))
    assert "A tool with errors cannot be proposed" in text_of(client.get(page))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_file_is_taken_byte_for_byte_though_browsers_change_the_ends_of_lines(client, db, draft, ends):
    address = f"/tools/drafts/{draft.id}/file"
    text = f"{CLEAN}# Agreed in May\n".replace("\n", ends)
    file = (io.BytesIO(text.encode()), "tool.yaml")
    seen = text_of(client.post_form(address, {"step": "compare", "file": file}, content_type="multipart/form-data"))
    line_ends = re.search(r'name="line_ends"[^>]*value="(\w*)"', seen).group(1)
    sent = text.replace("\r\n", "\n").replace("\n", "\r\n")
    given = {"step": "replace", "base": draft.revision, "line_ends": line_ends, "text": sent}
    assert client.post_form(address, given).status_code == 302
    db.expire_all()
    assert draft.source == text


def test_a_pasted_text_starts_a_draft_with_plain_ends_of_lines(client, db, officer):
    client.post_form("/tools/drafts/start", {"start_from": "pasted", "pasted": CLEAN.replace("\n", "\r\n")})
    assert db.scalars(select(ToolDraft)).one().source == CLEAN


def test_a_revision_that_is_none_replaces_nothing(client, db, draft):
    given = {"step": "replace", "base": "first", "text": f"{CLEAN}# Agreed in May\n"}
    assert client.post_form(f"/tools/drafts/{draft.id}/file", given).status_code == 422
    db.expire_all()
    assert draft.source == CLEAN


def test_what_is_proposed_already_is_not_proposed_from_a_second_draft(client, db, officer, draft):
    second = start_draft(db, source=f"{CLEAN}# The same\n", by=as_actor(db, officer))
    db.commit()
    assert client.post_form(f"/tools/drafts/{draft.id}/propose", {}).status_code == 302
    refused = client.post_form(f"/tools/drafts/{second.id}/propose", {})
    assert refused.status_code == 422
    assert "is already proposed with this very content" in text_of(refused)
    db.expire_all()
    assert (draft.state, second.state) == ("proposed", "open")


def test_a_draft_with_odd_names_can_be_downloaded(client, db, officer):
    odd = start_draft(db, source='key: "a/b"\nversion: "1\\r\\nSet-Cookie: x"\n', by=as_actor(db, officer))
    db.commit()
    page = client.get(f"/tools/drafts/{odd.id}/tool.yaml")
    assert page.status_code == 200
    assert page.headers["Content-Disposition"] == "attachment; filename=a-b-1-Set-Cookie-x-draft.yaml"
