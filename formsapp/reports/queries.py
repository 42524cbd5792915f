"""Reads of published reports."""

import json
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import Scope, can
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit
from formsapp.audits.queries import state_of
from formsapp.database import current_session
from formsapp.reports.models import PublishedReport
from formsapp.reports.report import Report


@dataclass(frozen=True)
class ReportToRead:
    """The report of an audit as one person may read it: as published or, where that is None, as a draft."""

    audit: Audit
    state: AuditState
    published: PublishedReport | None
    #: Whether the person reads findings while they are worded.
    words_it: bool

    @property
    def scope(self) -> Scope:
        """What is published is for everyone who may read reports; a draft is loaded for those who word it alone."""
        return Scope(shared=True)


def report_from_url(actor: Actor, audit_id: int) -> ReportToRead:
    """The report of an audit: a draft for those who read its findings, until it is published; 404 for the rest."""
    session = current_session()
    wanted = select(Audit).where(Audit.id == audit_id)
    audit = session.scalar(wanted.options(joinedload(Audit.tool_version, innerjoin=True))) or abort(404)
    state, words_it = state_of(session, audit), can(actor, Permission.FINDINGS_VIEW, audit)
    is_draft = words_it and state is not AuditState.PUBLISHED
    published = None if is_draft else latest_published(session, audit_id)
    if published is None and not is_draft:
        abort(404)
    return ReportToRead(audit, state, published, words_it)


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
