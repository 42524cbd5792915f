"""The actions of one's own settings that are late or due soon."""

from flask import url_for
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.action_plans.due import DueActions, actions_due
from formsapp.action_plans.plan import SOON
from formsapp.audits.visibility import own_returns
from formsapp.clock import today
from formsapp.home.need import Group, Need
from formsapp.ui.formatting import count

SHOWN_AT_MOST = 12


def due(session: Session, actor: Actor) -> list[Group]:
    """One line a return whose plan has actions late or due soon."""
    if not can(actor, Permission.ACTION_CHANGE):
        return []
    due_now = actions_due(session, own_returns(actor), today(), at_most=SHOWN_AT_MOST)
    found = [one for one in due_now if can(actor, Permission.ACTION_CHANGE, one)]
    several = len({one.opened.organisation_id for one in found}) > 1
    needs = [_need(one, several=several) for one in found]
    return [Group("Actions due", needs)] if needs else []


def _need(one: DueActions, *, several: bool) -> Need:
    opened, only_before = one.opened, not any(one.here)
    late = f"{one.late} late" if one.late else ""
    soon = f"{one.soon} due in the next {SOON} days" if one.soon else ""
    title = ": ".join(filter(None, [opened.audit, opened.organisation if several else ""]))
    return Need(
        f"{count(one.late + one.soon, 'action')} of your plan",
        url_for(
            "action_plans.show_action_plan",
            return_id=opened.id,
            _anchor="from-last-year" if only_before else None,
        ),
        f"{title}: {', '.join(filter(None, [late, soon]))}{_of_last_year(one)}",
        "Late" if one.late else "",
        "red" if one.late else None,
    )


def _of_last_year(one: DueActions) -> str:
    """How many of them are left of last year's plan, which its name says."""
    return f" ({sum(one.before)} left of the plan of {one.audit_before})" if any(one.before) else ""
