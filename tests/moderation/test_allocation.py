"""Who moderates what: proposed and looked at, never against an interest, moved only by hand; and the overview."""

import re
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from formsapp.audits.models import Audit, Return
from formsapp.clock import now
from formsapp.database import database
from formsapp.moderation.allocating import allocate, take_back
from formsapp.moderation.models import JudgedRating, Moderator
from formsapp.moderation.queries import is_allocated
from formsapp.people.models import Person
from formsapp.refusals import Refused
from formsapp.returns.models import Submission
from formsapp.samples.commands import Stated, draw
from formsapp.sign_in.emails import NotSentError
from scoring.packed import DOES_NOT_APPLY, HIDDEN, pack
from tests.builders import as_actor, make_person
from tests.conftest import settings_for_tests
from tests.queries import count_queries
from tests.samples.drawing import Drawing

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def place(db):
    made = Drawing(db)
    sample(made, 5)
    db.commit()
    return made


def sample(place, size, after=0):
    by = place.actor(place.officer)
    rules = {"size": size, "must_include": {place.risky.id: "New head"}}
    draw(place.db, audit=place.audit, stated=Stated(**rules), after=after, by=by, reason="More", keep_seed=True)


def address(place):
    return f"/audits/{place.audit.id}/allocation"


def asked(place, **more):
    return {"which": "sample", "each": 1, "people": [one.id for one in place.moderators], **more}


def proposal(client, place, **more):
    """A proposal as it is shown, and what confirms it."""
    page = client.post_form(address(place), asked(place, **more)).get_data(as_text=True)
    found = re.search(r'value="([0-9a-f]{20})" name="confirm"', page)
    return page, found.group(1) if found else None


def pairs():
    with database().reading() as session:
        rows = session.execute(select(Moderator.return_id, Moderator.person_id).where(Moderator.ended_at.is_(None)))
        return {tuple(row) for row in rows}


@ON_SQLITE
def test_the_sample_is_shared_out_around_interests_and_a_later_draw_moves_nothing(place, client):
    first, second = place.moderators
    place.interested(first, place.risky)
    place.db.commit()
    client.sign_in(place.officer)
    page, mark = proposal(client, place)
    assert "parent or carer of a child who goes there" in page
    assert pairs() == set(), "nobody is asked by a proposal"
    done = client.post_form(address(place), {**asked(place), "confirm": mark}, follow_redirects=True)
    assert "2 moderators were asked to moderate 5 returns" in done.get_data(as_text=True)
    given = pairs()
    assert (place.risky.id, second.id) in given
    loads = [sum(1 for _, person in given if person == one.id) for one in place.moderators]
    assert sorted(loads) == [2, 3]
    sample(place, 7, after=1)
    place.db.commit()
    _, mark = proposal(client, place)
    client.post_form(address(place), {**asked(place), "confirm": mark})
    assert given < pairs()
    assert len(pairs()) == 7


@ON_SQLITE
def test_a_proposal_that_is_no_longer_right_is_shown_again(place, client):
    client.sign_in(place.officer)
    _, mark = proposal(client, place)
    place.interested(place.moderators[0], place.risky)
    place.interested(place.moderators[1], place.returns[0])
    allocate(
        place.db, audit=place.audit, returns=[place.risky], moderator=place.moderators[1],
        by=place.actor(place.officer),
    )  # fmt: skip
    place.db.commit()
    stale = client.post_form(address(place), {**asked(place), "confirm": mark})
    assert stale.status_code == 422
    assert "Something changed since you looked" in stale.get_data(as_text=True)
    assert len(pairs()) == 1


@ON_SQLITE
def test_what_cannot_be_done_is_proved_with_names_and_says_what_would_mend_it(place, client):
    first, _second = place.moderators
    for one in [place.risky, *place.returns]:
        place.interested(first, one)
    place.db.commit()
    client.sign_in(place.officer)
    page, mark = proposal(client, place, each=2)
    assert mark is None
    assert "Tarn End School needs two moderators, and only Moderator B may take it" in page
    assert "Moderator A must not (parent or carer of a child who goes there)" in page
    assert "Ask one more person to moderate" in page
    uneven, _ = proposal(client, place)
    assert "Propose shares as even as the interests allow" in uneven
    page, mark = proposal(client, place, uneven=1)
    assert "Moderator B: 5 returns" in page
    assert mark is not None


