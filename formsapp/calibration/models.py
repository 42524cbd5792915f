"""Worked examples with a reference rating, and what each moderator rated before they started."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.policy import Scope
from formsapp.database import Model


class WorkedExample(Model):
    """One invented answer to a question of the audit's tool, with the rating that the partnership would give it."""

    __tablename__ = "worked_examples"

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"), index=True)
    question: Mapped[str]
    #: What an invented organisation wrote, and what it showed.
    comment: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    reference: Mapped[str]
    why: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]

    @property
    def scope(self) -> Scope:
        """An example belongs to its audit."""
        return Scope(audit_id=self.audit_id)


class ExampleRating(Model):
    """What a moderator rated an example before seeing the reference: once, never changed."""

    __tablename__ = "example_ratings"
    __table_args__ = (UniqueConstraint("example_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    example_id: Mapped[int] = mapped_column(ForeignKey("worked_examples.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    rating: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
