"""How far actions are, and what becomes of those of last year's plan."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.action_plans import commands
from formsapp.action_plans.commands import Named
from formsapp.action_plans.forms import CARRY_ON, SUBJECT, EarlierActionForm, ProgressForm
from formsapp.action_plans.pages.blueprint import pages
from formsapp.action_plans.plan import PlannedAction
from formsapp.action_plans.queries import plan_of, question_now
from formsapp.action_plans.states import ActionState
from formsapp.clock import today
from formsapp.database import current_session
from formsapp.returns.guarded_form import holds
from formsapp.returns.last_year import last_year_of
from formsapp.returns.loaders import own_return
from formsapp.returns.opened import OpenedReturn

Page = str | Response | tuple[str, int]


@pages.route("/returns/<int:return_id>/actions/<action_key>/progress", methods=["GET", "POST"])
@requires(Permission.ACTION_CHANGE, load=own_return)
def note_progress(opened: OpenedReturn, action_key: str) -> Page:
    """Note how far an action is. The plan is the organisation's own: after the return is submitted as well."""
    action, form = plan_of(current_session(), opened).by_key.get(action_key) or abort(404), ProgressForm()
    if request.method != "POST":
        form.state.data = action.state.value
    elif form.validate_on_submit() and not holds(form, opened, subject=SUBJECT):
        _note(opened, action, form)
        flash("Progress is noted.")
        return redirect(url_for("action_plans.show_action_plan", return_id=opened.id), 303)
    return _page("note_progress", opened, action, form)


@pages.route("/returns/<int:return_id>/actions/last-year/<action_key>", methods=["GET", "POST"])
@requires(Permission.ACTION_CHANGE, load=own_return)
def settle_earlier_action(opened: OpenedReturn, action_key: str) -> Page:
    """Carry on with an action of last year's plan, or say that it is done or dropped."""
    undecided = plan_of(current_session(), opened).undecided
    action = next((one for one in undecided if one.key == action_key), None) or abort(404)
    form = EarlierActionForm()
    if request.method != "POST":
        form.who.data = action.who
    elif form.validate_on_submit() and not holds(form, opened, subject=SUBJECT, before=(action.who,)):
        if form.state.data == CARRY_ON:
            _carry_on(opened, action, form)
        else:
            _note(opened, action, form)
        flash("What becomes of the action is noted.")
        return redirect(url_for("action_plans.show_action_plan", return_id=opened.id), 303)
    return _page("settle_earlier_action", opened, action, form)


def _carry_on(opened: OpenedReturn, action: PlannedAction, form: EarlierActionForm) -> None:
    """Take it into this year's plan; what was typed about it so far is noted where it comes from."""
    session, by, before = current_session(), current_actor(), last_year_of(current_session(), opened)
    question = question_now(opened, before, action.asked.key) if before and action.asked else None
    named = Named(action.what, form.who.data or "", form.day, question)
    if form.note.data or form.difference.data:
        commands.note_progress(
            session,
            opened=opened,
            action=action,
            state=ActionState.UNDER_WAY,
            note=form.note.data or "",
            difference=form.difference.data or "",
            by=by,
        )
    commands.add_action(session, opened=opened, action=named, by=by, carried_from=action)


def _note(opened: OpenedReturn, action: PlannedAction, form: ProgressForm) -> None:
    commands.note_progress(
        current_session(),
        opened=opened,
        action=action,
        state=ActionState(form.state.data),
        note=form.note.data or "",
        difference=form.difference.data or "",
        by=current_actor(),
    )


def _page(name: str, opened: OpenedReturn, action: PlannedAction, form: ProgressForm) -> Page:
    page = render_template(f"action_plans/{name}.html", opened=opened, action=action, form=form, on=today())
    return (page, 422) if request.method == "POST" else page
