"""Versions of audit tools. A ratified version never changes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.policy import Scope
from formsapp.database import Model


class ToolVersion(Model):
    """One version of one tool: the file as written, the checked document, and its ratification."""

    __tablename__ = "tool_versions"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    version: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    #: The YAML as it was written, comments included.
    source: Mapped[str] = mapped_column(Text)
    #: The checked tool as canonical JSON, schemes whole: what every form and score is made from.
    document: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ratified_at: Mapped[datetime | None]
    ratified_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: The meeting that ratified it, and its date.
    ratified_at_meeting: Mapped[str | None]
    ratified_on: Mapped[date | None]
    retired_at: Mapped[datetime | None]

    @property
    def scope(self) -> Scope:
        """Tools belong to the partnership."""
        return Scope()

    @property
    def state(self) -> str:
        """draft, ratified or retired, from what was recorded."""
        if self.retired_at is not None:
            return "retired"
        return "draft" if self.ratified_at is None else "ratified"
