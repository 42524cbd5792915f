"""Sign in, sign out, and choose a password from an invitation."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.access.requires import public
from formsapp.audit_trail.record import record
from formsapp.database import current_session, database, keep_changes
from formsapp.sign_in import sessions, throttle
from formsapp.sign_in.commands import UsedUpError, accept
from formsapp.sign_in.cross_site import refuse_cross_site
from formsapp.sign_in.demo_people import demo_people
from formsapp.sign_in.forms import ChoosePasswordForm, SignInForm
from formsapp.sign_in.next_page import safe_next
from formsapp.sign_in.passwords import is_right
from formsapp.sign_in.queries import invited_person
from formsapp.ui.typed import read_carried, worth_showing

pages = Blueprint("sign_in", __name__, template_folder="templates")
pages.before_app_request(refuse_cross_site)

Shown = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@pages.route("/sign-in", methods=["GET", "POST"])
@public("whoever is not signed in must be able to")
def sign_in() -> Shown:
    """Sign in with e-mail and password."""
    form = SignInForm()
    if g.actor is not None and request.method == "GET":
        return redirect(_next_page())
    if not form.validate_on_submit():
        return _sign_in_page(form), 422 if request.method == "POST" else 200
    email = (form.email.data or "").strip().lower()
    person = _person_with(email, form.password.data or "")
    return _signed_in_or_refused(form, email, person)


def _person_with(email: str, password: str) -> Person | None:
    """Whose e-mail and password these are. Hashing takes a while, so no transaction that writes is open meanwhile."""
    with database().reading() as session:
        if throttle.seconds_to_wait(session, email):
            return None
        person = session.scalar(select(Person).where(Person.email == email, Person.disabled_at.is_(None)))
    right = is_right(person.password_hash if person else None, password)
    return person if right else None


def _signed_in_or_refused(form: SignInForm, email: str, person: Person | None) -> Shown:
    session = current_session()
    throttle.one_try_at_a_time(session, email)
    if throttle.seconds_to_wait(session, email):
        return _wait(form, email)
    if person is None:
        return _not_right(form, email)
    throttle.forget_failures(session, email)
    actor = sessions.start(session, person)
    record(session, "person.signed_in", on=("person", person.id), by=actor)
    return _carry_on(actor) or redirect(_next_page())


def _carry_on(actor: Actor) -> str | None:
    """Where a session ended while somebody was typing: what they typed, to be saved now that they are signed in."""
    fields, address = read_carried(request.form.get("carried")), safe_next(request.args.get("next"))
    if not fields or address is None:
        return None
    g.actor = actor
    g.pop("csrf_token", None)  # made for the session that is over
    return render_template("sign_in/carry_on.html", fields=fields, shown=worth_showing(fields), address=address)


def _not_right(form: SignInForm, email: str) -> Shown:
    keep_changes()
    throttle.count_failure(current_session(), email)
    if throttle.seconds_to_wait(current_session(), email):
        return _wait(form, email)
    form.form_errors.append("The email address or the password is not right")
    return _sign_in_page(form), 422


def _wait(form: SignInForm, email: str) -> Shown:
    seconds = throttle.seconds_to_wait(current_session(), email)
    minutes = -(-seconds // 60)
    words = f"Too many tries for this email address. Wait {minutes} minute{'' if minutes == 1 else 's'}, then try again"
    form.form_errors.append(words)
    return _sign_in_page(form), 429, {"Retry-After": str(seconds)}


def _sign_in_page(form: SignInForm) -> str:
    carried = request.form.get("carried", "")
    return render_template("sign_in/sign_in.html", form=form, carried=carried, demo=demo_people(current_session()))


def _next_page() -> str:
    return safe_next(request.args.get("next")) or url_for("home.home")


@pages.post("/sign-out")
@public("whoever has lost every role must still be able to sign out")
def sign_out() -> Response:
    """End this browser's session."""
    session = current_session()
    if g.actor is not None:
        record(session, "person.signed_out", on=("person", g.actor.id), by=g.actor)
    sessions.end(session)
    flash("You have signed out.")
    response = redirect(url_for("sign_in.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@pages.route("/invitation/<token>", methods=["GET", "POST"])
@public("whoever was invited has no password yet")
def accept_invitation(token: str) -> Shown:
    """Choose a password, once. Looking at the page uses nothing up: mail scanners look too."""
    invited = invited_person(current_session(), token)
    if invited is None:
        return render_template("sign_in/link_not_known.html"), 404
    person, can_be_used = invited
    if not can_be_used:
        return _used_up()
    if g.actor is not None and g.actor.id != person.id:
        return render_template("sign_in/for_another_person.html", person=person), 403
    form = ChoosePasswordForm(person)
    if not form.validate_on_submit():
        shown = render_template("sign_in/accept_invitation.html", form=form, person=person)
        return shown, 422 if request.method == "POST" else 200
    return _accepted(token, form.password.data or "")


def _accepted(token: str, password: str) -> Shown:
    session = current_session()
    try:
        person = accept(session, token=token, password=password)
    except UsedUpError:
        return _used_up()
    sessions.start(session, person)
    flash("Your password is set and you are signed in.")
    return redirect(url_for("home.home"))


def _used_up() -> tuple[str, int]:
    return render_template("sign_in/link_used_up.html"), 410
