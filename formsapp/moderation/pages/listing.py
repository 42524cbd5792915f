"""The submitted returns, and who is asked to moderate them."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from formsapp.access.actor import current_actor
from formsapp.access.models import RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.blind import why_not_yet
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.audits.visibility import returns_in_sight
from formsapp.database import current_session
from formsapp.moderation.allocating import allocate
from formsapp.moderation.forms import AllocateForm
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.queries import returns_to_moderate
from formsapp.moderation.waiting import unsettled
from formsapp.people.models import Person
from formsapp.refusals import Refused
from formsapp.tools.versions import tool_of


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
    state = state_of(session, audit)
    return render_template(
        "moderation/list_returns_to_moderate.html",
        audit=audit,
        state=state,
        listed=returns_to_moderate(session, audit, by=actor),
        waiting=None if why_not_yet(actor, audit, state) else len(unsettled(session, audit, by=actor)),
        rated=len(tool_of(audit.tool_version).scored_questions),
        form=form,
        ticked=set(request.form.getlist("returns", type=int)),
        errors=errors or [],
    )
