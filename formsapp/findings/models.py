"""Findings: what the summary drafted, and what the chair made of it. Both wordings are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.policy import Scope
from formsapp.database import Model


class Finding(Model):
    """One line of the four-part summary. `drafted` is None where the chair added it."""

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_audit", "audit_id", "part", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"))
    part: Mapped[str]  # working_well | concern | recommendation | also_noted | learning
    #: The question or section it is about; empty where it is about the audit.
    about: Mapped[str] = mapped_column(default="")
    drafted: Mapped[str | None] = mapped_column(Text)
    #: The reasons with their figures, as JSON.
    reasons: Mapped[str] = mapped_column(Text, default="[]")
    place: Mapped[int]
    created_at: Mapped[datetime]

    @property
    def scope(self) -> Scope:
        """A finding belongs to its audit."""
        return Scope(audit_id=self.audit_id)


class FindingChange(Model):
    """What happened to a finding: appended, never changed. Of the chair's own changes the last one counts."""

    __tablename__ = "finding_changes"
    __table_args__ = (Index("ix_finding_changes_finding", "finding_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    kind: Mapped[str]  # a Change of history.py
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
