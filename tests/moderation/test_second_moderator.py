"""Two moderators judge on their own until both are done; then they agree, or the chair settles."""

import pytest

from formsapp.clock import now
from formsapp.moderation.commands import record_rating
from formsapp.moderation.models import Moderator
from formsapp.moderation.second import hidden_from, is_done, sees_others
from formsapp.returns.models import Answer
from tests.builders import as_actor, make_audit, make_organisation, make_person, make_return
from tests.queries import count_queries

QUESTIONS = ("leadership.a", "leadership.b", "practice.a")
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class World:
    """One submitted return, with two moderators, a chair and an officer."""

    def __init__(self, db, **audit):
        self.db = db
        self.audit = make_audit(db, state="in_moderation", **audit)
        self.school = make_organisation(db, name="Hallowmere Primary School")
        self.return_ = self.add_return(self.school)
        self.first = self.moderator("Ada Firstly")
        self.second = self.moderator("Bela Secondly")
        self.chair = make_person(db, "chair", audit=self.audit, name="Cora Chair")
        self.officer = make_person(db, "partnership_officer")
        self.ask(self.first)
        self.ask(self.second)

    def add_return(self, organisation):
        return_ = make_return(self.db, self.audit, organisation, state="submitted")
        for question in QUESTIONS:
            self.db.add(
                Answer(return_id=return_.id, question=question, value="met", revision=1, saved_at=now(), comment="Why")
            )
        self.db.flush()
        return return_

    def moderator(self, name):
        return make_person(self.db, "moderator", audit=self.audit, name=name)

    def ask(self, person, return_=None):
        row = {"return_id": (return_ or self.return_).id, "person_id": person.id, "allocated_at": now()}
        self.db.add(Moderator(**row))
        self.db.flush()

    def judge(self, person, *ratings, return_=None, questions=QUESTIONS):
        for question, rating in zip(questions, ratings, strict=True):
            record_rating(
                self.db,
                return_=return_ or self.return_,
                question=question,
                rating=rating,
                reason=f"{person.name} saw {question}",
                by=as_actor(self.db, person),
            )

    def change(self, question, return_=None):
        answer = self.db.get(Answer, ((return_ or self.return_).id, question))
        answer.revision, answer.value = answer.revision + 1, "partly_met"
        self.db.flush()


@pytest.fixture
def world(db):
    made = World(db)
    db.commit()
    return made


def sight(world):
    people = (world.first, world.second, world.chair, world.officer)
    return [sees_others(world.db, world.return_, person.id) for person in people]


def test_neither_sees_the_others_judgements_until_both_have_judged_everything_as_it_stands(world):
    stranger = world.moderator("Not asked here")
    world.judge(world.first, "met", "not_met", "met")
    world.judge(world.second, "met", "met", questions=QUESTIONS[:2])
    assert sight(world) == [False, False, True, True]
    assert not is_done(world.db, world.return_)
    assert not sees_others(world.db, world.return_, stranger.id)
    world.judge(world.second, None, questions=QUESTIONS[2:])
    assert sight(world) == [True, True, True, True]
    assert is_done(world.db, world.return_)
    assert sees_others(world.db, world.return_, stranger.id)
    world.change("practice.a")
    assert sight(world) == [False, False, True, True]


@ON_SQLITE
def test_whoever_looks_on_waits_in_a_return_they_judge_themselves(world):
    world.ask(world.chair)
    world.judge(world.first, "met", "met", "met")
    assert sight(world) == [False, False, False, True]


@ON_SQLITE
def test_one_moderator_alone_waits_for_nobody_but_a_successor_judges_on_their_own(world):
    world.db.query(Moderator).filter_by(person_id=world.second.id).delete()
    world.judge(world.first, "met", questions=QUESTIONS[:1])
    assert sees_others(world.db, world.return_, world.first.id)
    world.db.query(Moderator).filter_by(person_id=world.first.id).update({"ended_at": now()})
    world.ask(world.second)
    assert not sees_others(world.db, world.return_, world.second.id)


@ON_SQLITE
def test_what_is_hidden_is_read_in_a_fixed_number_of_queries(world):
    world.judge(world.first, "met", "met", "met")
    with count_queries(world.db.get_bind()) as few:
        assert hidden_from(world.db, world.audit, world.first.id) == {world.return_.id}
    for number in range(4):
        return_ = world.add_return(make_organisation(world.db, name=f"School {number}"))
        world.ask(world.first, return_)
        world.ask(world.second, return_)
    with count_queries(world.db.get_bind()) as many:
        assert len(hidden_from(world.db, world.audit, world.first.id)) == 5
    assert len(few) == len(many)
