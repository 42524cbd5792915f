"""Moderating a return: three records, a reason for each change, nothing of one's own."""

import pytest
from sqlalchemy import select

from formsapp.access.models import RoleGiven
from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import ReturnEvent
from formsapp.clock import now
from formsapp.moderation.allocating import allocate
from formsapp.moderation.commands import record_rating, settle_rating
from formsapp.moderation.models import JudgedRating, SettledRating
from formsapp.moderation.queries import records_of, settled_ratings
from formsapp.moderation.waiting import unsettled
from formsapp.people.models import Interest
from formsapp.refusals import Refused
from formsapp.returns.models import Answer, Submission
from tests.builders import as_actor, make_audit, make_organisation, make_person, make_return


class World:
    """A submitted return of one school in an audit in moderation, with a moderator and a chair."""

    def __init__(self, db, **audit):
        self.db = db
        self.audit = make_audit(db, state="in_moderation", **audit)
        self.school = make_organisation(db, name="Hallowmere Primary School", trust="The Tarn Trust")
        self.return_ = make_return(db, self.audit, self.school, state="submitted")
        for question, value in (("leadership.a", "met"), ("leadership.b", "embedded"), ("practice.a", "partly_met")):
            db.add(
                Answer(
                    return_id=self.return_.id,
                    question=question,
                    value=value,
                    comment=f"About {question}",
                    revision=1,
                    saved_at=now(),
                )
            )
        self.moderator = make_person(db, "moderator", audit=self.audit, name="Moderator One")
        self.chair = make_person(db, "chair", audit=self.audit, name="Chair")
        self.lead = make_person(db, "designated_safeguarding_lead", organisation=self.school)
        self.officer = make_person(db, "partnership_officer")
        db.flush()

    def actor(self, person):
        return as_actor(self.db, person)

    def ask(self, person=None):
        return allocate(
            self.db,
            audit=self.audit,
            returns=[self.return_],
            moderator=person or self.moderator,
            by=self.actor(self.officer),
        )

    def judge(self, question, rating, reason="", person=None):
        who = self.actor(person or self.moderator)
        return record_rating(self.db, return_=self.return_, question=question, rating=rating, reason=reason, by=who)

    def record(self, question):
        return records_of(self.db, self.return_, [question])[question]


@pytest.fixture
def world(db):
    made = World(db)
    made.ask()
    db.commit()
    return made


def test_a_rating_judged_alike_is_upheld_without_a_reason(world):
    world.judge("leadership.a", "met")
    record = world.record("leadership.a")
    assert (record.settled.rating, record.settled.how) == ("met", "upheld")
    assert record.self_rating == "met"


def test_a_change_needs_a_reason_and_waits_for_the_chair(world):
    with pytest.raises(Refused, match="Give the reason for the change"):
        world.judge("leadership.b", "met")
    world.judge("leadership.b", "met", "The evidence covers one term only")
    record = world.record("leadership.b")
    assert record.settled is None
    assert [one.question for one in unsettled(world.db, world.audit, by=world.actor(world.chair))] == ["leadership.b"]


def test_the_chair_settles_with_a_reason_and_all_three_records_stay(world):
    world.judge("leadership.b", "met", "One term only")
    chair = world.actor(world.chair)
    say = {"return_": world.return_, "question": "leadership.b", "rating": "partly_met", "by": chair}
    with pytest.raises(Refused, match="Give the reason"):
        settle_rating(world.db, **say, how="chair_settled", reason=" ")
    with pytest.raises(Refused, match="agreed after discussion"):
        settle_rating(world.db, **say, how="upheld", reason="Because")
    settle_rating(world.db, **say, how="chair_settled", reason="Neither the plan nor the minutes show it")
    record = world.record("leadership.b")
    assert (record.self_rating, record.judged[0].rating, record.settled.rating) == ("embedded", "met", "partly_met")
    assert [(one.question, one.rating) for one in settled_ratings(world.db, world.audit, by=chair)] == [
        ("leadership.b", "partly_met")
    ]
    assert unsettled(world.db, world.audit, by=chair) == []


def test_a_later_judgement_never_overturns_what_the_chair_settled(world):
    world.judge("leadership.b", "met", "One term only")
    settle_rating(
        world.db, return_=world.return_, question="leadership.b", rating="met", how="agreed", reason="Talked it over",
        by=world.actor(world.chair),
    )  # fmt: skip
    world.judge("leadership.b", "embedded")
    assert world.record("leadership.b").settled.rating == "met"


