"""The action plan of an organisation: the actions its answers name, more that it adds, and how far each is."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class FurtherAction(Model):
    """An action beside those that answers name: what, who, by when."""

    __tablename__ = "further_actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    #: The question it follows from; none where it follows from the return as a whole.
    question: Mapped[str | None]
    what: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(Text, default="")
    by_when: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]
    #: Of an action carried over from an earlier return: that return, and the action there (see ActionProgress.action).
    carried_from_return_id: Mapped[int | None] = mapped_column(ForeignKey("returns.id"))
    carried_from_action: Mapped[str | None]


class ActionProgress(Model):
    """How far an action is, as somebody noted it: appended, the last one counts."""

    __tablename__ = "action_progress"
    __table_args__ = (Index("ix_action_progress_return", "return_id", "action"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    #: `answer:KEY` for the action of an answer, `further:ID` for another.
    action: Mapped[str]
    state: Mapped[str]  # not_started | under_way | done | dropped
    note: Mapped[str] = mapped_column(Text, default="")
    #: What difference it made for children, in words.
    difference: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
