"""The letters of an audit: how far each is, drafting them, and releasing several with a check list."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.audits.visibility import returns_in_sight
from formsapp.database import current_session
from formsapp.feedback.commands import draft_letter, release_letter, why_not_release
from formsapp.feedback.emails import tell_setting, who_is_told
from formsapp.feedback.listing import list_letters as letters_in_sight
from formsapp.feedback.pages.blueprint import pages
from formsapp.feedback.queries import letter_at_work, release_of
from formsapp.feedback.readiness import LetterState, listed
from formsapp.moderation.second import sees_others
from formsapp.refusals import Refused
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import lock_return, open_return, opened_within
from formsapp.ui.formatting import count

Page = str | Response | tuple[str, int]


@pages.get("/audits/<int:audit_id>/letters")
@requires(Permission.LETTER_EDIT, load=audit_from_url)
def list_letters(audit: Audit) -> str:
    """Every letter, and what it waits for."""
    session, actor = current_session(), current_actor()
    if waits := why_not_yet(actor, audit, state_of(session, audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    return render_template(
        "feedback/list_letters.html",
        audit=audit,
        letters=letters_in_sight(session, audit, by=actor),
        pages_released=release_of(session, audit.id),
        may_release=can(actor, Permission.LETTER_RELEASE, audit),
        errors=[],
    )


@pages.get("/audits/<int:audit_id>/letters/draft")
@requires(Permission.LETTER_EDIT, load=audit_from_url)
def choose_drafts(audit: Audit) -> str:
    """Which letters to draft, where not every rating was judged: half a return is not drafted by accident."""
    return _drafts_page(audit, None)


@pages.post("/audits/<int:audit_id>/letters")
@requires(Permission.LETTER_EDIT, load=audit_from_url)
def draft_letters(audit: Audit) -> Page:
    """Draft the letters that were ticked; without asking only those of returns in which every rating was judged."""
    session, actor = current_session(), current_actor()
    if why_not_yet(actor, audit, state_of(session, audit)):
        return redirect(url_for("feedback.list_letters", audit_id=audit.id), 303)
    ready = _to_draft(audit)
    if "asked" in request.form:
        ticked = request.form.getlist("return", type=int)
        chosen = [one for one in ready if one.return_.id in ticked]
        if ready and not chosen:
            return _drafts_page(audit, ("return", "Choose at least one letter")), 422
    else:
        chosen = [one for one in ready if one.is_wholly_judged]
        if ready and not chosen:
            return redirect(url_for("feedback.choose_drafts", audit_id=audit.id), 303)
    for opened in _opened(session, audit, [one.return_.id for one in chosen], actor):
        draft_letter(session, opened=opened, by=actor)
    flash(f"{count(len(chosen), 'letter')} drafted. Read each before it is released.")
    return redirect(url_for("feedback.list_letters", audit_id=audit.id), 303)


def _to_draft(audit: Audit) -> list[LetterState]:
    letters = letters_in_sight(current_session(), audit, by=current_actor())
    return [one for one in letters if one.state == "To draft"]


def _drafts_page(audit: Audit, error: tuple[str, str] | None) -> str:
    if waits := why_not_yet(current_actor(), audit, state_of(current_session(), audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    errors = [error] if error else []
    return render_template("feedback/choose_drafts.html", audit=audit, to_draft=_to_draft(audit), errors=errors)


@pages.get("/audits/<int:audit_id>/letters/release")
@requires(Permission.LETTER_EDIT, load=audit_from_url)
def check_letters(audit: Audit) -> Page:
    """The check list before letters are released."""
    return _check_page(audit, request.args.getlist("return", type=int), None)


@pages.post("/audits/<int:audit_id>/letters/release")
@requires(Permission.LETTER_RELEASE, load=audit_from_url)
def release_letters(audit: Audit) -> Page:
    """Release the letters that were checked, all of them or none; then tell the settings."""
    session, actor = current_session(), current_actor()
    chosen = request.form.getlist("return", type=int)
    if request.form.get("sure") != "yes":
        return _check_page(
            audit, chosen, ("sure", "Say that you have read the letters as their settings will see them")
        ), 422
    if not (letters := _opened(session, audit, chosen, actor)):
        return _check_page(audit, chosen, (None, "Choose at least one letter")), 422
    released = []
    try:
        for opened in letters:
            _refuse_unseen(session, opened, actor)
            read = request.form.get(f"read-{opened.id}", "")
            if release_letter(session, opened=opened, by=actor, read=read) is not None:
                released.append(opened)
    except Refused as refusal:
        session.rollback()
        return _check_page(audit, chosen, (None, refusal.sentence)), 422
    session.commit()
    missed = [name for opened in released for name in tell_setting(session, opened, what="letter")]
    flash(f"{count(len(released), 'letter')} released." if released else "These letters were released already.")
    if missed:
        flash(f"The mail server did not take the message to {', '.join(missed)}.", "warning")
    return redirect(url_for("feedback.list_letters", audit_id=audit.id), 303)


def _refuse_unseen(session: Session, opened: OpenedReturn, actor: Actor) -> None:
    if not sees_others(session, session.get_one(Return, opened.id), actor.id):
        raise Refused(f"You still judge the return of {opened.title} yourself.")


def _opened(session: Session, audit: Audit, return_ids: list[int], actor: Actor) -> list[OpenedReturn]:
    """These returns of the audit, as far as they are in sight; nobody else changes them until the end."""
    seen = select(Return.id).where(Return.id.in_(return_ids), Return.audit_id == audit.id, returns_in_sight(actor))
    found = []
    for return_id in session.scalars(seen.order_by(Return.id)).all():
        if request.method == "POST":
            lock_return(session, return_id)
        within = opened_within(returns_in_sight, actor)
        opened = open_return(session, return_id, person_id=actor.id, within=within)
        if opened is not None:
            found.append(opened)
    return found


def _check_page(audit: Audit, chosen: list[int], error: tuple[str | None, str] | None) -> str:
    session, actor = current_session(), current_actor()
    if waits := why_not_yet(actor, audit, state_of(session, audit)):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    checks = []
    for opened in _opened(session, audit, chosen, actor):
        if sees_others(session, session.get_one(Return, opened.id), actor.id):
            work = letter_at_work(session, opened.id)
            told = who_is_told(session, opened.id, opened.organisation_id)
            checks.append((opened, work, why_not_release(session, opened, work, by=actor), len(told)))
    return render_template(
        "feedback/check_letters.html",
        audit=audit,
        checks=checks,
        may_release=can(actor, Permission.LETTER_RELEASE, audit) and all(one[2] is None for one in checks),
        names=listed([one[0].title for one in checks]) if checks else "",
        errors=[error] if error else [],
    )
