"""The action plan to read and to print."""

from flask import abort, render_template, request

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.action_plans.pages.blueprint import pages
from formsapp.action_plans.plan import figures
from formsapp.action_plans.queries import plan_of
from formsapp.audits.blind import why_not_yet
from formsapp.audits.models import Audit
from formsapp.clock import today
from formsapp.database import current_session
from formsapp.returns import rules
from formsapp.returns.loaders import own_return, reviewed_return
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.submitted_part import submitted_part

BY_PERSON = "person"


@pages.get("/returns/<int:return_id>/actions")
@requires(Permission.RETURN_VIEW, load=own_return)
def show_action_plan(opened: OpenedReturn) -> str:
    """Every action of a return, by its day or by who does it, and what is left of last year's plan."""
    plan, on, by_person = plan_of(current_session(), opened), today(), request.args.get("by") == BY_PERSON
    return render_template(
        "action_plans/show_action_plan.html",
        opened=opened,
        plan=plan,
        figures=figures,
        groups=plan.by_person() if by_person else plan.by_day(on),
        by_person=by_person,
        on=on,
        may_change=can(current_actor(), Permission.ACTION_CHANGE, opened),
        may_answer=can(current_actor(), Permission.RETURN_FILL, opened) and not rules.answering_refusal(opened),
    )


@pages.get("/returns/<int:return_id>/submitted-actions")
@requires(Permission.RETURN_REVIEW, load=reviewed_return)
def show_submitted_actions(opened: OpenedReturn) -> str:
    """The action plan as it was last submitted, for those who review the audit."""
    session = current_session()
    actions = submitted_part(session, opened, "action_plans")
    if not actions:
        abort(404)
    audit = session.get_one(Audit, opened.audit_id)
    if waits := why_not_yet(current_actor(), audit, opened.audit_state):
        return render_template("audits/not_yet.html", audit=audit, waits=waits)
    return render_template("action_plans/show_submitted_actions.html", opened=opened, actions=actions)
