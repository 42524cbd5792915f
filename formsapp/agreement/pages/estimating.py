"""What the moderated sample says about all returns."""

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.agreement.estimating import estimate_shown
from formsapp.agreement.pages.blueprint import pages
from formsapp.agreement.rules import why_not_compare, why_not_estimate
from formsapp.agreement.tables import download, estimate_tables
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.database import current_session


@pages.get("/audits/<int:audit_id>/estimate")
@requires(Permission.RESULTS_VIEW, load=audit_from_url)
def show_estimate(audit: Audit) -> str:
    """The mean of all returns had all been moderated, with its interval and what it rests on."""
    session, actor = current_session(), current_actor()
    if waits := _why_not(session, audit, actor):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    shown = estimate_shown(session, audit, by=actor)
    return render_template("agreement/show_estimate.html", audit=audit, shown=shown)


@pages.get("/audits/<int:audit_id>/estimate.csv", defaults={"kind": "csv"})
@pages.get("/audits/<int:audit_id>/estimate.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.RESULTS_VIEW, load=audit_from_url)
def download_estimate(audit: Audit, kind: str) -> Response:
    """The same as tables."""
    session, actor = current_session(), current_actor()
    if _why_not(session, audit, actor):
        return redirect(url_for("agreement.show_estimate", audit_id=audit.id))
    shown = estimate_shown(session, audit, by=actor)
    return download(estimate_tables(shown), kind, f"audit-{audit.id}-estimate")


def _why_not(session: Session, audit: Audit, actor: Actor) -> str | None:
    interested = actor.id is not None and has_interest_in_any(session, audit, actor.id)
    return why_not_compare(actor, audit, state_of(session, audit)) or why_not_estimate(has_interest=interested)
