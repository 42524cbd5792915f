"""Queries on one answer: asked within sight, replied to by its people, closed by who asked."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import now, today
from formsapp.database import database
from formsapp.moderation.asking import ask_author, queries_in_sight, reply_to_query, threads_of
from formsapp.moderation.models import AnswerQuery, Moderator, QueryReply
from formsapp.people.models import Interest
from formsapp.refusals import Refused
from formsapp.returns.models import Answer, Submission
from tests.builders import as_actor, make_audit, make_organisation, make_person, make_return
from tests.moderation.test_second_moderator import World as TwoModerators


def text_of(response):
    assert response.status_code == 200, response.status
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class World:
    """A submitted return with its moderator, in a blind audit."""

    def __init__(self, db):
        self.db = db
        self.audit = make_audit(db, state="in_moderation", blind=True)
        self.school = make_organisation(db, name="Hallowmere Primary School")
        self.return_ = make_return(db, self.audit, self.school, state="submitted")
        for key in ("leadership.a", "leadership.b", "practice.a"):
            given = {"value": "embedded", "comment": f"Said of {key}", "revision": 3, "saved_at": now()}
            db.add(Answer(return_id=self.return_.id, question=key, **given))
        self.moderator = make_person(db, "moderator", audit=self.audit, name="Ines Asking")
        self.other = make_person(db, "moderator", audit=self.audit, name="Rufus Other")
        self.lead = make_person(db, "designated_safeguarding_lead", organisation=self.school, name="Lead")
        db.add(Moderator(return_id=self.return_.id, person_id=self.moderator.id, allocated_at=now()))
        db.flush()

    def ask(self, text="Which term?", person=None, days=7):
        return ask_author(
            self.db, return_=self.return_, question="leadership.a", text=text, due_on=today() + timedelta(days=days),
            by=as_actor(self.db, person or self.moderator),
        )  # fmt: skip

    def reply(self, query, text="The autumn term"):
        lead = as_actor(self.db, self.lead)
        return reply_to_query(self.db, return_=self.return_, query=query, text=text, by=lead)

    @property
    def state(self):
        return threads_of(self.db, self.return_.id)["leadership.a"][0].state


@pytest.fixture
def world(db):
    made = World(db)
    db.commit()
    return made


def test_a_query_is_asked_replied_to_and_never_doubled(world):
    query = world.ask()
    assert world.ask() is query
    assert (query.answer_revision, world.state) == (3, "Waiting")
    world.reply(query)
    world.reply(query)
    assert world.state == "Replied"
    assert world.db.scalar(select(func.count()).select_from(QueryReply)) == 1
    trail = world.db.execute(select(TrailEvent.event, TrailEvent.details)).all()
    assert [event for event, _ in trail] == ["query.asked", "query.replied"]
    assert not any("term" in details for _, details in trail)


@ON_SQLITE
def test_only_who_moderates_the_return_asks_and_with_a_day_that_can_be_kept(world):
    with pytest.raises(Refused, match="Whoever moderates"):
        world.ask(person=world.other)
    for days in (0, 61):
        with pytest.raises(Refused, match="from tomorrow"):
            world.ask(days=days)
    world.db.add(
        Interest(person_id=world.moderator.id, organisation_id=world.school.id, kind="works", declared_at=now())
    )
    world.db.flush()
    with pytest.raises(Refused, match="an interest"):
        world.ask()


@ON_SQLITE
def test_a_query_that_nobody_replied_to_in_time_is_overdue(world):
    world.ask().due_on = today() - timedelta(days=1)
    assert world.state == "Overdue"


def test_who_has_an_interest_sees_no_query_in_the_list(world):
    world.ask()
    officer = make_person(world.db, "partnership_officer")
    seen = queries_in_sight(world.db, world.audit, by=as_actor(world.db, officer))
    assert [one.thread.query.text for one in seen] == ["Which term?"]
    world.db.add(Interest(person_id=officer.id, organisation_id=world.school.id, kind="works", declared_at=now()))
    world.db.flush()
    assert queries_in_sight(world.db, world.audit, by=as_actor(world.db, officer)) == []


@ON_SQLITE
def test_a_moderator_reads_the_others_queries_when_both_are_done(db, client):
    world = TwoModerators(db, blind=True)
    for person, text in ((world.first, "ASKEDBYFIRST"), (world.second, "ASKEDBYSECOND")):
        ask_author(
            db, return_=world.return_, question="leadership.a", text=text, due_on=today() + timedelta(days=7),
            by=as_actor(db, person),
        )  # fmt: skip
    world.judge(world.first, "met", "met", "met")
    others = db.query(AnswerQuery.id).filter_by(text="ASKEDBYSECOND").scalar()
    db.commit()
    desk = f"/returns/{world.return_.id}/moderate/questions/leadership.a"
    at_work, listed = (desk, f"{desk}/ask"), f"/audits/{world.audit.id}/queries"

    def reads(person, words, addresses=at_work):
        client.sign_in(person)
        return {words in client.get(address).text for address in addresses}

    assert reads(world.first, "ASKEDBYFIRST") == reads(world.second, "ASKEDBYSECOND") == {True}
    assert reads(world.first, "ASKEDBYSECOND") == reads(world.second, "ASKEDBYFIRST") == {False}
    assert reads(world.first, "Bela Secondly</td>", [listed]) == {False}
    assert reads(world.chair, "Bela Secondly</td>", [listed]) == {True}
    close = f"/returns/{world.return_.id}/queries/{others}/close"
    client.sign_in(world.first)
    assert client.post_form(close, {}, page=f"{desk}/ask").status_code == 404
    world.judge(world.second, "met", "met", "met")
    db.commit()
    assert reads(world.first, "ASKEDBYSECOND") == reads(world.second, "ASKEDBYFIRST") == {True}


@ON_SQLITE
def test_the_list_shows_the_words_and_leads_an_officer_to_the_whole_thread(client, world):
    world.reply(world.ask("Which term? " + "More of it. " * 30 + "LASTWORDS"))
    submitted = {"number": 1, "submitted_at": now(), "declaration": "", "fingerprint": "f", "ratings": b""}
    document = '{"answers": {"leadership.a": {"value": "embedded"}}, "organisation": {"type": "school"}}'
    world.db.add(Submission(return_id=world.return_.id, document=document, receipt="ABCD", **submitted))
    officer = make_person(world.db, "partnership_officer")
    world.db.commit()
    address = f"/audits/{world.audit.id}/queries"
    page = client.sign_in(officer).get(address).text
    assert "Which term? More" in page
    assert "The autumn term" in page
    assert "LASTWORDS" not in page
    whole = re.search(r'href="(/returns/\d+/review)#(query-\d+)"', page)
    thread = client.get(whole.group(1)).text
    assert f'id="{whole.group(2)}"' in thread
    assert "LASTWORDS" in thread
    assert "Which term?" in client.sign_in(world.moderator).get(address).text
    of_another = client.sign_in(world.other).get(address).text
    assert "Which term?" not in of_another, "the audit is blind: another's words can give a rating away"
    assert "The autumn term" not in of_another


@ON_SQLITE
def test_from_the_moderators_page_to_the_leads_reply_and_back(app, world):
    moderator, lead = app.test_client().sign_in(world.moderator), app.test_client().sign_in(world.lead)
    ask = f"/returns/{world.return_.id}/moderate/questions/leadership.a/ask"
    page = text_of(moderator.get(ask))
    assert "Said of leadership.a" in page
    assert "Embedded" not in page  # the audit is blind
    bad = moderator.post_form(ask, {"text": "Which term?", "due_on": "soon"})
    assert bad.status_code == 422
    assert "Which term?" in bad.text
    assert moderator.post_form(ask, {"text": "Which term?", "due_on": "28 2 2027"}).status_code in {303, 422}
    due = (today() + timedelta(days=5)).isoformat()
    moderator.post_form(ask, {"text": "Which term was it?", "due_on": due})
    task_list, own = f"/returns/{world.return_.id}", f"/returns/{world.return_.id}/queries"
    assert "Please reply by" in text_of(lead.get(task_list))
    assert "Ines Asking asked" in text_of(lead.get(own))
    query = database().reading().scalars(select(AnswerQuery.id).order_by(AnswerQuery.id.desc())).first()
    empty = lead.post_form(own, {"query": query, "text": "  "})
    assert (empty.status_code, "Enter your reply" in empty.text) == (422, True)
    held = lead.post_form(own, {"query": query, "text": "It was about 943 476 5919"})
    assert held.status_code == 422
    assert "NHS number" in held.text
    assert lead.post_form(own, {"query": query, "text": "The autumn term"}).status_code == 303
    assert "The autumn term" in text_of(moderator.get(ask))
    assert "replied to your query" in text_of(moderator.get("/"))
    assert moderator.post_form(f"/returns/{world.return_.id}/queries/{query}/close", {}, page=ask).status_code == 303
    assert "has been closed" in lead.post_form(own, {"query": query, "text": "More"}).text


@ON_SQLITE
def test_another_school_finds_neither_the_queries_nor_the_reply_box(app, db, world):
    query = world.ask()
    elsewhere = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    client = app.test_client().sign_in(elsewhere)
    assert client.get(f"/returns/{world.return_.id}/queries").status_code == 404
    assert client.get(f"/returns/{world.return_.id}/moderate/questions/leadership.a/ask").status_code in {403, 404}
    assert query.closed_at is None


@ON_SQLITE
def test_both_sides_are_told_by_a_message_that_holds_no_word_of_it(app, db, world, monkeypatch):
    mail = {"smtp_host": "127.0.0.1", "mail_from": "audits@wexbridge.example"}
    app.extensions["formsapp_settings"] = replace(app.extensions["formsapp_settings"], **mail)
    world.lead.password_hash = "x"
    db.commit()
    sent = []
    monkeypatch.setattr("formsapp.sign_in.emails.send_message", lambda _settings, **message: sent.append(message))
    moderator, lead = app.test_client().sign_in(world.moderator), app.test_client().sign_in(world.lead)
    asked = {"text": "Which term was it?", "due_on": (today() + timedelta(days=5)).isoformat()}
    moderator.post_form(f"/returns/{world.return_.id}/moderate/questions/leadership.a/ask", asked)
    query = database().reading().scalars(select(AnswerQuery.id)).one()
    lead.post_form(f"/returns/{world.return_.id}/queries", {"query": query, "text": "The autumn term"})
    assert [one["to"] for one in sent] == [world.lead.email, world.moderator.email]
    assert "/queries" in sent[0]["words"]
    assert not any("term" in one["words"] for one in sent)
