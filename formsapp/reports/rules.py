"""When a report may be published. Each rule gives a sentence that says no, or None."""

from datetime import datetime

from formsapp.audits.lifecycle import AuditState
from formsapp.reports.models import PublishedReport


def why_not_publish(state: AuditState, *, findings: int, out_of_sight: bool) -> str | None:
    """Why this person cannot publish this report now. The report covers every return, so whoever publishes sees all."""
    if state is AuditState.PUBLISHED:
        return "This report is published already."
    if state is not AuditState.REPORTING:
        return "A report is published after moderation: the partnership's officer starts reporting on the audit's page."
    if out_of_sight:
        return "You have an interest in a return of this audit. Somebody without an interest publishes its report."
    if not findings:
        return "The report has no findings yet. Keep, reword or add at least one."
    return None


def has_ended(published: PublishedReport, at: datetime) -> bool:
    """Whether the publication is over."""
    return published.ends_at is not None and published.ends_at <= at
