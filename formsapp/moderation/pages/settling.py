"""The ratings that wait for the chair, one organisation at a time."""

from collections import Counter
from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.interests import decides
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.database import current_session
from formsapp.moderation.commands import MinorityView, confirm_rating, settle_rating
from formsapp.moderation.exhibits import exhibits
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.panels import to_decide
from formsapp.moderation.queries import organisations_of
from formsapp.moderation.waiting import Unsettled, answer_named, unsettled, whole_number
from formsapp.refusals import Refused
from formsapp.returns.fields.wording import LONGEST_COMMENT, fault_of
from formsapp.returns.guarded_form import held_reasons
from formsapp.returns.typed_words import tidied

_FIELDS = ("rating", "how", "reason", "minority", "minority_of")


@pages.route("/audits/<int:audit_id>/moderation/settle", methods=["GET", "POST"])
@requires(Permission.RETURN_REVIEW, changing=Permission.RATING_SETTLE, load=audit_from_url)
def settle_ratings(audit: Audit) -> str | Response | tuple[str, int]:
    """The ratings that differ, could not be judged or are out of date, for the chair to settle."""
    session = current_session()
    if waits := why_not_yet(current_actor(), audit, state_of(session, audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    if request.method == "GET":
        return _settle_page(audit, None, {}, None)
    one = _posted(session, audit)
    typed = {field: tidied(request.form.get(f"{field}-{one.key}")) for field in _FIELDS}
    if wrong := _wrong(one, typed):
        return _settle_page(audit, one, typed, wrong), 422
    if held := held_reasons(one.return_.id, {f"{name}-{one.key}": typed[name] for name in ("reason", "minority")}):
        return _settle_page(audit, one, typed, next(iter(held.items()))), 422
    try:
        words = _settle(session, one, typed)
    except Refused as refusal:
        return _settle_page(audit, one, typed, (f"reason-{one.key}", refusal.sentence)), 422
    flash(words)
    return redirect(url_for("moderation.settle_ratings", audit_id=audit.id, organisation=one.return_.id), 303)


def _posted(session: Session, audit: Audit) -> Unsettled:
    """The answer that was posted, also where it was settled meanwhile; 404 where it is out of sight."""
    name = request.form.get("settle", "") or request.form.get("stands", "")
    return answer_named(session, audit, name, by=current_actor()) or abort(404)


def _settle(session: Session, one: Unsettled, typed: Mapping[str, str]) -> str:
    text = request.form.get(f"seen-{one.key}", "")
    which = {"return_": one.return_, "question": one.question, "by": current_actor()}
    seen = whole_number(text) if text else None
    if "stands" in request.form:
        confirm_rating(session, seen=seen, **which)
        return "The settled rating still stands, for the answer as it is now."
    said = {name: typed[name] for name in ("rating", "how", "reason")}
    minority = MinorityView(typed["minority"], int(typed["minority_of"])) if typed["minority"] else None
    settle_rating(session, seen=seen, minority=minority, **which, **said)
    return "The rating is settled."


def _wrong(one: Unsettled, typed: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong in the form, with the field beside which it is said."""
    if wrong := _wrong_minority(one, typed):
        return f"minority-{one.key}", wrong
    if "stands" not in request.form and not typed["how"]:
        return f"how-{one.key}", "Say whether this was agreed after discussion or settled by the chair."
    return None


def _wrong_minority(one: Unsettled, typed: Mapping[str, str]) -> str | None:
    """Why the view of a moderator that was typed cannot be kept beside the settled rating."""
    words, whose = typed["minority"], typed["minority_of"]
    if not words and not whose:
        return None
    if not words or whose not in {str(each.moderator_id) for each in one.record.judged}:
        return "A minority view has words, and somebody whose view it is"
    return fault_of(words, LONGEST_COMMENT, "The minority view")


def _settle_page(
    audit: Audit, posted: Unsettled | None, typed: Mapping[str, str], error: tuple[str, str] | None
) -> str:
    session, actor = current_session(), current_actor()
    settles = can(actor, Permission.RATING_SETTLE, audit)
    waiting = to_decide(session, audit, by=actor) if settles else unsettled(session, audit, by=actor)
    waiting_in = Counter(one.return_.id for one in waiting)
    names = organisations_of(session, {*waiting_in, *([posted.return_.id] if posted else [])})
    queue = list(waiting_in)
    asked = str(posted.return_.id) if posted else request.args.get("organisation", "")
    shown = next((one for one in names if str(one) == asked), queue[0] if queue else None)
    here = [one for one in waiting if one.return_.id == shown]
    if posted is not None and posted.key not in {one.key for one in here}:
        here.insert(0, posted)
    may_settle = bool(here) and settles
    return render_template(
        "moderation/settle_ratings.html",
        audit=audit,
        shown=exhibits(session, here),
        total=len(waiting),
        queue=[(return_id, names[return_id], waiting_in[return_id]) for return_id in queue],
        organisation=shown,
        name=names.get(shown or 0, ""),
        may_settle=may_settle and decides(session, here[0].return_, actor.id),
        settles=settles,
        typed={posted.key: {name: text.replace("\x00", "\ufffd") for name, text in typed.items()}} if posted else {},
        errors=[error] if error else [],
    )
