"""What moderation came to in one return: each settled rating beside the organisation's own."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.audits.models import Return
from formsapp.moderation.queries import QuestionRecord, records_of
from formsapp.moderation.second import questions_that_count
from formsapp.returns.models import Answer
from formsapp.returns.opened import OpenedReturn
from tool_definitions.scheme import RatingScheme, Stance

NOT_ANSWERED = "Not answered"


@dataclass(frozen=True)
class Outcome:
    """One question: the level the organisation chose, the level moderation settled on, and why."""

    key: str
    number: str
    title: str
    section: str
    section_title: str
    scheme: RatingScheme
    own: str | None
    settled: str
    reason: str

    @property
    def own_label(self) -> str:
        """The organisation's own level in words."""
        return label_of(self.scheme, self.own)

    @property
    def settled_label(self) -> str:
        """The moderated level in words."""
        return label_of(self.scheme, self.settled)

    @cached_property
    def direction(self) -> str:
        """`upheld`, `raised`, `lowered`, or `changed` where one of the two is no level."""
        if self.own == self.settled:
            return "upheld"
        ranks = self.scheme.ranks
        if self.own not in ranks or self.settled not in ranks:
            return "changed"
        return "raised" if ranks[self.settled] > ranks[self.own] else "lowered"

    @property
    def stance(self) -> Stance | None:
        """What the moderated level says about practice; None where it is not applicable."""
        return self.scheme.level(self.settled).stance if self.settled in self.scheme.ranks else None


@dataclass(frozen=True)
class Unjudged:
    """A question that moderators could not judge, and what they said."""

    key: str
    title: str
    reasons: tuple[str, ...]


def label_of(scheme: RatingScheme, rating: str | None) -> str:
    """A rating in words."""
    if rating is None:
        return NOT_ANSWERED
    return scheme.level(rating).label if rating in scheme.ranks else scheme.not_applicable.label


def outcomes_of(session: Session, opened: OpenedReturn) -> tuple[list[Outcome], list[Unjudged]]:
    """The settled ratings of a return that stand, and what could not be judged, in the order of its tool.

    A question that is not put to the return any more, because another answer changed, has no outcome.
    """
    tool, return_ = opened.tool.tool, session.get_one(Return, opened.id)
    answers = {one.question: one for one in session.scalars(select(Answer).where(Answer.return_id == opened.id))}
    records = records_of(session, return_, questions_that_count(return_, answers))
    settled = [
        _outcome(opened, key, one) for key, one in records.items() if one.settled is not None and not one.is_stale
    ]
    unjudged = [
        Unjudged(key, tool.questions[key].title, tuple(judged.reason for judged in one.judged))
        for key, one in records.items()
        if one.settled is None and one.judged and all(judged.rating is None for judged in one.judged)
    ]
    return settled, unjudged


def _outcome(opened: OpenedReturn, key: str, record: QuestionRecord) -> Outcome:
    tool = opened.tool.tool
    section = tool.section_of[key]
    settled = record.settled
    if settled is None:
        raise ValueError(key)
    return Outcome(
        key=key,
        number=opened.tool.questions[key].number,
        title=tool.questions[key].title,
        section=section.key,
        section_title=section.title,
        scheme=tool.scheme_of(key),
        own=record.self_rating,
        settled=settled.rating,
        reason=settled.reason,
    )
