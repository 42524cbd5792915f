"""Sign in and out."""

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from formsapp.access.models import Person
from formsapp.access.requires import public
from formsapp.database import current_session
from formsapp.sign_in import sessions
from formsapp.sign_in.forms import SignInForm
from formsapp.sign_in.passwords import is_right

pages = Blueprint("sign_in", __name__, template_folder="templates")


@pages.route("/sign-in", methods=["GET", "POST"])
@public("whoever is not signed in must be able to")
def sign_in() -> str | Response | tuple[str, int]:
    """Sign in with e-mail and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("sign_in/sign_in.html", form=form), 422 if request.method == "POST" else 200
    session = current_session()
    person = session.scalar(select(Person).where(Person.email == (form.email.data or "").strip().lower()))
    if not is_right(person.password_hash if person else None, form.password.data or "") or person is None:
        form.password.errors = ["Enter the right email address and password"]
        return render_template("sign_in/sign_in.html", form=form), 422
    sessions.start(session, person)
    return redirect(url_for("home.home"))


@pages.route("/invitation/<token>", methods=["GET", "POST"])
@public("whoever was invited has no password yet")
def accept_invitation(token: str) -> str | Response | tuple[str, int]:
    """Choose a password, once."""
    return token
