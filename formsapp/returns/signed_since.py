"""Who has signed a return and would have to sign again if an answer changed now: in one query, for every section."""

from sqlalchemy import Integer, String, column, func, select, table
from sqlalchemy.orm import Session

from formsapp.database import UtcDateTime
from formsapp.returns.models import Answer
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.sign_off import title_of

#: The table of a feature above this one, by name.
_its = table("signatures", column("return_id", Integer), column("role", String), column("signed_at", UtcDateTime())).c


def signed_since(session: Session, opened: OpenedReturn) -> list[str]:
    """Who has signed since the last answer was saved. Cheaper than asking whether each signature holds."""
    if not opened.tool.tool.sign_off:
        return []
    last = select(func.max(Answer.saved_at)).where(Answer.return_id == opened.id).scalar_subquery()
    roles = set(session.scalars(select(_its.role).where(_its.return_id == opened.id, _its.signed_at >= last)))
    return [title_of(one.role) for one in opened.tool.tool.sign_off if one.role in roles]
