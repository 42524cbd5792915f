"""Moderation: the list of returns, one return section by section, and the ratings that the chair settles."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from formsapp.access.actor import current_actor
from formsapp.access.models import RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url, return_from_url, state_of, state_of_return
from formsapp.audits.visibility import returns_in_sight
from formsapp.database import current_session
from formsapp.moderation.commands import allocate, record_rating, settle_rating
from formsapp.moderation.forms import AllocateForm
from formsapp.moderation.judgements import CANNOT_JUDGE, Judgement, has_changed, read_judgements
from formsapp.moderation.queries import (
    is_allocated,
    organisations_of,
    returns_to_moderate,
    unsettled,
)
from formsapp.moderation.rules import why_not_moderate
from formsapp.moderation.worklist import SectionToModerate, sections_to_moderate
from formsapp.people.models import Person
from formsapp.refusals import Refused
from formsapp.tools.versions import tool_of

pages = Blueprint("moderation", __name__, template_folder="templates")


def return_to_moderate(actor: Any, return_id: int) -> Return:
    """A return in the sight of someone who reviews it; one's own organisation's is not found here."""
    return_ = return_from_url(actor=actor, return_id=return_id)
    seen = current_session().scalar(select(Return.id).where(Return.id == return_.id, returns_in_sight(actor)))
    if seen is None:
        abort(404)
    return return_


@pages.get("/audits/<int:audit_id>/moderation")
@requires(Permission.RETURN_REVIEW, load=audit_from_url)
def list_returns_to_moderate(audit: Audit) -> str:
    """The submitted returns: one's own first, then those nobody moderates yet."""
    return _list_page(audit, _allocate_form(current_session(), audit))


@pages.post("/audits/<int:audit_id>/moderation/allocate")
@requires(Permission.MODERATORS_ALLOCATE, load=audit_from_url)
def allocate_moderator(audit: Audit) -> Response | tuple[str, int]:
    """Ask a moderator to moderate the returns that were ticked."""
    session, actor = current_session(), current_actor()
    form = _allocate_form(session, audit)
    ticked = request.form.getlist("returns", type=int)
    if not form.validate_on_submit() or not ticked:
        return _list_page(audit, form, [] if ticked else [("returns", "Tick at least one return")]), 422
    chosen = session.scalars(
        select(Return).where(Return.id.in_(ticked), Return.audit_id == audit.id, returns_in_sight(actor))
    ).all()
    moderator = session.get_one(Person, form.moderator.data)
    try:
        new = allocate(session, audit=audit, returns=chosen, moderator=moderator, by=actor)
    except Refused as refusal:
        return _list_page(audit, form, [("moderator", refusal.sentence)]), 422
    flash(f"{moderator.name} was asked to moderate {new} more {'return' if new == 1 else 'returns'}.")
    return redirect(url_for("moderation.list_returns_to_moderate", audit_id=audit.id))


@pages.get("/returns/<int:return_id>/moderate")
@requires(Permission.RATING_MODERATE, load=return_to_moderate)
def moderate_return(return_: Return) -> str:
    """The sections of one return, with how far moderation has come in each."""
    session = current_session()
    sections = sections_to_moderate(session, return_)
    refusal = _why_not(session, return_)
    return render_template(
        "moderation/moderate_return.html", return_=return_, sections=sections, refusal=refusal, audit=return_.audit
    )


@pages.route("/returns/<int:return_id>/moderate/<section_key>", methods=["GET", "POST"])
@requires(Permission.RATING_MODERATE, load=return_to_moderate)
def moderate_section(return_: Return, section_key: str) -> str | Response | tuple[str, int]:
    """One section: each self rating with its evidence, and the moderator's own rating beside it."""
    session = current_session()
    section = _section(session, return_, section_key)
    if request.method == "GET":
        return _section_page(return_, section, {}, _why_not(session, return_))
    judgements = read_judgements(request.form, section.tool, section.questions, section.records)
    if any(one.error for one in judgements.values()):
        return _section_page(return_, section, judgements, None), 422
    try:
        saved = _save(session, return_, section, judgements)
    except Refused as refusal:
        return _section_page(return_, section, judgements, refusal.sentence), 422
    flash(f"{saved} {'rating' if saved == 1 else 'ratings'} saved in {section.section.title}.")
    return redirect(_after(return_, section))


