"""An audit: one run of a tool version over a set of organisations, each asked for a return."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from formsapp.access.policy import Scope
from formsapp.database import Model
from formsapp.organisations.models import Organisation
from formsapp.tools.models import ToolVersion


class Audit(Model):
    """One audit. Its state follows from its moves; see `lifecycle.py`."""

    __tablename__ = "audits"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    tool_version_id: Mapped[int] = mapped_column(ForeignKey("tool_versions.id"), index=True)
    #: The audit that this one is compared with, if any.
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("audits.id"))
    terms: Mapped[str] = mapped_column(Text, default="")
    method: Mapped[str] = mapped_column(default="broad")  # deep_dive | broad
    #: The wave of a training-impact tool that this audit asks; none for every other tool.
    wave: Mapped[str | None]
    opens_on: Mapped[date]
    #: The last day on which returns may be submitted, in London.
    closes_on: Mapped[date]
    #: Whether moderators judge before they see the self rating.
    blind: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    tool_version: Mapped[ToolVersion] = relationship()

    @property
    def scope(self) -> Scope:
        """An audit belongs to itself."""
        return Scope(audit_id=self.id)


class AuditMove(Model):
    """A move of an audit from one state to the next: appended, never changed."""

    __tablename__ = "audit_moves"
    __table_args__ = (Index("ix_audit_moves_audit", "audit_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"))
    to_state: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class Return(Model):
    """One organisation's answers to an audit; in a case-file audit, about one case."""

    __tablename__ = "returns"
    __table_args__ = (
        UniqueConstraint("audit_id", "organisation_id", "case_id"),
        Index(
            "uq_returns_without_a_case",
            "audit_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("case_id IS NULL"),
            postgresql_where=text("case_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    created_at: Mapped[datetime]
    #: Set while the organisation is out of the audit's scope; its people still read what they wrote.
    withdrawn_at: Mapped[datetime | None]

    audit: Mapped[Audit] = relationship()
    organisation: Mapped[Organisation] = relationship()

    @property
    def scope(self) -> Scope:
        """A return belongs to its organisation and to its audit, and to those who help with it."""
        return Scope(organisation_id=self.organisation_id, audit_id=self.audit_id, return_id=self.id)


class ReturnEvent(Model):
    """Something that happened to a return as a whole. The last one makes its state; none means not started."""

    __tablename__ = "return_events"
    __table_args__ = (Index("ix_return_events_return", "return_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    kind: Mapped[str]  # a ReturnState: started | submitted | sent_back | reopened | withdrawn
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
