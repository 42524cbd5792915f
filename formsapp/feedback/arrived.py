"""That feedback has arrived: for the home page and the task list of those who get it. One query."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from formsapp.audits.models import Audit, Return
from formsapp.feedback.models import Challenge, FeedbackLetter, FeedbackRelease, LetterAcknowledged
from formsapp.feedback.queries import is_sampled
from formsapp.organisations.models import Organisation
from formsapp.returns.models import Submission

_LETTER = (
    select(func.max(FeedbackLetter.id))
    .where(FeedbackLetter.return_id == Return.id, FeedbackLetter.released_at.is_not(None))
    .correlate(Return)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Arrived:
    """A letter, or a page, that is there for a return. `is_read` is about the person who asks."""

    return_id: int
    audit: str
    organisation: str
    at: datetime
    is_letter: bool
    is_read: bool
    challenges: int


def arrived(session: Session, person_id: int | None, *conditions: ColumnElement[bool]) -> list[Arrived]:
    """The feedback that is there for the returns that meet these conditions, newest first."""
    read = exists().where(LetterAcknowledged.letter_id == FeedbackLetter.id, LetterAcknowledged.person_id == person_id)
    challenges = (
        select(func.count()).where(Challenge.letter_id == FeedbackLetter.id).correlate(FeedbackLetter).scalar_subquery()
    )
    submitted = exists().where(Submission.return_id == Return.id)
    rows = session.execute(
        select(
            Return.id, Audit.title, Organisation.name, FeedbackLetter.released_at, FeedbackRelease.at, read, challenges
        )
        .join(Audit, Audit.id == Return.audit_id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .outerjoin(FeedbackLetter, FeedbackLetter.id == _LETTER)
        .outerjoin(FeedbackRelease, (FeedbackRelease.audit_id == Return.audit_id) & ~is_sampled() & submitted)
        .where(*conditions, FeedbackLetter.id.is_not(None) | FeedbackRelease.id.is_not(None))
    ).all()
    found = [
        Arrived(return_id, audit, organisation, sent or opened, sent is not None, bool(is_read), number)
        for return_id, audit, organisation, sent, opened, is_read, number in rows
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)
