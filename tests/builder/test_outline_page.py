import re

import pytest

from formsapp.access.actor import SYSTEM
from formsapp.database import database
from formsapp.tool_drafts.commands import start_draft
from tests.builder.editing import SOURCE, text_of
from tests.builders import make_organisation, make_person
from tests.queries import count_queries

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_every_question_is_there_with_what_is_worth_knowing(client, draft):
    page = text_of(client.get(f"/tools/drafts/{draft.id}"))
    assert "2 sections, 3 questions." in page
    assert re.search(r"leadership\.dsl · Rating · scored, weight 2", page)
    assert "leadership.nursery · Yes or no" in page
    head = page[page.index('id="section-leadership"') : page.index('id="q-leadership.dsl"')]
    assert "1 error" in head


def test_a_long_tool_is_shown_closed_and_open_where_something_moved(client, db, officer):
    many = "\n".join(f"      - {{key: practice.w{n}, type: text, title: Words {n}}}" for n in range(60))
    made = start_draft(db, source=f"{SOURCE}{many}\n", by=SYSTEM)
    db.commit()
    closed = text_of(client.get(f"/tools/drafts/{made.id}"))
    assert "app-outline__questions" in closed
    assert '<details class="app-outline__questions" open>' not in closed
    opened = text_of(client.get(f"/tools/drafts/{made.id}?open=1"))
    assert opened.count('<details class="app-outline__questions" open>') == 1


def test_a_long_tool_asks_the_database_no_more(client, draft, db):
    many = "\n".join(f"      - {{key: practice.w{n}, type: text, title: Words {n}}}" for n in range(60))
    longer = start_draft(db, source=f"{SOURCE}{many}\n", by=SYSTEM)
    db.commit()
    with count_queries(database().engine) as few:
        client.get(f"/tools/drafts/{draft.id}")
    with count_queries(database().engine) as more:
        client.get(f"/tools/drafts/{longer.id}")
    assert len(more) == len(few)


def test_the_way_to_every_part_stands_beside(client, draft):
    page = text_of(client.get(f"/tools/drafts/{draft.id}"))
    menu = page[page.index('aria-label="Parts of this tool"') : page.index("</nav>", page.index("Parts of this tool"))]
    for words in (
        "About the tool",
        "Rating schemes",
        "Scoring",
        "References",
        "Threads",
        "Sign-off",
        "Problems",
        "History",
    ):
        assert words in menu
    assert 'aria-current="page">Sections and questions' in menu


def test_undo_is_offered_once_there_is_something_to_undo(client, draft):
    page = text_of(client.get(f"/tools/drafts/{draft.id}"))
    assert re.search(r'data-way="undo" hidden', page)
    client.post_form(
        f"/tools/drafts/{draft.id}/arrange", {"do": "section down leadership"}, page=f"/tools/drafts/{draft.id}"
    )
    page = text_of(client.get(f"/tools/drafts/{draft.id}"))
    assert re.search(r'data-way="undo">', page)
    assert "Undo<span" in page
    back = {"back": f"/tools/drafts/{draft.id}", "seen": "2"}
    client.post_form(f"/tools/drafts/{draft.id}/undo", back, page=f"/tools/drafts/{draft.id}")
    assert re.search(r'data-way="redo">', text_of(client.get(f"/tools/drafts/{draft.id}")))


def test_a_draft_without_sections_says_what_it_needs(client, db, officer):
    made = start_draft(db, source="key: a\ntitle: Empty\n", by=SYSTEM)
    db.commit()
    assert "A tool needs at least one" in text_of(client.get(f"/tools/drafts/{made.id}"))


def test_the_builder_is_not_for_schools(client, draft, db):
    lead = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client.sign_in(lead)
    for page in ("", "/questions/leadership.dsl", "/sections/leadership", "/questions/leadership.dsl/remove"):
        assert client.get(f"/tools/drafts/{draft.id}{page}").status_code == 404
