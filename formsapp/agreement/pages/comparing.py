"""What moderation changed, how well moderators agree, and drift for the chair alone."""

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.agreement.agreeing import agreement_shown
from formsapp.agreement.drifting import drift_lines
from formsapp.agreement.effect import effect_shown
from formsapp.agreement.pages.blueprint import pages
from formsapp.agreement.rules import FEWEST_FOR_DRIFT, why_not_compare
from formsapp.agreement.tables import agreement_tables, download, drift_tables, effect_tables
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.audits.totals import why_no_figures, why_no_totals
from formsapp.database import current_session
from formsapp.moderation.waiting import unsettled
from formsapp.results.queries import asked


@pages.get("/audits/<int:audit_id>/effect")
@requires(Permission.RESULTS_VIEW, load=audit_from_url)
def show_effect(audit: Audit) -> str:
    """How many ratings moderation looked at, and what became of them."""
    session, actor = current_session(), current_actor()
    if waits := why_no_figures(session, actor, audit, state_of(session, audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    shown = effect_shown(session, audit, by=actor, group=request.args.get("by"))
    return render_template(
        "agreement/show_effect.html",
        audit=audit,
        shown=shown,
        waiting=0 if shown.smallest else len(unsettled(session, audit, by=actor)),
        left_out=asked(session, audit, by=actor).left_out,
    )


@pages.get("/audits/<int:audit_id>/effect.csv", defaults={"kind": "csv"})
@pages.get("/audits/<int:audit_id>/effect.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.RESULTS_VIEW, load=audit_from_url)
def download_effect(audit: Audit, kind: str) -> Response:
    """The same as tables, for the groups asked for (`?by=`); who must wait is shown the page that says why."""
    session, actor = current_session(), current_actor()
    if why_no_figures(session, actor, audit, state_of(session, audit)):
        return redirect(url_for("agreement.show_effect", audit_id=audit.id))
    shown = effect_shown(session, audit, by=actor, group=request.args.get("by"))
    return download(effect_tables(shown), kind, f"audit-{audit.id}-effect")


@pages.get("/audits/<int:audit_id>/agreement")
@requires(Permission.RESULTS_VIEW, load=audit_from_url)
def show_agreement(audit: Audit) -> str:
    """How far moderators agree with one another, and how far their settled ratings lie from the self ratings."""
    session, actor = current_session(), current_actor()
    if waits := _why_not(session, audit, actor):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    return render_template(
        "agreement/show_agreement.html",
        audit=audit,
        shown=agreement_shown(session, audit, by=actor),
        left_out=asked(session, audit, by=actor).left_out,
    )


@pages.get("/audits/<int:audit_id>/agreement.csv", defaults={"kind": "csv"})
@pages.get("/audits/<int:audit_id>/agreement.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.RESULTS_VIEW, load=audit_from_url)
def download_agreement(audit: Audit, kind: str) -> Response:
    """The same as tables."""
    session, actor = current_session(), current_actor()
    if _why_not(session, audit, actor):
        return redirect(url_for("agreement.show_agreement", audit_id=audit.id))
    shown = agreement_shown(session, audit, by=actor)
    return download(agreement_tables(shown), kind, f"audit-{audit.id}-agreement")


@pages.get("/audits/<int:audit_id>/drift")
@requires(Permission.DRIFT_VIEW, load=audit_from_url)
def show_drift(audit: Audit) -> str:
    """How far each moderator's first ratings lie from the self ratings: for the chair alone."""
    lines = drift_lines(current_session(), audit, by=current_actor())
    return render_template("agreement/show_drift.html", audit=audit, lines=lines, fewest=FEWEST_FOR_DRIFT)


@pages.get("/audits/<int:audit_id>/drift.csv", defaults={"kind": "csv"})
@pages.get("/audits/<int:audit_id>/drift.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.DRIFT_VIEW, load=audit_from_url)
def download_drift(audit: Audit, kind: str) -> Response:
    """The same as a table."""
    lines = drift_lines(current_session(), audit, by=current_actor())
    return download(drift_tables(lines), kind, f"audit-{audit.id}-drift")


def _why_not(session: Session, audit: Audit, actor: Actor) -> str | None:
    return why_not_compare(actor, audit, state_of(session, audit)) or why_no_totals(session, actor, audit)
