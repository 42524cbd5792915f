"""What a return was sent back for: the sections that were named, each with its reason."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import ReturnEvent
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.given import Given
from formsapp.returns.models import SendBackPoint, Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.since import changed_since


class Point(NamedTuple):
    """One section to look at again, and why."""

    section: AskedSection
    reason: str


class AnsweredPoint(NamedTuple):
    """One section to look at again, why, and how many of its answers changed since the return was submitted."""

    section: AskedSection
    reason: str
    changed: int


def answered_points(
    session: Session, opened: OpenedReturn, answers: Mapping[str, Given], earlier: Sequence[Submission]
) -> list[AnsweredPoint]:
    """Of a return that is sent back, what became of each section that it was sent back for. `earlier`: latest first."""
    if opened.state is not ReturnState.SENT_BACK:
        return []
    found = []
    for section, reason in points_of(session, opened):
        changed = changed_since(answers, (asked.key for asked in section.questions), earlier[:1])
        found.append(AnsweredPoint(section, reason, len(changed)))
    return found


def points_of(session: Session, opened: OpenedReturn) -> list[Point]:
    """The sections for which a return was last sent back that whoever opened it may open, in the order of the tool."""
    last = (
        select(func.max(ReturnEvent.id))
        .where(ReturnEvent.return_id == opened.id, ReturnEvent.kind == ReturnState.SENT_BACK.value)
        .scalar_subquery()
    )
    rows = session.execute(select(SendBackPoint.section, SendBackPoint.reason).where(SendBackPoint.event_id == last))
    reasons = {key: reason for key, reason in rows if opened.opens(key)}
    return [Point(section, reasons[key]) for key, section in opened.tool.sections.items() if key in reasons]
