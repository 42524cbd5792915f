"""What is unusual in a return before it is submitted: nothing of it stops anybody."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit, Return, ReturnEvent
from formsapp.returns.fields.given import Stored
from formsapp.returns.models import Answer, Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.reading import ReadSection
from formsapp.returns.snapshot import condition_values
from formsapp.tools.versions import tool_of
from scoring.oddities import Oddity, oddities_of_return
from scoring.packed import codes_of
from scoring.ratings import Ratings
from scoring.score import Scores


class Unusual(NamedTuple):
    """Something worth a second look: its question (none for the whole return), and a sentence."""

    question: str | None
    label: str
    words: str


def unusual_in(
    session: Session,
    opened: OpenedReturn,
    stored: Mapping[str, Stored],
    sections: Iterable[ReadSection],
    *,
    whole: bool,
) -> list[Unusual]:
    """What is unusual: answer by answer, and in a `whole` return what only all of its answers together show."""
    return [*(_in_the_whole(session, opened, stored) if whole else ()), *_in_answers(sections)]


def _in_answers(sections: Iterable[ReadSection]) -> Iterator[Unusual]:
    for section in sections:
        for one in section.questions:
            for words in one.oddities:
                yield Unusual(one.asked.key, f"{one.asked.number} {one.asked.question.title}", words)


def _in_the_whole(session: Session, opened: OpenedReturn, stored: Mapping[str, Stored]) -> Iterator[Unusual]:
    codes = codes_of(opened.tool.tool, condition_values(opened, stored), opened.attributes, wave=opened.wave)
    if not len(codes):
        return
    ratings = Ratings((str(opened.id),), (str(opened.organisation_id),), codes.reshape(1, -1))
    scores = Scores(opened.tool.tool, ratings)
    taken = _minutes_taken(session, opened.id)
    for odd in oddities_of_return(scores, _last_time(session, opened), minutes=taken):
        yield Unusual(None, "The whole return", _words(odd, taken))


def _words(odd: Oddity, minutes: float | None) -> str:
    if odd.kind == "quick":
        taken = "a minute" if minutes is None or minutes < 1 else f"{ceil(minutes)} minutes"
        return f"it was filled in within {taken}, from the first answer to the last"
    return {"all_alike": "every rating is the same", "unchanged": "every rating is as it was last year"}[odd.kind]


def _minutes_taken(session: Session, return_id: int) -> float | None:
    """From the first save of a return to the last."""
    first = select(func.min(ReturnEvent.at)).where(
        ReturnEvent.return_id == return_id, ReturnEvent.kind == ReturnState.STARTED.value
    )
    last = select(func.max(Answer.saved_at)).where(Answer.return_id == return_id)
    began, ended = session.scalar(first), session.scalar(last)
    return None if began is None or ended is None else (ended - began) / timedelta(minutes=1)


def _last_time(session: Session, opened: OpenedReturn) -> Scores | None:
    """What the same organisation submitted last in the audit before; none about cases, which are others each time."""
    if opened.case_id is not None:
        return None
    before = select(Audit.previous_id).where(Audit.id == opened.audit_id).scalar_subquery()
    row = session.execute(
        select(Return, Submission.ratings)
        .join(Submission, Submission.return_id == Return.id)
        .where(Return.audit_id == before, Return.organisation_id == opened.organisation_id)
        .order_by(Submission.number.desc())
    ).first()
    if row is None:
        return None
    tool = tool_of(row.Return.audit.tool_version)
    return Scores(tool, Ratings.from_packed(tool, [str(row.Return.id)], [str(opened.organisation_id)], [row.ratings]))
