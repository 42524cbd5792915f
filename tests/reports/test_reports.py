"""The report: built from findings and figures, frozen when published."""

import json
from datetime import timedelta

import pytest

from formsapp.audits.commands import move_audit
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.queries import state_of
from formsapp.clock import now, today
from formsapp.findings.commands import add, draft_findings, keep, reword
from formsapp.findings.parts import FindingPart
from formsapp.findings.queries import findings_of
from formsapp.people.models import Interest
from formsapp.refusals import Refused
from formsapp.reports.build import build_report
from formsapp.reports.commands import publish_report
from formsapp.reports.models import PublishedReport
from formsapp.reports.queries import latest_published, published_reports, report_as_published
from formsapp.reports.report import Report, fingerprint
from tests.builders import as_actor, make_audit, make_organisation, make_person, make_return
from tests.queries import count_queries
from tests.results.audit_with_returns import settle, submit

STRONG = {"leadership.a": "embedded", "leadership.b": "not_met", "practice.a": "met"}
WEAK = {"leadership.a": "embedded", "leadership.b": "met", "practice.a": "met"}


class World:
    """An audit in reporting with six of seven returns, drafted, one concern worded and one strength kept."""

    def __init__(self, db):
        self.db = db
        self.audit = make_audit(db, state="reporting", title="Schools’ safeguarding audit")
        self.returns = [submit(db, self.audit, ratings) for ratings in [STRONG] * 3 + [WEAK] * 3]
        make_return(db, self.audit)
        self.person = make_person(db, "chair", audit=self.audit, name="The Chair")
        self.chair = as_actor(db, self.person)
        draft_findings(db, audit=self.audit, by=self.chair)
        reword(db, finding=self.finding("concern", "leadership.b"), text="Leaders need help.", by=self.chair)
        keep(db, finding=self.finding("working_well", "leadership.a"), by=self.chair)
        db.flush()

    def finding(self, part, about):
        found = findings_of(self.db, self.audit)
        return next(one.finding for one in found if (one.finding.part, one.finding.about) == (part, about))

    def publish(self, **given):
        return publish_report(self.db, audit=self.audit, by=self.chair, **given)


@pytest.fixture
def world(db):
    return World(db)


def test_a_report_holds_what_the_chair_decided_and_the_figures(db, world):
    report = build_report(db, world.audit, by=world.chair)
    assert [finding.text for finding in report.part("concern").findings] == ["Leaders need help."]
    assert report.part("concern").findings[0].about == "Statement leadership.b"
    assert report.part("recommendation").findings == ()  # drafted, not decided
    assert (report.returned, report.asked) == (6, 7)
    leadership = report.sections[0]
    # a is 100 for all; b is 0 for three and 66.67 for three: 33.33 on average; the section (100 + 33.33) / 2.
    assert leadership.mean == pytest.approx(200 / 3)
    assert [level.count for level in leadership.questions[1].levels] == [0, 3, 0, 3]
    assert report.partnership == "Wexbridge Safeguarding Children Partnership"


def test_a_report_reads_back_from_its_document_as_it_was(db, world):
    report = build_report(db, world.audit, by=world.chair)
    assert Report.from_document(json.loads(report.as_json())) == report


def test_a_published_report_does_not_change_when_a_rating_changes(client, db, world):
    published = world.publish()
    before = report_as_published(published)
    assert published.fingerprint == fingerprint(published.document)
    assert state_of(db, world.audit) is AuditState.PUBLISHED
    for return_ in world.returns:
        settle(db, return_, "leadership.a", "not_met")
    db.commit()
    assert report_as_published(latest_published(db, world.audit.id)) == before
    # Built again now, leadership.a is 0 for all: what is published still says 66.7 for the section.
    assert build_report(db, world.audit, by=world.chair).sections[0].mean == pytest.approx(100 / 6)
    db.rollback()
    page = client.sign_in(world_person(db, world)).get(f"/audits/{world.audit.id}/report").get_data(as_text=True)
    assert "66.7" in page
    assert "16.7" not in page


def world_person(db, world):
    person = world.person
    db.refresh(person)
    db.refresh(world.audit)
    db.commit()
    return person


def test_small_numbers_are_hidden_in_the_report_even_for_the_chair(db):
    audit = make_audit(db, state="reporting")
    for _ in range(4):
        submit(db, audit, STRONG)
    chair = as_actor(db, make_person(db, "chair", audit=audit))
    report = build_report(db, audit, by=chair)
    assert (report.overall, report.sections[0].mean, report.sections[0].questions[0].levels) == (None, None, ())
    assert report.hides


def test_publishing_needs_reporting_and_findings_and_nobody_with_an_interest(db, world):
    empty = make_audit(db, state="reporting")
    chair = as_actor(db, make_person(db, "chair", audit=empty))
    with pytest.raises(Refused, match="no findings"):
        publish_report(db, audit=empty, by=chair)
    early = make_audit(db, state="in_moderation")
    chair = as_actor(db, make_person(db, "chair", audit=early))
    add(db, audit=early, part=FindingPart.CONCERN, text="Something", by=chair)
    with pytest.raises(Refused, match="after moderation"):
        publish_report(db, audit=early, by=chair)
    school = world.returns[0].organisation_id
    db.add(Interest(person_id=world.person.id, organisation_id=school, kind="governor", declared_at=now()))
    db.flush()
    with pytest.raises(Refused, match="You have an interest"):
        world.publish()


