"""Reads of published reports."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from formsapp.audits.models import Audit
from formsapp.reports.models import PublishedReport
from formsapp.reports.report import Report


@dataclass(frozen=True)
class ListedReport:
    """A published report on the list."""

    audit_id: int
    title: str
    published_at: datetime
    ends_at: datetime | None


def latest_published(session: Session, audit_id: int) -> PublishedReport | None:
    """The latest publication of an audit's report."""
    wanted = select(PublishedReport).where(PublishedReport.audit_id == audit_id)
    return session.scalar(wanted.order_by(PublishedReport.number.desc()).limit(1))


def report_as_published(published: PublishedReport) -> Report:
    """The report from its frozen document alone."""
    return Report.from_document(json.loads(published.document))


def published_reports(session: Session, *, at: datetime) -> list[ListedReport]:
    """The latest publication of each audit that has not ended, newest first: one query."""
    latest = select(func.max(PublishedReport.id)).group_by(PublishedReport.audit_id)
    rows = session.execute(
        select(PublishedReport.audit_id, Audit.title, PublishedReport.published_at, PublishedReport.ends_at)
        .join(Audit, Audit.id == PublishedReport.audit_id)
        .where(PublishedReport.id.in_(latest), or_(PublishedReport.ends_at.is_(None), PublishedReport.ends_at > at))
        .order_by(PublishedReport.published_at.desc(), PublishedReport.id.desc())
    )
    return [ListedReport(*row) for row in rows]
