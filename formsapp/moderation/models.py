"""Moderation: each moderator's own ratings and the settled ratings, side by side and append-only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class Moderator(Model):
    """Who moderates which return."""

    __tablename__ = "moderators"
    __table_args__ = (UniqueConstraint("return_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    allocated_at: Mapped[datetime]
    allocated_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class JudgedRating(Model):
    """A moderator's rating of one answer: a row a judgement; the first one is what reliability is computed on."""

    __tablename__ = "judged_ratings"
    __table_args__ = (Index("ix_judged_ratings_return", "return_id", "question", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    question: Mapped[str]
    moderator_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: A level's value or the scheme's not-applicable value; None means "cannot judge".
    rating: Mapped[str | None]
    reason: Mapped[str] = mapped_column(Text)
    #: The revision of the answer that was judged.
    answer_revision: Mapped[int]
    judged_at: Mapped[datetime]


class SettledRating(Model):
    """The level moderation settled on for one answer: the last row counts, while the answer has not changed."""

    __tablename__ = "settled_ratings"
    __table_args__ = (Index("ix_settled_ratings_return", "return_id", "question", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    question: Mapped[str]
    rating: Mapped[str]
    how: Mapped[str]  # upheld | agreed | chair_settled
    reason: Mapped[str] = mapped_column(Text)
    answer_revision: Mapped[int]
    settled_at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
