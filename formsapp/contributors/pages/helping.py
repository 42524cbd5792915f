"""The side of whoever is asked: the link to say yes, and saying that one's part is finished."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from formsapp.access.actor import Actor, current_actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.requires import public, requires
from formsapp.audit_trail.record import record
from formsapp.contributors import commands
from formsapp.contributors.board import questions_left
from formsapp.contributors.forms import StartForm
from formsapp.contributors.pages.blueprint import pages
from formsapp.contributors.queries import LinkOpened, opened_by_link, own_help, sections_of, titles_of
from formsapp.database import current_session
from formsapp.people.commands import add_person
from formsapp.refusals import Refused
from formsapp.returns.loaders import answered_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import progress_now
from formsapp.returns.queries import open_return
from formsapp.sign_in import sessions
from formsapp.sign_in.commands import revoke_invitations
from formsapp.sign_in.passwords import hash_password

Page = str | Response | tuple[str, int]
NOT_FOUND, GONE, FORBIDDEN, UNPROCESSABLE = 404, 410, 403, 422


@pages.route("/helping/<token>", methods=["GET", "POST"])
@public("whoever is asked to help may have no password yet")
def help_with_return(token: str) -> Page:
    """Say yes to helping, from the link. Looking at the page uses nothing up: mail scanners look too."""
    link = opened_by_link(current_session(), token)
    if link is None:
        return render_template("sign_in/link_not_known.html"), NOT_FOUND
    if link.has_ended or (link.person is not None and link.person.disabled_at is not None):
        return render_template("contributors/no_longer_asked.html"), GONE
    if link.contribution.accepted_at is not None:
        return redirect(_return_address(link))
    if g.actor is not None:
        return _signed_in(link, g.actor)
    return _new_here(link) if _may_choose_password(link) else _page(link, "contributors/sign_in_to_help.html")


def _may_choose_password(link: LinkOpened) -> bool:
    """Whether the link is enough to choose a password with: for somebody new to the service, or one who was added
    and read this link in their own mail. Never for somebody who has a password, or on a link passed on by hand for
    somebody who was given other things to do.
    """
    person = link.person
    return person is None or (person.password_hash is None and link.contribution.was_mailed)


def _signed_in(link: LinkOpened, actor: Actor) -> Page:
    if link.person is None or link.person.id != actor.id:
        return _page(link, "contributors/for_somebody_else.html"), FORBIDDEN
    form = FlaskForm()
    if form.validate_on_submit():
        return _accepted(link, link.person)
    return _page(link, "contributors/start_helping.html", form=form)


def _new_here(link: LinkOpened) -> Page:
    contribution = link.contribution
    form = StartForm(link.person or Person(name=contribution.name, email=contribution.email))
    if not form.validate_on_submit():
        if not form.is_submitted():
            form.name.data = contribution.name
        shown = _page(link, "contributors/start_new.html", form=form)
        return (shown, UNPROCESSABLE) if request.method == "POST" else shown
    try:
        person = _with_password(link, form)
        answer = _accepted(link, person)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _page(link, "contributors/start_new.html", form=form), UNPROCESSABLE
    sessions.start(current_session(), person)
    return answer


def _with_password(link: LinkOpened, form: StartForm) -> Person:
    """Whoever was asked, new here or added before, with the password they chose."""
    session, contribution = current_session(), link.contribution
    person = link.person
    if person is None:
        by = Actor(id=contribution.asked_by_id, name=link.asked_by)
        person = add_person(session, name=form.name.data or "", email=contribution.email, by=by)
    revoke_invitations(session, person_id=person.id)
    person.password_hash = hash_password(form.password.data or "")
    session.flush()
    record(session, "person.password_chosen", on=("person", person.id), by=Actor(id=person.id, name=person.name))
    return person


def _accepted(link: LinkOpened, person: Person) -> Page:
    try:
        commands.accept_contribution(current_session(), contribution=link.contribution, person=person)
    except commands.NoLongerAskedError:
        return render_template("contributors/no_longer_asked.html"), GONE
    flash("Thank you for helping. This is what you were asked for.")
    return redirect(_return_address(link), 303)


def _return_address(link: LinkOpened) -> str:
    return url_for("returns.show_return", return_id=link.contribution.return_id)


def _page(link: LinkOpened, template: str, **more: object) -> str:
    opened = open_return(current_session(), link.contribution.return_id, person_id=None)
    titles = [] if opened is None else titles_of(opened, sections_of(link.contribution))
    return render_template(
        template, contribution=link.contribution, asked_by=link.asked_by, opened=opened, titles=titles, **more
    )


@pages.route("/returns/<int:return_id>/finished", methods=["GET", "POST"])
@requires(Permission.RETURN_CONTRIBUTE, load=answered_return)
def finish_contribution(opened: OpenedReturn) -> Page:
    """Tell those who asked that one's part is finished; asks first where something of it is still open."""
    session, by = current_session(), current_actor()
    mine = own_help(session, opened.id, by)
    task_list = url_for("returns.show_return", return_id=opened.id)
    if mine is None:
        return redirect(task_list)
    left = sum(questions_left(one) for one in progress_now(session, opened) if mine.covers(one.section.key))
    if request.method != "POST":
        return render_template("contributors/finish.html", opened=opened, mine=mine, left=left)
    if left and request.form.get("left") != str(left):
        return redirect(url_for("contributors.finish_contribution", return_id=opened.id), 303)
    commands.finish_contribution(session, return_=opened, contribution=mine.contribution, by=by)
    flash(f"Thank you. {mine.asked_by} can see that you have finished your part.")
    return redirect(task_list, 303)
