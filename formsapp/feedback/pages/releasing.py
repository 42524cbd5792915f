"""The feedback pages of every return that was not sampled: what they will say, and opening them all at once."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url
from formsapp.database import current_session
from formsapp.feedback.emails import tell_of_pages
from formsapp.feedback.figures import FrozenFigures, figures_now, not_sampled
from formsapp.feedback.pages.blueprint import pages
from formsapp.feedback.personal import release_pages, why_not_release
from formsapp.feedback.queries import release_of
from formsapp.refusals import Refused
from formsapp.returns.queries import open_return

Page = str | Response | tuple[str, int]


@pages.get("/audits/<int:audit_id>/feedback")
@requires(Permission.LETTER_RELEASE, load=audit_from_url)
def check_pages(audit: Audit) -> str:
    """What the feedback pages will say of all returns, and how many settings get one."""
    return _page(audit, None)


@pages.post("/audits/<int:audit_id>/feedback")
@requires(Permission.LETTER_RELEASE, load=audit_from_url)
def open_pages(audit: Audit) -> Page:
    """Freeze the figures, open every page, and tell the settings."""
    session, actor = current_session(), current_actor()
    if request.form.get("sure") != "yes":
        return _page(audit, ("sure", "Say that you have read what the pages will say")), 422
    try:
        release = release_pages(session, audit=audit, by=actor)
    except Refused as refusal:
        session.rollback()
        return _page(audit, (None, refusal.sentence)), 422
    session.commit()
    if release is None:
        flash("The feedback pages were released already.")
        return redirect(url_for("feedback.list_letters", audit_id=audit.id), 303)
    opened = [open_return(session, one, person_id=actor.id) for one in not_sampled(session, audit)]
    missed = tell_of_pages(session, [one for one in opened if one is not None])
    flash("The feedback pages are open. Their figures will not change.")
    if missed:
        flash(f"The mail server did not take the message to {', '.join(missed)}.", "warning")
    return redirect(url_for("feedback.list_letters", audit_id=audit.id), 303)


def _page(audit: Audit, error: tuple[str | None, str] | None) -> str:
    session, actor = current_session(), current_actor()
    release = release_of(session, audit.id)
    refusal = None if release else why_not_release(session, audit, by=actor)
    # Whoever has an interest in a return sees no figure of all returns, released or not.
    sees = actor.id is not None and not has_interest_in_any(session, audit, actor.id)
    found = FrozenFigures.from_json(release.figures) if release else None
    if found is None and refusal is None:
        found = figures_now(session, audit, by=actor)
    return render_template(
        "feedback/check_pages.html",
        audit=audit,
        release=release,
        refusal=refusal,
        figures=found if sees else None,
        number=len(not_sampled(session, audit)) if sees else None,
        errors=[error if refusal is None and release is None else (None, error[1])] if error else [],
    )
