"""Worked examples: rated alone and once before moderating, the reference afterwards, distances for the chair alone."""

import pytest
from sqlalchemy import select

from formsapp.calibration.commands import Written, add_example, copy_examples, rate_example, remove_example
from formsapp.calibration.models import ExampleRating, WorkedExample
from formsapp.calibration.queries import distances, examples_to_rate
from formsapp.calibration.rules import distance_in_words
from formsapp.clock import now
from formsapp.database import database
from formsapp.moderation.commands import record_rating
from formsapp.moderation.models import Moderator
from formsapp.refusals import Refused
from tests.builders import as_actor, make_audit, make_person, make_tool_version, tool_document
from tests.results.audit_with_returns import submit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REFERENCE_WHY = "Attendance is shown, a change in practice is not"


class World:
    """An audit in moderation with a submitted return, two moderators, a chair and an officer."""

    def __init__(self, db):
        self.db, self.audit = db, make_audit(db, state="in_moderation")
        self.return_ = submit(db, self.audit, {"leadership.a": "met"})
        self.first = make_person(db, "moderator", audit=self.audit, name="First Moderator")
        self.second = make_person(db, "moderator", audit=self.audit, name="Second Moderator")
        self.chair = make_person(db, "chair", audit=self.audit)
        self.officer = make_person(db, "partnership_officer")
        for person in (self.first, self.second):
            db.add(Moderator(return_id=self.return_.id, person_id=person.id, allocated_at=now()))
        db.flush()

    def actor(self, person):
        return as_actor(self.db, person)

    def example(self, question="leadership.a", reference="partly_met", **changes):
        written = Written(
            **{
                "question": question,
                "comment": "All staff were trained in September",
                "evidence": "Attendance list",
                "reference": reference,
                "why": REFERENCE_WHY,
                **changes,
            }
        )
        return add_example(self.db, audit=self.audit, written=written, by=self.actor(self.officer))

    def rate(self, example, rating, person=None):
        who = self.actor(person or self.first)
        return rate_example(self.db, audit=self.audit, example=example, rating=rating, reason="I read it so", by=who)

    def judge(self, person=None):
        who = self.actor(person or self.first)
        return record_rating(
            self.db, return_=self.return_, question="leadership.a", rating="met", reason="Seen", by=who
        )


@pytest.fixture
def world(db):
    return World(db)


def test_nobody_moderates_before_every_example_is_rated_and_one_added_later_must_be_rated_too(world):
    world.judge()
    example = world.example()
    with pytest.raises(Refused, match="Rate the one worked example"):
        world.judge()
    world.rate(example, "met")
    world.judge()
    later = world.example(question="leadership.b")
    with pytest.raises(Refused, match="worked example"):
        world.judge()
    remove_example(world.db, audit=world.audit, example=later, by=world.actor(world.chair))
    world.judge()


def test_an_example_is_rated_once_with_a_level_and_a_reason(world):
    example = world.example()
    with pytest.raises(Refused, match="Choose a level"):
        world.rate(example, "superb")
    world.rate(example, "met")
    with pytest.raises(Refused, match="rated once"):
        world.rate(example, "partly_met")
    assert world.db.scalars(select(ExampleRating.rating)).all() == ["met"]
    with pytest.raises(Refused, match="can read the reference"):
        world.rate(example, "met", world.chair)
    assert examples_to_rate(world.db, world.audit, by=world.actor(world.chair)) == 0
    assert examples_to_rate(world.db, world.audit, by=world.actor(world.second)) == 1


