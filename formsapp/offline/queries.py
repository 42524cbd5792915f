"""Reading what somebody brought in: each for whoever brought it alone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.offline.models import ReturnWorkbook


def workbook_of(session: Session, return_id: int, actor: Actor) -> ReturnWorkbook | None:
    """The workbook that this person brought in for this return and has not used yet."""
    wanted = select(ReturnWorkbook).where(
        ReturnWorkbook.return_id == return_id, ReturnWorkbook.uploaded_by_id == actor.id
    )
    return session.scalars(wanted.order_by(ReturnWorkbook.id.desc())).first()
