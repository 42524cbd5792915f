"""Telling the drawn settings that they were chosen, and why."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.samples.additions import why_chosen
from formsapp.samples.commands import tell_settings as tell
from formsapp.samples.emails import tell_chosen
from formsapp.samples.pages.blueprint import pages
from formsapp.samples.queries import current_sample, entries_in_sight
from formsapp.samples.rules import INTERESTED


@pages.route("/audits/<int:audit_id>/sample/tell", methods=["GET", "POST"])
@requires(Permission.SAMPLE_DRAW, load=audit_from_url)
def tell_settings(audit: Audit) -> str | Response | tuple[str, int]:
    """Read what each drawn setting will see, then let them see it, by e-mail too if wanted."""
    session, actor = current_session(), current_actor()
    if waits := why_not_yet(actor, audit, state_of(session, audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    sample = current_sample(session, audit)
    refusal = "No sample is drawn yet." if sample is None else None
    if actor.id is not None and has_interest_in_any(session, audit, actor.id):
        refusal = INTERESTED
    if refusal or sample is None:
        page = render_template("samples/cannot_draw.html", audit=audit, refusal=refusal)
        return page if request.method == "GET" else (page, 422)
    picked = [one for one in entries_in_sight(session, sample, actor) if one.entry.pick]
    errors: list[tuple[str | None, str]] = []
    if request.method == "POST" and "read" not in request.form:
        errors = [("read", "Say that you have read what each setting will see")]
    elif request.method == "POST" and request.form.get("read-draw") != str(sample.number):
        errors = [("read", "The sample was drawn again since you read this. Read what each setting will see now")]
    elif request.method == "POST":
        try:
            tell(session, audit=audit, sample=sample, by=actor)
        except Refused as refused:
            errors = [(None, refused.sentence)]
        else:
            session.commit()
            _mailed(audit, [one.return_id for one in picked])
            return redirect(url_for("samples.show_sample", audit_id=audit.id), 303)
    page = render_template(
        "samples/tell_settings.html",
        audit=audit,
        sample=sample,
        picked=picked,
        why_chosen=why_chosen,
        errors=errors,
        mails="mail" in request.form or request.method == "GET",
    )
    return (page, 422) if errors else page


def _mailed(audit: Audit, returns: list[int]) -> None:
    if "mail" not in request.form:
        flash("Each drawn setting now sees that it was chosen, and why, on the page of its return.")
        return
    outcome = tell_chosen(current_session(), audit, returns)
    flash(f"Each drawn setting now sees that it was chosen, and why, on the page of its return. {outcome.words}")
    if outcome.failed:
        flash(f"The mail server did not take the message for {outcome.failed}. Tell them yourself.", "warning")
