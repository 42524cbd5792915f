"""The scores of an audit as each person may see them, worked by hand.

The small tool: section leadership (a, b) and section practice (a); levels 0, 33.33, 66.67, 100; sections weigh alike.
"""

import pytest

from formsapp.clock import now
from formsapp.people.models import Interest
from formsapp.results.scores import scores_of
from tests.builders import as_actor, make_audit, make_organisation, make_person
from tests.results.audit_with_returns import settle, submit, submit_again

BEST = {"leadership.a": "embedded", "leadership.b": "embedded", "practice.a": "embedded"}
MIXED = {"leadership.a": "met", "leadership.b": "not_met", "practice.a": "partly_met"}


def test_scores_are_those_worked_by_hand(db):
    audit = make_audit(db)
    submit(db, audit, MIXED)
    officer = as_actor(db, make_person(db, "partnership_officer"))
    scores = scores_of(db, audit, by=officer)
    # leadership: (66.67 + 0) / 2 = 33.33; practice: 33.33; overall the mean of the two.
    assert scores.part("self").sections[0] == pytest.approx([100 / 3, 100 / 3])
    assert scores.part("effective").overall[0] == pytest.approx(100 / 3)


def test_a_settled_rating_counts_instead_of_the_self_rating(db):
    audit = make_audit(db, state="in_moderation")
    return_ = submit(db, audit, MIXED)
    settle(db, return_, "leadership.b", "embedded")
    scores = scores_of(db, audit, by=as_actor(db, make_person(db, "partnership_officer")))
    # leadership: (66.67 + 100) / 2 = 83.33; overall (83.33 + 33.33) / 2 = 58.33; one of three ratings is moderated.
    assert scores.part("self").overall[0] == pytest.approx(100 / 3)
    assert scores.part("effective").overall[0] == pytest.approx(175 / 3)
    assert scores.share_moderated[0] == pytest.approx(1 / 3)


def test_a_settled_rating_of_an_answer_that_changed_since_does_not_count(db):
    audit = make_audit(db, state="in_moderation")
    return_ = submit(db, audit, MIXED)
    settle(db, return_, "leadership.b", "embedded", answer_revision=0)
    scores = scores_of(db, audit, by=as_actor(db, make_person(db, "partnership_officer")))
    assert scores.part("effective").overall[0] == pytest.approx(100 / 3)


def test_the_latest_submission_counts(db):
    audit = make_audit(db)
    school = make_organisation(db)
    return_ = submit(db, audit, MIXED, school)
    submit_again(db, return_, BEST, school, number=2)
    scores = scores_of(db, audit, by=as_actor(db, make_person(db, "partnership_officer")))
    assert scores.part("self").overall.tolist() == [100.0]


def test_a_return_in_which_the_person_has_an_interest_is_in_no_total(db):
    audit = make_audit(db)
    submit(db, audit, BEST)
    theirs = submit(db, audit, MIXED)
    chair = make_person(db, "chair", audit=audit)
    assert len(scores_of(db, audit, by=as_actor(db, chair))) == 2
    db.add(Interest(person_id=chair.id, organisation_id=theirs.organisation_id, kind="governor", declared_at=now()))
    db.flush()
    scores = scores_of(db, audit, by=as_actor(db, chair))
    assert scores.part("effective").overall.tolist() == [100.0]
    assert str(theirs.id) not in scores.ratings.return_ids


def test_a_member_of_the_learning_hub_sees_the_same_totals_with_moderation(db):
    audit = make_audit(db, state="in_moderation")
    settle(db, submit(db, audit, MIXED), "leadership.b", "embedded")
    scores = scores_of(db, audit, by=as_actor(db, make_person(db, "learning_hub_member")))
    assert scores.part("effective").overall[0] == pytest.approx(175 / 3)


def test_nobody_else_sees_any(db):
    audit, other = make_audit(db), make_audit(db)
    school = make_organisation(db)
    submit(db, audit, MIXED, school)
    lead = make_person(db, "designated_safeguarding_lead", organisation=school)
    chair_elsewhere = make_person(db, "chair", audit=other)
    for person in (lead, chair_elsewhere, make_person(db, "practitioner")):
        assert len(scores_of(db, audit, by=as_actor(db, person))) == 0


def test_organisation_attributes_and_names_travel_with_the_ratings(db):
    audit = make_audit(db)
    submit(db, audit, BEST, make_organisation(db, name="Tarn Road School", phase="secondary", trust="Tarn Trust"))
    attributes = scores_of(db, audit, by=as_actor(db, make_person(db, "partnership_officer"))).ratings.attributes
    assert (attributes["name"][0], attributes["phase"][0], attributes["trust"][0]) == (
        "Tarn Road School",
        "secondary",
        "Tarn Trust",
    )
