"""An audit in moderation with one return that a moderator, the chair and an officer have an interest in; and everything
that can happen to that return.
"""

import json

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from formsapp.access.actor import SYSTEM
from formsapp.access.models import RoleGiven
from formsapp.audit_trail.record import record
from formsapp.audits.models import AuditMove, Return, ReturnEvent
from formsapp.clock import now, today
from formsapp.evidence.commands import Described, add_item
from formsapp.evidence.models import EvidenceUse
from formsapp.feedback.document import Letter
from formsapp.feedback.models import Challenge, FeedbackLetter
from formsapp.moderation.models import (
    AnswerQuery,
    GlassBroken,
    JudgedRating,
    Moderator,
    Panel,
    PanelItem,
    ProposedAgreement,
    QueryReply,
    SettledRating,
)
from formsapp.people.models import Interest
from formsapp.returns.commands import submit_return
from formsapp.returns.models import Answer
from formsapp.samples.models import Sample, SampleEntry
from tests.builders import (
    as_actor,
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    tool_document,
)

QUESTIONS = ("leadership.a", "leadership.b", "practice.a")
LEVELS = ("not_met", "partly_met", "met", "embedded")
VISIBLE = 2


class HiddenReturn:
    """The world before anything happens to the return, and `everything_happens`."""

    def __init__(self, db: Session) -> None:
        self.db = db
        tool = {**tool_document(), "summary": {"min_group": 2}}
        version = make_tool_version(db, tool)
        schools = [make_organisation(db, name=f"Visible School {place}") for place in range(VISIBLE)]
        self.school = make_organisation(db, name="Hallowmere Primary School", trust="The Tarn Trust")
        self.earlier = make_audit(db, version, title="Last year", state="reporting")
        self.audit = make_audit(db, version, title="This year", state="in_moderation", previous_id=self.earlier.id)
        self.leads = {one.id: make_person(db, "designated_safeguarding_lead", organisation=one)
                      for one in [*schools, self.school]}  # fmt: skip
        self._people()
        self.before = self._submitted(self.earlier, self.school, 1)
        self.visible = [self._submitted(self.audit, one, place) for place, one in enumerate(schools)]
        for place, one in enumerate(schools):
            self._submitted(self.earlier, one, place + 1)
        self.hidden = self._submitted(self.audit, self.school, 2)
        self._moderation()
        db.flush()

    def _people(self) -> None:
        db, audit = self.db, self.audit
        self.officer = make_person(db, "partnership_officer", name="Officer Interested")
        self.moderator = make_person(db, "moderator", audit=audit, name="Moderator Interested")
        self.chair = make_person(db, "chair", audit=audit, name="Chair Interested")
        self.deputy = make_person(db, "deputy_chair", audit=audit, name="Deputy Free")
        self.other = make_person(db, "moderator", audit=audit, name="Moderator Free")
        self.clean = make_person(db, "partnership_officer", name="Officer Free")
        sister = make_organisation(db, name="Sister School", trust="The Tarn Trust")
        for person, kind in ((self.officer, "parent"), (self.moderator, "works")):
            db.add(Interest(person_id=person.id, organisation_id=self.school.id, kind=kind, declared_at=now()))
        db.add(RoleGiven(person_id=self.chair.id, role="chair_of_governors", organisation_id=sister.id, given_at=now(),
                         ended_at=now()))  # fmt: skip
        for person in (self.moderator, self.chair, self.deputy, self.other):
            db.add(RoleGiven(person_id=person.id, role="moderator", audit_id=self.earlier.id, given_at=now()))

    def _submitted(self, audit, school, place: int) -> Return:
        return_ = make_return(self.db, audit, school, state="started")
        for offset, question in enumerate(QUESTIONS):
            value = LEVELS[(place + offset) % len(LEVELS)]
            self.db.add(Answer(return_id=return_.id, question=question, value=value, comment=f"On {question}",
                               revision=1, saved_at=now()))  # fmt: skip
        self.db.flush()
        self._submit(return_, school)
        return return_

    def _submit(self, return_: Return, school) -> None:
        self.db.add(ReturnEvent(return_id=return_.id, kind="reopened", at=now(), reason="Again"))
        self.db.flush()
        by = as_actor(self.db, self.leads[school.id])
        submit_return(self.db, return_=return_, declaration="I confirm.", by=by)

    def _moderation(self) -> None:
        """Some moderation of the visible returns, a sample of which the hidden one is not, and a panel."""
        db = self.db
        for return_ in self.visible:
            db.add(Moderator(return_id=return_.id, person_id=self.other.id, allocated_at=now()))
        db.add(Moderator(return_id=self.visible[0].id, person_id=self.moderator.id, allocated_at=now()))
        self._judge(self.visible[0], "leadership.a", "met")
        self.sample = Sample(audit_id=self.audit.id, number=1, size=1, strata="[]", seed=7, risk_picks=0,
                             risk_points="{}", reason="", drawn_at=now(), told_at=now())  # fmt: skip
        db.add(self.sample)
        db.flush()
        for return_ in [*self.visible, self.hidden]:
            pick = "random" if return_ is self.visible[0] else None
            db.add(SampleEntry(sample_id=self.sample.id, return_id=return_.id, stratum="", pick=pick, reason=""))
        present = json.dumps([self.deputy.id, self.chair.id])
        self.panel = Panel(audit_id=self.audit.id, held_on=today(), present=present, others="", began_at=now(),
                           began_by_id=self.deputy.id)  # fmt: skip
        db.add(self.panel)
        db.flush()
        self._panel_item(self.visible[0])

    def _panel_item(self, return_: Return) -> None:
        given = {"question": "leadership.b", "outcome": "left_open", "note": "To be seen", "at": now()}
        out = json.dumps([self.chair.id])
        self.db.add(
            PanelItem(panel_id=self.panel.id, return_id=return_.id, stepped_out=out, by_id=self.deputy.id, **given)
        )

    def _judge(self, return_: Return, question: str, rating: str, revision: int = 1) -> None:
        self.db.add(JudgedRating(return_id=return_.id, question=question, moderator_id=self.other.id, rating=rating,
                                 reason="One term only", answer_revision=revision, judged_at=now()))  # fmt: skip

    def everything_happens(self) -> None:
        """Rated anew, commented, submitted again, moderated, settled, gone stale, asked about, drawn, written to,
        challenged, put before the panel, read through the glass, given evidence, sent back; last year's too.
        """
        for return_ in (self.hidden, self.before):
            self._rated_anew(return_)
        self._moderated()
        self._asked_and_written()
        self._told_in_the_trail()
        self.db.add(ReturnEvent(return_id=self.hidden.id, kind="sent_back", at=now(), reason="Look at it again"))
        self.db.flush()

    def _rated_anew(self, return_: Return) -> None:
        answers = self.db.scalars(select(Answer).where(Answer.return_id == return_.id)).all()
        for answer in answers:
            answer.value, answer.comment = "not_met", "Changed since"
            answer.revision += 1
        lead = as_actor(self.db, self.leads[self.school.id])
        item = add_item(self.db, organisation_id=self.school.id, kind="reference",
                        described=Described(title="Log", where_kept="Office"), by=lead)  # fmt: skip
        self.db.add(EvidenceUse(item_id=item.id, return_id=return_.id, question="leadership.a", at=now()))
        self._submit(return_, self.school)

    def _moderated(self) -> None:
        db, hidden = self.db, self.hidden
        db.execute(
            update(SampleEntry)
            .where(SampleEntry.sample_id == self.sample.id, SampleEntry.return_id == hidden.id)
            .values(pick="random")
        )
        db.add(Moderator(return_id=hidden.id, person_id=self.other.id, allocated_at=now()))
        for question in QUESTIONS:
            self._judge(hidden, question, "partly_met", revision=2)
        for question, revision in (("leadership.a", 2), ("practice.a", 1)):
            db.add(SettledRating(return_id=hidden.id, question=question, rating="partly_met", how="chair_settled",
                                 reason="Seen", answer_revision=revision, settled_at=now(),
                                 settled_by_id=self.deputy.id))  # fmt: skip
        db.add(ProposedAgreement(return_id=hidden.id, question="leadership.b", rating="met", note="As discussed",
                                 answer_revision=2, proposed_at=now(), proposed_by_id=self.other.id))  # fmt: skip
        self._panel_item(hidden)

    def _asked_and_written(self) -> None:
        db, hidden, lead = self.db, self.hidden, self.leads[self.school.id]
        query = AnswerQuery(return_id=hidden.id, question="leadership.a", text="Which term?", due_on=today(),
                            answer_revision=2, asked_at=now(), asked_by_id=self.other.id)  # fmt: skip
        document = Letter("Wexbridge", "This year", self.school.name, today(), "The chair", today(), (), ()).as_json()
        letter = FeedbackLetter(return_id=hidden.id, number=1, drafted="[]", drafted_at=now(), document=document,
                                fingerprint="", released_at=now(), challenge_until=today())  # fmt: skip
        db.add_all([query, letter])
        db.flush()
        db.add(QueryReply(query_id=query.id, text="The autumn term", at=now(), by_id=lead.id))
        db.add(Challenge(return_id=hidden.id, letter_id=letter.id, question="leadership.a", rating="met",
                         reason="We showed it", made_at=now(), made_by_id=lead.id))  # fmt: skip
        db.add(GlassBroken(return_id=hidden.id, person_id=self.moderator.id, reason="A child", at=now()))

    def _told_in_the_trail(self) -> None:
        audit_id, hidden = self.audit.id, self.hidden.id
        for event, on in (
            ("rating.moderated", ("return", hidden)),
            ("letter.released", ("letter", 1)),
            ("panel.item-settled", ("panel", self.panel.id)),
            ("query.asked", ("query", 1)),
        ):
            record(self.db, event, on=on, by=SYSTEM, audit_id=audit_id, return_id=hidden)
        record(self.db, "sample.drawn", on=("audit", audit_id), by=SYSTEM, audit_id=audit_id, returns=[hidden])

    def publish(self) -> None:
        """The report of the audit has been published once."""
        self.db.add(AuditMove(audit_id=self.audit.id, to_state="published", at=now(), reason=""))
        self.db.add(AuditMove(audit_id=self.audit.id, to_state="reporting", at=now(), reason="Again"))
        self.db.flush()
