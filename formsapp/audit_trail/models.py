"""The audit trail: append-only, each event chained to the one before by its hash."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class TrailEvent(Model):
    """One thing that happened: what, to which subject, by whom, when. Never the content of an answer."""

    __tablename__ = "trail_events"
    __table_args__ = (Index("ix_trail_events_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    event: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    audit_id: Mapped[int | None] = mapped_column(index=True)
    details: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]
