"""Drafts of audit tools: a text that people work on, and every step of that work."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from formsapp.access.policy import Scope
from formsapp.database import Model
from formsapp.tools.models import ToolVersion


class ToolDraft(Model):
    """A tool file that is being worked on. It may have errors; what is proposed from it may not."""

    __tablename__ = "tool_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What the text says the tool is called, as far as it can be read: for lists.
    key: Mapped[str] = mapped_column(default="")
    version: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    #: The text, as it now stands.
    source: Mapped[str] = mapped_column(Text, deferred=True)
    #: Goes up with every change, undoing included.
    revision: Mapped[int] = mapped_column(default=0)
    #: The step whose outcome the text is.
    step: Mapped[int] = mapped_column(default=0)
    #: The version it was made from and is compared with.
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("tool_versions.id"))
    started_at: Mapped[datetime]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: The version proposed from it, while that stands.
    proposed_id: Mapped[int | None] = mapped_column(ForeignKey("tool_versions.id"))
    discarded_at: Mapped[datetime | None]

    based_on: Mapped[ToolVersion | None] = relationship(foreign_keys=[based_on_id])
    proposed: Mapped[ToolVersion | None] = relationship(foreign_keys=[proposed_id])

    @property
    def scope(self) -> Scope:
        """Drafts are for everyone who may change tools, whatever their role is over."""
        return Scope(shared=True)

    @property
    def state(self) -> str:
        """open, proposed, ratified or discarded."""
        if self.discarded_at is not None:
            return "discarded"
        if self.proposed is None:
            return "open"
        return "proposed" if self.proposed.ratified_at is None else "ratified"


class ToolDraftStep(Model):
    """One step of the work on a draft: what was cut out of the text and what was put in its place. Never changed."""

    __tablename__ = "tool_draft_steps"
    __table_args__ = (UniqueConstraint("draft_id", "number"), Index("ix_tool_draft_steps_part", "draft_id", "part"))

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("tool_drafts.id"))
    #: From 1 in the order in which steps were taken; undoing takes none.
    number: Mapped[int]
    #: The number of the step that this one was taken after; 0 before the first.
    after: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: What was done, in words.
    words: Mapped[str]
    #: The part of the tool it was done to: "question leadership.dsl", "section leadership", "scoring"; or nothing.
    part: Mapped[str] = mapped_column(default="")
    #: Where in the text, counted in characters; what stood there; and what stands there now.
    place: Mapped[int]
    removed: Mapped[str] = mapped_column(Text, deferred=True)
    added: Mapped[str] = mapped_column(Text, deferred=True)


class ToolWorkbook(Model):
    """What was read from an uploaded workbook, until it becomes a draft. Only whoever uploaded it sees it."""

    __tablename__ = "tool_workbooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The draft whose text it is to replace, and the revision of that draft it is compared with; none for a new draft.
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("tool_drafts.id"))
    base: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[str]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: The cells that hold something, as JSON; the file itself is never kept.
    sheets: Mapped[str] = mapped_column(Text, deferred=True)
    #: Which column is what, as JSON; nothing for a workbook of our own layout.
    mapping: Mapped[str | None] = mapped_column(Text)
    #: Whether hidden rows and columns of our own layout are read.
    hidden_too: Mapped[bool] = mapped_column(default=False)

    draft: Mapped[ToolDraft | None] = relationship()

    @property
    def scope(self) -> Scope:
        """Like drafts; that only whoever uploaded it sees it, its loader decides."""
        return Scope(shared=True)
