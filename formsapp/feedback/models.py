"""Letters to sampled settings, feedback for all others, and challenges: what was said is kept as it was said."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from formsapp.database import Model


class FeedbackLetter(Model):
    """A letter about one sampled return: drafted from the judgements, edited, released. Released, it is frozen."""

    __tablename__ = "feedback_letters"
    __table_args__ = (UniqueConstraint("return_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    number: Mapped[int]
    #: The lines as drafted, part by part, each with the questions it came from, as JSON.
    drafted: Mapped[str] = mapped_column(Text)
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: The letter as it was sent, as canonical JSON with its fingerprint; None until it is released.
    document: Mapped[str | None] = mapped_column(Text)
    fingerprint: Mapped[str | None]
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: The last day, in London, on which its ratings may be challenged.
    challenge_until: Mapped[date | None]


class LetterChange(Model):
    """What somebody made of one line of a drafted letter: appended; of the changes of a line the last one counts."""

    __tablename__ = "letter_changes"
    __table_args__ = (Index("ix_letter_changes_letter", "letter_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("feedback_letters.id"))
    kind: Mapped[str]  # reword | drop | put_back | add | move
    part: Mapped[str]
    line: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class LetterAcknowledged(Model):
    """Somebody of the setting said that they have read the letter."""

    __tablename__ = "letters_acknowledged"
    __table_args__ = (UniqueConstraint("letter_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("feedback_letters.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Challenge(Model):
    """A setting does not accept the moderated rating of one question, and says why. Its state is its last step."""

    __tablename__ = "challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("feedback_letters.id"))
    question: Mapped[str]
    #: The level the setting thinks right, and why.
    rating: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    #: What shows it, and where it can be seen; empty where nothing is named.
    evidence: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class ChallengeStep(Model):
    """What happened to a challenge: re-opened for a named decider, not re-opened, withdrawn, decided."""

    __tablename__ = "challenge_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenges.id"), index=True)
    kind: Mapped[str]  # reopened | declined | withdrawn | decided
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_id: Mapped[int | None] = mapped_column(ForeignKey("settled_ratings.id"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class FeedbackRelease(Model):
    """The feedback pages of every return that was not sampled are open, beside figures frozen at that moment."""

    __tablename__ = "feedback_releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"), unique=True)
    #: The figures of all returns that feedback pages are set beside, as canonical JSON.
    figures: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
