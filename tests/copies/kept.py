"""A return with every type of question, answered with what people type, and what its copies say."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from formsapp.access.actor import SYSTEM
from formsapp.action_plans.models import FurtherAction
from formsapp.audits.models import ReturnEvent
from formsapp.clock import now
from formsapp.evidence.models import EvidenceItem, EvidenceUse
from formsapp.organisations.models import Organisation
from formsapp.people.models import Person
from formsapp.returns.additions import also_submitted
from formsapp.returns.models import Answer, Submission
from formsapp.returns.queries import answers_of, open_return
from formsapp.returns.snapshot import make_submission
from tests.builders import (
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    rating,
    tool_document,
)
from tests.previews.pdf_text import text_of

HOSTILE = '=1+1 #read("x") $y$ [link {{ 7*7 }} <b>bold</b> \\\\server\\file http://example.org'
ARABIC = "نستمع إلى الأطفال"
QUESTIONS = {
    "first": [
        rating("first.a", comment="optional", evidence="optional", action_at_or_below="partly_met"),
        rating("first.na", title="Not for everybody", not_applicable="with_reason"),
        rating("first.open", title="Nobody answered this"),
        rating("first.hidden", title="Nobody is asked", show_if={"question": "first.a", "is": ["embedded"]}),
        {"key": "first.yn", "type": "yes_no", "title": "Yes or no?"},
    ],
    "second": [
        {"key": "second.text", "type": "text", "title": "In words"},
        {"key": "second.n", "type": "number", "title": "How many?", "unit": "people"},
        {"key": "second.d", "type": "date", "title": "When?"},
        {
            "key": "second.c",
            "type": "choices",
            "title": "Which?",
            "options": [{"value": "x", "label": "The first one"}, {"value": "y", "label": "The second one"}],
        },
        {
            "key": "second.t",
            "type": "table",
            "title": "A table",
            "columns": [{"key": "p", "title": "Places"}, {"key": "q", "title": "Quality"}],
            "rows": ["North", "South"],
        },
        {"key": "second.e", "type": "evidence", "title": "Documents"},
    ],
}
ANSWERS: dict[str, dict[str, Any]] = {
    "first.a": {
        "value": "partly_met",
        "comment": HOSTILE,
        "evidence": "Minutes of 3 October",
        "action": "Train the night staff",
        "action_who": "The deputy",
        "action_by": "2027-02-28",
    },
    "first.na": {"value": "not_applicable", "not_applicable_reason": "No boarders here"},
    "first.yn": {"value": "yes"},
    "second.text": {"value": f"{ARABIC}\n-5 is where a formula would begin"},
    "second.n": {"value": "1200"},
    "second.d": {"value": "2026-10-03"},
    "second.c": {"value": '["x", "y"]'},
    "second.t": {"value": json.dumps([{"p": "Three", "q": "Good"}, {"p": "Four", "q": "Fair"}])},
    "second.e": {"value": json.dumps([{"what": "A policy", "where": "The shared drive", "date": "May"}])},
}
#: What every copy says, whatever kind of file it is.
SAID = (
    "Partly met", "Minutes of 3 October", "Train the night staff", "The deputy", "28 February 2027", "Not applicable",
    "No boarders here", "Not answered", "1,200 people", "3 October 2026", "The first one", "The second one",
    "North", "Three", "Fair", "A policy", "The shared drive", "Log of visits", "Ask the governors",
)  # fmt: skip
UNSAID = ("Nobody is asked", "partly_met", "not_applicable")


@dataclass
class Kept:
    """The return and those who come for copies of it."""

    return_id: int
    school: Organisation
    lead: Person
    officer: Person
    moderator: Person

    @property
    def url(self) -> str:
        return f"/returns/{self.return_id}"


def kept_return(db: Session, **audit: Any) -> Kept:
    """A draft with evidence attached and a further action."""
    made = make_audit(db, make_tool_version(db, tool_document(QUESTIONS)), **audit)
    school = make_organisation(db, name='A/B "C"\r\nX: Höhe')
    return_ = make_return(db, made, school, state="started")
    for question, answer in ANSWERS.items():
        db.add(Answer(return_id=return_.id, question=question, revision=1, saved_at=now(), **answer))
    item = EvidenceItem(
        organisation_id=school.id, kind="reference", title="Log of visits", where_kept="In the office", added_at=now()
    )
    db.add(item)
    db.flush()
    db.add(EvidenceUse(item_id=item.id, return_id=return_.id, question="first.a", at=now()))
    db.add(
        FurtherAction(
            return_id=return_.id, question="first.a", what="Ask the governors", who="The chair", added_at=now()
        )
    )
    kept = Kept(
        return_.id,
        school,
        make_person(db, "designated_safeguarding_lead", organisation=school),
        make_person(db, "partnership_officer"),
        make_person(db, "moderator", audit=made),
    )
    db.commit()
    return kept


def submit(db: Session, kept: Kept) -> Submission:
    """Submitted as it stands, complete or not."""
    opened = open_return(db, kept.return_id, person_id=None)
    stored = answers_of(db, kept.return_id)
    also = also_submitted(db, opened)
    submission = make_submission(opened, stored, "I agree with every word.", number=1, by=SYSTEM, also=also)
    db.add(submission)
    db.add(ReturnEvent(return_id=kept.return_id, kind="submitted", at=now(), reason=""))
    db.commit()
    return submission


def words_of(content: bytes, kind: str) -> str:
    """What a file says, on one line: what differs between kinds of file is where lines end."""
    text = {"pdf": _pdf, "docx": _word, "xlsx": _excel}[kind](content)
    return " ".join(text.split())


def _pdf(content: bytes) -> str:
    found = text_of(content)
    assert found.missing == 0
    return found.text


def _word(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    foot = [one.text for one in document.sections[0].footer.paragraphs]
    return "\n".join([*(one.text for one in document.paragraphs), *cells, *foot])


def _excel(content: bytes) -> str:
    book = load_workbook(BytesIO(content))
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )
