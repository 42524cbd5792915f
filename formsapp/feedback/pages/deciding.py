"""The chair's side of challenges: whether a rating is opened again, by whom it is decided, and the decision."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url
from formsapp.database import current_session
from formsapp.feedback import challenges as commands
from formsapp.feedback.challenge_queries import (
    Candidate,
    Challenged,
    candidates_for,
    challenge_in_sight,
    had_a_part,
    of_audit,
)
from formsapp.feedback.emails import tell_deciders, tell_setting
from formsapp.feedback.outcomes import label_of
from formsapp.feedback.pages.blueprint import pages
from formsapp.feedback.queries import document_of
from formsapp.people.models import Person
from formsapp.refusals import Refused
from formsapp.returns.fields.wording import is_blank, tidy
from formsapp.returns.kept_words import Typed, hold_back
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import open_return
from formsapp.tools.versions import tool_of

Page = str | Response | tuple[str, int]
SUBJECT = "challenge"


@pages.get("/audits/<int:audit_id>/challenges")
@requires(Permission.CHALLENGE_DECIDE, Permission.LETTER_EDIT, load=audit_from_url)
def list_challenges(audit: Audit) -> str:
    """The challenges of an audit, those that wait first; to a moderator, those they were named to decide."""
    session = current_session()
    found = of_audit(session, audit, by=current_actor())
    return render_template(
        "feedback/list_challenges.html",
        audit=audit,
        waiting=[one for one in found if one.is_open],
        over=[one for one in found if not one.is_open],
        tool=tool_of(audit.tool_version),
        actor_id=current_actor().id,
    )


@pages.route("/challenges/<int:challenge_id>", methods=["GET", "POST"])
@requires(Permission.CHALLENGE_DECIDE, Permission.LETTER_EDIT, load=challenge_in_sight)
def decide_challenge(challenged: Challenged) -> Page:
    """One challenge with everything that was said: to open again, to answer, or to decide."""
    if request.method == "GET":
        return _page(challenged, {})
    session, do, reason = current_session(), request.form.get("do", ""), _reason()
    opened = _opened(session, challenged)
    try:
        why = {"reason": request.form.get("reason-keep", "")}
        held = hold_back(session, opened, Typed(SUBJECT, {"reason": reason}, reasons=why), by=current_actor())
        if held:
            session.rollback()
            return _page(challenged, {"reason": held["reason"]}), 422
        return _do(session, challenged, opened, do, reason)
    except Refused as refusal:
        session.rollback()
        return _page(challenged, {_FIELDS.get(do, ""): refusal.sentence}), 422


_FIELDS = {"reopen": "decider", "decline": "reason", "decide": "reason"}


def _do(session: Session, challenged: Challenged, opened: OpenedReturn, do: str, reason: str) -> Response:
    """Do it, commit, and tell whom it concerns."""
    by = current_actor()
    if do == "reopen":
        decider = request.form.get("decider", 0, type=int)
        is_new = commands.reopen(session, challenged=challenged, decider_id=decider, by=by)
        flash("The rating is opened again.")
    elif do == "decline":
        is_new = commands.decline(session, challenged=challenged, reason=reason, by=by)
        flash("The rating is not opened again. The setting reads your reason.")
    elif do == "decide":
        rating = request.form.get("rating", "")
        is_new = commands.decide(session, challenged=challenged, rating=rating, reason=reason, by=by) is not None
        flash("The challenge is decided. The setting reads what was decided, and why.")
    else:
        raise Refused("Choose what to do with the challenge.")
    session.commit()
    missed = _tell(session, challenged, opened, do) if is_new else []
    if missed:
        flash(f"The mail server did not take the message to {', '.join(missed)}.", "warning")
    return redirect(url_for("feedback.decide_challenge", challenge_id=challenged.challenge.id), 303)


def _tell(session: Session, challenged: Challenged, opened: OpenedReturn, do: str) -> list[str]:
    what = {"reopen": "reopened", "decline": "declined", "decide": "decided"}[do]
    missed = tell_setting(session, opened, what=what)
    if do == "reopen":
        named = session.scalars(select(Person).where(Person.id == request.form.get("decider", 0, type=int))).all()
        missed += tell_deciders(named, opened, what="named", challenge_id=challenged.challenge.id)
    return missed


def _opened(session: Session, challenged: Challenged) -> OpenedReturn:
    opened = open_return(session, challenged.return_.id, person_id=current_actor().id)
    if opened is None:
        raise LookupError(challenged.return_.id)
    return opened


def _reason() -> str:
    text = tidy(request.form.get("reason", ""))
    return "" if is_blank(text) else text


def _page(challenged: Challenged, faults: dict[str, str]) -> str:
    session, actor = current_session(), current_actor()
    tool = tool_of(challenged.return_.audit.tool_version)
    question = challenged.challenge.question
    scheme, record = tool.scheme_of(question), commands.record_of(session, challenged)
    may_answer = commands.why_not_answer(session, challenged, actor)
    why_not_decide = commands.why_not_decide(session, challenged, actor)
    candidates = _candidates(session, challenged, actor) if may_answer is None else []
    has_reason = why_not_decide is None or (may_answer is None and challenged.decider_id is None)
    boxes = {name for name, there in (("reason", has_reason), ("decider", candidates)) if there}
    reason = _reason().replace("\x00", "\ufffd")
    return render_template(
        "feedback/decide_challenge.html",
        one=challenged,
        audit=challenged.return_.audit,
        question=tool.questions[question],
        scheme=scheme,
        tested=document_of(challenged.letter).rating_of(question),
        record=record,
        names=_names(session, record, actor),
        part=had_a_part(session, challenged.return_.id, question),
        candidates=candidates,
        why_not_answer=may_answer,
        why_not_decide=why_not_decide,
        is_decider=challenged.decider_id == actor.id,
        label=lambda key, rating: label_of(tool.scheme_of(key), rating),
        label_here=lambda rating: label_of(scheme, rating),
        typed={**request.form, "reason": reason},
        lost="" if has_reason else reason,
        faults=faults,
        errors=[(name if name in boxes else None, sentence) for name, sentence in faults.items()],
    )


def _candidates(session: Session, challenged: Challenged, actor: Actor) -> list[Candidate]:
    return candidates_for(session, challenged.challenge, challenged.return_, by=actor)


def _names(session: Session, record: Any, actor: Actor) -> dict[int, str]:
    """Who judged, settled or thought otherwise, by id."""
    people = {actor.id} | {getattr(one, name, None) for one in record.history for name in _WHO}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_([one for one in people if one])))
    return dict(rows.all())


_WHO = ("moderator_id", "settled_by_id", "minority_of_id")
