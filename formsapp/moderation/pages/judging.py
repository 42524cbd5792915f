"""The desk: one return, question by question, or a section at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import abort, flash, get_template_attribute, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Return
from formsapp.audits.queries import return_from_url, return_state
from formsapp.audits.visibility import returns_in_sight
from formsapp.clock import now
from formsapp.database import current_session
from formsapp.moderation.beside_question import on_the_desk
from formsapp.moderation.commands import record_rating
from formsapp.moderation.desk import Desk, ToJudge, desk_of
from formsapp.moderation.judgements import CANNOT_JUDGE, Judgement, has_changed, read_judgement, read_judgements
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.reasons import reasons
from formsapp.moderation.verdicts import judged_label
from formsapp.refusals import Refused
from formsapp.returns.guarded_form import held_reasons
from formsapp.returns.queries import lock_return
from formsapp.ui.formatting import count, time_of_day

Reply = dict[str, Any] | tuple[dict[str, Any], int]
Page = str | Response | tuple[str, int] | Reply


def return_to_moderate(actor: Actor, return_id: int) -> Return:
    """A return that was submitted, in the sight of someone who reviews it; one's own organisation's is not found."""
    return_ = return_from_url(actor=actor, return_id=return_id)
    submitted = return_state().in_((ReturnState.SUBMITTED.value, ReturnState.SENT_BACK.value))
    seen = select(Return.id).where(Return.id == return_.id, returns_in_sight(actor), submitted)
    if current_session().scalar(seen) is None:
        abort(404)
    return return_


@pages.get("/returns/<int:return_id>/moderate")
@requires(Permission.RATING_MODERATE, load=return_to_moderate)
def moderate_return(return_: Return) -> str:
    """The desk with the first question that is left."""
    desk = desk_of(current_session(), return_, by=current_actor())
    shown = desk.shown(_filter(desk))
    first = next((one for one in shown if one.own is None), shown[0] if shown else None)
    return _desk_page(desk, first)


@pages.route("/returns/<int:return_id>/moderate/questions/<question_key>", methods=["GET", "POST"])
@requires(Permission.RATING_MODERATE, load=return_to_moderate)
def judge_question(return_: Return, question_key: str) -> Page:
    """One question on the desk: a page, or what a page that is open asks for and saves by itself."""
    session = current_session()
    if request.method == "POST":
        lock_return(session, return_.id)
    # The list is on the page alone: its order and what is odd in the whole return are not worked out for a part of it.
    is_page = request.method == "GET" and not _asks_for_json()
    desk = desk_of(session, return_, by=current_actor(), whole=is_page)
    one = desk.question(question_key)
    if request.method == "POST":
        return _judge(desk, one, question_key)
    if one is None:
        return _gone(desk)
    return _fragment(desk, one) if _asks_for_json() else _desk_page(desk, one)


@pages.route("/returns/<int:return_id>/moderate/<section_key>", methods=["GET", "POST"])
@requires(Permission.RATING_MODERATE, load=return_to_moderate)
def moderate_section(return_: Return, section_key: str) -> Page:
    """All questions of one section on one page, for a browser without scripts."""
    session = current_session()
    if request.method == "POST":
        lock_return(session, return_.id)
    desk = desk_of(session, return_, by=current_actor())
    questions = desk.in_section(section_key)
    if request.method == "POST" and (desk.refusal or not questions):
        return _not_taken(desk, desk.refusal or "This section has no question to judge any more.")
    if not questions:
        return _gone(desk)
    if request.method == "GET":
        return _section_page(desk, questions)
    return _judge_section(desk, questions)


def _filter(desk: Desk) -> str:
    asked = request.values.get("show", "")
    return asked if asked in desk.filters else "all"


def _asks_for_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _gone(desk: Desk) -> Response:
    if desk.opened.state is ReturnState.SUBMITTED:
        abort(404)
    return redirect(url_for("moderation.moderate_return", return_id=desk.return_.id))


def _judge(desk: Desk, one: ToJudge | None, key: str) -> Page:
    if desk.refusal or one is None:
        return _not_taken(desk, desk.refusal or "This question is not asked of them any more.")
    judgement = _guarded(desk, {key: read_judgement(request.form, one)})[key]
    if judgement.error:
        return _refused(desk, one, judgement)
    try:
        _save(desk, [(one, judgement)])
    except Refused as refusal:
        return _not_taken(desk, refusal.sentence)
    if _asks_for_json():
        return _saved(desk_of(current_session(), desk.return_, by=desk.by, whole=False), key)
    following = desk.next_left(key)
    flash(f"{one.asked.number} is saved." if following else f"{one.asked.number} is saved. Every question is judged.")
    address = {"return_id": desk.return_.id, "show": _filter(desk)}
    if request.form.get("then") == "stay" or following is None:
        return redirect(url_for("moderation.judge_question", question_key=key, **address), 303)
    return redirect(url_for("moderation.judge_question", question_key=following.key, **address), 303)


def _save(desk: Desk, judged: Iterable[tuple[ToJudge, Judgement]]) -> int:
    changed = [(one, judgement) for one, judgement in judged if has_changed(judgement, one)]
    for one, judgement in changed:
        record_rating(
            current_session(),
            return_=desk.return_,
            question=one.key,
            rating=judgement.level,
            reason=judgement.reason,
            by=desk.by,
        )
    return len(changed)


def _refused(desk: Desk, one: ToJudge, judgement: Judgement) -> Page:
    if not _asks_for_json():
        return _desk_page(desk, one, {one.key: judgement}), 422
    if judgement.is_outdated:
        return {"state": "conflict", "why": judgement.error, **_fragment(desk, one, {one.key: judgement})}, 409
    where = "reason" if judgement.rating else "rating"
    keep = get_template_attribute("components/keep_words.html", "keep_words")
    box = keep(judgement.error, f"reason-{one.key}-keep", about="your reason")
    return {"state": "refused", "where": where, "why": judgement.error, "keep": str(box).strip()}, 422


def _guarded(desk: Desk, read: Mapping[str, Judgement]) -> dict[str, Judgement]:
    """The judgements posted; a reason that may identify a child is held back like any other that cannot be taken."""
    texts = {f"reason-{key}": one.reason for key, one in read.items() if not one.error}
    held = held_reasons(desk.return_.id, texts)
    return {key: replace(one, error=held.get(f"reason-{key}", one.error)) for key, one in read.items()}


def _saved(desk: Desk, key: str) -> Reply:
    one = desk.question(key) or abort(404)
    return {
        "state": "saved",
        "at": time_of_day(now()),
        "status": one.status,
        "left": desk.left,
        "of": len(desk.questions),
        #: In a blind audit other questions may follow from a rating that is seen now.
        "requeue": key in desk.decides_what_follows,
        **_fragment(desk, one),
    }


def _not_taken(desk: Desk, why: str) -> Page:
    """What was typed could not be taken, whatever stands in the way: it is given back to be kept."""
    if _asks_for_json():
        return {"state": "locked", "why": why}, 409
    page = render_template(
        "moderation/not_taken.html", return_=desk.return_, audit=desk.return_.audit, why=why, typed=_typed(desk)
    )
    return page, 422


def _typed(desk: Desk) -> list[tuple[str, str]]:
    found = []
    for key, asked in desk.opened.tool.questions.items():
        rating, reason = (request.form.get(f"{part}-{key}", "").strip() for part in ("rating", "reason"))
        scheme = getattr(asked, "scheme", None)
        if rating and scheme is not None:
            known = {*scheme.ranks, scheme.not_applicable.value, CANNOT_JUDGE}
            label = judged_label(scheme, None if rating == CANNOT_JUDGE else rating) if rating in known else rating
            found.append((f"{asked.number} Your rating", label))
        if reason:
            found.append((f"{asked.number} Your reason", reason))
    return found


def _shared(desk: Desk) -> dict[str, Any]:
    return {
        "desk": desk,
        "return_": desk.return_,
        "audit": desk.return_.audit,
        "reasons": reasons(current_session()) if not desk.refusal else {},
        "cannot_judge": CANNOT_JUDGE,
    }


def _fragment(desk: Desk, one: ToJudge, typed: Mapping[str, Judgement] | None = None) -> dict[str, Any]:
    shown = on_the_desk(current_session(), desk, [one.key])[one.key]
    html = render_template("moderation/desk_question.html", shown=shown, typed=typed or {}, **_shared(desk))
    return {"question": one.key, "html": html}


def _desk_page(desk: Desk, one: ToJudge | None, typed: Mapping[str, Judgement] | None = None) -> str:
    which = _filter(desk)
    beside = on_the_desk(current_session(), desk, [one.key]) if one else {}
    return render_template(
        "moderation/moderate_return.html",
        shown=beside[one.key] if one else None,
        queue=desk.shown(which),
        which=which,
        typed=typed or {},
        errors=_errors(typed or {}),
        **_shared(desk),
    )


def _errors(typed: Mapping[str, Judgement]) -> list[tuple[str | None, str]]:
    return [
        (f"reason-{key}" if one.rating and not one.is_outdated else f"r-{key}-1", one.error)
        for key, one in typed.items()
        if one.error
    ]


def _judge_section(desk: Desk, questions: list[ToJudge]) -> Page:
    read = _guarded(desk, read_judgements(request.form, questions))
    if any(one.error for one in read.values()):
        return _section_page(desk, questions, read), 422
    try:
        saved = _save(desk, [(one, read[one.key]) for one in questions if one.key in read])
    except Refused as refusal:
        return _not_taken(desk, refusal.sentence)
    title = questions[0].section.title
    flash(f"{count(saved, 'rating')} saved in {title}.")
    keys = [section.key for section, *_ in desk.sections]
    following = keys[keys.index(questions[0].section.key) + 1 :]
    address = {"return_id": desk.return_.id}
    if request.form.get("then") == "next" and following:
        return redirect(url_for("moderation.moderate_section", section_key=following[0], **address), 303)
    return redirect(url_for("moderation.moderate_return", **address), 303)


def _section_page(desk: Desk, questions: list[ToJudge], typed: Mapping[str, Judgement] | None = None) -> str:
    keys = [one.key for one in questions]
    return render_template(
        "moderation/moderate_section.html",
        section=questions[0].section,
        questions=list(on_the_desk(current_session(), desk, keys).values()),
        typed=typed or {},
        errors=_errors(typed or {}),
        **_shared(desk),
    )