@ON_SQLITE
def test_a_return_is_taken_back_with_a_reason_and_what_was_judged_stays(place, client):
    moderator, other = place.moderators
    by = place.actor(place.officer)
    for person in (moderator, other):
        allocate(place.db, audit=place.audit, returns=[place.risky], moderator=person, by=by)
    third = make_person(place.db, "moderator", audit=place.audit)
    with pytest.raises(Refused, match="Two people moderate Tarn End School already"):
        allocate(place.db, audit=place.audit, returns=[place.risky], moderator=third, by=by)
    judged = {"question": "leadership.a", "rating": "met", "reason": "", "answer_revision": 0, "judged_at": now()}
    place.db.add(JudgedRating(return_id=place.risky.id, moderator_id=moderator.id, **judged))
    place.db.commit()
    client.sign_in(place.officer)
    page = f"/returns/{place.risky.id}/moderators"
    silent = client.post_form(page, {"take": moderator.id})
    assert silent.status_code == 422
    assert "Give the reason for taking the return back" in silent.get_data(as_text=True)
    assert client.post_form(page, {"take": moderator.id, f"reason-{moderator.id}": "On leave"}).status_code == 303
    with database().reading() as session:
        assert not is_allocated(session, place.risky, as_actor(session, moderator))
        assert session.scalars(select(Moderator.ended_reason)).first() == "On leave"
        assert session.scalars(select(JudgedRating)).all()
    assert client.post_form(page, {"moderator": moderator.id}).status_code == 303
    assert len(pairs()) == 2
    with pytest.raises(Refused, match="does not moderate"):
        take_back(place.db, return_=place.risky, moderator=third, reason="Ill", by=by)


@ON_SQLITE
def test_who_has_an_interest_sees_neither_the_return_nor_its_moderator(place, client):
    interested = make_person(place.db, "partnership_officer")
    place.interested(interested, place.risky)
    by = place.actor(place.officer)
    allocate(place.db, audit=place.audit, returns=[place.risky], moderator=place.moderators[0], by=by)
    place.db.commit()
    client.sign_in(interested)
    shown = client.get(address(place)).get_data(as_text=True)
    assert "You have an interest" in shown
    for path in (address(place), f"/audits/{place.audit.id}/moderation"):
        page = client.get(path).get_data(as_text=True)
        assert "Tarn End" not in page
        assert "Moderator A" not in page
    assert client.get(f"/returns/{place.risky.id}/moderators").status_code == 404
    assert client.post_form(address(place), asked(place), page="/audits").status_code == 422
    free = next(one for one in place.returns if one.id != place.risky.id)
    given = client.post_form(f"/returns/{free.id}/moderators", {"moderator": place.moderators[0].id})
    assert given.status_code == 303


@ON_SQLITE
def test_the_overview_takes_as_many_queries_for_two_returns_as_for_eight(place, client):
    client.sign_in(place.officer)
    page = f"/audits/{place.audit.id}/moderation"
    taken = []
    for returns in (place.returns[:2], place.returns[2:]):
        by = place.actor(place.officer)
        allocate(place.db, audit=place.audit, returns=returns, moderator=place.moderators[0], by=by)
        place.db.commit()
        client.get(page)
        with count_queries(database().engine) as sent:
            shown = client.get(page).get_data(as_text=True)
        taken.append(len(sent))
    assert taken[0] == taken[1]
    assert "Moderator A: 0 of 3" in shown
    assert all(words in shown for words in ("None written", "Has not met", "letters released", "None open"))
    for one in place.db.scalars(select(Submission)):
        one.ratings = pack([2, DOES_NOT_APPLY, HIDDEN])
    place.db.commit()
    assert "Moderator A: 0 of 1" in client.get(page).get_data(as_text=True), "what is not put to them is not counted"


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_who_ask_for_the_same_at_once_are_both_answered(db):
    place = Drawing(db)
    db.commit()
    opened, failed, new = database(), [], []
    ids = place.audit.id, place.returns[0].id, place.moderators[0].id, place.officer.id
    ready = Barrier(2)

    def ask():
        try:
            ready.wait(timeout=10)
            with opened.transaction() as session:
                audit, return_, moderator, officer = (
                    session.get_one(kind, one) for kind, one in zip((Audit, Return, Person, Person), ids, strict=True)
                )
                by = as_actor(session, officer)
                new.append(allocate(session, audit=audit, returns=[return_], moderator=moderator, by=by))
        except Exception as error:  # noqa: BLE001  whatever it is, the other thread must not hide it
            failed.append(error)

    threads = [Thread(target=ask) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    assert failed == []
    assert sorted(new) == [0, 1]


@ON_SQLITE
def test_each_moderator_gets_one_message_with_links_and_who_was_not_reached_is_said(place, app, client, monkeypatch):
    sent = []

    def send(_settings, *, to, subject, words):
        if to == place.moderators[1].email:
            raise NotSentError
        sent.append((to, subject, words))

    monkeypatch.setattr("formsapp.sign_in.emails.send_message", send)
    settings = settings_for_tests(app.extensions["formsapp_settings"].database_url, smtp_host="127.0.0.1")
    app.extensions["formsapp_settings"] = settings
    for one in place.moderators:
        one.password_hash = "set"
    place.db.commit()
    client.sign_in(place.officer)
    _, mark = proposal(client, place)
    done = client.post_form(address(place), {**asked(place), "confirm": mark}, follow_redirects=True)
    assert "did not take the message for Moderator B" in done.get_data(as_text=True)
    ((to, subject, words),) = sent
    assert to == place.moderators[0].email
    assert subject.startswith("Returns to moderate")
    theirs = {return_id for return_id, person in pairs() if person == place.moderators[0].id}
    assert {int(one) for one in re.findall(r"http://localhost/returns/(\d+)/moderate", words)} == theirs
    assert "Not met" not in words