def test_judgements_are_appended_never_overwritten(world):
    world.judge("practice.a", "not_met", "Nothing seen")
    world.judge("practice.a", "met", "More evidence came")
    ratings = world.db.scalars(select(JudgedRating.rating).order_by(JudgedRating.id)).all()
    assert ratings == ["not_met", "met"]


def test_two_moderators_must_both_agree_before_a_rating_is_upheld(world):
    second = make_person(world.db, "moderator", audit=world.audit)
    world.ask(second)
    world.judge("leadership.a", "met")
    assert world.record("leadership.a").settled is None
    world.judge("leadership.a", "met", person=second)
    assert world.record("leadership.a").settled.how == "upheld"


def test_a_settled_rating_is_stale_when_the_answer_changes(world):
    world.judge("leadership.a", "met")
    answer = world.db.get(Answer, (world.return_.id, "leadership.a"))
    answer.revision = 2
    world.db.flush()
    assert world.record("leadership.a").is_stale
    assert settled_ratings(world.db, world.audit, by=world.actor(world.chair)) == []
    world.judge("leadership.a", "met")
    assert not world.record("leadership.a").is_stale
    assert world.db.query(SettledRating).count() == 2


def test_nobody_moderates_a_return_they_were_not_asked_to(world):
    other = make_person(world.db, "moderator", audit=world.audit)
    with pytest.raises(Refused, match="not been asked"):
        world.judge("leadership.a", "met", person=other)


@pytest.mark.parametrize("rating", ["superb", "3", ""])
def test_a_level_outside_the_scheme_is_refused(world, rating):
    with pytest.raises(Refused, match="Choose a level"):
        world.judge("leadership.a", rating, "Because")


def test_cannot_judge_is_a_judgement_with_a_reason(world):
    with pytest.raises(Refused, match="cannot be judged"):
        world.judge("leadership.a", None)
    world.judge("leadership.a", None, "The minutes named are missing")
    assert world.record("leadership.a").settled is None


def test_a_moderator_may_reject_not_applicable(world):
    answer = world.db.get(Answer, (world.return_.id, "practice.a"))
    answer.value, answer.not_applicable_reason = "not_applicable", "We have none"
    world.db.flush()
    world.judge("practice.a", "not_met", "The duty applies to every school")
    assert world.record("practice.a").needs_settling


def test_someone_of_the_same_trust_cannot_be_asked(world):
    sister = make_organisation(world.db, name="Tarn Cross Academy", trust="The Tarn Trust")
    person = make_person(world.db, "moderator", audit=world.audit, name="Trust Moderator")
    governor = make_person(world.db, "chair_of_governors", organisation=sister)
    world.db.query(RoleGiven).filter_by(person_id=governor.id).update({"person_id": person.id})
    with pytest.raises(Refused, match="has an interest in Hallowmere"):
        world.ask(person)


def test_a_declared_interest_hides_the_return_from_lists_totals_and_pages(world, client):
    world.judge("leadership.a", "met")
    world.db.add(Interest(person_id=world.chair.id, organisation_id=world.school.id, kind="governs", declared_at=now()))
    world.db.commit()
    chair = world.actor(world.chair)
    assert settled_ratings(world.db, world.audit, by=chair) == []
    world.db.commit()
    client.sign_in(world.chair)
    page = client.get(f"/audits/{world.audit.id}/moderation").get_data(as_text=True)
    assert "Hallowmere" not in page
    assert client.get(f"/returns/{world.return_.id}/moderate").status_code == 404


def test_moderation_is_closed_until_the_audit_is_in_moderation(db):
    world = World(db)
    world.audit = make_audit(db, state="open")
    world.return_.audit_id = world.audit.id
    db.flush()
    db.refresh(world.return_)
    with pytest.raises(Refused, match="not open"):
        world.judge("leadership.a", "met")


def test_every_change_is_in_the_audit_trail_without_its_content(world):
    world.judge("leadership.b", "met", "SECRETREASON")
    events = world.db.query(TrailEvent).all()
    assert [event.event for event in events] == ["moderator.allocated", "rating.moderated"]
    assert "SECRETREASON" not in "".join(event.details for event in events)


