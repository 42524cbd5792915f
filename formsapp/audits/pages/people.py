"""Who chairs and moderates an audit."""

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audits.forms import ConfirmForm, GiveRoleForm
from formsapp.audits.interests import returns_nobody_decides
from formsapp.audits.models import Audit
from formsapp.audits.pages.blueprint import form_page, pages
from formsapp.audits.people import AUDIT_ROLES, Holder, holder_or_404, holders, roles_to_give
from formsapp.audits.queries import audit_from_url
from formsapp.database import current_session
from formsapp.people.commands import end_role, give_role
from formsapp.refusals import Refused

Page = str | Response | tuple[str, int]


@pages.route("/audits/<int:audit_id>/people", methods=["GET", "POST"])
@requires(Permission.AUDIT_CHANGE, Permission.MODERATORS_ALLOCATE, load=audit_from_url)
def choose_people(audit: Audit) -> Page:
    """See, add and take back the chair, deputies and moderators of an audit; a chair names deputies alone."""
    form, session, errors = GiveRoleForm(), current_session(), []
    may_give = roles_to_give(current_actor(), audit)
    form.offer(session, may_give)
    if len(may_give) == 1 and not form.role.data:
        form.role.data = may_give[0]
    if form.validate_on_submit():
        person = session.get_one(Person, int(form.person.data))
        try:
            give_role(session, person=person, role=form.role.data, audit=audit, by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(f"{person.name} is now {AUDIT_ROLES[form.role.data].title.lower()}.")
            return _to_people(audit)
    shown = holders(session, audit)
    stuck = returns_nobody_decides(session, audit, by=current_actor()) if any(map(_decides, shown)) else []
    return form_page(
        "audits/choose_people.html", form=form, audit=audit, holders=shown, errors=errors, may_give=may_give,
        stuck=stuck,
    )  # fmt: skip


def _decides(holder: Holder) -> bool:
    return holder.given.role in {"chair", "deputy_chair"}


@pages.route("/audits/<int:audit_id>/people/<int:role_given_id>/end", methods=["GET", "POST"])
@requires(Permission.AUDIT_CHANGE, Permission.MODERATORS_ALLOCATE, load=audit_from_url)
def end_audit_role(audit: Audit, role_given_id: int) -> Page:
    """Take a role over an audit back."""
    session, errors = current_session(), []
    holder = holder_or_404(session, audit, role_given_id)
    if holder.given.role not in roles_to_give(current_actor(), audit):
        abort(403)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            end_role(session, given=holder.given, by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(f"{holder.person.name} is no longer {holder.title.lower()}.")
            return _to_people(audit)
    return form_page("audits/end_audit_role.html", form=form, audit=audit, holder=holder, errors=errors)


def _to_people(audit: Audit) -> Response:
    return redirect(url_for("audits.choose_people", audit_id=audit.id))