@pages.route("/audits/<int:audit_id>/moderation/settle", methods=["GET", "POST"])
@requires(Permission.RETURN_REVIEW, changing=Permission.RATING_SETTLE, load=audit_from_url)
def settle_ratings(audit: Audit) -> str | Response | tuple[str, int]:
    """The ratings on which moderator and organisation differ, for the chair to settle."""
    if request.method == "GET":
        return _settle_page(audit, {}, None)
    name = request.form.get("settle", "")
    typed = {field: request.form.get(f"{field}-{name}", "") for field in ("rating", "how", "reason")}
    try:
        _settle(current_session(), audit, name, typed)
    except Refused as refusal:
        return _settle_page(audit, {name: typed}, (f"reason-{name}", refusal.sentence)), 422
    flash("The rating is settled.")
    return redirect(url_for("moderation.settle_ratings", audit_id=audit.id))


def _allocate_form(session: Session, audit: Audit) -> AllocateForm:
    people = session.scalars(
        select(Person)
        .join(RoleGiven, RoleGiven.person_id == Person.id)
        .where(
            RoleGiven.audit_id == audit.id,
            RoleGiven.role.in_(("moderator", "chair")),
            RoleGiven.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .distinct()
        .order_by(Person.name)
    )
    form = AllocateForm()
    form.moderator.choices = [SelectChoice(person.id, person.name) for person in people]
    return form


def _list_page(audit: Audit, form: AllocateForm, errors: list[tuple[str, str]] | None = None) -> str:
    session, actor = current_session(), current_actor()
    return render_template(
        "moderation/list_returns_to_moderate.html",
        audit=audit,
        state=state_of(session, audit),
        listed=returns_to_moderate(session, audit, by=actor),
        waiting=len(unsettled(session, audit, by=actor)),
        rated=len(tool_of(audit.tool_version).scored_questions),
        form=form,
        ticked=set(request.form.getlist("returns", type=int)),
        errors=errors or [],
    )


def _why_not(session: Session, return_: Return) -> str | None:
    return why_not_moderate(
        state_of(session, return_.audit),
        state_of_return(session, return_),
        is_allocated=is_allocated(session, return_, current_actor()),
    )


def _section(session: Session, return_: Return, key: str) -> SectionToModerate:
    found = [one for one in sections_to_moderate(session, return_) if one.section.key == key]
    if not found:
        abort(404)
    return found[0]


def _section_page(
    return_: Return, section: SectionToModerate, judgements: dict[str, Judgement], refusal: str | None
) -> str:
    actor = current_actor()
    errors: list[tuple[str | None, str]] = [
        (f"judge-{one.question}", one.error) for one in judgements.values() if one.error
    ]
    if refusal and request.method == "POST":
        errors.insert(0, (None, refusal))
    return render_template(
        "moderation/moderate_section.html",
        return_=return_,
        audit=return_.audit,
        section=section,
        judgements=judgements,
        refusal=refusal,
        mine={key: record.judged_by(actor.id) for key, record in section.records.items()},
        cannot_judge=CANNOT_JUDGE,
        errors=errors,
    )


def _save(session: Session, return_: Return, section: SectionToModerate, judgements: dict[str, Judgement]) -> int:
    actor = current_actor()
    changed = [one for one in judgements.values() if has_changed(one, section.records[one.question], actor.id)]
    for one in changed:
        record_rating(session, return_=return_, question=one.question, rating=one.level, reason=one.reason, by=actor)
    return len(changed)


def _after(return_: Return, section: SectionToModerate) -> str:
    if "next" in request.form and section.next_key:
        return url_for("moderation.moderate_section", return_id=return_.id, section_key=section.next_key)
    return url_for("moderation.moderate_return", return_id=return_.id)


def _settle_page(audit: Audit, typed: dict[str, dict[str, str]], error: tuple[str, str] | None) -> str:
    session, actor = current_session(), current_actor()
    waiting = unsettled(session, audit, by=actor)
    return render_template(
        "moderation/settle_ratings.html",
        audit=audit,
        tool=tool_of(audit.tool_version),
        waiting=waiting,
        organisations=organisations_of(session, {one.return_.id for one in waiting}),
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
