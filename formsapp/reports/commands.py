"""Publishing: the report is frozen as it stands and never recomputed."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.commands import lock_audit, move_audit
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit
from formsapp.audits.queries import state_of
from formsapp.clock import end_of, now
from formsapp.findings.queries import has_returns_out_of_sight
from formsapp.refusals import Refused
from formsapp.reports.build import build_report
from formsapp.reports.models import PublishedReport
from formsapp.reports.report import fingerprint
from formsapp.reports.rules import why_not_publish


def publish_report(session: Session, *, audit: Audit, by: Actor, last_day: date | None = None) -> PublishedReport:
    """Freeze the report and move the audit to published. `last_day` is the last one on which it is shown, if any."""
    lock_audit(session, audit)
    report = build_report(session, audit, by=by)
    refusal = why_not_publish(
        state_of(session, audit),
        findings=sum(len(part.findings) for part in report.parts),
        out_of_sight=has_returns_out_of_sight(session, audit, by=by),
    )
    if refusal is not None:
        raise Refused(refusal)
    before = session.scalar(select(func.max(PublishedReport.number)).where(PublishedReport.audit_id == audit.id))
    document = report.as_json()
    published = PublishedReport(
        audit_id=audit.id,
        number=(before or 0) + 1,
        document=document,
        fingerprint=fingerprint(document),
        published_at=now(),
        published_by_id=by.id,
        ends_at=None if last_day is None else end_of(last_day),
    )
    session.add(published)
    session.flush()
    move_audit(session, audit=audit, to=AuditState.PUBLISHED, reason="", by=by)
    record(
        session, "report.published", on=("report", published.id), by=by, audit_id=audit.id,
        number=published.number, fingerprint=published.fingerprint, last_day=last_day,
    )  # fmt: skip
    return published
