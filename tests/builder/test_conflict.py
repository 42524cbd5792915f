import re

from formsapp.access.actor import SYSTEM
from formsapp.tool_drafts.commands import change_draft, undo
from formsapp.tool_drafts.models import ToolDraft
from tests.builder.editing import JSON, SECTION, filled, source_of, text_of, with_changes
from tests.builders import as_actor
from tool_definitions.editing import Put


def both_open_it(client, colleague, url, **theirs):
    """Both open the page; the colleague saves first. Gives what the other page holds."""
    mine = filled(client.get(url))
    assert colleague.post(url, data=with_changes(filled(colleague.get(url)), {**theirs})).status_code == 302
    return mine


def test_two_versions_are_shown_field_by_field(client, colleague, draft, db):
    url = SECTION.format(draft.id)
    mine = both_open_it(client, colleague, url, title="Theirs", guidance="Only they wrote this.")
    page = client.post(url, data=with_changes(mine, {"title": "Mine", "weight": "5"}))
    assert page.status_code == 409
    words = text_of(page)
    assert "Second Editor changed this on" in words
    assert "Theirs" in words
    assert "Mine" in words
    chosen = re.findall(r'name="keep-(\w+)" value="(\w+)" checked', words)
    assert chosen == [("guidance", "theirs"), ("weight", "mine")]
    assert "title: Theirs" in source_of(db, draft)


def decide(client, page, url, **keep):
    data = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text_of(page)))
    data |= dict(re.findall(r'name="(keep-\w+)" value="(\w+)" checked', text_of(page)))
    return client.post(url, data={**data, **{f"keep-{name}": choice for name, choice in keep.items()}})


def test_what_is_chosen_is_saved(client, colleague, draft, db):
    url = SECTION.format(draft.id)
    mine = both_open_it(client, colleague, url, title="Theirs", guidance="Only they wrote this.")
    page = client.post(url, data=with_changes(mine, {"title": "Mine", "weight": "5"}))
    assert decide(client, page, url, title="mine").status_code == 302
    source = source_of(db, draft)
    assert "title: Mine   # the head's" in source
    assert "weight: 5" in source
    assert "Only they wrote this." in source


def test_a_choice_has_to_be_made(client, colleague, draft, db):
    url = SECTION.format(draft.id)
    mine = both_open_it(client, colleague, url, title="Theirs")
    page = client.post(url, data=with_changes(mine, {"title": "Mine"}))
    again = decide(client, page, url)
    assert again.status_code == 409
    assert "Choose which version of “Title” to keep" in text_of(again)
    assert decide(client, again, url, title="theirs").status_code == 302
    assert "title: Theirs" in source_of(db, draft)


def test_saving_as_you_go_never_overwrites(client, colleague, draft, db):
    url = SECTION.format(draft.id)
    mine = both_open_it(client, colleague, url, title="Theirs")
    answer = client.post(url, data=with_changes(mine, {"title": "Mine"}), headers=JSON)
    assert answer.status_code == 409
    assert "Second Editor changed this" in answer.json["why"]
    assert "title: Theirs" in source_of(db, draft)


def test_another_part_is_no_conflict(client, colleague, draft, db):
    mine = filled(client.get(SECTION.format(draft.id)))
    other = f"/tools/drafts/{draft.id}/sections/practice"
    colleague.post(other, data=with_changes(filled(colleague.get(other)), {"title": "Theirs"}))
    assert client.post(SECTION.format(draft.id), data=with_changes(mine, {"title": "Mine"})).status_code == 302
    source = source_of(db, draft)
    assert "title: Theirs" in source
    assert "title: Mine" in source


def test_what_was_removed_meanwhile_shows_what_was_typed(client, colleague, draft, db):
    url = SECTION.format(draft.id)
    mine = filled(client.get(url))
    renamed = [Put(("sections", 0, "key"), "governance")]
    change_draft(db, draft=db.get(ToolDraft, draft.id), edits=renamed, words="Renamed", by=SYSTEM)
    db.commit()
    page = client.post(url, data=with_changes(mine, {"title": "My long thoughts"}))
    assert page.status_code == 409
    assert "My long thoughts" in text_of(page)
    assert "not in the tool any more" in text_of(page)


def test_a_version_that_history_no_longer_has_is_still_asked_about(client, colleague, draft, db, officer):
    url = SECTION.format(draft.id)
    colleague.post(url, data=with_changes(filled(colleague.get(url)), {"title": "First"}))
    mine = filled(client.get(url))
    undo(db, draft=db.get(ToolDraft, draft.id), by=as_actor(db, officer))
    db.commit()
    page = client.post(url, data=with_changes(mine, {"title": "Mine"}))
    assert page.status_code == 409
    assert " checked" not in text_of(page)


def test_a_browser_that_goes_back_never_puts_old_words_on_a_page_with_a_new_base(client, draft):
    page = text_of(client.get(SECTION.format(draft.id)))
    (form,) = re.findall(r"<form[^>]* data-saves[^>]*>", page)
    assert 'autocomplete="off"' in form
