import pytest

from tests.builder.editing import save, source_of, text_of
from tests.builder.tool_parts import PARTS, WRONG, started
from tool_definitions.loader import load_tool_text

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

THREADS = "/tools/drafts/{}/threads"


def test_a_thread_is_called_something_else(client, officer, db):
    draft = started(db, officer)
    save(client, THREADS.format(draft.id), **{"threads-voice": "The voice of children"})
    assert source_of(db, draft) == PARTS.replace("What children say ", "The voice of children ")


def test_a_thread_is_not_removed_by_emptying_its_box(client, officer, db):
    draft = started(db, officer)
    page = save(client, THREADS.format(draft.id), **{"threads-voice": " "})
    assert page.status_code == 422
    assert "or remove it with its button" in text_of(page)
    assert source_of(db, draft) == PARTS


def test_a_thread_is_added_under_a_name_of_its_own(client, officer, db):
    draft = started(db, officer)
    url = THREADS.format(draft.id)
    for _ in range(2):
        client.post_form(f"/tools/drafts/{draft.id}/add/thread", {"label": "Équality & diversity"}, page=url)
    assert {"equality-diversity", "equality-diversity-2"} <= set(load_tool_text(source_of(db, draft)).threads)


def test_nothing_is_added_without_words(client, officer, db):
    draft = started(db, officer)
    url = THREADS.format(draft.id)
    page = client.post_form(f"/tools/drafts/{draft.id}/add/thread", {"label": " "}, page=url, follow_redirects=True)
    assert "Enter what people call the thread" in text_of(page)
    assert source_of(db, draft) == PARTS


def test_a_thread_is_renamed_with_its_uses(client, officer, db):
    draft = started(db, officer)
    url = f"/tools/drafts/{draft.id}/names/thread/rename?name=voice"
    assert "2 questions carry it" in text_of(client.get(url))
    client.post_form(url, {"name": "children"})
    expected = PARTS.replace("voice: What", "children: What").replace("threads: [voice", "threads: [children")
    assert source_of(db, draft) == expected


def test_a_name_that_is_taken_or_none_is_refused(client, officer, db):
    draft = started(db, officer)
    url = f"/tools/drafts/{draft.id}/names/thread/rename?name=voice"
    for wrong in ("online", "Two Words", ""):
        page = client.post_form(url, {"name": wrong})
        assert page.status_code == 422
    assert source_of(db, draft) == PARTS


def test_a_thread_is_removed_from_the_questions_that_carry_it(client, officer, db):
    draft = started(db, officer)
    url = f"/tools/drafts/{draft.id}/names/thread/remove?name=voice"
    assert "taken out of each of them" in text_of(client.get(url))
    client.post_form(url, {})
    tool = load_tool_text(source_of(db, draft))
    assert set(tool.threads) == {"online"}
    assert tool.questions["one.a"].threads == ("online",)
    assert tool.questions["one.b"].threads == ()


def test_what_is_not_there_has_no_pages(client, officer, db):
    draft = started(db, officer)
    for path in ("names/thread/remove?name=x", "names/thread/rename", "names/nothing/remove?name=voice"):
        assert client.get(f"/tools/drafts/{draft.id}/{path}").status_code == 404


def test_threads_that_are_no_names_are_shown_and_kept(client, officer, db):
    draft = started(db, officer, WRONG)
    url = THREADS.format(draft.id)
    assert "cannot be shown as a form" in text_of(client.get(url))
    page = client.post_form(f"/tools/drafts/{draft.id}/add/thread", {"label": "Voice"}, page=url, follow_redirects=True)
    assert "Mend it in the file first" in text_of(page)
    assert source_of(db, draft) == WRONG
