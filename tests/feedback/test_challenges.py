"""The right of reply: single ratings, within the window, decided by somebody who had no part in them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from formsapp import clock
from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import now, today
from formsapp.database import database
from formsapp.feedback import challenges
from formsapp.feedback.challenge_queries import candidates_for, challenged, of_audit, open_challenges
from formsapp.feedback.models import Challenge
from formsapp.feedback.queries import document_of, released_letter
from formsapp.feedback.rules import is_open_to_challenge, last_day_to_challenge
from formsapp.moderation.models import Panel, PanelItem, SettledRating
from formsapp.people.models import Interest
from formsapp.refusals import Refused
from formsapp.returns.models import Answer
from tests.feedback.world import FeedbackWorld

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SAID = {"rating": "met", "reason": "Both terms are in the other log.", "evidence": "Log B, school office"}


@pytest.fixture
def world(db):
    made = FeedbackWorld(db)
    made.letter = made.released()
    return made


def challenge(world, question="leadership.b", **said):
    return challenges.make_challenge(
        world.db, opened=world.opened(), letter=world.letter, question=question, said={**SAID, **said},
        by=world.actor(world.lead),
    )  # fmt: skip


def found(world):
    (one,) = challenged(world.db, Challenge.return_id == world.return_.id)
    return one


def reopen(world, decider, by=None):
    return challenges.reopen(
        world.db, challenged=found(world), decider_id=decider.id, by=world.actor(by or world.chair)
    )


@pytest.mark.parametrize(
    ("sent", "last_moment"),
    [
        # Released in winter time, ending in summer time: clocks go forward on 28 March 2027.
        (datetime(2027, 3, 20, 23, 30, tzinfo=UTC), datetime(2027, 3, 30, 22, 59, 59, tzinfo=UTC)),
        # Released in summer time just after midnight in London, ending in winter time: clocks go back on 31 October.
        (datetime(2027, 10, 23, 23, 30, tzinfo=UTC), datetime(2027, 11, 3, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_window_ends_at_midnight_in_london_whatever_the_clocks_do(sent, last_moment, database_url) -> None:
    until = last_day_to_challenge(sent, 10)
    assert is_open_to_challenge(until, last_moment)
    assert not is_open_to_challenge(until, last_moment + timedelta(seconds=1))


def test_after_the_last_day_a_rating_is_not_challenged_and_the_letter_says_whom_to_speak_to(world) -> None:
    with clock.at(now() + timedelta(days=11)), pytest.raises(Refused, match="speak to the partnership officer of"):
        challenge(world)
    with clock.at(clock.end_of(world.letter.challenge_until) - timedelta(seconds=1)):
        assert challenge(world) is not None


def test_one_open_challenge_a_question_and_a_form_sent_twice_makes_one(world) -> None:
    assert challenge(world) is not None
    assert challenge(world) is None
    with pytest.raises(Refused, match="challenged already"):
        challenge(world, reason="Other words")
    with pytest.raises(Refused, match="is the moderated rating"):
        challenge(world, question="practice.a")
    challenges.withdraw(world.db, challenged=found(world), by=world.actor(world.lead))
    assert challenge(world, reason="Other words") is not None


def test_whoever_had_a_part_in_the_rating_or_an_interest_is_never_named(world) -> None:
    challenge(world)
    for person in (world.moderator, world.chair):
        with pytest.raises(Refused, match="neither judged nor settled it"):
            reopen(world, person)
    names = [
        one.person.name
        for one in candidates_for(world.db, found(world).challenge, found(world).return_, by=world.actor(world.chair))
    ]
    assert names == ["Dee Deputy", "Fay Fresh"]
    world.db.add(Interest(person_id=world.fresh.id, organisation_id=world.school.id, kind="parent", declared_at=now()))
    panel = Panel(
        audit_id=world.audit.id, held_on=today(), present=f"[{world.deputy.id}]", others="", began_at=now(),
        began_by_id=world.chair.id,
    )  # fmt: skip
    world.db.add(panel)
    world.db.flush()
    world.db.add(
        PanelItem(
            panel_id=panel.id, return_id=world.return_.id, question="leadership.b", outcome="settled", note="",
            stepped_out="[]", at=now(), by_id=world.chair.id,
        )
    )  # fmt: skip
    world.db.flush()
    for person in (world.fresh, world.deputy):
        with pytest.raises(Refused, match="neither judged nor settled it"):
            reopen(world, person)


def test_only_who_decides_about_the_return_answers_a_challenge(world) -> None:
    challenge(world)
    for person in (world.officer, world.deputy, world.fresh):
        with pytest.raises(Refused, match="is for Cai Chair"):
            reopen(world, world.fresh, by=person)
    say = {"challenged": found(world), "by": world.actor(world.chair)}
    with pytest.raises(Refused, match="Say why"):
        challenges.decline(world.db, reason=" ", **say)
    assert challenges.decline(world.db, reason="The log was read.", **say)
    assert not challenges.decline(world.db, reason="The log was read.", **{**say, "challenged": found(world)})
    assert found(world).state == "declined"


def test_the_decider_settles_the_one_question_and_the_letter_stays_as_it_was_sent(world) -> None:
    challenge(world)
    before = world.db.query(SettledRating).count()
    sent = world.letter.document
    assert reopen(world, world.fresh)
    assert not reopen(world, world.fresh), "twice has one effect"
    say = {"rating": "met", "reason": "Log B covers both terms."}
    with pytest.raises(Refused, match="Somebody else was named"):
        challenges.decide(world.db, challenged=found(world), by=world.actor(world.deputy), **say)
    with pytest.raises(Refused, match="Give the reason"):
        challenges.decide(world.db, challenged=found(world), by=world.actor(world.fresh), rating="met", reason="")
    settled = challenges.decide(world.db, challenged=found(world), by=world.actor(world.fresh), **say)
    assert (settled.question, settled.rating, settled.how) == ("leadership.b", "met", "chair_settled")
    assert challenges.decide(world.db, challenged=found(world), by=world.actor(world.fresh), **say) is None
    assert world.db.query(SettledRating).count() == before + 1
    assert found(world).state == "decided"
    assert world.letter.document == sent
    with pytest.raises(Refused, match="challenged already"):
        challenge(world, reason="Once more")
    events = world.db.scalars(select(TrailEvent.event).order_by(TrailEvent.id)).all()
    assert events[-4:] == ["challenge.made", "challenge.reopened", "rating.settled", "challenge.decided"]


def test_a_decision_waits_when_the_answer_changed_since(world) -> None:
    challenge(world)
    reopen(world, world.fresh)
    world.db.get(Answer, (world.return_.id, "leadership.b")).revision = 2
    world.db.flush()
    with pytest.raises(Refused, match="judged again first"):
        challenges.decide(
            world.db, challenged=found(world), by=world.actor(world.fresh), rating="met", reason="Because"
        )


def test_challenges_with_an_interest_are_in_no_list_and_no_count(world) -> None:
    challenge(world)
    world.db.flush()
    assert open_challenges(world.db, world.audit, by=world.actor(world.deputy)) == 1
    world.db.add(Interest(person_id=world.deputy.id, organisation_id=world.school.id, kind="parent", declared_at=now()))
    world.db.flush()
    deputy = world.actor(world.deputy)
    assert open_challenges(world.db, world.audit, by=deputy) == 0
    assert of_audit(world.db, world.audit, by=deputy) == []
    assert of_audit(world.db, world.audit, by=world.actor(world.fresh)) == [], "a moderator sees those named to them"


def test_a_challenge_from_the_letter_to_the_decision_in_pages(world, client) -> None:
    world.db.commit()
    letter = f"/returns/{world.return_.id}/feedback"
    form = f"{letter}/challenge/leadership.b"
    client.sign_in(world.lead)
    empty = client.post_form(form, {"reason": "Typed words"})
    assert empty.status_code == 422
    assert "Typed words" in empty.get_data(as_text=True)
    assert "Choose the level you think right" in empty.get_data(as_text=True)
    held = client.post_form(form, {**SAID, "reason": "Jamie Osterley, born 12/03/2014, was trained"})
    assert held.status_code == 422
    assert "why these words must stay" in held.get_data(as_text=True)
    for _ in range(2):
        assert client.post_form(form, SAID, page=form).status_code in {303, 422}
    assert "With the chair" in client.get(letter).get_data(as_text=True)
    with database().reading() as session:
        (made,) = session.scalars(select(Challenge)).all()
    address = f"/challenges/{made.id}"
    assert client.get(address).status_code in {403, 404}
    client.sign_in(world.chair)
    assert "Answer a challenge" in client.get("/").get_data(as_text=True)
    assert client.post_form(address, {"do": "reopen"}).status_code == 422
    assert client.post_form(address, {"do": "reopen", "decider": world.fresh.id}).status_code == 303
    client.sign_in(world.fresh)
    assert "Decide a challenge" in client.get("/").get_data(as_text=True)
    page = client.get(address).get_data(as_text=True)
    assert "Both terms are in the other log." in page
    bad = client.post_form(address, {"do": "decide", "reason": "Typed reason"})
    assert bad.status_code == 422
    assert "Typed reason" in bad.get_data(as_text=True)
    assert client.post_form(address, {"do": "decide", "rating": "met", "reason": "Log B shows it."}).status_code == 303
    told = client.sign_in(world.lead).get(letter).get_data(as_text=True)
    assert "the rating is ‘Met’" in told
    assert "Log B shows it." in told
    assert "Fay Fresh" not in told
    with database().reading() as session:
        assert document_of(released_letter(session, world.return_.id)).rating_of("leadership.b").moderated == "Not met"


def test_publishing_warns_while_a_challenge_is_open(world, client) -> None:
    challenge(world)
    world.db.commit()
    page = client.sign_in(world.chair).get(f"/audits/{world.audit.id}/report").get_data(as_text=True)
    assert "1 challenge of a moderated rating is open" in page
