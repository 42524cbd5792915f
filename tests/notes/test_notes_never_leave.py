"""A marker word in a private note is nowhere that anybody of the partnership can look."""

import re
from collections import deque

import pytest
from sqlalchemy import select

from formsapp.access.routes_command import declared_routes
from formsapp.audits.models import ReturnEvent
from formsapp.clock import now
from formsapp.notes.commands import add_note
from formsapp.returns.commands import submit_return
from formsapp.returns.models import Submission
from formsapp.returns.queries import open_return
from formsapp.tables import METADATA
from tests.access.world import World
from tests.all_words import all_words
from tests.builders import as_actor

MARKER = "Zebrawood"
REVIEWERS = ("partnership_officer", "moderator", "chair", "learning_hub_member")
#: Found by following links, beside those of every address that there is.
MOST_PAGES = 40


@pytest.fixture
def world(db):
    """A school whose submitted return has a marked note at every kind of place, one of them to do."""
    made = World(db)
    lead = as_actor(db, made.inside["designated_safeguarding_lead"])
    db.flush()
    opened = open_return(db, made.return_.id, person_id=lead.id)
    places = ((None, None), ("leadership", None), ("leadership", "leadership.a"), ("practice", "practice.words"))
    for place in places:
        add_note(db, return_=opened, text=f"{MARKER} note", place=place, is_to_do=place[1] is None, by=lead)
    db.add(ReturnEvent(return_id=made.return_.id, kind="reopened", at=now(), reason="Again"))
    submit_return(db, return_=made.return_, declaration="I confirm.", by=lead)
    db.commit()
    return made


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", REVIEWERS)
def test_no_page_and_no_file_of_those_who_review_holds_it(app, client, world, role) -> None:
    client.sign_in(world.inside[role])
    rules = [row["rule"] for row in declared_routes(app) if row["method"] == "GET"]
    listed = [world.address(rule) for rule in rules if not re.search("<int:(tool|legal)_", rule)]
    seen, waiting = set(), deque(["/", *listed])
    while waiting and len(seen) < MOST_PAGES + len(listed):
        address = waiting.popleft()
        if address in seen or address.startswith(("/static", "/theme", "/tools", "/drafts", "/references")):
            continue
        seen.add(address)
        answer = client.get(address)
        assert MARKER not in all_words(answer), address
        if answer.mimetype == "text/html":
            found = re.findall(r'href="(/[^"#]*)', answer.get_data(as_text=True))
            waiting.extend(one.replace("&amp;", "&") for one in found)
    assert len(seen) > 80


def test_nothing_that_is_stored_holds_it_but_the_note_itself(db, world) -> None:
    documents = db.scalars(select(Submission.document)).all()
    assert documents
    assert MARKER not in "".join(documents)
    tables = METADATA.sorted_tables
    holding = {one.name for one in tables for row in db.execute(select(one)) if MARKER in repr(tuple(row))}
    assert holding == {"private_notes"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_copies_that_the_setting_takes_out_hold_no_notes(app, client, world) -> None:
    """What is handed on by hand must not bring a note along."""
    client.sign_in(world.inside["designated_safeguarding_lead"])
    pages = (f"/returns/{world.return_.id}{path}" for path in ("", "/copies", "/offline", "/summary", "/read"))
    files = set()
    for page in pages:
        text = client.get(page).get_data(as_text=True)
        assert page.endswith(str(world.return_.id)) or MARKER not in text, page
        files |= set(
            re.findall(rf'href="(/returns/{world.return_.id}/(?:blank|cop|offline|submissions|summary)[^"#]*)', text)
        )
    assert len(files) > 6
    for address in files:
        assert MARKER not in all_words(client.get(address.replace("&amp;", "&"))), address
