"""Private notes: what colleagues write to each other beside a return, and what never leaves their setting."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class PrivateNote(Model):
    """One note beside a question, a section or a whole return. An open note is a reminder that something is left to do.

    Notes are appended. Nothing but the setting's own pages may read this table: no snapshot, no export to the
    partnership, no review page.
    """

    __tablename__ = "private_notes"
    __table_args__ = (Index("ix_private_notes_return", "return_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    section: Mapped[str | None]
    question: Mapped[str | None]
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Whether it asks for something to be done before the return is submitted.
    is_to_do: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]
