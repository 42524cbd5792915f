"""Published reports: frozen, never recomputed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.policy import Scope
from formsapp.database import Model


class PublishedReport(Model):
    """The report of an audit as it was published: text and figures as canonical JSON, with its fingerprint."""

    __tablename__ = "published_reports"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"), index=True)
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: When the page stops being shown, if ever.
    ends_at: Mapped[datetime | None]

    @property
    def scope(self) -> Scope:
        """A published report is for everyone who may read reports."""
        return Scope(shared=True)
