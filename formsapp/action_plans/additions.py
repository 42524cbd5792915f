"""What this feature shows in returns, and what a submission keeps of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.action_plans.models import FurtherAction
from formsapp.action_plans.plan import PlannedAction
from formsapp.action_plans.queries import plan_of
from formsapp.returns.additions import WHOLE, Addition, Flag, Side
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.beside import Beside
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.submitted_part import submitted_part
from formsapp.ui.formatting import count, day

_NAME = "action_plans"

#: How many further actions each question of a return has. Made once: it is part of the busiest page.
_COUNTED = (
    select(FurtherAction.question, func.count())
    .where(FurtherAction.return_id == bindparam("return_id"), FurtherAction.removed_at.is_(None))
    .group_by(FurtherAction.question)
)

Shown = dict[str, Any]


def _template() -> Any:
    return current_app.jinja_env.get_template("action_plans/beside_answer.html").module


def _beside(session: Session, opened: OpenedReturn, section: AskedSection) -> Mapping[str, Beside]:
    """One light line below a question that has further actions. Contributors do not see the plan."""
    if not can(current_actor(), Permission.RETURN_VIEW, opened):
        return {}
    counted = session.connection().execute(_COUNTED, {"return_id": opened.id})
    rows = [(key, number) for key, number in counted if key in section.by_key]
    if not rows:
        return {}
    template = _template()
    address = url_for("action_plans.show_action_plan", return_id=opened.id)
    return {
        key: Beside(below=template.below(section.by_key[key].number, count(number, "further action"), address))
        for key, number in rows
    }


def _read(session: Session, opened: OpenedReturn, side: Side) -> Mapping[str, Markup]:
    actions = (submitted_part(session, opened, _NAME) or []) if side is Side.REVIEW else _submitted(session, opened)
    address = _plan_address(opened, side)
    by_question: dict[str, list[Shown]] = {}
    for one in actions:
        if one["question"] or side is Side.SIGNING:
            by_question.setdefault(one["question"] or WHOLE, []).append(one)
    template = _template() if by_question else None
    first = next((key for key in opened.tool.questions if key in by_question), None)
    return {key: template.under(*_apart(found), address if key == first else "") for key, found in by_question.items()}


def _plan_address(opened: OpenedReturn, side: Side) -> str:
    """Where the whole plan is, for those who have an account."""
    if side is Side.SIGNING:
        return ""
    of_whom = "show_submitted_actions" if side is Side.REVIEW else "show_action_plan"
    return url_for(f"action_plans.{of_whom}", return_id=opened.id)


def _apart(actions: list[Shown]) -> tuple[Shown | None, list[Shown]]:
    """The action of the answer, if any, and the further ones."""
    return next((one for one in actions if not one["further"]), None), [one for one in actions if one["further"]]


def _as_submitted(one: PlannedAction) -> Shown:
    last = one.history[0] if one.history else None
    return {
        "action": one.key,
        "question": one.asked.key if one.asked else None,
        "further": one.is_further,
        "what": one.what,
        "who": one.who,
        "by_when": day(one.by_when),
        "state": one.state.words,
        "noted": day(last.at) if last else "",
        "note": last.note if last else "",
        "difference": last.difference if last else "",
    }


def _submitted(session: Session, opened: OpenedReturn) -> list[Shown]:
    return [_as_submitted(one) for one in plan_of(session, opened).actions]


def _signed(kept: list[Shown]) -> list[list[str]]:
    """The further actions without their progress, which stays free. Those of answers are signed with the answers."""
    return sorted([one["question"] or "", one["what"], one["who"], one["by_when"]] for one in kept if one["further"])


def _flagged(session: Session, opened: OpenedReturn) -> Iterator[Flag]:
    if left := len(plan_of(session, opened).undecided):
        is_left = "is" if left == 1 else "are"
        yield Flag(None, f"{count(left, 'action')} of last year’s plan {is_left} neither done nor carried on")


ADDITION = Addition(_NAME, beside=_beside, read=_read, submitted=_submitted, signed=_signed, flagged=_flagged)
