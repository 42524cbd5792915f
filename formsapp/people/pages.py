"""People: who they are, what they may do, inviting them, and the interests they declare."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.access.roles import ROLES, Over
from formsapp.database import current_session
from formsapp.organisations.models import Organisation
from formsapp.people import commands, queries
from formsapp.people.forms import ConfirmForm, InterestForm, InvitePersonForm, RoleForm
from formsapp.people.invitations import invite_and_tell, link_to_pass_on
from formsapp.people.models import Interest
from formsapp.people.queries import AuditTitle, HeldRole, interest_from_url, person_from_url, role_from_url
from formsapp.people.rules import why_not_their_own
from formsapp.refusals import Refused
from formsapp.ui.paging import ListedPage, page_asked_for

pages = Blueprint("people", __name__, template_folder="templates")
Shown = str | Response | tuple[str, int]
UNPROCESSABLE, FORBIDDEN, CONFLICT = 422, 403, 409


@pages.get("/people")
@requires(Permission.PEOPLE_VIEW)
def list_people() -> str:
    """Everybody who may sign in, by name; narrowed by words and by role."""
    session = current_session()
    asked = {"words": request.args.get("words", "").strip()[:100], "role": request.args.get("role", "")}
    page = ListedPage(
        page_asked_for(), queries.count_people(session, **asked), queries.PEOPLE_A_PAGE, "people.list_people", **asked
    )
    people = queries.list_people(session, **asked, page=page.number)
    choices = [("", "Every role"), *((role.key, role.title) for role in ROLES.values())]
    return render_template("people/list_people.html", people=people, page=page, asked=asked, role_choices=choices)


@pages.get("/people/<int:person_id>")
@requires(Permission.PEOPLE_VIEW, load=person_from_url)
def show_person(person: Person) -> str:
    """One person: roles, interests, and whether they can sign in."""
    return _person_page(person)


def _person_page(person: Person, errors: list[tuple[None, str]] | None = None) -> str:
    session = current_session()
    return render_template(
        "people/show_person.html",
        person=person,
        held=queries.roles_held(session, [person.id]),
        interests=queries.interests_of(session, person.id),
        is_self=why_not_their_own(person, current_actor()) is not None,
        link=link_to_pass_on(person),
        form=ConfirmForm(),
        errors=errors or [],
    )


@pages.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.PEOPLE_CHANGE)
def invite_person() -> Shown:
    """Add somebody, give them a role, and send them a link."""
    form = InvitePersonForm(current_session())
    if not form.validate_on_submit():
        return _invite_page(form)
    try:
        person = _added(form)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _invite_page(form)
    invite_and_tell(person, by=current_actor())
    return redirect(url_for("people.show_person", person_id=person.id))


def _invite_page(form: InvitePersonForm) -> Shown:
    shown = render_template("people/invite_person.html", form=form)
    return (shown, UNPROCESSABLE) if request.method == "POST" else shown


def _added(form: InvitePersonForm) -> Person:
    session, by = current_session(), current_actor()
    person = commands.add_person(
        session, name=form.name.data or "", email=form.email.data or "", job_title=form.job_title.data or "", by=by
    )
    _give(form, person)
    return person


@pages.post("/people/<int:person_id>/link")
@requires(Permission.PEOPLE_CHANGE, load=person_from_url)
def send_link(person: Person) -> Shown:
    """Send a person a new link, because the last is lost or the password forgotten."""
    refusal = why_not_their_own(person, current_actor())
    if refusal is not None:
        return _person_page(person, [(None, refusal)]), FORBIDDEN
    try:
        invite_and_tell(person, by=current_actor())
    except Refused as refused:
        return _person_page(person, [(None, refused.sentence)]), UNPROCESSABLE
    return redirect(url_for("people.show_person", person_id=person.id))


@pages.route("/people/<int:person_id>/give-role", methods=["GET", "POST"])
@requires(Permission.PEOPLE_CHANGE, load=person_from_url)
def give_role(person: Person) -> Shown:
    """Give a person a role."""
    refusal = why_not_their_own(person, current_actor())
    if refusal is not None:
        return _person_page(person, [(None, refusal)]), FORBIDDEN
    form = RoleForm(current_session())
    if not form.validate_on_submit():
        shown = render_template("people/give_role.html", form=form, person=person)
        return (shown, UNPROCESSABLE) if request.method == "POST" else shown
    _give(form, person)
    flash(f"{person.name} is now {ROLES[form.role.data].title.lower()}.")
    return redirect(url_for("people.show_person", person_id=person.id))


def _give(form: RoleForm, person: Person) -> None:
    session = current_session()
    over = ROLES[form.role.data].over
    commands.give_role(
        session,
        person=person,
        role=form.role.data,
        organisation=session.get_one(Organisation, form.organisation.data) if over is Over.ORGANISATION else None,
        audit=AuditTitle(form.audit.data) if over is Over.AUDIT else None,
        by=current_actor(),
    )


@pages.route("/people/<int:person_id>/roles/<int:given_id>/end", methods=["GET", "POST"])
@requires(Permission.PEOPLE_CHANGE, load=role_from_url)
def end_role(held: HeldRole) -> Shown:
    """Take a role back, after asking."""
    person = current_session().get_one(Person, held.given.person_id)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("people/end_role.html", form=form, person=person, held=held)
    try:
        commands.end_role(current_session(), given=held.given, by=current_actor())
    except Refused as refusal:
        return _refused(person, refusal)
    flash(f"{person.name} is no longer {held.title.lower()}.")
    return redirect(url_for("people.show_person", person_id=person.id))


@pages.route("/people/<int:person_id>/disable", methods=["GET", "POST"])
@requires(Permission.PEOPLE_CHANGE, load=person_from_url)
def disable_person(person: Person) -> Shown:
    """Stop a person from signing in, after asking."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("people/disable_person.html", form=form, person=person)
    try:
        commands.disable_person(current_session(), person=person, by=current_actor())
    except Refused as refusal:
        return _refused(person, refusal)
    flash(f"{person.name} can no longer sign in, and is signed out everywhere.")
    return redirect(url_for("people.show_person", person_id=person.id))


