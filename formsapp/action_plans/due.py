"""Which actions are late, or due soon, in several returns at once."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from formsapp.access.policy import Scope
from formsapp.action_plans.models import ActionProgress, FurtherAction
from formsapp.action_plans.plan import SOON
from formsapp.action_plans.states import ActionState
from formsapp.audits.models import Audit, Return
from formsapp.organisations.models import Organisation
from formsapp.returns.models import Answer, Submission


class DueActions(NamedTuple):
    """How many actions of one return are late or due soon."""

    return_id: int
    organisation_id: int
    audit_id: int
    organisation: str
    audit: str
    late: int
    soon: int

    @property
    def scope(self) -> Scope:
        """They belong where their return belongs."""
        return Scope(organisation_id=self.organisation_id, audit_id=self.audit_id, return_id=self.return_id)


class _One(NamedTuple):
    key: tuple[int, str]
    organisation_id: int
    what: str
    by_when: date


def actions_due(session: Session, returns: ColumnElement[bool], on: date) -> list[DueActions]:
    """The returns with actions that are late or due soon, the latest return first. Five queries."""
    dated, carried = [*_of_answers(session, returns, on)], set()
    for one, carried_from in _further(session, returns):
        carried.add(carried_from)
        dated.append(one)
    over = _over(session, returns) | carried
    again = {(one.organisation_id, _plain(one.what)): one.key[0] for one in sorted(dated, key=lambda one: one.key)}
    due = [
        one
        for one in dated
        if one.by_when <= on + timedelta(days=SOON)
        and one.key not in over
        and again[one.organisation_id, _plain(one.what)] == one.key[0]
    ]
    return _by_return(session, due, on)


def _by_return(session: Session, due: list[_One], on: date) -> list[DueActions]:
    """How many there are for each return in whose plan one says what becomes of them."""
    if not due:
        return []
    kept_in = _where_kept(session, {one.key[0] for one in due})
    named = (
        select(Return.id, Return.organisation_id, Return.audit_id, Organisation.name, Audit.title)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .join(Audit, Audit.id == Return.audit_id)
        .where(Return.id.in_(set(kept_in.values())))
        .order_by(Audit.opens_on.desc(), Organisation.name, Return.id)
    )
    found = []
    for return_id, *names in session.execute(named):
        late = [one.by_when < on for one in due if kept_in[one.key[0]] == return_id]
        found.append(DueActions(return_id, *names, late=sum(late), soon=len(late) - sum(late)))
    return found


def _where_kept(session: Session, returns: set[int]) -> dict[int, int]:
    """For each return the one in whose plan its actions go on: of one that was submitted the one of the next audit."""
    later, next_audit = aliased(Return), aliased(Audit)
    following = (
        select(func.max(later.id))
        .join(next_audit, next_audit.id == later.audit_id)
        .where(
            next_audit.previous_id == Return.audit_id,
            later.organisation_id == Return.organisation_id,
            later.case_id.is_(None),
            later.withdrawn_at.is_(None),
            Return.case_id.is_(None),
            exists().where(Submission.return_id == Return.id),
        )
        .correlate(Return)
        .scalar_subquery()
    )
    rows = session.execute(select(Return.id, func.coalesce(following, Return.id)).where(Return.id.in_(returns)))
    return {return_id: kept_in for return_id, kept_in in rows}  # noqa: C416  a row is no pair to `dict`


def _of_answers(session: Session, returns: ColumnElement[bool], on: date) -> Iterator[_One]:
    last = (on + timedelta(days=SOON)).isoformat()
    wanted = (
        select(Answer.return_id, Answer.question, Return.organisation_id, Answer.action, Answer.action_by)
        .join(Return, Return.id == Answer.return_id)
        .where(_asked_for(returns), Answer.action != "", Answer.action_by.between("0", last))
    )
    for return_id, question, organisation_id, what, by_when in session.execute(wanted):
        yield _One((return_id, f"answer:{question}"), organisation_id, what, date.fromisoformat(by_when))


def _further(session: Session, returns: ColumnElement[bool]) -> Iterator[tuple[_One, tuple[int | None, str | None]]]:
    wanted: Select[tuple[FurtherAction, int]] = (
        select(FurtherAction, Return.organisation_id)
        .join(Return, Return.id == FurtherAction.return_id)
        .where(_asked_for(returns), FurtherAction.removed_at.is_(None))
    )
    for one, organisation_id in session.execute(wanted):
        carried_from = (one.carried_from_return_id, one.carried_from_action)
        day = one.by_when or date.max
        yield _One((one.return_id, f"further:{one.id}"), organisation_id, one.what, day), carried_from


def _over(session: Session, returns: ColumnElement[bool]) -> set[tuple[int | None, str | None]]:
    """The actions of which somebody noted last that they are done or dropped."""
    wanted = (
        select(ActionProgress.return_id, ActionProgress.action, ActionProgress.state)
        .join(Return, Return.id == ActionProgress.return_id)
        .where(_asked_for(returns))
        .order_by(ActionProgress.id)
    )
    last = {(return_id, action): ActionState(state) for return_id, action, state in session.execute(wanted)}
    return {key for key, state in last.items() if state.is_over}


def _asked_for(returns: ColumnElement[bool]) -> ColumnElement[bool]:
    return returns & Return.withdrawn_at.is_(None)


def _plain(what: str) -> str:
    return " ".join(what.split()).casefold()
