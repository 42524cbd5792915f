"""When a sample may be drawn, and when settings may be told. Each rule gives a sentence that says no, or None."""

from formsapp.audits.lifecycle import AuditState

_DRAWN_IN = {AuditState.CLOSED, AuditState.IN_MODERATION}
INTERESTED = (
    "You have an interest in a return of this audit, so somebody without one draws the sample: its numbers would tell "
    "you about that return. Ask another officer or the chair."
)


def why_not_draw(state: AuditState, *, has_interest: bool) -> str | None:
    """Why this person may not draw a sample of the audit now."""
    if has_interest:
        return INTERESTED
    if state not in _DRAWN_IN:
        return "The sample is drawn when returns are in: once the audit is closed, or in moderation."
    return None


def why_not_again(reason: str, *, is_first: bool) -> str | None:
    """Why it is not drawn again like this: a second draw without a reason looks like shopping for a better one."""
    if is_first or reason.strip():
        return None
    return "Say why the sample is drawn again."
