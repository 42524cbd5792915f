"""Versions of audit tools. A ratified version never changes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint, event, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

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
    #: The YAML as it was written, comments included. Read only where it is asked for: lists and pages of returns
    #: must not carry it about, nor the document.
    source: Mapped[str] = mapped_column(Text, deferred=True)
    #: The checked tool as canonical JSON, schemes whole: what every form and score is made from.
    document: Mapped[str] = mapped_column(Text, deferred=True)
    fingerprint: Mapped[str]
    #: What the checker warned of when the version was proposed: a JSON list of [line, code, sentence].
    warnings: Mapped[str] = mapped_column(Text, default="[]", deferred=True)
    #: The version before, which it is compared with; of the same tool, or of the one it was made from.
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("tool_versions.id"))
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Its old value is always read before a new one is set, so that the guard below can tell.
    ratified_at: Mapped[datetime | None] = mapped_column(active_history=True)
    ratified_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Set while a proposal is taken back to be changed; proposed again, the same row holds the new content.
    withdrawn_at: Mapped[datetime | None]
    #: The meeting that ratified it, and its date.
    ratified_at_meeting: Mapped[str | None]
    ratified_on: Mapped[date | None]
    retired_at: Mapped[datetime | None]
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    retired_because: Mapped[str | None] = mapped_column(Text)

    @property
    def scope(self) -> Scope:
        """Tools are for everyone who may see tools, whatever their role is over."""
        return Scope(shared=True)

    @property
    def state(self) -> str:
        """proposed, withdrawn, ratified or retired, from what was recorded."""
        if self.retired_at is not None:
            return "retired"
        if self.ratified_at is not None:
            return "ratified"
        return "proposed" if self.withdrawn_at is None else "withdrawn"


#: What a ratified version may never change: everything but its retirement. Triggers in the database hold the same.
_FROZEN = frozenset(column.key for column in inspect(ToolVersion).column_attrs) - {
    "retired_at",
    "retired_by_id",
    "retired_because",
}


class RatifiedVersionChangedError(Exception):
    """Something tried to change or delete a ratified version of a tool."""


@event.listens_for(ToolVersion, "before_update")
def _keep_ratified(_mapper: Mapper[Any], _connection: Connection, version: ToolVersion) -> None:
    state = inspect(version)
    if _was_proposed(state.attrs.ratified_at.history):
        return
    changed = sorted(name for name in _FROZEN if state.attrs[name].history.has_changes())
    if changed:
        raise RatifiedVersionChangedError(f"{version.key} {version.version}: {', '.join(changed)}")


@event.listens_for(ToolVersion, "before_delete")
def _never_delete_ratified(_mapper: Mapper[Any], _connection: Connection, version: ToolVersion) -> None:
    if version.ratified_at is not None:
        raise RatifiedVersionChangedError(f"{version.key} {version.version}: deleted")


def _was_proposed(ratified_at: Any) -> bool:
    before = ratified_at.deleted or ratified_at.unchanged
    return all(value is None for value in before)
