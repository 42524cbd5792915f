"""Two people who moderate, settle or decide the same at the same moment: PostgreSQL lets them run side by side."""

from threading import Thread

import pytest

from formsapp.audit_trail.record import take_turn
from formsapp.audits.models import Return
from formsapp.clock import today
from formsapp.database import database
from formsapp.moderation.agreeing import agree, propose_agreement
from formsapp.moderation.allocating import allocate
from formsapp.moderation.commands import record_rating, settle_rating
from formsapp.moderation.models import JudgedRating, Moderator, Panel, PanelItem, SettledRating
from formsapp.moderation.panels import Decision, begin_panel, decide, end_panel, join_panel
from formsapp.moderation.waiting import look_at
from formsapp.people.models import Person
from formsapp.refusals import Refused
from tests.builders import as_actor, make_person
from tests.moderation.test_second_moderator import QUESTIONS, World

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def world(db):
    made = World(db)
    made.judge(made.first, "not_met", "partly_met", questions=QUESTIONS[:2])
    made.judge(made.second, "met", "partly_met", questions=QUESTIONS[:2])
    return made


@pytest.fixture
def race(app):
    """Run two commands at once: the second has read before the first ends. Gives what the second was told."""

    def run(first, second, then=None) -> list[str]:
        told = []

        def other() -> None:
            with app.app_context(), database().writing() as session:
                try:
                    second(session)
                    session.commit()
                except Refused as refusal:
                    told.append(refusal.sentence)

        with database().writing() as session:
            first(session)
            thread = Thread(target=other, daemon=True)
            thread.start()
            thread.join(timeout=0.3)
            if then is not None:
                then(session)
            session.commit()
        thread.join(timeout=20)
        assert not thread.is_alive()
        return told

    return run


def doing(world, command, person, **said):
    """A command about the return as a transaction of its own does it, with everything about it read before."""
    by, return_id = as_actor(world.db, person), world.return_.id

    def run(session):
        return_ = session.get_one(Return, return_id)
        look_at(session, return_, "leadership.a")
        return command(session, return_=return_, by=by, **said)

    return run


def deciding(world, panel, rating, seen=0):
    by, return_id, panel_id = as_actor(world.db, world.chair), world.return_.id, panel.id

    def run(session):
        one = look_at(session, session.get_one(Return, return_id), "leadership.a")
        decision = Decision(rating, "agreed", "We read the log", seen=seen)
        return decide(session, panel=session.get_one(Panel, panel_id), one=one, decision=decision, by=by)

    return run


def done(world):
    """Both have judged everything."""
    world.judge(world.first, "met", questions=QUESTIONS[2:])
    world.judge(world.second, "met", questions=QUESTIONS[2:])


def meeting(world) -> Panel:
    by = as_actor(world.db, world.chair)
    return begin_panel(world.db, audit=world.audit, held_on=today(), present=[], others="", by=by)


def rows(world, kind, **which):
    world.db.rollback()
    world.db.expire_all()
    return world.db.query(kind).filter_by(**which).order_by(kind.id).all()


def test_the_last_question_judged_by_both_at_once_is_upheld_once(world, race):
    said = {"question": "practice.a", "rating": "met", "reason": ""}
    first, second = (doing(world, record_rating, person, **said) for person in (world.first, world.second))
    world.db.commit()
    assert race(first, second) == []
    assert [one.how for one in rows(world, SettledRating, question="practice.a")] == ["upheld"]
    assert len(rows(world, JudgedRating, question="practice.a")) == 2


def test_two_chairs_who_settle_at_once_settle_once(world, race):
    done(world)
    chairs = world.chair, make_person(world.db, "chair", audit=world.audit)
    said = {"question": "leadership.a", "how": "chair_settled", "reason": "So", "seen": 0}
    first, second = (
        doing(world, settle_rating, person, rating=rating, **said)
        for person, rating in zip(chairs, ("met", "not_met"), strict=True)
    )
    world.db.commit()
    (told,) = race(first, second)
    assert "Cora Chair settled this as “Met”" in told
    assert [one.rating for one in rows(world, SettledRating, question="leadership.a")] == ["met"]


def test_a_panel_on_two_screens_decides_once_and_nothing_after_its_end(world, race):
    done(world)
    panel = meeting(world)
    first, second = deciding(world, panel, "partly_met"), deciding(world, panel, "met")
    world.db.commit()
    assert "on another screen" in race(first, second)[0]
    assert [one.rating for one in rows(world, SettledRating, question="leadership.a")] == ["partly_met"]
    chair = as_actor(world.db, world.chair)
    end_panel(world.db, panel=panel, by=chair)
    late = meeting(world)
    late_id = late.id
    world.db.commit()
    (told,) = race(
        lambda session: end_panel(session, panel=session.get_one(Panel, late_id), by=chair),
        deciding(world, late, "met", seen=rows(world, SettledRating, question="leadership.a")[0].id),
    )
    assert "has ended" in told
    assert [one.question for one in rows(world, PanelItem, panel_id=late_id)] == ["leadership.b"]


def test_two_who_come_to_a_meeting_at_once_are_both_there(world, race):
    panel_id, by = meeting(world).id, as_actor(world.db, world.chair)
    world.db.commit()

    def coming(person):
        return lambda session: join_panel(
            session, panel=session.get_one(Panel, panel_id), present=[person.id], others="", by=by
        )

    assert race(coming(world.first), coming(world.second)) == []
    assert all(f"{person.id}" in rows(world, Panel)[0].present for person in (world.first, world.second))


def test_who_agrees_while_the_other_proposes_anew_is_told_to_read_it(world, race):
    done(world)
    said = {"question": "leadership.a", "note": "One term of two"}
    old = doing(world, propose_agreement, world.first, rating="partly_met", **said)(world.db)
    newer = doing(world, propose_agreement, world.first, rating="met", **said)
    agreed = doing(world, agree, world.second, question="leadership.a", proposal=old.id)
    world.db.commit()
    assert "newer proposal" in race(newer, agreed)[0]
    assert rows(world, SettledRating, question="leadership.a") == []


def test_who_proposes_while_the_other_agrees_finds_it_settled(world, race):
    done(world)
    said = {"question": "leadership.a", "note": "One term of two"}
    old = doing(world, propose_agreement, world.first, rating="partly_met", **said)(world.db)
    newer = doing(world, propose_agreement, world.first, rating="met", **said)
    agreed = doing(world, agree, world.second, question="leadership.a", proposal=old.id)
    world.db.commit()
    assert race(agreed, newer) == ["This rating is settled already."]
    assert [one.rating for one in rows(world, SettledRating, question="leadership.a")] == ["partly_met"]


def test_who_gives_out_a_return_and_who_judges_it_never_wait_for_each_other(world, race):
    """Who gives out takes a turn in the trail before touching the return; who judges does it the other way round."""
    world.db.query(Moderator).filter_by(person_id=world.second.id).delete()
    officer, new, return_id = as_actor(world.db, world.officer), world.second.id, world.return_.id
    judges = doing(world, record_rating, world.first, question="practice.a", rating="met", reason="")
    world.db.commit()

    def gives(session):
        return_, person = session.get_one(Return, return_id), session.get_one(Person, new)
        allocate(session, audit=return_.audit, returns=[return_], moderator=person, by=officer)

    assert race(take_turn, judges, then=gives) == []
    assert len(rows(world, Moderator)) == 2
    assert len(rows(world, JudgedRating, question="practice.a")) == 1
