"""How far letters and challenges are, on the overview of moderation."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.models import Audit
from formsapp.feedback.challenge_queries import open_challenges
from formsapp.feedback.models import FeedbackLetter
from formsapp.feedback.queries import sampled_returns
from formsapp.moderation.second import hidden_from
from formsapp.moderation.steps import Progress
from formsapp.ui.formatting import count


def letters_status(session: Session, audit: Audit, by: Actor) -> Progress:
    """How many letters are released, of the returns in sight that get one."""
    rows = sampled_returns(session, audit, by=by)
    shown = {return_.id for return_, _ in rows} - set(hidden_from(session, audit, by.id))
    sent = select(func.count(FeedbackLetter.return_id.distinct())).where(
        FeedbackLetter.return_id.in_(shown), FeedbackLetter.released_at.is_not(None)
    )
    if not rows:
        return Progress("None to write")
    number = session.scalar(sent) or 0
    return Progress(f"{number} of {count(len(rows), 'letter')} released", number >= len(rows))


def challenges_status(session: Session, audit: Audit, by: Actor) -> Progress:
    """How many challenges are open, for those who read all of them."""
    if not can(by, Permission.LETTER_EDIT, audit):
        return Progress("")
    number = open_challenges(session, audit, by=by)
    return Progress(f"{number} open", is_done=False) if number else Progress("None open", is_done=True)
