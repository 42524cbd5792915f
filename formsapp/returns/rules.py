"""When a return may be answered, submitted, sent back or re-opened: each rule gives a refusal in words, or None."""

from collections.abc import Mapping
from types import MappingProxyType

from formsapp.audits.lifecycle import RETURN_MOVES, AuditState, ReturnState
from formsapp.returns.opened import OpenedReturn
from formsapp.ui.formatting import day, moment

PUBLISHED = "The report is published. Take the publication back first: its figures are drawn from every return."
NEEDS_INDEPENDENCE = "Before you answer, confirm that you had no part in this case."


def answering_refusal(opened: OpenedReturn) -> str | None:
    """Why the answers of a return cannot change now, whoever asks."""
    if opened.state is ReturnState.SUBMITTED:
        return (
            f"This return was submitted by {opened.last_by} on {moment(opened.last_at)}. It can no longer be changed."
        )
    if opened.state is ReturnState.WITHDRAWN:
        return "Your organisation is no longer asked for this return. You can still read what you wrote."
    if opened.audit_state is AuditState.PUBLISHED:
        return "The report of this audit is published. Your answers are saved, and you can read them."
    if opened.state in {ReturnState.SENT_BACK, ReturnState.REOPENED}:
        return None
    return _audit_refusal(opened)


def _audit_refusal(opened: OpenedReturn) -> str | None:
    if opened.audit_state is AuditState.OPEN:
        return None
    if opened.audit_state is AuditState.DRAFT:
        return f"This audit opens on {day(opened.opens_on)}. You can read the questions now."
    if opened.has_closed_by_date:
        return f"The audit closed at 11:59pm on {day(opened.closes_on)}. Your answers are saved, and you can read them."
    return "The audit is no longer open for answers. Your answers are saved, and you can read them."


def is_closed(opened: OpenedReturn) -> bool:
    """Whether the audit closed before the return was submitted, so that somebody may ask for more time."""
    answered = {ReturnState.SUBMITTED, ReturnState.WITHDRAWN}
    over = {AuditState.DRAFT, AuditState.OPEN, AuditState.PUBLISHED}
    return opened.state not in answered and opened.audit_state not in over and answering_refusal(opened) is not None


def independence_refusal(opened: OpenedReturn) -> str | None:
    """Why this person cannot answer about a case yet."""
    return NEEDS_INDEPENDENCE if opened.case_id is not None and not opened.is_independent else None


def submitting_refusal(opened: OpenedReturn, gaps: int) -> str | None:
    """Why a return cannot be submitted now."""
    if refusal := answering_refusal(opened) or independence_refusal(opened):
        return refusal
    if opened.state is ReturnState.NOT_STARTED:
        return "Nothing has been answered yet."
    if gaps == 1:
        return "One thing is still missing. Answer it, then submit."
    return f"{gaps} things are still missing. Answer them, then submit." if gaps else None


def sending_back_refusal(
    opened: OpenedReturn, reason: str, sections: Mapping[str, str] = MappingProxyType({})
) -> str | None:
    """Why a return cannot be sent back to those who submitted it."""
    if opened.audit_state is AuditState.PUBLISHED:
        return PUBLISHED
    if ReturnState.SENT_BACK not in RETURN_MOVES[opened.state]:
        return f"Only a submitted return can be sent back. This one is {opened.state.words.lower()}."
    for key, why in sections.items():
        section = opened.tool.sections.get(key)
        if section is None or not section.asks_something(opened.attributes, opened.wave):
            return "Choose sections that this return has."
        if not why.strip():
            return f"Enter the reason for “{section.title}”. The people who fill in the return will read it."
    return None if sections else _reason_refusal(reason)


def reopening_refusal(opened: OpenedReturn, reason: str) -> str | None:
    """Why a return cannot be opened again for answers."""
    if opened.audit_state is AuditState.PUBLISHED:
        return PUBLISHED
    if opened.state is ReturnState.WITHDRAWN:
        return "The organisation is out of the audit's scope. Bring it back into scope first."
    if answering_refusal(opened) is None:
        return "This return is open for answers already."
    if opened.audit_state is AuditState.DRAFT:
        return f"The audit has not opened yet. It opens on {day(opened.opens_on)}."
    return _reason_refusal(reason)


def _reason_refusal(reason: str) -> str | None:
    return None if reason.strip() else "Enter the reason. The people who fill in the return will read it."
