"""Who is in which section now: seen by the others, and not by keeping anybody signed in."""

from datetime import timedelta

import pytest
import time_machine

from formsapp.clock import now
from formsapp.database import database
from formsapp.returns.models import Presence
from formsapp.returns.presence import people_in_sections
from formsapp.sign_in.models import SignedIn
from tests.builders import as_actor
from tests.queries import count_queries
from tests.returns.test_autosave import OTHER_PAGE, OpenSection, make_colleague
from tests.returns.test_return_pages import Place, make_place, save


@pytest.fixture
def place(db) -> Place:
    return make_place(db)


@pytest.fixture
def both(client, app, db, place):
    """Two people with the same section open."""
    colleague = app.test_client().sign_in(make_colleague(db, place))
    client.sign_in(place.lead)
    return OpenSection(client, place.section()), OpenSection(colleague, place.section(), OTHER_PAGE)


def beat(page: OpenSection, **more):
    form = {"csrf_token": page.token, "revisions": " ".join(page.bases.values()), "page": page.name, "number": 0}
    return page.client.post(page.url + "/presence", data={**form, **more}, headers={"Accept": "application/json"})


def test_each_is_told_of_the_other_until_they_leave(both, client, place):
    mine, theirs = both
    assert beat(mine).json["here"] == []
    assert beat(theirs).json["here"] == ["Rowan Lead"]
    assert beat(mine).json["here"] == ["Sorrel Finch"]
    assert "Sorrel Finch is in it now" in client.get(place.url).get_data(as_text=True)
    beat(theirs, left="1")
    assert beat(mine).json["here"] == []


def test_who_was_not_heard_of_for_a_while_is_gone_and_their_row_too(both, db):
    mine, theirs = both
    beat(theirs)
    with time_machine.travel(now() + timedelta(seconds=76), tick=False):
        assert beat(mine).json["here"] == []
        db.rollback()
        assert [one.person_id for one in db.query(Presence)] == [mine_id(db)]


def mine_id(db) -> int:
    return db.query(SignedIn).order_by(SignedIn.id.desc()).first().person_id


def test_a_page_hears_which_answers_changed_but_not_of_its_own(both):
    mine, theirs = both
    theirs.saves("leadership.b", {"": "met"})
    mine.sends("leadership.a", {"": "met"})
    [changed] = beat(mine).json["changed"]
    assert (changed["question"], changed["number"], changed["by"]) == ("leadership.b", "1.2", "Sorrel Finch")


def test_without_javascript_the_section_says_who_saved_in_it_lately(client, both, place):
    _mine, theirs = both
    save(theirs.client, place.section(), {"q-leadership.b": "met"})
    page = client.get(place.section()).get_data(as_text=True)
    assert "Sorrel Finch saved an answer in this section at" in page
    assert "Sorrel Finch" not in client.get(place.section("practice")).get_data(as_text=True)
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert "Sorrel Finch" not in client.get(place.section()).get_data(as_text=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the clock is the same on both
def test_a_page_left_open_keeps_nobody_signed_in(both):
    """Row A10."""
    mine, _theirs = both
    start = now()
    for minutes in range(5, 60, 5):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert beat(mine).status_code == 200
    with time_machine.travel(start + timedelta(minutes=61), tick=False):
        assert beat(mine).status_code == 401
    with time_machine.travel(start + timedelta(minutes=59), tick=False):
        assert mine.sends("leadership.a", {"": "met"}).status_code == 200
    with time_machine.travel(start + timedelta(minutes=61), tick=False):
        assert beat(mine).status_code == 200, "saving does keep them signed in"


def test_people_in_sections_names_each_section(both, db, place):
    mine, theirs = both
    practice = OpenSection(theirs.client, place.section("practice"), OTHER_PAGE)
    beat(mine)
    beat(practice)
    db.rollback()
    assert people_in_sections(db, place.return_.id, but=as_actor(db, place.head)) == {
        "leadership": ["Rowan Lead"],
        "practice": ["Sorrel Finch"],
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_statements_of_one_beat(app, both):
    mine, theirs = both
    theirs.saves("leadership.b", {"": "met"})
    with app.app_context(), count_queries(database().engine) as queries:
        assert beat(mine).status_code == 200
    assert len([one for one in queries if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]) == 6
