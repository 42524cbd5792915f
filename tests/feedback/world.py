"""A school's judged return with a chair, a deputy, an officer, moderators and the school's own people."""

import json
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from formsapp.clock import now
from formsapp.feedback.commands import draft_letter, release_letter
from formsapp.feedback.queries import letter_at_work
from formsapp.moderation.models import JudgedRating, Moderator, SettledRating
from formsapp.returns.models import Answer, Submission
from formsapp.returns.queries import open_return
from formsapp.tools.versions import tool_of
from scoring.packed import codes_of, pack
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

WINTER = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


class FeedbackWorld:
    """Three ratings: one upheld at a strength, one lowered to a concern, one raised."""

    OWN = {"leadership.a": "embedded", "leadership.b": "met", "practice.a": "partly_met"}
    SETTLED = {"leadership.a": "embedded", "leadership.b": "not_met", "practice.a": "met"}

    def __init__(self, db: Session, *, state: str = "in_moderation", **audit) -> None:
        self.db = db
        sections = {
            "leadership": [rating("leadership.a"), rating("leadership.b", recommendation="Keep a log of training.")],
            "practice": [rating("practice.a")],
        }
        version = make_tool_version(db, tool_document(sections=sections, moderation={"challenge_days": 10}))
        self.audit = make_audit(db, version, state=state, **audit)
        self.school = make_organisation(db, name="Hallowmere Primary School")
        self.return_ = self.submitted(self.school, self.OWN)
        self.officer = make_person(db, "partnership_officer", name="Olive Officer")
        self.chair = make_person(db, "chair", audit=self.audit, name="Cai Chair")
        self.deputy = make_person(db, "deputy_chair", audit=self.audit, name="Dee Deputy")
        self.moderator = make_person(db, "moderator", audit=self.audit, name="Moz Moderator")
        self.fresh = make_person(db, "moderator", audit=self.audit, name="Fay Fresh")
        self.lead = make_person(db, "designated_safeguarding_lead", organisation=self.school, name="Lou Lead")
        self.head = make_person(db, "head_teacher", organisation=self.school, name="Hal Head")
        db.flush()

    def submitted(self, organisation, own):
        """A submitted return with these ratings."""
        return_ = make_return(self.db, self.audit, organisation, state="submitted")
        for question, value in own.items():
            self.db.add(
                Answer(return_id=return_.id, question=question, value=value, comment="", revision=1, saved_at=now())
            )
        tool = tool_of(self.audit.tool_version)
        attributes = {"type": "school"}
        self.db.add(
            Submission(
                return_id=return_.id, number=1, submitted_at=now(), fingerprint="f", receipt=f"R-{return_.id}",
                declaration="", ratings=pack(codes_of(tool, own, attributes)),
                document=json.dumps({"answers": {}, "attributes": attributes}),
            )
        )  # fmt: skip
        self.db.flush()
        return return_

    def actor(self, person):
        return as_actor(self.db, person)

    def opened(self, return_=None):
        return open_return(self.db, (return_ or self.return_).id, person_id=None)

    def judge(self, question: str, level: str | None, reason: str = "", *, return_=None, person=None) -> None:
        """One moderator's rating."""
        self.db.add(
            JudgedRating(
                return_id=(return_ or self.return_).id, question=question, rating=level, reason=reason,
                moderator_id=(person or self.moderator).id, answer_revision=1, judged_at=now(),
            )
        )  # fmt: skip

    def settle(self, question: str, level: str, *, return_=None, reason: str = "Only one term is logged") -> None:
        """The settled rating, by the chair where it is a change."""
        own = self.OWN[question]
        self.db.add(
            SettledRating(
                return_id=(return_ or self.return_).id, question=question, rating=level,
                how="upheld" if level == own else "chair_settled", reason="" if level == own else reason,
                answer_revision=1, settled_at=now(), settled_by_id=self.chair.id,
            )
        )  # fmt: skip

    def judge_all(self, return_=None) -> None:
        """Judged by the moderator and settled by the chair."""
        self.db.add(Moderator(return_id=(return_ or self.return_).id, person_id=self.moderator.id, allocated_at=now()))
        for question, level in self.SETTLED.items():
            self.judge(question, level, "Moderator’s own note", return_=return_)
            self.settle(question, level, return_=return_)
        self.db.flush()

    def draft(self) -> bool:
        return draft_letter(self.db, opened=self.opened(), by=self.actor(self.officer))

    def work(self):
        return letter_at_work(self.db, self.return_.id)

    def release(self, person=None):
        return release_letter(self.db, opened=self.opened(), by=self.actor(person or self.chair))

    def released(self):
        """The letter of the school, sent."""
        self.judge_all()
        self.draft()
        return self.release()