@pages.post("/people/<int:person_id>/enable")
@requires(Permission.PEOPLE_CHANGE, load=person_from_url)
def enable_person(person: Person) -> Shown:
    """Let a person sign in again."""
    try:
        commands.enable_person(current_session(), person=person, by=current_actor())
    except Refused as refusal:
        return _refused(person, refusal)
    flash(f"{person.name} can sign in again.")
    return redirect(url_for("people.show_person", person_id=person.id))


def _refused(person: Person, refusal: Refused) -> tuple[str, int]:
    """Nobody decides about themselves (403); the last who gives roles stays (409)."""
    code = CONFLICT if isinstance(refusal, commands.StillNeededError) else FORBIDDEN
    return _person_page(person, [(None, refusal.sentence)]), code


@pages.route("/interests", methods=["GET", "POST"])
@requires(Permission.HOME_VIEW)
def declare_interest() -> Shown:
    """The interests of whoever is signed in, and a form to declare one."""
    session, actor = current_session(), current_actor()
    form = InterestForm(session)
    if not form.validate_on_submit():
        declared = queries.interests_of(session, actor.id or 0)
        shown = render_template("people/declare_interest.html", form=form, declared=declared)
        return (shown, UNPROCESSABLE) if request.method == "POST" else shown
    organisation = session.get_one(Organisation, form.organisation.data)
    commands.declare_interest(
        session,
        person=session.get_one(Person, actor.id),
        organisation=organisation,
        kind=form.kind.data,
        note=form.note.data or "",
        by=actor,
    )
    flash(f"Declared. Returns of {organisation.name} are hidden from you where you would review or moderate them.")
    return redirect(url_for("people.declare_interest"))


@pages.post("/interests/<int:interest_id>/end")
@requires(Permission.PEOPLE_CHANGE, load=interest_from_url)
def end_interest(interest: Interest) -> Shown:
    """Say that somebody else's interest has ended."""
    try:
        commands.end_interest(current_session(), interest=interest, by=current_actor())
    except Refused as refusal:
        return _refused(current_session().get_one(Person, interest.person_id), refusal)
    flash("The interest has ended. That it was declared stays on record.")
    return redirect(url_for("people.show_person", person_id=interest.person_id))


@pages.get("/help/roles")
@requires(Permission.HOME_VIEW)
def roles_help() -> str:
    """What each role may do: the same data that decides."""
    who = {permission: _who_may(permission) for permission in Permission}
    return render_template("people/roles_help.html", roles=list(ROLES.values()), permissions=list(Permission), who=who)


def _who_may(permission: Permission) -> str:
    titles = [role.title for role in ROLES.values() if permission in role.permissions]
    return "Everybody" if len(titles) == len(ROLES) else ", ".join(titles)
