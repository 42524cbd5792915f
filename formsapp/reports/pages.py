"""The report of an audit: a draft while it is worded, frozen once it is published."""

from datetime import date, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.clock import now, today
from formsapp.database import current_session
from formsapp.feedback.challenge_queries import open_challenges
from formsapp.findings.queries import findings_of, has_returns_out_of_sight
from formsapp.findings.rules import why_not_read
from formsapp.refusals import Refused
from formsapp.reports.build import build_report
from formsapp.reports.commands import publish_report as publish
from formsapp.reports.forms import FOR_A_YEAR, PublishForm
from formsapp.reports.models import PublishedReport
from formsapp.reports.queries import ReportToRead, published_reports, report_as_published, report_from_url
from formsapp.reports.rules import has_ended, why_not_publish
from formsapp.ui.formatting import day

pages = Blueprint("reports", __name__, template_folder="templates")


@pages.app_template_filter()
def last_day(ends_at: datetime) -> str:
    """The last day on which a publication is shown: it ends at midnight."""
    return day(ends_at - timedelta(microseconds=1))


@pages.get("/reports")
@requires(Permission.REPORT_VIEW)
def list_reports() -> str:
    """Every published report, newest first."""
    return render_template("reports/list_reports.html", reports=published_reports(current_session(), at=now()))


@pages.get("/audits/<int:audit_id>/report")
@requires(Permission.REPORT_VIEW, load=report_from_url)
def show_report(report: ReportToRead) -> str:
    """The report: as published for everyone who reads reports, as a draft for those who read its findings."""
    if report.published is None:
        return _draft(report.audit, report.state, current_actor())
    is_revised = report.state is not AuditState.PUBLISHED
    return _published(report.audit, report.published, words_it=report.words_it, is_revised=is_revised)


@pages.route("/audits/<int:audit_id>/report/publish", methods=["GET", "POST"])
@requires(Permission.REPORT_PUBLISH, load=audit_from_url)
def publish_report(audit: Audit) -> str | Response | tuple[str, int]:
    """Say what will be published, and publish it."""
    session, form = current_session(), PublishForm()
    if not form.validate_on_submit():
        page = _confirm(audit, form)
        return (page, 422) if form.is_submitted() else page
    ends_on = _a_year_after(today()) if form.shown_for.data == FOR_A_YEAR else None
    try:
        publish(session, audit=audit, by=current_actor(), last_day=ends_on)
    except Refused as refusal:
        session.rollback()
        return _confirm(audit, form, [(None, refusal.sentence)]), 422
    flash("The report is published. Its words and figures will not change.")
    return redirect(url_for("reports.show_report", audit_id=audit.id))


def _draft(audit: Audit, state: AuditState, actor: Actor) -> str:
    session = current_session()
    if waits := why_not_yet(actor, audit, state):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    out_of_sight = has_returns_out_of_sight(session, audit, by=actor)
    if refusal := why_not_read(out_of_sight):
        return render_template("findings/not_yours.html", audit=audit, refusal=refusal)
    report = build_report(session, audit, by=actor)
    may_publish = can(actor, Permission.REPORT_PUBLISH, audit)
    findings = sum(len(part.findings) for part in report.parts)
    refusal = why_not_publish(state, findings=findings, out_of_sight=out_of_sight)
    return render_template(
        "reports/show_report.html",
        audit=audit,
        report=report,
        published=None,
        has_ended=False,
        is_revised=False,
        in_audit=True,
        may_publish=may_publish and refusal is None,
        waits=refusal if may_publish else None,
        open_challenges=open_challenges(session, audit, by=actor),
    )


def _published(audit: Audit, published: PublishedReport, *, words_it: bool, is_revised: bool) -> str:
    ended = has_ended(published, now())
    if ended and not words_it:
        abort(410, "This report was published for a time that is over. Ask the partnership if you need it.")
    return render_template(
        "reports/show_report.html",
        audit=audit,
        report=report_as_published(published),
        published=published,
        has_ended=ended,
        is_revised=is_revised,
        in_audit=words_it,
        may_publish=False,
        waits=None,
        open_challenges=0,
    )


def _confirm(audit: Audit, form: PublishForm, errors: list[tuple[str | None, str]] | None = None) -> str:
    session, actor = current_session(), current_actor()
    out_of_sight = has_returns_out_of_sight(session, audit, by=actor)
    if refusal := why_not_read(out_of_sight):
        return render_template("findings/not_yours.html", audit=audit, refusal=refusal)
    findings = [one for one in findings_of(session, audit) if one.is_shown]
    in_report = sum(one.is_in_report for one in findings)
    return render_template(
        "reports/publish_report.html",
        audit=audit,
        form=form,
        in_report=in_report,
        undecided=sum(one.standing == "open" for one in findings),
        open_challenges=open_challenges(session, audit, by=actor),
        waits=why_not_publish(state_of(session, audit), findings=in_report, out_of_sight=out_of_sight),
        **({"errors": errors} if errors else {}),
    )


def _a_year_after(day: date) -> date:
    """The same day next year; 28 February after a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
