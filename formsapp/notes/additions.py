"""What this feature shows in returns."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.notes.models import PrivateNote
from formsapp.returns.additions import Addition, Flag
from formsapp.returns.opened import OpenedReturn


def _flagged(session: Session, opened: OpenedReturn) -> Iterator[Flag]:
    """Notes that ask for something to be done before the return is submitted, for *Check your answers*."""
    still_to_do = select(PrivateNote.question, PrivateNote.text).where(
        PrivateNote.return_id == opened.id,
        PrivateNote.is_to_do.is_(True),
        PrivateNote.done_at.is_(None),
        PrivateNote.removed_at.is_(None),
    )
    for question, text in session.execute(still_to_do.order_by(PrivateNote.id)):
        yield Flag(question, f"A private note is still open: “{text}”")


ADDITION = Addition("notes", flagged=_flagged)
