"""Interests: in cases too, detected alike in words and in SQL, stepping out, deputies, breaking the glass."""

import random
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from formsapp.access.models import RoleGiven
from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.interests import Pair, deciders_of, interests_in, returns_nobody_decides
from formsapp.audits.models import Return
from formsapp.audits.visibility import has_interest, returns_in_sight
from formsapp.cases.models import Case
from formsapp.clock import now
from formsapp.database import database
from formsapp.moderation.break_glass import not_seen_yet
from formsapp.moderation.commands import record_rating, settle_rating
from formsapp.moderation.models import GlassBroken, JudgedRating, Moderator, SettledRating
from formsapp.people.commands import declare_interest
from formsapp.people.models import Interest
from formsapp.refusals import Refused
from formsapp.returns.models import Answer, Submission
from tests.builders import (
    as_actor,
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    tool_document,
)
from tests.moderation.hidden_return import HiddenReturn

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(db):
    made = HiddenReturn(db)
    db.commit()
    return made


def test_interests_in_words_and_as_a_condition_say_the_same_of_random_worlds(db):
    """Two rules for one thing: over 6 random worlds they bar the same people from the same returns."""
    chance, found = random.Random(5), 0
    for _ in range(6):
        audit, people = make_audit(db), [make_person(db) for _ in range(8)]
        schools = [make_organisation(db, trust=chance.choice(["Tarn", "Fell", None])) for _ in range(8)]
        cases = [Case(audit_id=audit.id, code=f"C{number}", added_at=now()) for number in range(3)]
        db.add_all(cases)
        db.flush()
        for school in schools:
            make_return(db, audit, school).case_id = chance.choice([None, *(case.id for case in cases)])
        for person in people:
            _some_tie(db, chance, person, schools, cases)
        db.flush()
        told = set(interests_in(db, audit, [person.id for person in people]))
        asked = {
            Pair(person.id, return_id)
            for person in people
            for return_id in db.scalars(
                select(Return.id).where(Return.audit_id == audit.id, has_interest(as_actor(db, person)))
            )
        }
        assert told == asked
        found += len(told)
    assert found > 40


def _some_tie(db, chance, person, schools, cases):
    ended = chance.choice([None, now()])
    match chance.randrange(5):
        case 0:
            db.add(Interest(person_id=person.id, organisation_id=chance.choice(schools).id, kind="parent",
                            declared_at=now(), ended_at=ended))  # fmt: skip
        case 1:
            db.add(Interest(person_id=person.id, case_id=chance.choice(cases).id, kind="managed", declared_at=now(),
                            ended_at=ended))  # fmt: skip
        case 2 | 3:
            role = chance.choice(["contributor", "head_teacher"])
            db.add(RoleGiven(person_id=person.id, role=role, organisation_id=chance.choice(schools).id, given_at=now(),
                             ended_at=ended))  # fmt: skip
        case _:
            pass


@ON_SQLITE
def test_a_part_in_a_case_hides_what_everybody_says_about_it(client, db):
    version = make_tool_version(db, tool_document(kind="case_file", case={"code_example": "C01"}))
    audit = make_audit(db, version, state="in_moderation")
    case, other = (Case(audit_id=audit.id, code=code, added_at=now()) for code in ("C01", "C02"))
    db.add_all([case, other])
    db.flush()
    for agency in (make_organisation(db, type="agency", phase=None) for _ in range(2)):
        make_return(db, audit, agency, state="submitted").case_id = case.id
    about_the_other = make_return(db, audit, state="submitted")
    about_the_other.case_id = other.id
    moderator, officer = make_person(db, "moderator", audit=audit), make_person(db, "partnership_officer")
    address, wanted = f"/audits/{audit.id}/cases/{case.id}/part", about_the_other.id
    db.commit()
    assert client.sign_in(moderator).post_form(address, {"kind": "owns"}).status_code == 422
    assert client.post_form(address, {"kind": "managed"}).status_code == 302
    with database().reading() as session:
        sight = session.scalars(select(Return.id).where(returns_in_sight(as_actor(session, moderator)))).all()
    assert sight == [wanted]
    assert "You said that you had a part in this case" in client.get(f"/audits/{audit.id}/cases").text
    assert f"Case C01 ({audit.title})" in client.get("/interests").text
    shown = client.sign_in(officer).get(f"/people/{moderator.id}").text
    assert "practised in it, or managed or supervised somebody who did" in shown
    with database().reading() as session:
        interest = session.scalars(select(Interest.id)).one()
    assert client.post_form(f"/interests/{interest}/end", {}, page=f"/people/{moderator.id}").status_code == 302
    with database().reading() as session:
        assert len(session.scalars(select(Return.id).where(returns_in_sight(as_actor(session, moderator)))).all()) == 3


