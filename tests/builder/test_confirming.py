"""What is confirmed is done to what the page showed: a colleague's change meanwhile is shown first."""

import re

import pytest

from formsapp.access.actor import SYSTEM
from formsapp.tool_drafts.commands import change_draft, start_draft
from formsapp.tool_drafts.models import ToolDraft
from tests.builder.editing import SOURCE, filled, source_of, text_of, with_changes
from tests.builders import as_actor
from tool_definitions.editing import Put, Remove

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WITH_NAMES = SOURCE.replace(
    "sections:\n",
    "  own: {title: Ours, levels: [{value: one, label: One, score: 1}, {value: two, label: Two, score: 0}]}\n"
    "references:\n  kcsie: {title: Keeping children safe}\nthreads:\n  voice: The voice of the child\nsections:\n",
    1,
)
#: A question that is known by its place, since it has no key.
WITHOUT_KEY = (
    "      - {type: text, title: The first without a key}\n      - {type: text, title: The second without a key}\n"
)


@pytest.fixture
def named(db, officer):
    made = start_draft(db, source=WITH_NAMES + WITHOUT_KEY, by=as_actor(db, officer))
    db.commit()
    return made


def hidden(page):
    return dict(re.findall(r'name="(csrf_token|base|depending|lose)"[^>]*value="([^"]*)"', text_of(page)))


def after_a_change(db, draft, *edits):
    change_draft(db, draft=db.get(ToolDraft, draft.id), edits=list(edits), words="Changed", by=SYSTEM)
    db.commit()


def confirmed_late(client, db, draft, url, edit, data):  # noqa: PLR0917  three of them are fixtures
    """The page is opened, somebody changes the draft, and the button is pressed; gives the answer and the text then."""
    url = f"/tools/drafts/{draft.id}/{url}"
    shown = hidden(client.get(url))
    after_a_change(db, draft, edit)
    before = source_of(db, draft)
    answer = client.post(url, data={**data, **shown})
    return answer, source_of(db, draft) == before


LATE = [
    ("questions/leadership.dsl/remove", Put(("sections", 0, "questions", 0, "title"), "Rewritten"), {}),
    ("sections/leadership/remove", Put(("sections", 0, "questions", 0, "title"), "Rewritten"), {}),
    ("questions/@1.1/remove", Remove(("sections", 1, "questions", 1)), {}),
    ("questions/@1.1/key", Remove(("sections", 1, "questions", 1)), {"key": "practice.second"}),
    ("questions/@1.1/type", Remove(("sections", 1, "questions", 1)), {"type": "date"}),
    ("questions/leadership.dsl/type", Put(("sections", 0, "questions", 0, "title"), "Rewritten"), {"type": "text"}),
    ("names/scheme/remove?name=own", Put(("rating_schemes", "own", "title"), "Rewritten"), {}),
    ("names/reference/remove?name=kcsie", Put(("references", "kcsie", "title"), "Rewritten"), {}),
    ("names/thread/remove?name=voice", Put(("threads", "voice"), "Rewritten"), {}),
]


@pytest.mark.parametrize(("url", "edit", "data"), LATE, ids=[url for url, _edit, _data in LATE])
def test_what_changed_meanwhile_is_shown_before_anything_is_done_to_it(client, named, db, url, edit, data):  # noqa: PLR0917  three of them are fixtures
    answer, is_as_before = confirmed_late(client, db, named, url, edit, data)
    assert answer.status_code == 409
    assert is_as_before
    page = text_of(answer)
    assert "after you opened the page. Nothing has been done yet." in page
    assert ("The second without a key" if "@" in url else "Rewritten") in page


@pytest.mark.parametrize(("url", "edit", "data"), LATE, ids=[url for url, _edit, _data in LATE])
def test_whoever_has_seen_it_can_go_on(client, named, db, url, edit, data):  # noqa: PLR0917  three of them are fixtures
    answer, _is_as_before = confirmed_late(client, db, named, url, edit, data)
    before = source_of(db, named)
    again = client.post(f"/tools/drafts/{named.id}/{url}", data={**data, **hidden(answer)})
    if "lose" in again.location.partition("?")[2] or "type=" in again.location:
        again = client.post(again.location, data={**data, **hidden(client.get(again.location))})
    assert again.status_code == 302
    assert source_of(db, named) != before


def test_who_changed_it_is_named(client, colleague, draft):
    url = f"/tools/drafts/{draft.id}/questions/leadership.dsl"
    shown = hidden(client.get(f"{url}/remove"))
    colleague.post(url, data=with_changes(filled(colleague.get(url)), {"title": "The lead has a deputy"}))
    page = text_of(client.post(f"{url}/remove", data=shown))
    assert "Second Editor changed this on" in page
    assert "title: The lead has a deputy" in page


def test_what_came_to_depend_on_it_meanwhile_is_not_removed_unseen(client, named, db):
    condition = Put(("sections", 1, "questions", 0, "show_if"), {"question": "leadership.nursery", "is": ["yes"]})
    answer, is_as_before = confirmed_late(
        client, db, named, "questions/leadership.nursery/remove", condition, {"then": "remove"}
    )
    assert answer.status_code == 409
    assert is_as_before
    assert "practice.words" in text_of(answer)


def test_a_change_elsewhere_keeps_nobody_from_removing(client, named, db):
    elsewhere = Put(("sections", 1, "title"), "Rewritten")
    answer, is_as_before = confirmed_late(client, db, named, "questions/leadership.dsl/remove", elsewhere, {})
    assert answer.status_code == 302
    assert not is_as_before


def test_what_is_gone_already_says_so(client, named, db):
    answer, is_as_before = confirmed_late(
        client, db, named, "questions/leadership.dsl/remove", Remove(("sections", 0, "questions", 0)), {}
    )
    assert answer.status_code == 404
    assert "not in this draft any more" in text_of(answer)
    assert is_as_before
