"""Findings: drafted from the scores, worded by the chair, and nothing of the chair's ever lost."""

import html
import json

import pytest
from sqlalchemy import func, select

from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import ReturnEvent
from formsapp.clock import now
from formsapp.findings.commands import add, draft_findings, drop, keep, keep_part, move, put_back, reword
from formsapp.findings.drafting import feedback_of
from formsapp.findings.history import Change
from formsapp.findings.models import FindingChange
from formsapp.findings.parts import FindingPart
from formsapp.findings.queries import findings_of
from formsapp.findings.reasons import reason_lines, said
from formsapp.people.models import Interest
from formsapp.refusals import Refused
from formsapp.returns.models import Answer
from formsapp.tools.versions import tool_of
from tests.builders import (
    as_actor,
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)
from tests.queries import count_queries
from tests.results.audit_with_returns import settle, submit

STRONG = {"leadership.a": "embedded", "leadership.b": "not_met", "practice.a": "met"}
WEAK = {"leadership.a": "embedded", "leadership.b": "met", "practice.a": "met"}


class World:
    """An audit in moderation with six returns: a is strong everywhere, b a concern in three of six, practice fair."""

    def __init__(self, db, **audit):
        self.db = db
        self.audit = make_audit(db, state="in_moderation", title="This year’s audit", **audit)
        self.returns = [submit(db, self.audit, STRONG) for _ in range(3)]
        self.returns += [submit(db, self.audit, WEAK) for _ in range(3)]
        self.person = make_person(db, "chair", audit=self.audit, name="The Chair")
        self.chair = as_actor(db, self.person)
        db.flush()

    def draft(self):
        return draft_findings(self.db, audit=self.audit, by=self.chair)

    def part(self, part):
        return [one for one in findings_of(self.db, self.audit) if one.finding.part == part and one.is_shown]

    def one(self, part, about):
        return next(one for one in self.part(part) if one.finding.about == about)


@pytest.fixture
def world(db):
    return World(db)


def test_the_four_parts_are_drafted_with_their_reasons(world):
    world.draft()
    assert [one.finding.about for one in world.part("working_well")] == ["leadership.a"]
    # leadership.b: three of six are a concern, 50%, at least the 25% asked for.
    concern = world.one("concern", "leadership.b")
    reasons = json.loads(concern.finding.reasons)
    assert (reasons[0]["reason"], reasons[0]["concern"], reasons[0]["n"]) == ("prevalent", 3, 6)
    assert [one.finding.about for one in world.part("recommendation")] == ["leadership.b"]
    learning = [json.loads(one.finding.reasons)[0] for one in world.part("learning")]
    rate = next(reason for reason in learning if reason["reason"] == "return_rate")
    assert (rate["in_scope"], rate["returned"], rate["late"]) == (6, 6, 0)
    assert not any(one.is_in_report for one in findings_of(world.db, world.audit))


def test_learning_knows_who_did_not_return_and_what_moderation_changed(db, world):
    make_return(db, world.audit)
    for return_ in world.returns[:2]:
        settle(db, return_, "leadership.a", "met")
    world.draft()
    learning = {json.loads(one.finding.reasons)[0]["reason"]: one.finding for one in world.part("learning")}
    assert "Six of the seven organisations asked" in learning["return_rate"].drafted
    moved = json.loads(learning["moderation"].reasons)[0]
    assert (moved["moderated"], moved["lowered"]) == (2, 2)


def test_feedback_answers_are_read_for_learning(db, client):
    questions = [
        rating("leadership.a"),
        {"key": "words", "type": "text", "title": "On this audit", "asks_for": "feedback"},
    ]
    world = World(db, tool_version=make_tool_version(db, tool_document({"leadership": questions})))
    db.add(Answer(return_id=world.returns[0].id, question="words", value="Too long", revision=1, saved_at=now()))
    db.flush()
    world.draft()
    feedback = world.one("learning", "words")
    assert json.loads(feedback.finding.reasons)[0]["said"] == {"Too long": 1}
    assert said(tool_of(world.audit.tool_version), feedback.finding) == [("Too long", 1)]
    officer, member = make_person(db, "partnership_officer"), make_person(db, "learning_hub_member")
    db.add(ReturnEvent(return_id=world.returns[0].id, kind="sent_back", at=now(), reason=""))
    db.commit()
    for person, reads in ((officer, True), (member, False)):
        page = client.sign_in(person).get(f"/audits/{world.audit.id}/findings").get_data(as_text=True)
        assert "On this audit" in page
        assert ("Too long" in page) is reads
    assert feedback_of(db, world.audit, tool_of(world.audit.tool_version), by=as_actor(db, officer)) == {}


