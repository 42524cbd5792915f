"""Moderation: each moderator's own ratings and the settled ratings, side by side and append-only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.access.policy import Scope
from formsapp.database import Model


class Moderator(Model):
    """Who moderates which return."""

    __tablename__ = "moderators"
    __table_args__ = (UniqueConstraint("return_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    allocated_at: Mapped[datetime]
    allocated_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Set when the return was taken back from the moderator, with the reason; what they judged stays.
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None] = mapped_column(Text)


class JudgedRating(Model):
    """A moderator's rating of one answer: a row a judgement; the first one is what reliability is computed on."""

    __tablename__ = "judged_ratings"
    __table_args__ = (Index("ix_judged_ratings_return", "return_id", "question", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    question: Mapped[str]
    moderator_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: A level's value or the scheme's not-applicable value; None means "cannot judge".
    rating: Mapped[str | None]
    reason: Mapped[str] = mapped_column(Text)
    #: The revision of the answer that was judged.
    answer_revision: Mapped[int]
    judged_at: Mapped[datetime]


class SettledRating(Model):
    """The level moderation settled on for one answer: the last row counts, while the answer has not changed."""

    __tablename__ = "settled_ratings"
    __table_args__ = (Index("ix_settled_ratings_return", "return_id", "question", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    question: Mapped[str]
    rating: Mapped[str]
    how: Mapped[str]  # upheld | agreed | chair_settled
    reason: Mapped[str] = mapped_column(Text)
    answer_revision: Mapped[int]
    settled_at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: What somebody who took part still thinks, and who.
    minority_view: Mapped[str] = mapped_column(Text, default="")
    minority_of_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ProposedAgreement(Model):
    """A level on which one moderator thinks both can agree, with a note: settled when the other says yes."""

    __tablename__ = "proposed_agreements"
    __table_args__ = (Index("ix_proposed_agreements_return", "return_id", "question", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    question: Mapped[str]
    rating: Mapped[str]
    note: Mapped[str] = mapped_column(Text)
    answer_revision: Mapped[int]
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class AnswerQuery(Model):
    """A moderator asks the author of one answer something before judging it."""

    __tablename__ = "answer_queries"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    question: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    answer_revision: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]


class QueryReply(Model):
    """What somebody of the organisation replied to a query. It changes no answer."""

    __tablename__ = "query_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    query_id: Mapped[int] = mapped_column(ForeignKey("answer_queries.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class ReasonTemplate(Model):
    """Words with which reasons of this partnership often begin."""

    __tablename__ = "reason_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: agree | lower | raise | cannot_judge | reject_not_applicable | any
    about: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]


class Panel(Model):
    """A meeting of the moderation panel: who was there, from when to when. Its items make the minutes."""

    __tablename__ = "panels"

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"), index=True)
    held_on: Mapped[date]
    #: The people present who have an account, as a JSON list of ids.
    present: Mapped[str] = mapped_column(Text)
    #: Others who were present, as typed.
    others: Mapped[str] = mapped_column(Text)
    began_at: Mapped[datetime]
    began_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]

    @property
    def scope(self) -> Scope:
        """A panel belongs to its audit."""
        return Scope(audit_id=self.audit_id)


class PanelItem(Model):
    """One exception that a panel talked about: settled, or left open with the reason."""

    __tablename__ = "panel_items"
    __table_args__ = (Index("ix_panel_items_panel", "panel_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panels.id"))
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    question: Mapped[str]
    outcome: Mapped[str]  # settled | left_open
    note: Mapped[str] = mapped_column(Text)
    settled_id: Mapped[int | None] = mapped_column(ForeignKey("settled_ratings.id"))
    #: Those present who stepped out because they have an interest, as a JSON list of ids.
    stepped_out: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class GlassBroken(Model):
    """Somebody opened a return in spite of their interest, because it could not wait: each reading is one row."""

    __tablename__ = "glass_broken"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    #: When a chair or deputy said that they have seen it, and who.
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