def test_a_report_can_be_published_again_after_going_back(db, world):
    first = world.publish()
    with pytest.raises(Refused, match="published already"):
        world.publish()
    move_audit(db, audit=world.audit, to=AuditState.REPORTING, reason="A name was wrong", by=world.chair)
    reword(db, finding=world.finding("concern", "leadership.b"), text="Leaders need a plan.", by=world.chair)
    second = world.publish()
    assert (first.number, second.number) == (1, 2)
    assert "Leaders need help." in first.document
    assert [one.audit_id for one in published_reports(db, at=now())] == [world.audit.id]


def test_a_draft_is_marked_and_seen_by_those_who_read_findings_alone(client, db, world):
    officer, practitioner = make_person(db, "partnership_officer"), make_person(db, "practitioner")
    lead = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    moderator = make_person(db, "moderator", audit=world.audit)
    db.commit()
    url = f"/audits/{world.audit.id}/report"
    page = client.sign_in(officer).get(url).get_data(as_text=True)
    assert "Not published. Words and figures can still change" in page
    assert "Leaders need help." in page
    for person in (practitioner, lead, moderator):
        assert client.sign_in(person).get(url).status_code == 404


def test_the_chair_publishes_and_everyone_who_reads_reports_reads_it(client, db, world):
    lead = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    url = f"/audits/{world.audit.id}/report"
    client.sign_in(world.person)
    assert "Publish the report" in client.get(url).get_data(as_text=True)
    answer = client.post_form(f"{url}/publish", {"shown_for": "year"})
    assert answer.status_code == 422
    assert "Confirm that you have read the report" in answer.get_data(as_text=True)
    assert client.post_form(f"{url}/publish", {"shown_for": "year", "sure": "y"}).status_code == 302
    page = client.sign_in(lead).get(url).get_data(as_text=True)
    assert "Leaders need help." in page
    assert "Draft" not in page
    listed = client.get("/reports").get_data(as_text=True)
    assert "Schools’ safeguarding audit" in listed
    assert "Shown until" in listed


def test_nobody_but_the_chair_publishes(client, db, world):
    officer = make_person(db, "partnership_officer")
    db.commit()
    assert client.sign_in(officer).get(f"/audits/{world.audit.id}/report/publish").status_code == 403


def test_a_publication_ends(client, db, world):
    world.publish(last_day=today() - timedelta(days=1))
    lead = make_person(db, "designated_safeguarding_lead", organisation=make_organisation(db))
    db.commit()
    url = f"/audits/{world.audit.id}/report"
    client.sign_in(lead)
    assert "No report has been published yet" in client.get("/reports").get_data(as_text=True)
    assert client.get(url).status_code == 410
    assert "This publication ended" in client.sign_in(world.person).get(url).get_data(as_text=True)


def test_a_report_that_is_being_revised_stays_as_published_for_its_readers(client, db, world):
    world.publish()
    move_audit(db, audit=world.audit, to=AuditState.REPORTING, reason="A name was wrong", by=world.chair)
    reader = make_person(db, "practitioner")
    db.commit()
    url = f"/audits/{world.audit.id}/report"
    assert "This report is being revised" in client.sign_in(reader).get(url).get_data(as_text=True)
    assert "Not published." in client.sign_in(world.person).get(url).get_data(as_text=True)


def test_an_empty_audit_has_an_empty_report(client, db):
    audit = make_audit(db)
    chair = make_person(db, "chair", audit=audit)
    db.commit()
    page = client.sign_in(chair).get(f"/audits/{audit.id}/report").get_data(as_text=True)
    assert "No returns yet" in page
    assert client.get("/audits/999999/report").status_code == 404


@pytest.mark.parametrize("published", [False, True])
def test_the_number_of_queries_does_not_grow(client, db, world, app, published):
    if published:
        world.publish()
    db.commit()
    url = f"/audits/{world.audit.id}/report"
    client.sign_in(world.person).get(url)
    few = _queries(client, app, url)
    for _ in range(8):
        submit(db, world.audit, WEAK)
    db.commit()
    assert len(_queries(client, app, url)) == len(few)
    assert len(few) <= (5 if published else 16)


def _queries(client, app, url):
    with count_queries(app.extensions["formsapp_database"].engine) as sent:
        assert client.get(url).status_code == 200
    return sent


def test_the_list_of_reports_costs_the_same_however_long(client, db, world, app):
    world.publish()
    person = make_person(db, "practitioner")
    db.commit()
    client.sign_in(person)
    few = _queries(client, app, "/reports")
    for _ in range(5):
        db.add(PublishedReport(audit_id=make_audit(db).id, number=1, document="{}", fingerprint="", published_at=now()))
    db.commit()
    assert len(_queries(client, app, "/reports")) == len(few)