def test_a_moderator_judges_a_section_in_one_page(world, client):
    client.sign_in(world.moderator)
    address = f"/returns/{world.return_.id}/moderate/leadership"
    page = client.get(address).get_data(as_text=True)
    assert "About leadership.a" in page
    typed = {
        "rating-leadership.a": "met",
        "rating-leadership.b": "met",
        "reason-leadership.b": "One term only",
    }
    saved = client.post_form(address, typed, follow_redirects=True)
    assert "2 ratings saved in Leadership" in saved.get_data(as_text=True)
    again = client.post_form(address, typed, follow_redirects=True)
    assert "0 ratings saved" in again.get_data(as_text=True)


def test_a_change_without_a_reason_keeps_what_was_typed(world, client):
    client.sign_in(world.moderator)
    address = f"/returns/{world.return_.id}/moderate/leadership"
    answer = client.post_form(
        address, {"rating-leadership.a": "met", "reason-leadership.a": "Kept words", "rating-leadership.b": "not_met"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Give the reason for the change" in page
    assert "Kept words" in page
    assert world.db.query(JudgedRating).count() == 0


def test_a_blind_audit_hides_the_self_rating_until_it_is_judged(db, client):
    world = World(db, blind=True)
    world.ask()
    db.commit()
    client.sign_in(world.moderator)
    address = f"/returns/{world.return_.id}/moderate/practice"
    before = client.get(address).get_data(as_text=True)
    assert "Their rating is shown when you have given yours" in before
    assert "<strong>Partly met</strong>" not in before
    client.post_form(address, {"rating-practice.a": "partly_met", "reason-practice.a": "The plan shows a start"})
    assert "<strong>Partly met</strong>" in client.get(address).get_data(as_text=True)


def test_a_blind_audit_asks_for_every_reason_so_that_asking_tells_nothing(db, client):
    world = World(db, blind=True)
    world.ask()
    for rating in ("met", "not_met"):
        with pytest.raises(Refused, match="Give the reason for your rating"):
            world.judge("leadership.a", rating)
    db.commit()
    client.sign_in(world.moderator)
    address = f"/returns/{world.return_.id}/moderate/leadership"
    told = [
        client.post_form(address, {"rating-leadership.a": rating}).get_data(as_text=True).count("your rating.")
        for rating in ("met", "not_met")
    ]
    assert told[0] == told[1] > 0
    world.judge("leadership.a", "partly_met", "One term only")
    world.judge("leadership.a", "met")
    assert [one.rating for one in world.db.query(JudgedRating).order_by(JudgedRating.id)] == ["partly_met", "met"]


def test_a_blind_audit_tells_a_moderator_nothing_by_another_page(db, client):
    world = World(db, blind=True)
    world.ask()
    second = make_person(db, "moderator", audit=world.audit)
    world.ask(second)
    world.judge("leadership.b", "not_met", "Nothing seen", person=second)
    db.get(Answer, (world.return_.id, "practice.a")).action = "ANACTION that a low rating asks for"
    db.add(RoleGiven(person_id=world.moderator.id, role="partnership_officer", given_at=now()))
    submission = {"number": 1, "submitted_at": now(), "declaration": "", "document": "{}", "fingerprint": "f"}
    db.add(Submission(return_id=world.return_.id, **submission, ratings=b"", receipt="ABCD"))
    db.commit()
    client.sign_in(world.moderator)
    audit, return_ = f"/audits/{world.audit.id}", f"/returns/{world.return_.id}"
    for url in (
        f"{audit}/moderation/settle", f"{audit}/results", f"{audit}/results/questions/leadership.b",
        f"{audit}/findings", f"{audit}/report", f"{return_}/review", f"{return_}/score",
    ):  # fmt: skip
        page = client.get(url).get_data(as_text=True)
        assert "moderated blind" in page, url
        assert "Embedded" not in page, url
    assert "to settle" not in client.get(f"{audit}/moderation").get_data(as_text=True)
    assert "ANACTION" not in client.get(f"{return_}/moderate/practice").get_data(as_text=True)


@pytest.mark.parametrize(("state", "code"), [(None, 404), ("started", 404), ("reopened", 404), ("sent_back", 302)])
def test_what_is_not_submitted_is_not_a_moderators_to_read(world, client, state, code):
    world.db.query(ReturnEvent).delete()
    if state:
        world.db.add(ReturnEvent(return_id=world.return_.id, kind=state, at=now(), reason=""))
    world.db.commit()
    for person in (world.moderator, world.chair):
        client.sign_in(person)
        page = client.get(f"/returns/{world.return_.id}/moderate/leadership")
        assert page.status_code == code
        assert "About leadership" not in page.get_data(as_text=True)


def test_whoever_has_an_interest_neither_moderates_nor_settles_whatever_calls_the_command(world):
    world.judge("leadership.b", "met", "One term only")
    for person in (world.moderator, world.chair):
        world.db.add(Interest(person_id=person.id, organisation_id=world.school.id, kind="works", declared_at=now()))
    world.db.flush()
    with pytest.raises(Refused, match="You have an interest"):
        world.judge("leadership.a", "met")
    with pytest.raises(Refused, match="You have an interest"):
        settle_rating(
            world.db, return_=world.return_, question="leadership.b", rating="met", how="agreed", reason="Because",
            by=world.actor(world.chair),
        )  # fmt: skip


def test_an_upheld_rating_waits_for_the_chair_when_its_moderator_thinks_better_of_it(world):
    world.judge("leadership.a", "met")
    assert world.record("leadership.a").settled.how == "upheld"
    world.judge("leadership.a", "not_met", "The minutes were of another school")
    assert [one.question for one in unsettled(world.db, world.audit, by=world.actor(world.chair))] == ["leadership.a"]


def test_a_return_of_another_audit_is_not_allocated_in_this_one(world):
    with pytest.raises(Refused, match="not part of this audit"):
        allocate(
            world.db,
            audit=world.audit,
            returns=[make_return(world.db, make_audit(world.db), state="submitted")],
            moderator=world.moderator,
            by=world.actor(world.officer),
        )


def test_the_chair_settles_on_the_page(world, client):
    world.judge("leadership.b", "met", "One term only")
    world.db.commit()
    client.sign_in(world.chair)
    name = f"{world.return_.id}-leadership.b"
    address = f"/audits/{world.audit.id}/moderation/settle"
    typed = {"settle": name, f"rating-{name}": "met", f"how-{name}": "agreed", f"reason-{name}": ""}
    refused = client.post_form(address, typed)
    assert refused.status_code == 422
    assert "Give the reason" in refused.get_data(as_text=True)
    done = client.post_form(address, {**typed, f"reason-{name}": "Talked it over"}, follow_redirects=True)
    assert "The rating is settled" in done.get_data(as_text=True)


def test_the_setting_itself_never_sees_moderation(world, client):
    client.sign_in(world.lead)
    assert client.get(f"/returns/{world.return_.id}/moderate").status_code == 404
    assert client.get(f"/audits/{world.audit.id}/moderation").status_code == 404


def test_the_chair_sees_one_organisation_at_a_time_and_how_many_wait_in_each(world, client):
    second = make_return(world.db, world.audit, make_organisation(world.db, name="Zealby School"), state="submitted")
    answer = {"question": "leadership.b", "value": "embedded", "comment": "Words of Zealby", "revision": 1}
    world.db.add(Answer(return_id=second.id, saved_at=now(), **answer))
    allocate(
        world.db, audit=world.audit, returns=[second], moderator=world.moderator, by=world.actor(world.officer)
    )  # fmt: skip
    world.judge("leadership.b", "met", "One term only")
    moderator = world.actor(world.moderator)
    record_rating(world.db, return_=second, question="leadership.b", rating="met", reason="Thin", by=moderator)
    world.db.commit()
    client.sign_in(world.chair)
    address = f"/audits/{world.audit.id}/moderation/settle"
    first = client.get(address).get_data(as_text=True)
    assert "2 ratings on which" in first
    assert "About leadership.b" in first
    assert "Words of Zealby" not in first
    assert "Words of Zealby" in client.get(f"{address}?organisation={second.id}").get_data(as_text=True)
    assert client.get(f"{address}?organisation=nonsense").status_code == 200


def test_saying_that_a_blind_answer_cannot_be_judged_does_not_show_the_self_rating(db, client):
    world = World(db, blind=True)
    world.ask()
    db.commit()
    client.sign_in(world.moderator)
    address = f"/returns/{world.return_.id}/moderate/practice"
    client.post_form(address, {"rating-practice.a": "cannot-judge", "reason-practice.a": "No evidence is named"})
    page = client.get(address).get_data(as_text=True)
    assert "Their rating is shown when you have given yours" in page
    assert "<strong>Partly met</strong>" not in page
