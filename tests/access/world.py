"""A small partnership with everything in it once, a person inside for every role and one outside."""

import re
from itertools import count

from sqlalchemy.orm import Session

from formsapp.access.actor import SYSTEM
from formsapp.access.roles import ROLES, Over
from formsapp.action_plans.models import FurtherAction
from formsapp.calibration.models import WorkedExample
from formsapp.cases.models import Case
from formsapp.clock import now, today
from formsapp.evidence.commands import Described, add_item
from formsapp.legal_register.commands import add_instrument, note_edition
from formsapp.moderation.models import Panel
from formsapp.returns.models import Answer
from formsapp.samples.models import Sample, SampleEntry
from formsapp.tool_drafts.commands import start_draft
from tests.builders import make_audit, make_organisation, make_person, make_return, make_tool_version, tool_document
from tool_definitions.editing import write_tool

UNKNOWN = 999_999


class World:
    """One audit with one school's submitted return in it; another audit and another school for those outside."""

    def __init__(self, db: Session) -> None:
        self.version = make_tool_version(db)
        self.audit = make_audit(db, self.version, state="in_moderation")
        self.other_audit = make_audit(db, self.version)
        self.school, self.other_school = make_organisation(db), make_organisation(db)
        self.return_ = make_return(db, self.audit, self.school, state="started")
        self.other_return = make_return(db, self.other_audit, self.other_school)
        for question in ("leadership.a", "leadership.b", "practice.a"):
            db.add(Answer(return_id=self.return_.id, question=question, value="met", revision=1, saved_at=now()))
        self.case = Case(audit_id=self.audit.id, code="C01", added_at=now())
        db.add(self.case)
        self.evidence = add_item(
            db,
            organisation_id=self.school.id,
            kind="reference",
            described=Described(title="Training log", where_kept="School office"),
            by=SYSTEM,
        )
        self.action = FurtherAction(return_id=self.return_.id, what="Train governors", added_at=now())
        db.add(self.action)
        sample = Sample(
            audit_id=self.audit.id, number=1, size=1, strata="[]", seed=7, risk_picks=0, risk_points="{}", reason="",
            drawn_at=now(),
        )  # fmt: skip
        db.add(sample)
        db.flush()
        entry = {"stratum": "all returns", "pick": "random", "reason": ""}
        db.add(SampleEntry(sample_id=sample.id, return_id=self.return_.id, **entry))
        self.draft = start_draft(db, source=write_tool(tool_document()), by=SYSTEM)
        self.instrument = add_instrument(db, key="an-act", title="An Act", by=SYSTEM)
        self.edition = note_edition(db, instrument=self.instrument, edition=today(), by=SYSTEM)
        self.example = WorkedExample(
            audit_id=self.audit.id,
            question="leadership.a",
            comment="We think so",
            evidence="",
            reference="not_met",
            why="Nothing is shown",
            added_at=now(),
            removed_at=None,
        )
        db.add(self.example)
        db.flush()
        self.inside = {role: self._person(db, role, inside=True) for role in ROLES}
        self.outside = {role: self._person(db, role, inside=False) for role in ROLES}
        began = {"began_at": now(), "began_by_id": self.inside["chair"].id}
        self.panel = Panel(audit_id=self.audit.id, held_on=today(), present="[]", others="", **began)
        db.add(self.panel)
        db.flush()

    def _person(self, db: Session, role: str, *, inside: bool):
        over = ROLES[role].over
        return make_person(
            db,
            role,
            organisation=(self.school if inside else self.other_school) if over is Over.ORGANISATION else None,
            audit=(self.audit if inside else self.other_audit) if over is Over.AUDIT else None,
            return_=(self.return_ if inside else self.other_return) if over is Over.RETURN else None,
        )

    def address(self, rule: str, *, unknown: bool = False) -> str:
        """The rule with this world's ids in it, or with ids of nothing."""
        ids = {
            "audit_id": self.audit.id,
            "return_id": self.return_.id,
            "organisation_id": self.school.id,
            "tool_version_id": self.version.id,
            "tool_draft_id": self.draft.id,
            "scheme": "practice",
            "code": "one-band",
            "legal_instrument_id": self.instrument.id,
            "legal_edition_id": self.edition.id,
            "person_id": self.inside["moderator"].id,
            "case_id": self.case.id,
            "evidence_id": self.evidence.id,
            "example_id": self.example.id,
            "panel_id": self.panel.id,
            "section_key": "leadership",
            "further_action_id": self.action.id,
            "action_key": f"further:{self.action.id}",
            "question": "leadership.a",
            "question_key": "leadership.a",
        }
        others = count(UNKNOWN)

        def filled(found: re.Match[str]) -> str:
            name = found.group(1).rpartition(":")[2]
            return str(next(others)) if unknown and "int:" in found.group(1) else str(ids.get(name, UNKNOWN))

        return re.sub(r"<([^>]+)>", filled, rule)

    def covers(self, role: str, rule: str) -> bool:
        """Whether the thing in this address is one that the role is over, and there is such a thing at all."""
        names = set(re.findall(r"<(?:[a-z]+:)?([a-z_]+)>", rule))
        known = {
            "audit_id",
            "return_id",
            "organisation_id",
            "tool_version_id",
            "person_id",
            "section_key",
            "tool_draft_id",
            "scheme",
            "code",
            "legal_instrument_id",
            "legal_edition_id",
            "evidence_id",
            "example_id",
            "panel_id",
            "further_action_id",
            "action_key",
            "case_id",
        }
        if not names <= known | {"question", "question_key"}:
            return False
        own = {"return_id", "section_key", "organisation_id", "question_key", "evidence_id"}
        own |= {"further_action_id", "action_key"}
        over = {Over.ORGANISATION: own, Over.RETURN: {"return_id", "section_key", "question_key"}}.get(ROLES[role].over)
        return over is None or names <= over
