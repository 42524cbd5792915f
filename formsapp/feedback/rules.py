"""When letters may be drafted, worded and released, and ratings challenged. Each rule gives a sentence, or None."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.clock import end_of, in_london
from formsapp.ui.formatting import day

LONGEST_LINE = 4000
#: How many of the things that a letter waits for a sentence names.
MOST_NAMED = 6
LETTERS_IN = frozenset({AuditState.IN_MODERATION, AuditState.REPORTING, AuditState.PUBLISHED})
_MODERATION_IS_OVER = frozenset({AuditState.REPORTING, AuditState.PUBLISHED})


def why_not_letter(audit: AuditState, return_: ReturnState, *, is_sampled: bool) -> str | None:
    """Why there can be no letter about this return now."""
    if not is_sampled:
        return "This return was not sampled and nobody moderated it, so it gets a feedback page instead of a letter."
    if audit not in LETTERS_IN:
        return "Letters are drafted when the audit is in moderation or later."
    if return_ is not ReturnState.SUBMITTED:
        return "This return is with the organisation. Its letter can be drafted when it is submitted and judged again."
    return None


def why_not_draft(*, has_begun: bool, waits: Sequence[str]) -> str | None:
    """Why the judgements do not make a letter yet; `waits` says which of them are open."""
    if not has_begun:
        return "No rating of this return has been judged yet."
    if waits:
        named = [*waits[:MOST_NAMED], *([f"and {len(waits) - MOST_NAMED} more"] if len(waits) > MOST_NAMED else [])]
        return f"The letter waits for {len(waits)} {'thing' if len(waits) == 1 else 'things'}: {'; '.join(named)}."
    return None


def why_not_these_words(text: str) -> str | None:
    """Why these words cannot be a line of a letter."""
    if not text.strip():
        return "Write the line, or leave it out of the letter"
    if len(text) > LONGEST_LINE:
        return f"A line must be {LONGEST_LINE:,} characters or fewer. You have used {len(text):,}"
    if "\x00" in text:
        return "The line contains a character we cannot store. Remove it, or type the words again"
    return None


def last_day_to_challenge(sent_at: datetime, days: int) -> date | None:
    """The last day, in London, on which ratings of a letter sent at this moment may be challenged; None for never."""
    return in_london(sent_at).date() + timedelta(days=days) if days else None


def is_open_to_challenge(until: date | None, at: datetime) -> bool:
    """Whether the window is open: it ends at midnight in London at the end of its last day."""
    return until is not None and at < end_of(until)


def why_not_challenge(until: date | None, at: datetime, contact: str) -> str | None:
    """Why a rating cannot be challenged now, and whom to speak to."""
    if until is None:
        return f"Ratings of this audit cannot be challenged in this service. {contact}"
    if not is_open_to_challenge(until, at):
        return f"The time to challenge a rating ended at midnight at the end of {day(until)}. {contact}"
    return None


def why_not_release_pages(audit: AuditState, *, has_interest: bool, decides: bool) -> str | None:
    """Why this person may not open the feedback pages of every return that was not sampled."""
    if has_interest:
        return (
            "You have an interest in a return of this audit. Feedback pages hold figures of every return, so somebody "
            "without an interest in any of them releases them."
        )
    if not decides:
        return "Feedback is released by the chair of the audit, or by a deputy where the chair has an interest."
    if audit not in _MODERATION_IS_OVER:
        return "Feedback pages are released when moderation is over: when the audit is in reporting or published."
    return None
