"""What a return was sent back for: the sections that were named, each with its reason."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import ReturnEvent
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.models import SendBackPoint
from formsapp.returns.opened import OpenedReturn


class Point(NamedTuple):
    """One section to look at again, and why."""

    section: AskedSection
    reason: str


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
