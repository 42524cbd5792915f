"""An audit in moderation with submitted returns of schools of two phases, and the people who draw or must not."""

from sqlalchemy.orm import Session

from formsapp.audits.models import Return
from formsapp.clock import now
from formsapp.people.models import Interest, Person
from formsapp.returns.models import Submission
from scoring.packed import pack
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

QUESTIONS = ("leadership.a", "leadership.b", "practice.a")


class Drawing:
    """Eight submitted returns (one of them at a limit), one that is only started."""

    def __init__(self, db: Session, **audit: object) -> None:
        self.db = db
        limited = rating("leadership.a", limit={"at_or_below": "not_met", "overall": "Low"})
        document = tool_document({"leadership": [limited, rating("leadership.b")], "practice": [rating("practice.a")]})
        self.ranks = {"not_met": 0, "met": 2}
        self.audit = make_audit(db, make_tool_version(db, document), state="in_moderation", **audit)
        phases = ["primary"] * 5 + ["secondary"] * 3
        self.schools = [
            make_organisation(db, name=f"School {n} of Wexbridge", phase=one) for n, one in enumerate(phases)
        ]
        self.returns = [self.submitted(school, "met") for school in self.schools]
        self.risky = self.submitted(make_organisation(db, name="Tarn End School", phase="primary"), "not_met")
        self.late = make_organisation(db, name="Slow School", phase="primary")
        self.started = make_return(db, self.audit, self.late, state="started")
        self.officer = make_person(db, "partnership_officer", name="Officer Free")
        self.moderators = [make_person(db, "moderator", audit=self.audit, name=f"Moderator {n}") for n in "AB"]
        self.lead = make_person(db, "designated_safeguarding_lead", organisation=self.risky.organisation)
        db.flush()

    def submitted(self, school, level: str) -> Return:
        """A submitted return whose every rating is this one."""
        return_ = make_return(self.db, self.audit, school, state="submitted")
        self.db.add(
            Submission(
                return_id=return_.id, number=1, submitted_at=now(), fingerprint="", receipt=f"r{return_.id}",
                declaration="{}", document="{}", ratings=pack([self.ranks[level]] * len(QUESTIONS)),
            )
        )  # fmt: skip
        self.db.flush()
        return return_

    def actor(self, person: Person):
        return as_actor(self.db, person)

    def interested(self, person: Person, return_: Return) -> None:
        """Give somebody an interest in a return."""
        self.db.add(
            Interest(
                person_id=person.id, organisation_id=return_.organisation_id, kind="parent", declared_at=now()
            )
        )  # fmt: skip
        self.db.flush()

    @property
    def address(self) -> str:
        return f"/audits/{self.audit.id}/sample"