@ON_SQLITE
def test_whoever_declares_an_interest_is_taken_off_the_return_and_what_nobody_moderates_is_said(world, client):
    db, return_ = world.db, world.visible[0]
    moderation = f"/audits/{world.audit.id}/moderation"
    name = world.visible[1].organisation.name
    declare_interest(db, person=world.other, organisation=world.visible[1].organisation, kind="works",
                     by=as_actor(db, world.other))  # fmt: skip
    declare_interest(db, person=world.other, organisation=return_.organisation, kind="parent",
                     by=as_actor(db, world.other))  # fmt: skip
    asked = {one.person_id: one for one in db.scalars(select(Moderator).where(Moderator.return_id == return_.id))}
    assert asked[world.other.id].ended_at
    assert asked[world.other.id].ended_reason == "Has an interest in it"
    assert asked[world.moderator.id].ended_at is None
    assert db.scalar(select(func.count()).select_from(JudgedRating).where(JudgedRating.return_id == return_.id)) == 1
    assert "moderator.stepped_out" in db.scalars(select(TrailEvent.event)).all()
    db.commit()
    said = f"1 return needs another moderator, because theirs has an interest: {name}"
    assert said in client.sign_in(world.clean).get(moderation).text
    assert said not in client.sign_in(world.moderator).get(moderation).text


def _settle(world, return_, person):
    given = {"question": "leadership.a", "rating": "met", "how": "chair_settled", "reason": "Seen in the file"}
    return settle_rating(world.db, return_=return_, **given, by=as_actor(world.db, person))


@ON_SQLITE
def test_a_deputy_decides_where_the_chair_has_an_interest_and_nowhere_else(world):
    assert [(one.person, one.role) for one in deciders_of(world.db, world.hidden)] == [(world.deputy, "deputy_chair")]
    assert [one.person for one in deciders_of(world.db, world.visible[0])] == [world.chair]
    with pytest.raises(Refused, match="You have an interest"):
        _settle(world, world.hidden, world.chair)
    with pytest.raises(Refused, match="A deputy does so where the chair has an interest"):
        _settle(world, world.visible[0], world.deputy)
    assert _settle(world, world.hidden, world.deputy).how == "chair_settled"
    assert _settle(world, world.visible[0], world.chair).how == "chair_settled"


@ON_SQLITE
def test_a_deputy_finds_only_what_the_chair_may_not_decide_on_the_page_to_settle(world, client):
    judged = world.visible[1], world.hidden
    for return_ in judged:
        world._judge(return_, "leadership.a", "not_met")
    names = [one.organisation.name for one in judged]
    world.db.commit()
    page = f"/audits/{world.audit.id}/moderation/settle"
    for person, theirs in ((world.deputy, [False, True]), (world.chair, [True, False]), (world.clean, [True, True])):
        client.sign_in(person)
        shown = client.get(page).text
        assert [name in shown for name in names] == theirs
        assert f"{sum(theirs)} rating{'s' if sum(theirs) > 1 else ''} on which" in shown


@ON_SQLITE
def test_a_chair_names_a_deputy_and_no_one_else_and_what_nobody_can_decide_is_said(world, client):
    people = f"/audits/{world.audit.id}/people"
    client.sign_in(world.chair)
    named = {"role": "deputy_chair", "person": str(world.other.id)}
    assert client.post_form(people, {**named, "role": "chair"}).status_code == 422
    assert client.post_form(people, named).status_code == 302
    given = dict(
        world.db.execute(select(RoleGiven.role, RoleGiven.id).where(RoleGiven.audit_id == world.audit.id)).all()
    )
    assert client.get(f"{people}/{given['moderator']}/end").status_code == 403
    assert client.get(f"{people}/{given['deputy_chair']}/end").status_code == 200
    for deputy in (world.deputy, world.other):
        world.db.add(Interest(person_id=deputy.id, organisation_id=world.school.id, kind="works", declared_at=now()))
    stuck = returns_nobody_decides(world.db, world.audit, by=as_actor(world.db, world.clean))
    assert stuck == [world.school.name]
    world.db.commit()
    assert "1 return has nobody to decide" in client.sign_in(world.clean).get(people).text
    assert "nobody to decide" not in client.sign_in(world.officer).get(people).text


def _break(client, world, **changes):
    page = f"/audits/{world.audit.id}/break-glass"
    given = {"organisation": str(world.school.id), "reason": "A referral waits for a date", "confirmed": "y"}
    return client.post_form(page, {**given, **changes})


