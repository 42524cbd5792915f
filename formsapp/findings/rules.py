"""When findings may be read, drafted and worded. Each rule gives a sentence that says no, or None."""

from formsapp.audits.lifecycle import AuditState

WORDED_IN = frozenset({AuditState.IN_MODERATION, AuditState.REPORTING})
LONGEST_FINDING = 2000


def why_not_read(out_of_sight: bool) -> str | None:
    """Why this person may not see the findings before they are published."""
    if not out_of_sight:
        return None
    return (
        "You have an interest in a return of this audit. Its findings and its report are drawn from every return, so "
        "you can read them when the report is published, and somebody without an interest words them."
    )


def why_not_draft(state: AuditState) -> str | None:
    """Why findings cannot be drafted now."""
    if state in WORDED_IN:
        return None
    if state is AuditState.PUBLISHED:
        return "The report is published. Take the audit back to reporting, with a reason, to change its findings."
    return "Findings are drafted when the audit is in moderation or reporting."


def why_not_word(state: AuditState) -> str | None:
    """Why findings cannot be changed now."""
    return why_not_draft(state) and (
        "The report is published. Take the audit back to reporting, with a reason, to change its findings."
        if state is AuditState.PUBLISHED
        else "Findings are worded when the audit is in moderation or reporting."
    )


def why_not_this_text(text: str) -> str | None:
    """Why these words cannot be a finding."""
    if not text.strip():
        return "Write the finding."
    if len(text.strip()) > LONGEST_FINDING:
        return f"A finding is at most {LONGEST_FINDING} characters. Say the rest in another one."
    return None
