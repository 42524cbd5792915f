"""Reads of letters: which returns get one, its drafts, its lines, and what was sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from formsapp.access.actor import Actor
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import return_state
from formsapp.audits.visibility import returns_in_sight
from formsapp.feedback.document import Letter
from formsapp.feedback.lines import Line, lines_of
from formsapp.feedback.models import FeedbackLetter, FeedbackRelease, LetterAcknowledged, LetterChange
from formsapp.moderation.models import JudgedRating
from formsapp.people.models import Person
from formsapp.samples.models import Sample, SampleEntry

_CURRENT_SAMPLE = (
    select(func.max(Sample.id)).where(Sample.audit_id == Return.audit_id).correlate(Return).scalar_subquery()
)


def is_sampled() -> ColumnElement[bool]:
    """Whether a return of a query gets a letter: drawn in the current sample, or moderated at all."""
    drawn = exists().where(
        SampleEntry.return_id == Return.id, SampleEntry.sample_id == _CURRENT_SAMPLE, SampleEntry.pick.is_not(None)
    )
    return or_(drawn, exists().where(JudgedRating.return_id == Return.id))


def return_is_sampled(session: Session, return_id: int) -> bool:
    """Whether this return gets a letter."""
    return session.scalar(select(Return.id).where(Return.id == return_id, is_sampled())) is not None


def sampled_returns(session: Session, audit: Audit, *, by: Actor) -> list[tuple[Return, str]]:
    """Every return of the audit that gets a letter and that the person may see, with its state."""
    state = return_state()
    rows = session.execute(
        select(Return, state)
        .where(Return.audit_id == audit.id, returns_in_sight(by), is_sampled())
        .options(joinedload(Return.organisation, innerjoin=True))
    ).all()
    return sorted(((row[0], row[1]) for row in rows), key=lambda row: (row[0].organisation.name, row[0].id))


@dataclass(frozen=True)
class LetterAtWork:
    """A letter that is being worded: its drafts, oldest first, and its lines as they stand."""

    drafts: tuple[FeedbackLetter, ...]
    lines: tuple[Line, ...]
    changes: int

    @property
    def is_drafted(self) -> bool:
        """Whether there is a draft."""
        return bool(self.drafts)

    @property
    def latest(self) -> FeedbackLetter:
        """The draft that counts."""
        return self.drafts[-1]

    @property
    def mark(self) -> str:
        """What is another one as soon as it is drafted again or any of its lines is changed."""
        return f"{self.latest.id}.{self.changes}"

    def line(self, key: str) -> Line | None:
        """One line by its key."""
        return next((one for one in self.lines if one.key == key), None)


def letters_of(session: Session, return_id: int) -> Sequence[FeedbackLetter]:
    """Every draft and letter of a return, oldest first."""
    wanted = select(FeedbackLetter).where(FeedbackLetter.return_id == return_id).order_by(FeedbackLetter.number)
    return session.scalars(wanted).all()


def released_letter(session: Session, return_id: int) -> FeedbackLetter | None:
    """The letter that was sent last about a return."""
    sent = [one for one in letters_of(session, return_id) if one.released_at is not None]
    return sent[-1] if sent else None


def letter_at_work(session: Session, return_id: int) -> LetterAtWork:
    """What is being worded since the last letter was sent: two queries."""
    letters = letters_of(session, return_id)
    sent = max((one.number for one in letters if one.released_at is not None), default=0)
    drafts = tuple(one for one in letters if one.number > sent)
    changes = _changes(session, [one.id for one in drafts])
    return LetterAtWork(drafts, tuple(lines_of(drafts, changes)), len(changes))


def lines_as_sent(session: Session, letter: FeedbackLetter) -> list[Line]:
    """The lines of a letter that was sent, each with its draft and its history."""
    letters = letters_of(session, letter.return_id)
    before = max((one.number for one in letters if one.released_at and one.number < letter.number), default=0)
    drafts = [one for one in letters if before < one.number <= letter.number]
    return lines_of(drafts, _changes(session, [one.id for one in drafts]))


def _changes(session: Session, letters: Collection[int]) -> list[tuple[LetterChange, str]]:
    if not letters:
        return []
    rows = session.execute(
        select(LetterChange, Person.name)
        .outerjoin(Person, Person.id == LetterChange.by_id)
        .where(LetterChange.letter_id.in_(letters))
        .order_by(LetterChange.id)
    )
    return [(change, name or "The system") for change, name in rows]


def document_of(letter: FeedbackLetter) -> Letter:
    """The letter as it was sent."""
    if letter.document is None:
        raise ValueError("this letter was not sent")
    return Letter.from_json(letter.document)


def acknowledged_by(session: Session, letter: FeedbackLetter) -> list[tuple[LetterAcknowledged, str]]:
    """Who of the setting said that they have read a letter, and when."""
    rows = session.execute(
        select(LetterAcknowledged, Person.name)
        .join(Person, Person.id == LetterAcknowledged.person_id)
        .where(LetterAcknowledged.letter_id == letter.id)
        .order_by(LetterAcknowledged.id)
    )
    return [(one, name) for one, name in rows]


def release_of(session: Session, audit_id: int) -> FeedbackRelease | None:
    """That the feedback pages of an audit are open; None while they are not."""
    return session.scalar(select(FeedbackRelease).where(FeedbackRelease.audit_id == audit_id))
