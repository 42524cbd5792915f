"""A draw to read, and as a file: the one that counts, or an earlier one."""

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.database import current_session
from formsapp.samples.pages.blueprint import pages
from formsapp.samples.queries import Drawn, draws_of
from formsapp.samples.rules import why_not_draw
from formsapp.samples.shown import rows_of, shown_to
from formsapp.samples.stating import PICKS, SIGNS
from formsapp.ui.spreadsheet import as_csv


@pages.get("/audits/<int:audit_id>/sample")
@requires(Permission.RETURN_REVIEW, load=audit_from_url)
def show_sample(audit: Audit) -> str:
    """The draw that counts, or an earlier one (`?draw=`), with the reason of each return in it."""
    session, actor = current_session(), current_actor()
    draws = draws_of(session, audit)
    interested = actor.id is not None and has_interest_in_any(session, audit, actor.id)
    drawn = _asked_for(draws)
    return render_template(
        "samples/show_sample.html",
        audit=audit,
        draws=draws,
        shown=shown_to(session, audit, drawn, by=actor) if drawn else None,
        refusal=why_not_draw(state_of(session, audit), has_interest=interested),
        picks=PICKS,
        signs=SIGNS,
    )


@pages.get("/audits/<int:audit_id>/sample.csv")
@requires(Permission.RETURN_REVIEW, load=audit_from_url)
def download_sample(audit: Audit) -> Response | BaseResponse:
    """The same for a spreadsheet, with what was not drawn."""
    session = current_session()
    drawn = _asked_for(draws_of(session, audit))
    if drawn is None:
        return redirect(url_for("samples.show_sample", audit_id=audit.id))
    shown = shown_to(session, audit, drawn, by=current_actor())
    return as_csv(rows_of(shown), f"sample-audit-{audit.id}-draw-{drawn.sample.number}.csv")


def _asked_for(draws: list[Drawn]) -> Drawn | None:
    number = request.args.get("draw", "")
    if not number:
        return draws[0] if draws else None
    return next((one for one in draws if str(one.sample.number) == number), None) or abort(404)
