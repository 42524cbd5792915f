"""The ratings that wait for the chair."""

from collections import Counter

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.audits.visibility import returns_in_sight
from formsapp.database import current_session
from formsapp.moderation.commands import settle_rating
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.queries import organisations_of
from formsapp.moderation.waiting import unsettled
from formsapp.refusals import Refused
from formsapp.tools.versions import tool_of


@pages.route("/audits/<int:audit_id>/moderation/settle", methods=["GET", "POST"])
@requires(Permission.RETURN_REVIEW, changing=Permission.RATING_SETTLE, load=audit_from_url)
def settle_ratings(audit: Audit) -> str | Response | tuple[str, int]:
    """The ratings on which moderator and organisation differ, for the chair to settle."""
    if waits := why_not_yet(current_actor(), audit, state_of(current_session(), audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    if request.method == "GET":
        return _settle_page(audit, {}, None)
    name = request.form.get("settle", "")
    typed = {field: request.form.get(f"{field}-{name}", "") for field in ("rating", "how", "reason")}
    try:
        _settle(current_session(), audit, name, typed)
    except Refused as refusal:
        return _settle_page(audit, {name: typed}, (f"reason-{name}", refusal.sentence)), 422
    flash("The rating is settled.")
    return redirect(url_for("moderation.settle_ratings", audit_id=audit.id, organisation=name.partition("-")[0]))


def _settle_page(audit: Audit, typed: dict[str, dict[str, str]], error: tuple[str, str] | None) -> str:
    session, actor = current_session(), current_actor()
    waiting = unsettled(session, audit, by=actor)
    names = organisations_of(session, {one.return_.id for one in waiting})
    waiting_in = Counter(one.return_.id for one in waiting)
    queue = sorted(waiting_in, key=lambda return_id: names[return_id])
    asked = next(iter(typed), "").partition("-")[0] or request.args.get("organisation", "")
    shown = next((return_id for return_id in queue if str(return_id) == asked), queue[0] if queue else None)
    return render_template(
        "moderation/settle_ratings.html",
        audit=audit,
        tool=tool_of(audit.tool_version),
        waiting=[one for one in waiting if one.return_.id == shown],
        total=len(waiting),
        queue=[(return_id, names[return_id], waiting_in[return_id]) for return_id in queue],
        shown=shown,
        organisations=names,
        may_settle=can(actor, Permission.RATING_SETTLE, audit),
        typed=typed,
        errors=[error] if error else [],
    )


def _settle(session: Session, audit: Audit, name: str, typed: dict[str, str]) -> None:
    actor = current_actor()
    return_id, _, question = name.partition("-")
    seen = select(Return).where(
        Return.id == (int(return_id) if return_id.isdecimal() else 0),
        Return.audit_id == audit.id,
        returns_in_sight(actor),
    )
    return_ = session.scalar(seen)
    if return_ is None:
        abort(404)
    settle_rating(
        session,
        return_=return_,
        question=question,
        rating=typed["rating"],
        how=typed["how"],
        reason=typed["reason"],
        by=actor,
    )