def test_drafting_again_keeps_what_the_chair_worded_and_shows_the_new_draft(db, world):
    world.draft()
    concern = world.one("concern", "leadership.b")
    before = concern.finding.drafted
    reword(db, finding=concern.finding, text="Leadership needs a plan.", by=world.chair)
    settle(db, world.returns[0], "leadership.b", "met")
    world.draft()
    after = world.one("concern", "leadership.b")
    assert after.text == "Leadership needs a plan."
    assert after.standing == "reworded"
    assert after.draft_changed_since
    # Two of six are left: the draft is new, and the one before is still in the history.
    assert "two of the six" in after.finding.drafted
    drafts = [entry.change.text for entry in after.history if entry.kind is Change.DRAFTED]
    assert drafts == [before, after.finding.drafted]


def test_a_draft_that_no_longer_holds_goes_unless_the_chair_worded_it(db, world):
    world.draft()
    keep(db, finding=world.one("concern", "leadership.b").finding, by=world.chair)
    for return_ in world.returns[:3]:
        settle(db, return_, "leadership.b", "met")
    world.draft()
    kept = world.one("concern", "leadership.b")
    assert kept.is_in_report
    assert not kept.is_drafted
    assert world.part("recommendation") == []
    for return_ in world.returns[:3]:
        settle(db, return_, "leadership.b", "not_met")
    world.draft()
    assert [one.finding.about for one in world.part("recommendation")] == ["leadership.b"]
    assert world.one("concern", "leadership.b").is_drafted


def test_drafting_again_without_a_change_changes_nothing(db, world):
    world.draft()
    before = db.scalar(select(func.count()).select_from(FindingChange))
    world.draft()
    assert db.scalar(select(func.count()).select_from(FindingChange)) == before


def test_a_finding_is_in_the_report_only_when_kept_reworded_or_added(db, world):
    world.draft()
    finding = world.one("concern", "leadership.b").finding
    keep(db, finding=finding, by=world.chair)
    assert world.one("concern", "leadership.b").text == finding.drafted
    reword(db, finding=finding, text="In our words", by=world.chair)
    drop(db, finding=finding, by=world.chair)
    assert not world.one("concern", "leadership.b").is_in_report
    put_back(db, finding=finding, by=world.chair)
    assert world.one("concern", "leadership.b").text == "In our words"
    added = add(db, audit=world.audit, part=FindingPart.LEARNING, text="  Ask earlier.  ", by=world.chair)
    assert next(one for one in world.part("learning") if one.finding is added).text == "Ask earlier."
    drop(db, finding=added, by=world.chair)
    put_back(db, finding=added, by=world.chair)
    assert next(one for one in world.part("learning") if one.finding is added).standing == "added"


def test_all_undecided_drafts_of_a_part_are_kept_at_once(db, world):
    world.draft()
    first, *others = [one.finding for one in world.part("learning")]
    drop(db, finding=first, by=world.chair)
    assert keep_part(db, audit=world.audit, part=FindingPart.LEARNING, by=world.chair) == len(others)
    assert [one.is_in_report for one in world.part("learning")] == [False, *(True for _ in others)]
    assert world.one("concern", "leadership.b").standing == "open"


def test_an_undecided_finding_that_was_dropped_comes_back_undecided(db, world):
    world.draft()
    finding = world.one("concern", "leadership.b").finding
    drop(db, finding=finding, by=world.chair)
    put_back(db, finding=finding, by=world.chair)
    assert world.one("concern", "leadership.b").standing == "open"
    with pytest.raises(Refused, match="has not been left out"):
        put_back(db, finding=finding, by=world.chair)


def test_findings_move_up_and_down_and_stay_there(db, world):
    world.draft()
    first, second = [one.finding for one in world.part("learning")][:2]
    move(db, finding=second, up=True, by=world.chair)
    assert [one.finding.id for one in world.part("learning")][:2] == [second.id, first.id]
    world.draft()
    assert [one.finding.id for one in world.part("learning")][:2] == [second.id, first.id]
    with pytest.raises(Refused, match="already first"):
        move(db, finding=second, up=True, by=world.chair)


def test_each_change_is_in_the_audit_trail_without_its_words(db, world):
    world.draft()
    reword(db, finding=world.one("concern", "leadership.b").finding, text="Secret words", by=world.chair)
    events = list(db.scalars(select(TrailEvent).order_by(TrailEvent.id)))
    assert [one.event for one in events] == ["findings.drafted", "finding.reworded"]
    assert "Secret" not in "".join(one.details for one in events)


@pytest.mark.parametrize("state", ["open", "closed", "published"])
def test_drafting_and_wording_need_moderation_or_reporting(db, state):
    audit = make_audit(db, state=state)
    chair = as_actor(db, make_person(db, "chair", audit=audit))
    with pytest.raises(Refused):
        draft_findings(db, audit=audit, by=chair)
    with pytest.raises(Refused):
        add(db, audit=audit, part=FindingPart.CONCERN, text="Something", by=chair)


