"""The evidence of an organisation: described once, used beside several questions and in several years."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.policy import Scope
from formsapp.database import Model


class EvidenceFile(Model):
    """A file somebody sent, with what a scanner says about it. The content is its own table: lists never read it."""

    __tablename__ = "evidence_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What is shown and offered as the name of the download; never a path.
    name: Mapped[str]
    #: What the content is, found by looking at it.
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    scan: Mapped[str]  # not_scanned (no scanner here) | waiting | clean | infected | protected
    scanned_at: Mapped[datetime | None]
    scan_words: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    received_from_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class EvidenceContent(Model):
    """The bytes of a file; deleted where a virus is found or the evidence is removed before it was submitted."""

    __tablename__ = "evidence_contents"

    file_id: Mapped[int] = mapped_column(ForeignKey("evidence_files.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class EvidenceItem(Model):
    """One thing that shows how well something works: a described reference, a link, or a file."""

    __tablename__ = "evidence_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[str]  # reference | link | file
    title: Mapped[str]
    where_kept: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_files.id"))
    dated_on: Mapped[date | None]
    #: From this day on it should be looked at anew: it is flagged as out of date.
    review_on: Mapped[date | None]
    owner: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    @property
    def scope(self) -> Scope:
        """Evidence belongs to its organisation."""
        return Scope(organisation_id=self.organisation_id)


class EvidenceUse(Model):
    """That a piece of evidence stands beside an answer."""

    __tablename__ = "evidence_uses"
    __table_args__ = (Index("ix_evidence_uses_return", "return_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("evidence_items.id"), index=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    question: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