@ON_SQLITE
def test_t5_each_reading_through_the_glass_is_one_row_one_event_and_one_notice_and_opens_nothing_else(
    world, client, app, monkeypatch
):
    sent = []
    app.extensions["formsapp_settings"] = replace(app.extensions["formsapp_settings"], smtp_host="mail.example")
    monkeypatch.setattr("formsapp.sign_in.emails.send_message", lambda _settings, **message: sent.append(message))
    client.sign_in(world.moderator)
    closed = [f"/returns/{world.hidden.id}/{path}" for path in ("review", "moderate", "score", "review/copy.pdf")]
    assert _break(client, world, reason=" ").status_code == _break(client, world, confirmed="").status_code == 422
    reads = 0
    for _ in range(2):
        answer = _break(client, world)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"].startswith("no-store")
        assert "On leadership.a" in answer.text
        assert "999" in answer.text
        reads += 1
        assert {client.get(one).status_code for one in closed} == {404}
    with database().reading() as session:
        assert session.scalar(select(func.count()).select_from(GlassBroken)) == reads
        told = session.scalars(select(TrailEvent.details).where(TrailEvent.event == "glass.broken")).all()
        assert len(told) == reads
        assert not any("referral" in one for one in told)
        for person, number in ((world.deputy, reads), (world.chair, 0), (world.officer, 0), (world.moderator, 0)):
            assert len(not_seen_yet(session, by=as_actor(session, person))) == number, person.name
        glass = session.scalars(select(GlassBroken.id).order_by(GlassBroken.id)).first()
    assert [one["to"] for one in sent] == [world.deputy.email] * reads
    assert not any(word in one["words"] for one in sent for word in ("Hallowmere", "referral"))
    listed = f"/audits/{world.audit.id}/broken-glass"
    assert "A referral waits for a date" in client.sign_in(world.clean).get(listed).text
    assert "A referral waits" not in client.sign_in(world.officer).get(listed).text
    assert client.sign_in(world.deputy).get("/").text.count("read the return of Hallowmere Primary School") == reads
    assert client.post_form(f"/broken-glass/{glass}/seen", {}, page=listed).status_code == 302
    with database().reading() as session:
        assert session.get(GlassBroken, glass).seen_by_id == world.deputy.id
        assert len(not_seen_yet(session, by=as_actor(session, world.deputy))) == reads - 1


@ON_SQLITE
def test_what_the_glass_does_not_open_is_one_and_the_same_answer_and_recorded(world, client):
    stranger = make_organisation(world.db, name="Never Asked School")
    not_submitted = make_organisation(world.db, name="Not Submitted School")
    make_return(world.db, world.audit, not_submitted, state="started")
    for one in (stranger, not_submitted):
        world.db.add(Interest(person_id=world.moderator.id, organisation_id=one.id, kind="works", declared_at=now()))
    asked = [stranger.id, not_submitted.id, world.visible[0].organisation_id]
    world.db.commit()
    client.sign_in(world.moderator)
    said = {_without_what_was_typed(_break(client, world, organisation=str(one)).text) for one in asked}
    assert len(said) == 1
    assert "There is no submitted return of this organisation that is hidden from you here" in said.pop()
    tried = select(func.count()).where(TrailEvent.event == "glass.nothing_to_read")
    with database().reading() as session:
        assert session.scalar(tried) == 3
        assert session.scalar(select(func.count()).select_from(GlassBroken)) == 0


def _without_what_was_typed(page: str) -> str:
    return " ".join(line for line in page.splitlines() if "csrf" not in line and "<option" not in line)


@ON_SQLITE
def test_live_figures_close_for_the_interested_once_a_report_was_published(world, client):
    results = f"/audits/{world.audit.id}/results"
    assert "overall score out of 100" in client.sign_in(world.officer).get(results).text
    world.publish()
    world.db.commit()
    paths = ("results", "results/questions/leadership.a", "effect", "agreement", "estimate")
    for path in paths:
        shown = client.get(f"/audits/{world.audit.id}/{path}").text
        assert "would give it away" in shown or "not shown to you" in shown, path
    assert client.get(f"{results}.csv").status_code == 403
    assert "overall score out of 100" in client.sign_in(world.clean).get(results).text


@ON_SQLITE
def test_a_published_audit_before_is_not_compared_with_by_the_interested(world, client):
    results = f"/audits/{world.audit.id}/results"
    assert "Change since the earlier audit" in client.sign_in(world.officer).get(results).text
    world.audit, audit = world.earlier, world.audit
    world.publish()
    world.audit = audit
    world.db.commit()
    assert "Change since the earlier audit" not in client.get(results).text
    assert "Change since the earlier audit" in client.sign_in(world.clean).get(results).text


@ON_SQLITE
def test_t6_moderating_and_settling_every_question_leaves_what_the_setting_said_as_it_was(world):
    return_ = world.visible[0]

    def said():
        answers = world.db.execute(
            select(Answer.question, Answer.value, Answer.comment, Answer.revision).where(Answer.return_id == return_.id)
        )
        documents = select(Submission.document, Submission.fingerprint).where(Submission.return_id == return_.id)
        return sorted(map(tuple, answers)), [tuple(row) for row in world.db.execute(documents)]

    before, questions = said(), ("leadership.a", "leadership.b", "practice.a")
    for question in questions:
        by = as_actor(world.db, world.other)
        record_rating(world.db, return_=return_, question=question, rating="not_met", reason="Not seen", by=by)
        settle_rating(
            world.db, return_=return_, question=question, rating="not_met", how="chair_settled", reason="Not seen",
            by=as_actor(world.db, world.chair),
        )  # fmt: skip
    world.db.expire_all()
    assert said() == before
    assert world.db.scalar(select(func.count()).select_from(SettledRating)) == len(questions)
