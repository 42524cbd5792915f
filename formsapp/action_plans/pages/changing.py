"""Actions beside those that answers name: added, changed and removed."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.action_plans import commands
from formsapp.action_plans.forms import SUBJECT, ActionForm, RemoveForm
from formsapp.action_plans.pages.blueprint import pages
from formsapp.action_plans.plan import PlannedAction
from formsapp.action_plans.queries import plan_of
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.returns.guarded_form import holds
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn

Page = str | Response | tuple[str, int]


@pages.route("/returns/<int:return_id>/actions/add", methods=["GET", "POST"])
@requires(Permission.ACTION_CHANGE, load=own_return)
def add_action(opened: OpenedReturn) -> Page:
    """Add an action; `question` in the address chooses what it follows from."""
    form = ActionForm()
    form.offer(opened)
    if form.validate_on_submit() and not holds(form, opened, subject=SUBJECT):
        commands.add_action(current_session(), opened=opened, action=form.named, by=current_actor())
        flash("The action is added.")
        return _to_plan(opened)
    if request.method != "POST":
        form.question.data = request.args.get("question", "")
    page = render_template("action_plans/change_action.html", opened=opened, form=form, action=None, saved=None)
    return (page, 422) if request.method == "POST" else page


@pages.route("/returns/<int:return_id>/actions/<int:further_action_id>/change", methods=["GET", "POST"])
@requires(Permission.ACTION_CHANGE, load=own_return)
def change_action(opened: OpenedReturn, further_action_id: int) -> Page:
    """Change an action that was added. Who changed it meanwhile is never overwritten unseen."""
    action, form = _further(opened, further_action_id), ActionForm()
    form.offer(opened)
    if request.method != "POST":
        form.show(action)
    elif form.validate_on_submit() and not holds(form, opened, subject=SUBJECT, before=(action.what, action.who)):
        try:
            commands.change_action(
                current_session(),
                opened=opened,
                action_id=further_action_id,
                revision=_revision(form.revision.data),
                action=form.named,
                by=current_actor(),
            )
        except commands.ActionChanged as changed:
            return _changed(opened, action, form, changed.sentence)
        flash("The action is changed.")
        return _to_plan(opened)
    page = render_template("action_plans/change_action.html", opened=opened, form=form, action=action, saved=None)
    return (page, 422) if request.method == "POST" else page


def _changed(opened: OpenedReturn, action: PlannedAction, form: ActionForm, sentence: str) -> Page:
    """The form once more with what was typed, and above it what is saved now: saving again is a choice."""
    form.revision.data = str(action.revision)
    return (
        render_template(
            "action_plans/change_action.html",
            opened=opened,
            form=form,
            action=action,
            saved=action,
            errors=[(None, sentence)],
        ),
        409,
    )


@pages.route("/returns/<int:return_id>/actions/<int:further_action_id>/remove", methods=["GET", "POST"])
@requires(Permission.ACTION_CHANGE, load=own_return)
def remove_action(opened: OpenedReturn, further_action_id: int) -> Page:
    """Ask, then take an action that was added out of the plan."""
    action, form = _further(opened, further_action_id), RemoveForm()
    errors: list[tuple[str | None, str]] = []
    if form.validate_on_submit():
        revision = _revision(form.revision.data)
        try:
            commands.remove_action(
                current_session(), opened=opened, action_id=further_action_id, revision=revision, by=current_actor()
            )
        except commands.ActionChanged:
            errors = [(None, "Somebody changed this action after you opened the page. It is shown as it is now.")]
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash("The action is removed.")
            return _to_plan(opened)
    form.revision.data = str(action.revision)
    more = {"errors": errors} if errors else {}
    page = render_template("action_plans/remove_action.html", opened=opened, form=form, action=action, **more)
    return (page, 409) if errors else page


def _further(opened: OpenedReturn, action_id: int) -> PlannedAction:
    return plan_of(current_session(), opened).by_key.get(f"further:{action_id}") or abort(404)


def _revision(posted: str | None) -> int:
    text = posted or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else abort(400)


def _to_plan(opened: OpenedReturn) -> Response:
    return redirect(url_for("action_plans.show_action_plan", return_id=opened.id), 303)
