import re

from formsapp.tool_drafts.models import ToolDraftStep
from tests.builder.editing import JSON, SECTION, SOURCE, filled, save, source_of, text_of, with_changes


def test_one_field_is_changed_and_nothing_else(client, draft, db):
    url = SECTION.format(draft.id)
    assert save(client, url, title="Leading").location.endswith(url)
    assert source_of(db, draft) == SOURCE.replace("title: Leadership ", "title: Leading ")
    step = db.query(ToolDraftStep).order_by(ToolDraftStep.number.desc()).first()
    assert (step.words, step.part) == ("Changed title of leadership", "section leadership")


def test_saving_what_is_there_is_no_step(client, draft, db):
    save(client, SECTION.format(draft.id))
    assert source_of(db, draft) == SOURCE
    assert db.query(ToolDraftStep).count() == 1


def test_what_can_stand_in_no_file_is_refused_and_kept(client, draft, db):
    page = save(client, SECTION.format(draft.id), weight="a lot", title="Leading")
    assert page.status_code == 422
    assert "Weight must be a number" in text_of(page)
    assert 'value="a lot"' in text_of(page)
    assert 'value="Leading"' in text_of(page)
    assert source_of(db, draft) == SOURCE


def test_what_is_only_wrong_is_saved_and_said_beside(client, draft, db):
    save(client, SECTION.format(draft.id), weight="-3")
    assert "weight: -3\n" in source_of(db, draft)
    page = text_of(client.get(SECTION.format(draft.id)))
    assert re.search(r'id="problems-weight"><span class="app-problem[^>]*>.*?0 to 100', page)


def test_saving_as_you_go_says_what_the_page_needs(client, draft, db):
    url = SECTION.format(draft.id)
    data = filled(client.get(url))
    answer = client.post(url, data=with_changes(data, {"weight": "-3"}), headers=JSON)
    assert answer.json["saved"] is True
    assert "0 to 100" in answer.json["problems"]["weight"]
    again = with_changes(data, {"base": answer.json["base"], "weight": "1"})
    assert client.post(url, data=again, headers=JSON).json["problems"]["weight"] == ""
    assert "weight" not in source_of(db, draft).partition("key: leadership.dsl")[0]


def test_saving_as_you_go_says_why_not(client, draft):
    url = SECTION.format(draft.id)
    data = filled(client.get(url))
    answer = client.post(url, data=with_changes(data, {"weight": "x"}), headers=JSON)
    assert answer.status_code == 422
    assert answer.json["errors"] == {"weight": "Weight must be a number, such as 2 or 0.5"}


def test_a_page_for_what_is_not_there_is_not_found(client, draft):
    assert client.get(f"/tools/drafts/{draft.id}/sections/nothing").status_code == 404
