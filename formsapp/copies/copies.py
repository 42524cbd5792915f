"""The copies that there are of a return: as it stands, and as it was submitted each time."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from formsapp.audits.lifecycle import ReturnState
from formsapp.clock import now
from formsapp.copies.attached import attached_now, attached_then
from formsapp.copies.copied import Copy, copied_sections
from formsapp.returns.file_names import file_name
from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of
from formsapp.returns.queries import answers_of, submissions_of, who_saved
from formsapp.returns.reading import read_sections, submitted_answers, submitted_attributes
from formsapp.ui.formatting import moment


def copy_now(session: Session, opened: OpenedReturn) -> Copy:
    """The return as it stands: where it is submitted, as it was submitted."""
    submissions = submissions_of(session, opened.id)
    if opened.state is ReturnState.SUBMITTED and submissions:
        return copy_of(opened, submissions[0])
    answers = given_of(answers_of(session, opened.id))
    attached = attached_now(session, opened)
    sections = read_sections(opened.tool, answers, opened.attributes, opened.wave)
    return Copy(
        title=opened.title,
        audit=opened.audit,
        state=_draft_words(opened, submissions),
        facts=_facts(opened, opened.organisation),
        sections=copied_sections(sections, who_saved(session, opened.id), attached),
        further=tuple(attached.actions.get("", ())),
        name=file_name(opened, "draft"),
    )


def copy_of(opened: OpenedReturn, submission: Submission) -> Copy:
    """A submission, from the document that was kept of it alone."""
    document = json.loads(submission.document)
    attached = attached_then(document)
    sections = read_sections(
        opened.tool, submitted_answers(submission), submitted_attributes(submission), document.get("wave")
    )
    title, organisation = _title(document), document["organisation"]["name"]
    number = f", submission {submission.number}" if submission.number > 1 else ""
    return Copy(
        title=title,
        audit=document["audit"]["title"],
        state=f"Submitted on {moment(submission.submitted_at)}{number}. Receipt {submission.receipt}.",
        facts=(
            *_facts(opened, organisation),
            ("Submitted", moment(submission.submitted_at)),
            ("Receipt", submission.receipt),
            ("Fingerprint", submission.fingerprint),
            *(signed_words(one) for one in document.get("signatures") or ()),
        ),
        sections=copied_sections(sections, attached=attached),
        further=tuple(attached.actions.get("", ())),
        declaration=submission.declaration,
        name=file_name(opened, f"submitted-{submission.number}"),
    )


def _title(document: dict[str, Any]) -> str:
    name, case = document["organisation"]["name"], document["case"]
    return f"Case {case}: {name}" if case else str(name)


def signed_words(signature: dict[str, str]) -> tuple[str, str]:
    """How one of those who sign agreed: their part in it, and who, when or in which words."""
    if agreed := signature.get("agreed"):
        return f"Signed: {signature['title']}", f"{agreed} ({signature['way']})"
    words = [signature.get("name", ""), signature["way"]]
    if at := signature.get("signed_at"):
        words.append(f"on {moment(datetime.fromisoformat(at))}")
    return f"Signed: {signature['title']}", ", ".join(word for word in words if word)


def _draft_words(opened: OpenedReturn, submissions: list[Submission]) -> str:
    words = f"Draft as of {moment(now())}, not submitted."
    if submissions:
        last = submissions[0]
        words = (
            f"As it stood on {moment(now())}, after it was opened again. Last submitted on "
            f"{moment(last.submitted_at)}, receipt {last.receipt}: changes since then are not submitted."
        )
    if opened.state is ReturnState.WITHDRAWN:
        words += " The organisation is no longer asked for this return."
    return words


def _facts(opened: OpenedReturn, organisation: str) -> tuple[tuple[str, str], ...]:
    tool = opened.tool.tool
    facts = (
        ("Organisation", organisation),
        ("Case", opened.case_code or ""),
        ("Audit", opened.audit),
        ("Tool", f"{tool.title}, version {tool.version}"),
    )
    return tuple(fact for fact in facts if fact[1])
