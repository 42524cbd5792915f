"""What changes about an action plan. It is the organisation's own: it may change after the return is submitted too."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.action_plans.models import ActionProgress, FurtherAction
from formsapp.action_plans.plan import PlannedAction
from formsapp.action_plans.queries import forget_plan
from formsapp.action_plans.states import ActionState
from formsapp.audit_trail.record import record
from formsapp.clock import now
from formsapp.refusals import Refused
from formsapp.returns.opened import OpenedReturn

GONE = "Somebody has removed this action since you opened the page."


class ActionChanged(Refused):
    """Somebody else changed the action after the form was made; nothing was saved."""


@dataclass(frozen=True)
class Named:
    """An action as it is typed: what, who, by when, and the question that it follows from, if any."""

    what: str
    who: str
    by_when: date | None
    question: str | None = None


def add_action(
    session: Session, *, opened: OpenedReturn, action: Named, by: Actor, carried_from: PlannedAction | None = None
) -> FurtherAction:
    """Add an action beside those that answers name; `carried_from` is the one of an earlier return it goes on with."""
    added = FurtherAction(
        return_id=opened.id,
        question=action.question,
        what=action.what,
        who=action.who,
        by_when=action.by_when,
        added_at=now(),
        added_by_id=by.id,
        carried_from_return_id=carried_from.return_id if carried_from else None,
        carried_from_action=carried_from.key if carried_from else None,
    )
    session.add(added)
    session.flush()
    _recorded(session, "action.carried-on" if carried_from else "action.added", opened, f"further:{added.id}", by=by)
    return added


def change_action(
    session: Session, *, opened: OpenedReturn, action_id: int, revision: int, action: Named, by: Actor
) -> None:
    """Change an action that was added. Raises ActionChanged where somebody changed it since that revision."""
    stored = _stored(session, opened, action_id, revision)
    if Named(stored.what, stored.who, stored.by_when, stored.question) == action:
        return
    stored.what, stored.who, stored.by_when, stored.question = action.what, action.who, action.by_when, action.question
    stored.revision += 1
    session.flush()
    _recorded(session, "action.changed", opened, f"further:{action_id}", by=by)


def remove_action(session: Session, *, opened: OpenedReturn, action_id: int, revision: int, by: Actor) -> None:
    """Take an action that was added out of the plan. Raises ActionChanged as above."""
    _stored(session, opened, action_id, revision).removed_at = now()
    session.flush()
    _recorded(session, "action.removed", opened, f"further:{action_id}", by=by)


def note_progress(
    session: Session,
    *,
    opened: OpenedReturn,
    action: PlannedAction,
    state: ActionState,
    note: str = "",
    difference: str = "",
    by: Actor,
) -> None:
    """Note how far an action is, of this return or of the one before. The same note twice is noted once."""
    last = action.history[0] if action.history else None
    if last is not None and not last.audit and (last.state, last.note, last.difference) == (state, note, difference):
        return
    if state is ActionState.DROPPED and not note:
        raise Refused("Say why the action is dropped.")
    session.add(
        ActionProgress(
            return_id=action.return_id,
            action=action.key,
            state=state.value,
            note=note,
            difference=difference,
            at=now(),
            by_id=by.id,
        )
    )
    session.flush()
    _recorded(session, "action.progress-noted", opened, action.key, by=by, of=action.return_id, state=state.value)


def _stored(session: Session, opened: OpenedReturn, action_id: int, revision: int) -> FurtherAction:
    wanted = select(FurtherAction).where(FurtherAction.id == action_id, FurtherAction.return_id == opened.id)
    stored = session.scalar(wanted)
    if stored is None or stored.removed_at is not None:
        raise Refused(GONE)
    if stored.revision != revision:
        raise ActionChanged("Somebody changed this action after you opened the page. Both texts are below.")
    return stored


def _recorded(
    session: Session, event: str, opened: OpenedReturn, action: str, *, by: Actor, **details: str | int
) -> None:
    forget_plan(opened)
    record(session, event, on=("return", opened.id), by=by, audit_id=opened.audit_id, action=action, **details)
