"""What changes about a return, on both engines."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import AuditMove, ReturnEvent
from formsapp.clock import now, today
from formsapp.refusals import Refused
from formsapp.returns.commands import AnswersConflict, CannotBeStored, reopen, save_answers, send_back, submit_return
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Answer, Submission
from formsapp.returns.ratings_table import ratings_table
from formsapp.returns.snapshot import check_packed
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

COMPLETE = {"leadership": {"leadership.a": Given("met"), "leadership.b": Given("embedded", comment="Daily.")}}


class Setting:
    """One school with its lead, an open audit and its return."""

    def __init__(self, db: Session, sections=None, *, state: str = "open", **audit) -> None:
        version = make_tool_version(db, tool_document(sections) if sections else None)
        self.audit = make_audit(db, version, state=state, **audit)
        self.organisation = make_organisation(db)
        self.return_ = make_return(db, self.audit, self.organisation)
        self.lead = make_person(db, "designated_safeguarding_lead", organisation=self.organisation, name="Rowan Lead")
        self.officer = make_person(db, "partnership_officer")
        self.by = as_actor(db, self.lead)
        self.db = db

    def save(self, section: str, answers: dict, **more):
        return save_answers(self.db, return_=self.return_, section=section, answers=answers, by=self.by, **more)

    def complete(self) -> None:
        self.save("leadership", COMPLETE["leadership"])
        self.save("practice", {"practice.a": Given("not_met")})

    def submit(self, declaration: str = "I agree") -> Submission:
        return submit_return(self.db, return_=self.return_, declaration=declaration, by=self.by)


def events(db: Session, return_id: int) -> list[str]:
    return list(db.scalars(select(ReturnEvent.kind).where(ReturnEvent.return_id == return_id).order_by(ReturnEvent.id)))


def trail(db: Session, event: str) -> list[dict]:
    found = db.scalars(select(TrailEvent.details).where(TrailEvent.event == event).order_by(TrailEvent.id))
    return [json.loads(one) for one in found]


def test_first_save_starts_the_return_and_records_no_content(db):
    at = Setting(db)
    saved = at.save("leadership", {"leadership.a": Given("met", comment="Secret words")})
    assert saved.revisions == {"leadership.a": 1}
    assert events(db, at.return_.id) == ["started"]
    assert trail(db, "return.answered") == [{"questions": {"leadership.a": 1}, "section": "leadership"}]


def test_saving_the_same_again_changes_nothing(db):
    at = Setting(db)
    at.save("leadership", {"leadership.a": Given("met")})
    assert at.save("leadership", {"leadership.a": Given("met")}).revisions == {}
    assert len(trail(db, "return.answered")) == 1
    assert events(db, at.return_.id) == ["started"]


def test_every_change_is_a_new_revision(db):
    at = Setting(db)
    at.save("leadership", {"leadership.a": Given("met"), "leadership.b": Given("met")})
    saved = at.save("leadership", {"leadership.a": Given("not_met"), "leadership.b": Given("met")})
    assert saved.revisions == {"leadership.a": 2}
    stored = {one.question: (one.value, one.revision) for one in db.scalars(select(Answer))}
    assert stored == {"leadership.a": ("not_met", 2), "leadership.b": ("met", 1)}


def test_an_older_base_is_a_conflict_and_nothing_is_written(db):
    at = Setting(db)
    at.save("leadership", {"leadership.a": Given("met")})
    at.save("leadership", {"leadership.a": Given("partly_met")})
    with pytest.raises(AnswersConflict) as caught:
        at.save(
            "leadership",
            {"leadership.a": Given("not_met"), "leadership.b": Given("met")},
            bases={"leadership.a": 1, "leadership.b": 0},
        )
    assert caught.value.questions == ["leadership.a"]
    stored = {one.question: one.value for one in db.scalars(select(Answer))}
    assert stored == {"leadership.a": "partly_met"}


def test_an_answer_that_is_no_level_is_refused(db):
    at = Setting(db)
    with pytest.raises(CannotBeStored, match=r"1\.1 Choose a level from the list\."):
        at.save("leadership", {"leadership.a": Given("excellent")})


def test_a_hidden_question_is_not_stored_and_comes_back_with_its_answer(db):
    follow = rating("s.follow", show_if={"question": "s.gate", "is": ["yes"]})
    at = Setting(db, {"s": [{"key": "s.gate", "type": "yes_no", "title": "Any?"}, follow]})
    assert at.save("s", {"s.gate": Given("no"), "s.follow": Given("met")}).ignored == ("s.follow",)
    assert trail(db, "return.answered")[0]["ignored_hidden"] == ["s.follow"]
    at.save("s", {"s.gate": Given("yes"), "s.follow": Given("met")})
    at.save("s", {"s.gate": Given("no")})
    stored = {one.question: one.value for one in db.scalars(select(Answer))}
    assert stored == {"s.gate": "no", "s.follow": "met"}
    submission = at.submit()
    assert list(submission.ratings) == [0xFD], "hidden is -3 as a signed byte"
    assert check_packed(db, at.audit) == []


def test_a_question_hidden_by_somebody_else_meanwhile_is_a_conflict(db):
    follow = rating("s.follow", show_if={"question": "s.gate", "is": ["yes"]})
    at = Setting(db, {"s": [{"key": "s.gate", "type": "yes_no", "title": "Any?"}, follow]})
    at.save("s", {"s.gate": Given("no")})
    with pytest.raises(AnswersConflict):
        at.save("s", {"s.follow": Given("met")}, bases={"s.follow": 0})


def test_submitting_writes_document_fingerprint_receipt_and_packed_ratings(db):
    at = Setting(db)
    at.complete()
    submission = at.submit()
    document = json.loads(submission.document)
    assert document["answers"]["leadership.b"]["comment"] == "Daily."
    assert document["answers"]["leadership.b"]["revision"] == 1
    # met, embedded, not_met are the levels 2, 3 and 0 of four
    assert list(submission.ratings) == [2, 3, 0]
    assert submission.number == 1
    assert len(submission.receipt) == 14
    assert events(db, at.return_.id) == ["started", "submitted"]
    assert check_packed(db, at.audit) == []


def test_submitting_twice_gives_the_same_receipt(db):
    at = Setting(db)
    at.complete()
    first, second = at.submit(), at.submit()
    assert first.id == second.id
    assert len(trail(db, "return.submitted")) == 1


def test_a_return_with_gaps_cannot_be_submitted(db):
    at = Setting(db)
    with pytest.raises(Refused, match="Nothing has been answered yet"):
        at.submit()
    at.save("leadership", {"leadership.a": Given("met")})
    with pytest.raises(Refused, match="2 things are still missing"):
        at.submit()


def test_a_declaration_is_needed(db):
    at = Setting(db)
    at.complete()
    with pytest.raises(Refused, match="declaration"):
        at.submit(" ")


def test_a_submitted_return_is_locked_until_it_is_sent_back(db):
    at = Setting(db)
    at.complete()
    first = at.submit()
    with pytest.raises(Refused, match="submitted by Rowan Lead"):
        at.save("leadership", {"leadership.a": Given("not_met")})
    officer = as_actor(db, at.officer)
    with pytest.raises(Refused, match="Enter the reason"):
        send_back(db, return_=at.return_, reason="  ", by=officer)
    send_back(db, return_=at.return_, reason="Please look at 1.1 again.", by=officer)
    at.save("leadership", {"leadership.a": Given("not_met")})
    second = at.submit()
    assert (first.number, second.number) == (1, 2)
    assert first.receipt != second.receipt
    assert events(db, at.return_.id) == ["started", "submitted", "sent_back", "submitted"]
    with pytest.raises(Refused, match="Only a submitted return"):
        send_back(db, return_=make_return(db, at.audit), reason="x", by=officer)


@pytest.mark.parametrize("state", ["closed", "in_moderation", "reporting"])
def test_after_closing_only_a_reopened_return_is_answered(db, state):
    at = Setting(db, state=state)
    with pytest.raises(Refused, match="no longer open for answers"):
        at.save("leadership", {"leadership.a": Given("met")})
    reopen(db, return_=at.return_, reason="A flood closed the school.", by=as_actor(db, at.officer))
    at.complete()
    assert at.submit().number == 1
    assert events(db, at.return_.id) == ["reopened", "submitted"]


def test_nothing_under_a_published_report_changes_until_the_publication_is_taken_back(db):
    at = Setting(db)
    officer = as_actor(db, at.officer)
    at.complete()
    at.submit()
    send_back(db, return_=at.return_, reason="Please look at 1.1 again.", by=officer)
    db.add(AuditMove(audit_id=at.audit.id, to_state="published", at=now(), reason=""))
    db.flush()
    with pytest.raises(Refused, match="report of this audit is published"):
        at.save("leadership", {"leadership.a": Given("not_met")})
    with pytest.raises(Refused, match="report of this audit is published"):
        at.submit()
    for change in (send_back, reopen):
        with pytest.raises(Refused, match="Take the publication back first"):
            change(db, return_=at.return_, reason="A flood closed the school.", by=officer)
    db.add(AuditMove(audit_id=at.audit.id, to_state="reporting", at=now(), reason="An error"))
    db.flush()
    assert at.submit().number == 2


def test_the_closing_day_ends_at_midnight_in_london(db):
    at = Setting(db, closes_on=today() - timedelta(days=1))
    with pytest.raises(Refused, match="closed at 11:59pm"):
        at.save("leadership", {"leadership.a": Given("met")})


def test_an_audit_that_has_not_opened_cannot_be_answered(db):
    at = Setting(db, opens_on=today() + timedelta(days=3))
    with pytest.raises(Refused, match="This audit opens on"):
        at.save("leadership", {"leadership.a": Given("met")})


def test_an_open_return_is_not_reopened(db):
    at = Setting(db)
    with pytest.raises(Refused, match="open for answers already"):
        reopen(db, return_=at.return_, reason="x", by=as_actor(db, at.officer))


def test_the_ratings_of_an_audit_are_those_of_the_latest_submissions(db):
    at = Setting(db)
    at.complete()
    at.submit()
    officer = as_actor(db, at.officer)
    send_back(db, return_=at.return_, reason="Again, please.", by=officer)
    at.save("leadership", {"leadership.a": Given("not_met")})
    at.submit()
    make_return(db, at.audit)
    table = ratings_table(db, at.audit, by=officer)
    assert table.return_ids == (str(at.return_.id),)
    assert table.codes.tolist() == [[0, 3, 0]]
    assert list(table.attributes["phase"]) == ["primary"]
    assert len(ratings_table(db, at.audit, by=at.by)) == 0, "a setting sees no results of the audit"


def test_no_submission_gives_an_empty_table(db):
    at = Setting(db)
    assert len(ratings_table(db, at.audit, by=as_actor(db, at.officer))) == 0


def test_a_tampered_row_is_found(db):
    at = Setting(db)
    at.complete()
    submission = at.submit()
    submission.ratings = bytes([2, 2, 0])
    db.flush()
    assert [one.split(": ")[1] for one in check_packed(db, at.audit)] == [
        "the packed ratings are not those of the document"
    ]
