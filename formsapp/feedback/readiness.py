"""How far the letter of each return is: for whoever words letters, and before one is released."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.audits.interests import deciders_of
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.audits.models import Return
from formsapp.feedback.models import FeedbackLetter
from formsapp.feedback.rules import why_not_draft, why_not_letter
from formsapp.feedback.waiting import OPEN_QUERY, Judged, Waits
from formsapp.profiles.wording import quoted
from formsapp.returns.models import Submission
from formsapp.ui.formatting import count
from tool_definitions.tool import Tool


def why_waits(tool: Tool, audit: AuditState, state: ReturnState, judged: Judged, *, is_sampled: bool) -> str | None:
    """Why the letter of a return cannot be drafted now, naming what is open."""
    named = [waits_words(tool, one) for one in judged.waits]
    return why_not_letter(audit, state, is_sampled=is_sampled) or why_not_draft(has_begun=judged.has_begun, waits=named)


def summed(judged: Judged) -> str:
    """What a letter waits for in numbers, for a list; empty where nothing."""
    number = Counter(one.why for one in judged.waits)
    words = [f"{count(many, 'rating')} {why}" for why, many in number.items() if why != OPEN_QUERY]
    words += [f"{count(number[OPEN_QUERY], 'open query', 'open queries')}"] if number[OPEN_QUERY] else []
    return f"Waits for: {', '.join(words)}" if words else ""


def waits_words(tool: Tool, one: Waits) -> str:
    """One thing that a letter waits for."""
    title = tool.questions[one.question].title if one.question in tool.questions else one.question
    return f"{quoted(title, 90)} is {one.why}" if not one.why.startswith("a ") else f"{quoted(title, 90)}: {one.why}"


def why_sent_for_good(session: Session, letter: FeedbackLetter | None) -> str | None:
    """Why no further letter can be drafted: one was sent, and the return was not submitted again since."""
    if letter is None or letter.released_at is None:
        return None
    again = select(Submission.id).where(
        Submission.return_id == letter.return_id, Submission.submitted_at > letter.released_at
    )
    if session.scalar(again.limit(1)) is not None:
        return None
    return "The letter is released. It stays as it was sent; what is decided about challenges is listed with it."


def who_releases(session: Session, return_: Return) -> str:
    """The names of those who release the letter of a return."""
    return listed([one.person.name for one in deciders_of(session, return_)])


def listed(names: Sequence[str]) -> str:
    """Names in a sentence; nobody where there are none."""
    if not names:
        return "nobody yet: the audit has no chair or deputy without an interest in this return"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


@dataclass(frozen=True)
class LetterState:
    """The letter of one return, on the list of letters."""

    return_: Return
    title: str
    state: str
    colour: str
    #: What it waits for, in a sentence; empty where nothing.
    waits: str
    #: Whether the person who looks may release it now.
    may_release: bool
    sent: FeedbackLetter | None
    acknowledged: int
    challenges: int
    #: How many of its ratings are settled, and how many there are: a letter can be drafted before all were judged.
    tested: int = 0
    questions: int = 0

    @property
    def is_wholly_judged(self) -> bool:
        """Whether every rating of it was judged, so that its letter can be drafted without asking."""
        return self.tested >= self.questions
