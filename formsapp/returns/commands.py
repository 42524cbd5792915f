"""What changes about a return: its answers, its submission, and being opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NoReturn

from sqlalchemy import insert
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Return, ReturnEvent
from formsapp.clock import now
from formsapp.refusals import Refused, refuse
from formsapp.returns import rules
from formsapp.returns.additions import also_submitted
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.declaration import how_each_agreed
from formsapp.returns.fields.given import NOT_STORED, Given, Stored
from formsapp.returns.models import SendBackPoint, Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of, is_complete, progress_now, shown_questions
from formsapp.returns.queries import answers_of, latest_submission, lock_return, open_return
from formsapp.returns.renewing import renew
from formsapp.returns.sign_off import own_roles, sign_offs
from formsapp.returns.snapshot import make_submission
from formsapp.returns.upsert import OpenPage, Saving, note_same_again, upsert_answers
from tool_definitions.visibility import Visibility

_HAPPENED = insert(ReturnEvent.__table__)


class NotSaved(Refused):
    """The return cannot be answered now; nothing was saved."""


class AnswersConflict(Exception):
    """Somebody else saved some of these answers after the form was made; nothing was saved."""

    def __init__(self, questions: list[str]) -> None:
        super().__init__(", ".join(questions))
        self.questions = questions


class CannotBeStored(Refused):
    """Some of these answers are not answers to their questions."""


@dataclass(frozen=True)
class Saved:
    """What came of saving: the new revision of each answer that changed, and those left out as they are not asked."""

    revisions: dict[str, int]
    ignored: tuple[str, ...]


def save_answers(
    session: Session,
    *,
    return_: Return | OpenedReturn,
    section: str | AskedSection,
    answers: Mapping[str, Given],
    by: Actor,
    bases: Mapping[str, int] | None = None,
    stored: Mapping[str, Stored] | None = None,
    page: OpenPage | None = None,
) -> Saved:
    """Save the answers to questions of one section that differ from what is stored: all of them, or none.

    `bases` are the revisions that a form showed; without them the answers go on top of whatever is stored. `stored`
    saves reading again what the caller has read in this transaction. `page` is the open page that saves: of two of its
    saves the one that it sent later counts, whichever arrives first. Raises Refused or AnswersConflict.
    """
    opened = _opened_for_change(session, return_, by)
    if refusal := rules.answering_refusal(opened) or rules.independence_refusal(opened):
        raise NotSaved(refusal)
    asked_section = opened.tool.sections[section] if isinstance(section, str) else section
    before = answers_of(session, opened.id, asked_section.needs) if stored is None else stored
    differ = {key: given for key, given in answers.items() if _differs(given, before.get(key), page)}
    changed, ignored = _what_changes(opened, asked_section, differ, before, bases)
    if page is not None and len(differ) < len(answers):
        note_same_again(session, opened.id, [key for key in answers if key not in differ], page)
    if not changed and not ignored:
        return Saved({}, ())
    saving = Saving(now(), by.id, page)
    revisions = _upsert(session, opened, changed, before=before, saving=saving) if changed else {}
    if opened.state is ReturnState.NOT_STARTED and changed:
        _note(session, opened, ReturnState.STARTED, at=saving.at, by=by)
    details = {"ignored_hidden": sorted(ignored)} if ignored else {}
    record(
        session,
        "return.answered",
        on=("return", opened.id),
        by=by,
        audit_id=opened.audit_id,
        section=asked_section.key,
        questions=revisions,
        **details,
    )
    return Saved(revisions, tuple(ignored))


def _differs(given: Given, stored: Stored | None, page: OpenPage | None) -> bool:
    """Whether there is something to save. An open page may empty an answer of which nothing is stored yet: that is
    stored as empty, so that words it sent before and that arrive later are known to be older.
    """
    return page is not None or given != NOT_STORED.given if stored is None else given != stored.given


def _what_changes(
    opened: OpenedReturn,
    section: AskedSection,
    changed: Mapping[str, Given],
    before: Mapping[str, Stored],
    bases: Mapping[str, int] | None,
) -> tuple[dict[str, Given], list[str]]:
    """The answers to save, and those to questions that are not asked. Raises where they clash or cannot be stored."""
    if not changed:
        return {}, []
    shown = _shown_before_or_after(opened, section, changed, before)
    ignored = [key for key in changed if key not in shown]
    clashing = [key for key in ignored if bases is not None and key in bases]
    kept = {key: given for key, given in changed.items() if key in shown}
    if bases is not None:
        clashing += [key for key in kept if bases.get(key, 0) != before.get(key, NOT_STORED).revision]
    if clashing:
        raise AnswersConflict(clashing)
    _check(opened, section, kept)
    return kept, ignored


def _shown_before_or_after(
    opened: OpenedReturn, section: AskedSection, changed: Mapping[str, Given], before: Mapping[str, Stored]
) -> set[str]:
    stored = given_of(before)
    asked = opened.tool.questions
    seen = shown_questions(section.tool, asked, stored, opened.attributes, opened.wave)
    if section.unfolds:
        after = shown_questions(section.tool, asked, {**stored, **changed}, opened.attributes, opened.wave)
        return {key for key in seen if Visibility.SHOWN in {seen[key], after[key]}}
    return {key for key, state in seen.items() if state is Visibility.SHOWN}


def _check(opened: OpenedReturn, section: AskedSection, answers: Mapping[str, Given]) -> None:
    for key, given in answers.items():
        asked = section.by_key[key]
        for sentence in asked.faults(given, opened.attributes).values():
            raise CannotBeStored(f"{asked.number} {sentence}.")


def _upsert(
    session: Session,
    opened: OpenedReturn,
    changed: Mapping[str, Given],
    *,
    before: Mapping[str, Stored],
    saving: Saving,
) -> dict[str, int]:
    bases = {key: before.get(key, NOT_STORED).revision for key in changed}
    saved = upsert_answers(session, opened.id, changed, bases, saving=saving)
    lost = [key for key in changed if key not in saved]
    if lost:
        raise AnswersConflict(lost)
    return saved


def submit_return(
    session: Session,
    *,
    return_: Return | OpenedReturn,
    declaration: str,
    by: Actor,
    agreed: Mapping[str, str] = MappingProxyType({}),
    at: datetime | None = None,
) -> Submission:
    """Submit a return that is complete. Submitting again what is submitted gives the same submission.

    Each of those who sign has signed it as it stands, or submits it, or `agreed` holds by their role how they agreed.
    `at` is the moment at which the request arrived: what began in time is in time.
    """
    opened = _opened_for_change(session, return_, by, at=at)
    if opened.state is ReturnState.SUBMITTED and (existing := latest_submission(session, opened.id)):
        return existing
    stored = answers_of(session, opened.id)
    progress = progress_now(session, opened)
    missing = sum(len(one.gaps) for one in progress)
    if refusal := rules.submitting_refusal(opened, missing if is_complete(progress) else max(missing, 1)):
        raise Refused(refusal)
    if not declaration.strip():
        raise Refused("Make the declaration before you submit.")
    signatures = how_each_agreed(
        sign_offs(session, opened, stored), agreed, own=frozenset(own_roles(opened, by)), by=by
    )
    submission = _submission(session, opened, stored, declaration, signatures, by)
    session.add(submission)
    _note(session, opened, ReturnState.SUBMITTED, at=submission.submitted_at, by=by)
    session.flush()
    record(
        session,
        "return.submitted",
        on=("return", opened.id),
        by=by,
        audit_id=opened.audit_id,
        number=submission.number,
        fingerprint=submission.fingerprint,
        began=opened.opened_at,
    )
    return submission


def _submission(  # noqa: PLR0917  what a submission is made of
    session: Session,
    opened: OpenedReturn,
    stored: Mapping[str, Stored],
    declaration: str,
    signatures: list[dict[str, Any]],
    by: Actor,
) -> Submission:
    previous = latest_submission(session, opened.id)
    also = also_submitted(session, opened)
    return make_submission(
        opened,
        renew(session, opened, stored, previous, also, by=by),
        declaration,
        number=previous.number + 1 if previous else 1,
        by=by,
        also={**also, "signatures": signatures} if signatures else also,
    )


def send_back(
    session: Session,
    *,
    return_: Return | OpenedReturn,
    reason: str = "",
    sections: Mapping[str, str] = MappingProxyType({}),
    by: Actor,
) -> None:
    """Send a submitted return back to those who submitted it: for some `sections`, each with its reason, or for one
    `reason` about all of it, or for both.
    """
    opened = _opened_for_change(session, return_, by)
    refuse(rules.sending_back_refusal(opened, reason, sections))
    event_id = _note(session, opened, ReturnState.SENT_BACK, at=now(), by=by, reason=reason.strip())
    points = [SendBackPoint(event_id=event_id, section=key, reason=why.strip()) for key, why in sections.items()]
    session.add_all(points)
    session.flush()
    named = {"sections": list(sections)} if sections else {}
    record(session, "return.sent-back", on=("return", opened.id), by=by, audit_id=opened.audit_id, **named)


def reopen(session: Session, *, return_: Return | OpenedReturn, reason: str, by: Actor) -> None:
    """Open a return for answers again after it was submitted, or after the audit closed."""
    opened = _opened_for_change(session, return_, by)
    refuse(rules.reopening_refusal(opened, reason))
    _note(session, opened, ReturnState.REOPENED, at=now(), by=by, reason=reason.strip())
    record(session, "return.reopened", on=("return", opened.id), by=by, audit_id=opened.audit_id)


def _opened_for_change(
    session: Session, return_: Return | OpenedReturn, by: Actor, *, at: datetime | None = None
) -> OpenedReturn:
    """The return, locked. One that is opened already was locked when its page opened it."""
    if isinstance(return_, OpenedReturn):
        return return_
    session.flush()
    lock_return(session, return_.id)
    opened = open_return(session, return_.id, person_id=by.id, at=at)
    return opened if opened is not None else _gone()


def _note(
    session: Session, opened: OpenedReturn, kind: ReturnState, *, at: datetime, by: Actor, reason: str = ""
) -> int:
    row = {"return_id": opened.id, "kind": kind.value, "at": at, "by_id": by.id, "reason": reason}
    noted = session.connection().execute(_HAPPENED, row).inserted_primary_key
    return int(noted[0])


def _gone() -> NoReturn:
    raise Refused("There is no such return.")
