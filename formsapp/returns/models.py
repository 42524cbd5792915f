"""What a return holds: answers as rows, and one immutable snapshot a submission."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class Answer(Model):
    """The answer to one question: one row, with its revision. `value` None is unanswered.

    `value` is a level's value, the scheme's not-applicable value, yes or no, a choice, a number or a day as text;
    for several choices, a table or a list of evidence it is canonical JSON.
    """

    __tablename__ = "answers"

    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str | None] = mapped_column(Text)
    not_applicable_reason: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    #: What will be done; who will do it; by when, as a day (2027-02-28).
    action: Mapped[str] = mapped_column(Text, default="")
    action_who: Mapped[str] = mapped_column(Text, default="")
    action_by: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: The open page that saved it and the how-manieth save of that page it was; none where a whole section was posted.
    saved_from: Mapped[str | None]
    save_number: Mapped[int | None]


class Presence(Model):
    """That somebody has a section open in their browser, and when the page last said so."""

    __tablename__ = "presence"

    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    seen_at: Mapped[datetime]


class KeptWords(Model):
    """Words that may identify a child, which somebody kept in an answer, with their reason."""

    __tablename__ = "kept_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    question: Mapped[str]
    part: Mapped[str]
    #: What the words look like: nhs_number | upn | postcode | case_number | name_and_birth_date ...
    kind: Mapped[str]
    #: A digest of the words, so that the same words are not asked about twice.
    digest: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class SendBackPoint(Model):
    """One section that a return was sent back for, and why."""

    __tablename__ = "send_back_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("return_events.id"), index=True)
    section: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)


class Submission(Model):
    """A return as it was submitted: the whole document, its fingerprint, and one packed row of ratings."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("return_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    number: Mapped[int]
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    fingerprint: Mapped[str]
    #: One signed byte a scored question in tool order: see scoring/packed.py.
    ratings: Mapped[bytes] = mapped_column(LargeBinary)
    receipt: Mapped[str] = mapped_column(unique=True)
    declaration: Mapped[str] = mapped_column(Text)
    #: The answers with their revisions, the questions' visibility and the organisation's attributes, as canonical JSON.
    #: The last column: SQLite reads a row from its beginning, and scoring an audit must not read every document.
    document: Mapped[str] = mapped_column(Text)