def test_the_reference_is_on_no_page_of_a_moderator_before_they_rate_and_words_of_distance_are_afterwards(
    world, client
):
    example = world.example()
    world.rate(example, "embedded", world.second)
    world.db.commit()
    address = f"/calibration/examples/{example.id}"
    client.sign_in(world.first)
    for page in (f"/audits/{world.audit.id}/calibration", address):
        text = client.get(page).text
        assert REFERENCE_WHY not in text
        assert "Second Moderator" not in text
        assert "higher than the reference" not in text
    wrong = client.post_form(address, {"rating": "met", "reason": ""})
    assert wrong.status_code == 422
    assert "Give the reason for your rating" in wrong.text
    assert REFERENCE_WHY not in wrong.text
    assert client.post_form(address, {"rating": "met", "reason": "Training is shown"}).status_code == 303
    after = client.get(address).text
    assert REFERENCE_WHY in after
    assert "One level higher than the reference" in after
    assert client.post_form(address, {"rating": "partly_met", "reason": "Again"}, page="/home").status_code == 422
    with database().reading() as session:
        assert session.scalars(select(ExampleRating.rating).where(ExampleRating.person_id == world.first.id)).all() == [
            "met"
        ]


def test_only_the_chair_sees_how_far_each_moderator_was(world, client):
    example = world.example()
    world.rate(example, "embedded", world.second)
    world.db.commit()
    page = f"/audits/{world.audit.id}/calibration"
    for person, sees in ((world.chair, True), (world.officer, False), (world.second, False)):
        client.sign_in(person)
        assert ("How far each moderator was" in client.get(page).text) is sees
    found = {one.name: one for one in distances(world.db, world.audit)}
    assert (found["Second Moderator"].higher, found["Second Moderator"].furthest) == (
        1,
        "Two levels higher than the reference",
    )
    assert found["First Moderator"].rated == 0


def test_a_rated_example_keeps_its_words(world, client):
    example = world.example()
    world.db.commit()
    client.sign_in(world.officer)
    address = f"/calibration/examples/{example.id}/change"
    changed = {"comment": "Other words", "evidence": "", "reference": "met", "why": "Now so"}
    assert client.post_form(address, changed).status_code == 303
    client.sign_in(world.first)
    client.post_form(f"/calibration/examples/{example.id}", {"rating": "met", "reason": "So"})
    client.sign_in(world.officer)
    again = client.post_form(
        address, {**changed, "comment": "Third words"}, page=f"/audits/{world.audit.id}/calibration"
    )
    assert again.status_code == 422
    assert "it stays as it is" in again.text
    with database().reading() as session:
        assert session.get_one(WorkedExample, example.id).comment == "Other words"


def test_an_example_names_no_child_and_what_was_typed_is_still_there(world, client):
    world.db.commit()
    client.sign_in(world.officer)
    address = f"/audits/{world.audit.id}/calibration/add?question=leadership.a"
    typed = {"comment": "Child 943 476 5919 was seen", "evidence": "A list", "reference": "met", "why": "It is"}
    answer = client.post_form(address, typed)
    assert answer.status_code == 422
    assert "looks like an NHS number" in answer.text
    assert "943 476 5919" in answer.text
    answer = client.post_form(address, {**typed, "comment": "A pupil was seen"})
    assert answer.status_code == 303


def test_examples_are_copied_where_question_and_levels_are_the_same(world, client):
    world.example()
    world.example(question="practice.a")
    sections = tool_document()["sections"]
    sections[1]["questions"][0]["title"] = "Worded anew"
    version = make_tool_version(world.db, {**tool_document(), "sections": sections})
    later = make_audit(world.db, version, state="open")
    world.db.commit()
    client.sign_in(world.officer)
    page = f"/audits/{later.id}/calibration"
    for _ in range(2):
        answer = client.post_form(f"{page}/copy", {"earlier": world.audit.id}, page=page)
        assert answer.status_code == 303
    with database().reading() as session:
        copied = session.scalars(select(WorkedExample.question).where(WorkedExample.audit_id == later.id)).all()
    assert copied == ["leadership.a"]
    other = make_audit(world.db, make_tool_version(world.db, tool_document(key="another-tool")))
    with pytest.raises(Refused, match="same tool"):
        copy_examples(world.db, audit=other, earlier=world.audit, by=world.actor(world.officer))


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (0, "The same as the reference"),
        (1, "One level higher than the reference"),
        (-3, "Three levels lower than the reference"),
    ],
)
def test_a_distance_is_said_in_words(levels, words, database_url):
    assert distance_in_words(levels) == words