@pytest.mark.parametrize(("text", "why"), [("  ", "Write the finding"), ("x" * 2001, "at most 2000")])
def test_words_that_cannot_be_a_finding_are_refused(world, db, text, why):
    with pytest.raises(Refused, match=why):
        add(db, audit=world.audit, part=FindingPart.CONCERN, text=text, by=world.chair)


def test_somebody_with_an_interest_in_a_return_neither_drafts_nor_reads(client, db, world):
    world.draft()
    school = world.returns[0].organisation_id
    db.add(Interest(person_id=world.person.id, organisation_id=school, kind="governor", declared_at=now()))
    db.commit()
    url = f"/audits/{world.audit.id}/findings"
    page = client.sign_in(world.person).get(url).get_data(as_text=True)
    assert "You have an interest in a return of this audit" in page
    assert "three of the six" not in page
    assert "You have an interest" in client.get(url.replace("findings", "report")).get_data(as_text=True)
    with pytest.raises(Refused, match="You have an interest"):
        world.draft()


def test_every_reason_reads_as_a_sentence_and_opens_its_question(world):
    world.draft()
    tool = tool_of(world.audit.tool_version)
    lines = reason_lines(tool, world.one("concern", "leadership.b").finding)
    assert lines[0].words == "3 of 6 ratings (50%) are a concern"
    assert lines[0].question == "leadership.b"


def test_the_chair_words_the_summary_on_the_page(client, db, world):
    db.commit()
    url = f"/audits/{world.audit.id}/findings"
    client.sign_in(world.person)
    assert client.post_form(url, {"do": "draft"}).status_code == 302
    page = client.get(url).get_data(as_text=True)
    assert "3 of 6 ratings (50%) are a concern" in page
    assert f"/audits/{world.audit.id}/results/questions/leadership.b" in page
    concern = world.one("concern", "leadership.b").finding.id
    strength = world.one("working_well", "leadership.a").finding.id
    db.rollback()
    answer = client.post_form(url, {"do": "reword", "finding": concern, "text": "A plan is needed."})
    assert answer.headers["Location"].endswith(f"#finding-{concern}")
    client.post_form(url, {"do": "add", "part": "working_well", "text": "Heads know their staff."})
    client.post_form(url, {"do": "drop", "finding": strength})
    page = client.get(url).get_data(as_text=True)
    assert "A plan is needed." in page
    assert "Heads know their staff." in page
    assert "Put back" in page
    assert "by The Chair" in page


def test_words_that_are_refused_are_still_there(client, db, world):
    world.draft()
    finding = world.one("concern", "leadership.b").finding
    db.commit()
    url = f"/audits/{world.audit.id}/findings"
    client.sign_in(world.person)
    answer = client.post_form(url, {"do": "reword", "finding": finding.id, "text": "x" * 2001})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "x" * 2001 in page
    assert f'href="#text-{finding.id}"' in page
    assert "<title>Error: " in page
    assert client.post_form(url, {"do": "add", "part": "nowhere", "text": "Words"}).status_code == 422
    assert client.post_form(url, {"do": "nothing", "finding": finding.id}).status_code == 422
    assert client.post_form(url, {"do": "keep", "finding": finding.id + 1000}).status_code == 404


def test_an_officer_reads_and_does_not_change(client, db, world):
    world.draft()
    finding = world.one("concern", "leadership.b").finding
    officer = make_person(db, "partnership_officer")
    other_chair = make_person(db, "chair", audit=make_audit(db))
    lead = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    url = f"/audits/{world.audit.id}/findings"
    page = client.sign_in(officer).get(url).get_data(as_text=True)
    assert finding.drafted in html.unescape(page)
    assert 'value="keep"' not in page
    assert client.post_form(url, {"do": "keep", "finding": finding.id}).status_code == 403
    assert client.sign_in(other_chair).get(url).status_code == 404
    assert client.sign_in(lead).get(url).status_code == 404


def test_before_anything_is_drafted_the_page_says_so(client, db):
    audit = make_audit(db, state="open")
    chair = make_person(db, "chair", audit=audit)
    db.commit()
    page = client.sign_in(chair).get(f"/audits/{audit.id}/findings").get_data(as_text=True)
    assert "Findings are drafted when the audit is in moderation or reporting." in page


def test_the_number_of_queries_does_not_grow_with_findings(client, db, world, app):
    world.draft()
    db.commit()
    url = f"/audits/{world.audit.id}/findings"
    client.sign_in(world.person).get(url)
    engine = app.extensions["formsapp_database"].engine
    with count_queries(engine) as few:
        client.get(url)
    for number in range(10):
        add(db, audit=world.audit, part=FindingPart.CONCERN, text=f"Concern {number}", by=world.chair)
    db.commit()
    with count_queries(engine) as many:
        client.get(url)
    assert len(many) == len(few)
    assert len(many) <= 8
