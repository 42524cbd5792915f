"""A return that was filled in and submitted for good, on a moderator's desk."""

from formsapp.access.actor import Actor
from formsapp.audits.models import AuditMove
from formsapp.clock import now
from formsapp.evidence.commands import Described, add_item, attach, detach
from formsapp.moderation.allocating import allocate
from formsapp.moderation.commands import record_rating
from formsapp.moderation.desk import Desk, desk_of
from formsapp.people.models import Person
from formsapp.returns.commands import save_answers, send_back, submit_return
from formsapp.returns.fields.given import Given
from formsapp.returns.queries import open_return
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

LEVELS = {"not_met": "Nobody does it", "partly_met": "Some do it", "met": "All do it", "embedded": "It lasts"}
SECTIONS = {
    "leadership": [
        rating("leadership.a", levels=LEVELS),
        rating("leadership.b"),
        rating("leadership.c", limit={"at_or_below": "not_met", "overall": "Low"}),
    ],
    "practice": [rating("practice.a"), rating("practice.b")],
}
ANSWERS = {
    "leadership.a": Given("met", comment="All staff are told every term"),
    "leadership.b": Given("embedded"),
    "leadership.c": Given("not_met", comment="We have not begun"),
    "practice.a": Given("partly_met", comment="Some of it"),
    "practice.b": Given("not_applicable", not_applicable_reason="We have no pupils"),
}


class DeskWorld:
    """One school's submitted return in an audit in moderation, and a moderator who was asked to moderate it."""

    def __init__(self, db, *, sections=None, answers=None, **audit) -> None:
        self.db = db
        self.sections = sections or SECTIONS
        self.audit = make_audit(db, make_tool_version(db, tool_document(self.sections)), **audit)
        self.school = make_organisation(db, name="Hallowmere Primary School")
        self.lead = make_person(db, "designated_safeguarding_lead", organisation=self.school)
        self.officer = make_person(db, "partnership_officer")
        self.moderator = make_person(db, "moderator", audit=self.audit, name="Moderator One")
        self.return_ = make_return(db, self.audit, self.school)
        self.submit(answers or ANSWERS)
        db.add(AuditMove(audit_id=self.audit.id, to_state="in_moderation", at=now(), reason=""))
        db.flush()
        self.ask(self.moderator)
        db.commit()

    def ask(self, person: Person) -> None:
        allocate(self.db, audit=self.audit, returns=[self.return_], moderator=person, by=self.actor(self.officer))
        self.db.commit()

    def actor(self, person: Person) -> Actor:
        return as_actor(self.db, person)

    def submit(self, answers: dict[str, Given]) -> None:
        by = self.actor(self.lead)
        for section, questions in self.sections.items():
            here = {one["key"]: answers[one["key"]] for one in questions if one["key"] in answers}
            save_answers(self.db, return_=self.return_, section=section, answers=here, by=by)
        submit_return(self.db, return_=self.return_, declaration="I confirm it.", by=by)
        self.db.commit()

    def send_back(self) -> None:
        send_back(self.db, return_=self.return_, reason="Look again", by=self.actor(self.officer))
        self.db.commit()

    def evidence(self, title: str):
        described = Described(title=title, where_kept="Office")
        by = self.actor(self.lead)
        return add_item(self.db, organisation_id=self.school.id, kind="reference", described=described, by=by)

    def attach(self, question: str, item) -> None:
        attach(self.db, opened=self.opened, question=question, item=item, by=self.actor(self.lead))

    def detach(self, question: str, item) -> None:
        detach(self.db, opened=self.opened, question=question, item_id=item.id, by=self.actor(self.lead))

    @property
    def opened(self):
        return open_return(self.db, self.return_.id, person_id=self.lead.id)

    def judge(self, question: str, rating: str | None, reason: str = "", person: Person | None = None) -> None:
        by = self.actor(person or self.moderator)
        record_rating(self.db, return_=self.return_, question=question, rating=rating, reason=reason, by=by)
        self.db.commit()

    def desk(self, person: Person | None = None) -> Desk:
        self.db.expire_all()
        return desk_of(self.db, self.return_, by=self.actor(person or self.moderator))

    def at(self, question: str) -> str:
        return f"/returns/{self.return_.id}/moderate/questions/{question}"
