"""Which actions are late, or due soon, in several plans at once: as each plan's own page says it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from formsapp.access.policy import Scope
from formsapp.action_plans.models import FurtherAction
from formsapp.action_plans.plan import SOON, Due
from formsapp.action_plans.queries import plan_of
from formsapp.audits.models import Audit, Return
from formsapp.returns.last_year import last_year_of
from formsapp.returns.models import Answer, Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import open_return
from formsapp.tools.models import ToolVersion


class DueActions(NamedTuple):
    """What of the plan of one return is late or due soon, and of last year's plan in it."""

    opened: OpenedReturn
    here: Due
    before: Due
    #: The audit of last year's plan, where something of it is left to decide.
    audit_before: str

    @property
    def scope(self) -> Scope:
        """They belong where their return belongs."""
        return self.opened.scope

    @property
    def late(self) -> int:
        """How many are late."""
        return self.here.late + self.before.late

    @property
    def soon(self) -> int:
        """How many are due soon."""
        return self.here.soon + self.before.soon


def actions_due(session: Session, returns: ColumnElement[bool], on: date, *, at_most: int) -> list[DueActions]:
    """The returns in whose plans actions are late or due soon, the latest first.

    Two queries where nothing has its day; else each plan that may have something is read as its page reads it.
    """
    found: list[DueActions] = []
    shown_in_a_later_one: set[int] = set()
    for return_id in _plans(session, returns, on):
        opened = None if return_id in shown_in_a_later_one else open_return(session, return_id, person_id=None)
        if opened is None or len(found) == at_most:
            continue
        plan, before = plan_of(session, opened), last_year_of(session, opened)
        shown_in_a_later_one |= {before.return_id} if before else set()
        due = DueActions(opened, Due.of(plan.actions, on), Due.of(plan.undecided, on), plan.audit_before)
        if due.late or due.soon:
            found.append(due)
    return found


def _plans(session: Session, returns: ColumnElement[bool], on: date) -> Iterator[int]:
    """The returns whose plans may hold something due, the latest first.

    What was submitted goes on in the plan of the next return with the same tool; what never was stays where it is.
    """
    dated = _dated(session, returns, on)
    if not dated:
        return
    groups: dict[tuple[object, ...], list[Row[Any]]] = {}
    for row in _returns(session, returns):
        stands_alone = row.case_id is not None or row.wave is not None
        groups.setdefault((row.organisation_id, row.id if stands_alone else row.key), []).append(row)
    wanted = [
        row
        for latest, *earlier in groups.values()
        for row in (latest, *earlier)
        if row.id in dated or (row is latest and any(one.id in dated for one in earlier))
        if row is latest or not row.is_submitted
    ]
    yield from (row.id for row in sorted(wanted, key=lambda row: row.opens_on, reverse=True))


def _returns(session: Session, returns: ColumnElement[bool]) -> list[Row[Any]]:
    is_submitted = exists().where(Submission.return_id == Return.id).correlate(Return).label("is_submitted")
    wanted = (
        select(Return.id, Return.organisation_id, Return.case_id, Audit.wave, ToolVersion.key, Audit.opens_on)
        .add_columns(is_submitted)
        .join(Audit, Audit.id == Return.audit_id)
        .join(ToolVersion, ToolVersion.id == Audit.tool_version_id)
        .where(returns, Return.withdrawn_at.is_(None))
        .order_by(Audit.opens_on.desc(), Audit.id.desc(), Return.id)
    )
    return list(session.execute(wanted))


def _dated(session: Session, returns: ColumnElement[bool], on: date) -> set[int]:
    """The returns with any action whose day is over or near, whatever became of it."""
    last = on + timedelta(days=SOON)
    of_answers = (
        select(Return.id)
        .join(Answer, Answer.return_id == Return.id)
        .where(returns, Answer.action != "", Answer.action_by.between("0", last.isoformat()))
    )
    further = (
        select(Return.id)
        .join(FurtherAction, FurtherAction.return_id == Return.id)
        .where(returns, FurtherAction.removed_at.is_(None), FurtherAction.by_when <= last)
    )
    return set(session.scalars(of_answers.union(further)))
