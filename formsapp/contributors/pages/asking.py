"""Who holds what of a return: asking colleagues, giving them other sections, taking back."""

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.contributors import commands, rules
from formsapp.contributors.board import left_of, lines_of
from formsapp.contributors.ended import no_longer_helping
from formsapp.contributors.forms import SOME, WHOLE, AskForm, SectionsForm
from formsapp.contributors.pages.blueprint import pages
from formsapp.contributors.queries import HelpOfReturn, contribution_from_url, helps_of, sections_of
from formsapp.contributors.sending import link_to_pass_on, send_and_tell
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import progress_now
from formsapp.returns.queries import colleagues, who_saved

Page = str | Response | tuple[str, int]
Errors = list[tuple[str | None, str]]
UNPROCESSABLE = 422


@pages.get("/returns/<int:return_id>/contributors")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_contributors(opened: OpenedReturn) -> str:
    """Who holds which section, who helps, and what is left."""
    return _board(opened, AskForm(current_actor()), [])


@pages.post("/returns/<int:return_id>/contributors")
@requires(Permission.RETURN_SHARE, load=own_return)
def ask_contributor(opened: OpenedReturn) -> Page:
    """Ask a colleague to help."""
    session, by = current_session(), current_actor()
    form = AskForm(by)
    form.offer(progress_now(session, opened))
    if not form.validate_on_submit():
        return _board(opened, form, []), UNPROCESSABLE
    try:
        asked = commands.ask_contributor(
            session,
            return_=opened,
            name=form.name.data or "",
            email=form.email.data or "",
            sections=form.chosen,
            message=form.message.data or "",
            by=by,
        )
    except Refused as refusal:
        return _board(opened, form, [("email", refusal.sentence)]), UNPROCESSABLE
    send_and_tell(asked, opened, by=by)
    return _to_board(opened)


def _board(opened: OpenedReturn, form: AskForm, errors: Errors) -> str:
    session = current_session()
    progress, helps = progress_now(session, opened), helps_of(session, opened.id)
    form.offer(progress)
    return render_template(
        "contributors/show_contributors.html",
        opened=opened,
        lines=lines_of(progress, helps, who_saved(session, opened.id)),
        helps=helps,
        left_of=left_of,
        no_longer=no_longer_helping(session, opened.id, [one.contribution.email for one in helps]),
        colleagues=colleagues(session, opened.organisation_id),
        link=link_to_pass_on(opened),
        form=form,
        refusal=rules.asking_refusal(opened),
        may_share=can(current_actor(), Permission.RETURN_SHARE, opened),
        most=rules.MOST_CONTRIBUTORS,
        **({"errors": errors} if errors else {}),
    )


@pages.route("/returns/<int:return_id>/contributors/<int:contribution_id>", methods=["GET", "POST"])
@requires(Permission.RETURN_SHARE, load=contribution_from_url)
def change_contribution(asked: HelpOfReturn) -> Page:
    """Give somebody other sections."""
    session, form = current_session(), SectionsForm()
    form.offer(progress_now(session, asked.opened))
    if not form.validate_on_submit():
        if not form.is_submitted():
            sections = sections_of(asked.contribution)
            form.part.data, form.sections.data = (WHOLE, []) if sections is None else (SOME, sorted(sections))
        page = render_template(
            "contributors/change_contribution.html",
            opened=asked.opened,
            contribution=asked.contribution,
            form=form,
        )
        return (page, UNPROCESSABLE) if request.method == "POST" else page
    commands.change_contribution(
        session,
        return_=asked.opened,
        contribution=asked.contribution,
        sections=form.chosen,
        by=current_actor(),
    )
    flash(f"{asked.contribution.name} now sees these sections, and no others.")
    return _to_board(asked.opened)


@pages.post("/returns/<int:return_id>/contributors/<int:contribution_id>/again")
@requires(Permission.RETURN_SHARE, load=contribution_from_url)
def ask_again(asked: HelpOfReturn) -> Response:
    """Make a new link for somebody who has not said yes yet."""
    by = current_actor()
    try:
        again = commands.ask_again(current_session(), return_=asked.opened, contribution=asked.contribution, by=by)
    except Refused as refusal:
        flash(f"{refusal.sentence}.", "warning")
    else:
        send_and_tell(again, asked.opened, by=by)
    return _to_board(asked.opened)


@pages.route("/returns/<int:return_id>/contributors/<int:contribution_id>/end", methods=["GET", "POST"])
@requires(Permission.RETURN_SHARE, load=contribution_from_url)
def end_contribution(asked: HelpOfReturn) -> Page:
    """Take it back, after asking."""
    form = FlaskForm()
    if not form.validate_on_submit():
        return render_template(
            "contributors/end_contribution.html", opened=asked.opened, contribution=asked.contribution, form=form
        )
    commands.end_contribution(
        current_session(), return_=asked.opened, contribution=asked.contribution, by=current_actor()
    )
    flash(f"{asked.contribution.name} can no longer open this return. What they answered is kept.")
    return _to_board(asked.opened)


def _to_board(opened: OpenedReturn) -> Response:
    return redirect(url_for("contributors.show_contributors", return_id=opened.id), 303)
