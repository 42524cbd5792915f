"""The returns of one's own settings, and those one was asked to help with."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from flask import url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import return_state, states_of
from formsapp.audits.state_colours import RETURN_COLOURS
from formsapp.audits.visibility import contributed_returns, own_returns
from formsapp.cases.models import Case
from formsapp.clock import today
from formsapp.home.need import AuditOfSettings, Group, Need, SettingLine
from formsapp.organisations.models import Organisation
from formsapp.returns.progress import SectionProgress, Status
from formsapp.returns.progress_of_returns import progress_by_return
from formsapp.ui.formatting import count, day

SHOWN_AT_MOST = 12


class _Row(NamedTuple):
    """A return with what its line says."""

    return_: Return
    organisation: str
    audit: Audit
    code: str | None
    state: ReturnState
    waits: bool

    @property
    def order(self) -> tuple[object, ...]:
        """What was sent back, then what is due soonest."""
        return self.state != ReturnState.SENT_BACK, self.audit.closes_on

    @property
    def href(self) -> str:
        """Where it is filled in."""
        return url_for("returns.show_return", return_id=self.return_.id)


def own(session: Session, actor: Actor) -> list[Group]:
    """The person's own organisations' returns: to answer first, then those done."""
    if not can(actor, Permission.RETURN_VIEW):
        return []
    rows = _rows(session, own_returns(actor))
    together = _of_several_settings(rows)
    alone = [row for row in rows if row.audit.id not in together]
    several = len({row.organisation for row in rows}) > 1
    to_do = sorted((row for row in alone if row.waits), key=lambda row: row.order)
    done = [_need(row, several=several) for row in alone if not row.waits]
    groups = [
        Group(
            "Returns to complete" if can(actor, Permission.RETURN_SUBMIT) else "Returns of your organisation",
            [_need(row, several=several) for row in to_do],
            "" if together else "Nothing is waiting for you. Thank you.",
            audits=_audits(session, [row for row in rows if row.audit.id in together]),
        )
    ]
    return [*groups, Group("Earlier returns", done[:SHOWN_AT_MOST])] if done else groups


def helping(session: Session, actor: Actor) -> list[Group]:
    """The returns that the person was asked to help with, with what is left of their part."""
    if not can(actor, Permission.RETURN_CONTRIBUTE):
        return []
    rows = _rows(session, contributed_returns(actor))
    progress = progress_by_return(session, [row.return_.id for row in rows])
    needs = [
        _part(row, [one for one in progress[row.return_.id] if _holds(actor, row.return_.id, one.section.key)])
        for row in sorted(rows, key=lambda row: (not row.waits, *row.order))
    ]
    return [Group("Asked to help", needs[:SHOWN_AT_MOST])] if needs else []


def _rows(session: Session, sight: ColumnElement[bool]) -> list[_Row]:
    found = session.execute(
        select(Return, Organisation.name, Audit, Case.code, return_state())
        .join(Organisation, Organisation.id == Return.organisation_id)
        .join(Audit, Audit.id == Return.audit_id)
        .outerjoin(Case, Case.id == Return.case_id)
        .where(sight, Return.withdrawn_at.is_(None))
        .order_by(Audit.closes_on.desc(), Audit.id, Organisation.name, Case.code)
    ).all()
    states = states_of(session, {row[2].id: row[2] for row in found}.values())
    return [
        _Row(return_, name, audit, code, ReturnState(state), _waits(states[audit.id], ReturnState(state)))
        for return_, name, audit, code, state in found
    ]


def _waits(audit: AuditState, state: ReturnState) -> bool:
    open_ = audit is AuditState.OPEN or state in {ReturnState.SENT_BACK, ReturnState.REOPENED}
    return open_ and state.can_be_answered


def _need(row: _Row, *, several: bool) -> Need:
    case, setting = f"case {row.code}" if row.code else "", row.organisation if several else ""
    title = ": ".join(filter(None, [row.audit.title, case, setting]))
    return Need(title, row.href, _detail(row), row.state.words, RETURN_COLOURS[row.state])


def _detail(row: _Row) -> str:
    days = (row.audit.closes_on - today()).days
    if row.state is ReturnState.SENT_BACK:
        return "Sent back to you: open it to see why"
    if row.waits:
        return _due(row.audit)
    if row.state is ReturnState.SUBMITTED and days >= 0:
        return f"The audit closes on {day(row.audit.closes_on)}"
    return f"Closed on {day(row.audit.closes_on)}"


def _due(audit: Audit) -> str:
    days = (audit.closes_on - today()).days
    if days < 0:
        return f"Due as soon as you can: it closed on {day(audit.closes_on)}"
    left = f", {count(days, 'day')} left" if days <= 30 else ""
    return f"Due by the end of {day(audit.closes_on)}{left}"


def _of_several_settings(rows: Iterable[_Row]) -> set[int]:
    """The audits under way in which the person serves more than one setting."""
    asked: dict[int, list[_Row]] = {}
    for row in rows:
        if row.code is None:
            asked.setdefault(row.audit.id, []).append(row)
    return {audit for audit, found in asked.items() if len(found) > 1 and any(row.waits for row in found)}


def _audits(session: Session, rows: list[_Row]) -> list[AuditOfSettings]:
    progress = progress_by_return(session, [row.return_.id for row in rows]) if rows else {}
    each = [(audit, list(found)) for audit, found in groupby(rows, key=lambda row: row.audit)]
    return [
        AuditOfSettings(audit.title, _due(audit), [_line(row, progress[row.return_.id]) for row in found])
        for audit, found in sorted(each, key=lambda one: one[0].closes_on)
    ]


def _line(row: _Row, progress: list[SectionProgress]) -> SettingLine:
    complete = sum(one.status is Status.COMPLETE for one in progress)
    return SettingLine(
        row.organisation,
        row.href,
        row.state.words,
        RETURN_COLOURS[row.state],
        f"{complete} of {len(progress)}",
        _left(progress) if row.waits else "",
    )


def _left(progress: Iterable[SectionProgress]) -> str:
    """How many questions still need something."""
    left = len({gap.asked.key for one in progress for gap in one.gaps})
    return f"{count(left, 'question')} left" if left else "nothing left"


def _part(row: _Row, progress: list[SectionProgress]) -> Need:
    detail = f"{count(len(progress), 'section')}, {_left(progress)}"
    if row.waits:
        detail = f"{detail}. {_due(row.audit)}"
    title = f"Asked to help with {row.audit.title}: {row.organisation}"
    return Need(title, row.href, detail, row.state.words, RETURN_COLOURS[row.state])


def _holds(actor: Actor, return_id: int, section: str) -> bool:
    held = [one for one in actor.holding(Permission.RETURN_CONTRIBUTE) if one.return_id == return_id]
    return any(one.sections is None or section in one.sections for one in held)
