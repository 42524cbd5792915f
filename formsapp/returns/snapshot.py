"""What is kept for ever of a return when it is submitted: a document, its fingerprint, one packed row of ratings."""

import base64
import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.models import Audit, Return
from formsapp.clock import now
from formsapp.returns.fields.given import Stored
from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of, shown_questions
from formsapp.tools.versions import tool_of
from scoring.packed import codes_of, pack
from tool_definitions.tool import Tool
from tool_definitions.visibility import Answers

#: A receipt is read out over the telephone: no 0, 1, 8 or 9 to mistake for letters.
RECEIPT_LETTERS = 12


def make_submission(
    opened: OpenedReturn,
    stored: Mapping[str, Stored],
    declaration: str,
    *,
    number: int,
    by: Actor,
    also: Mapping[str, Any] = MappingProxyType({}),
) -> Submission:
    """The submission of a return as it stands. `also` is what other features keep with it, by their names."""
    at = now()
    document = canonical(_document(opened, stored, declaration, number=number, at=at.isoformat(), also=also))
    fingerprint = hashlib.sha256(document.encode()).hexdigest()
    tool = opened.tool.tool
    return Submission(
        return_id=opened.id,
        number=number,
        submitted_at=at,
        submitted_by_id=by.id,
        declaration=declaration,
        document=document,
        fingerprint=fingerprint,
        ratings=pack(codes_of(tool, condition_values(opened, stored), opened.attributes, wave=opened.wave)),
        receipt=receipt_of(fingerprint),
    )


def receipt_of(fingerprint: str) -> str:
    """The receipt number: the beginning of the fingerprint in letters and digits, in three fours."""
    letters = base64.b32encode(bytes.fromhex(fingerprint)).decode()[:RECEIPT_LETTERS]
    return "-".join(letters[place : place + 4] for place in range(0, RECEIPT_LETTERS, 4))


def canonical(document: Mapping[str, Any]) -> str:
    """JSON that is the same for the same content."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _document(
    opened: OpenedReturn,
    stored: Mapping[str, Stored],
    declaration: str,
    *,
    number: int,
    at: str,
    also: Mapping[str, Any],
) -> dict[str, Any]:
    seen = shown_questions(opened.tool.tool, opened.tool.questions, given_of(stored), opened.attributes, opened.wave)
    tool = opened.tool.tool
    return {
        "return": opened.id,
        "number": number,
        "submitted_at": at,
        "declaration": declaration,
        "audit": {"id": opened.audit_id, "title": opened.audit},
        "organisation": {"id": opened.organisation_id, "name": opened.organisation, **opened.attributes},
        "case": opened.case_code,
        "tool": {"key": tool.key, "version": tool.version},
        **({"wave": opened.wave} if opened.wave else {}),
        "answers": {
            key: {**one.given._asdict(), "revision": one.revision}
            for key, one in stored.items()
            if key in opened.tool.questions
        },
        "visibility": {key: state.value for key, state in seen.items()},
        **also,
    }


def condition_values(opened: OpenedReturn, stored: Mapping[str, Stored]) -> Answers:
    """The answers as conditions and scores see them."""
    asked = opened.tool.questions
    return {key: asked[key].condition_value(one.given.value) for key, one in stored.items() if key in asked}


def check_packed(session: Session, audit: Audit) -> list[str]:
    """Every submission of an audit whose packed row, fingerprint or receipt does not follow from its document."""
    tool = tool_of(audit.tool_version)
    wanted = select(Submission).join(Return, Return.id == Submission.return_id).where(Return.audit_id == audit.id)
    submissions = session.scalars(wanted.order_by(Submission.id).execution_options(yield_per=500))
    return [
        f"submission {one.receipt} of return {one.return_id}: {fault}"
        for one in submissions
        for fault in _faults(one, tool)
    ]


def _faults(submission: Submission, tool: Tool) -> list[str]:
    document = json.loads(submission.document)
    checks = {
        "the fingerprint is not that of the document": (
            hashlib.sha256(submission.document.encode()).hexdigest() == submission.fingerprint
        ),
        "the receipt is not that of the fingerprint": receipt_of(submission.fingerprint) == submission.receipt,
        "the packed ratings are not those of the document": packed_of(document, tool) == submission.ratings,
    }
    return [fault for fault, holds in checks.items() if not holds]


def packed_of(document: Mapping[str, Any], tool: Tool) -> bytes:
    """The packed row that follows from a submitted document."""
    answers = {key: answer["value"] for key, answer in document["answers"].items()}
    several = {key for key, question in tool.questions.items() if question.type == "choices"}
    values = {key: tuple(json.loads(value)) if value and key in several else value for key, value in answers.items()}
    return pack(codes_of(tool, values, document["organisation"], wave=document.get("wave")))
