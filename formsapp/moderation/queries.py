"""Reads of moderation. What is in sight is decided in `audits/visibility.py`, here as everywhere."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import returns_in_sight
from formsapp.moderation.models import JudgedRating, Moderator, SettledRating
from formsapp.moderation.second import hidden_from
from formsapp.organisations.models import Organisation
from formsapp.people.models import Person
from formsapp.returns.models import Answer

_OF_ANSWER = (Answer.return_id == SettledRating.return_id) & (Answer.question == SettledRating.question)
#: A question that was never answered has no row, and was judged and settled at revision 0.
_IS_AS_SETTLED = func.coalesce(Answer.revision, 0) == SettledRating.answer_revision


@dataclass(frozen=True)
class Settled:
    """A settled rating that counts: the last one for its answer, and the answer has not changed since."""

    return_id: int
    question: str
    rating: str


@dataclass(frozen=True)
class QuestionRecord:
    """The three records of one answer, side by side: self, each moderator's own, settled."""

    answer: Answer | None
    judged: tuple[JudgedRating, ...] = ()
    settled: SettledRating | None = None
    history: tuple[JudgedRating | SettledRating, ...] = ()

    @property
    def self_rating(self) -> str | None:
        """The level the organisation chose."""
        return self.answer.value if self.answer else None

    @property
    def is_stale(self) -> bool:
        """Whether the answer changed after its rating was settled. A question never answered is at revision 0."""
        revision = self.answer.revision if self.answer else 0
        return self.settled is not None and self.settled.answer_revision != revision

    def judged_by(self, person_id: int | None) -> JudgedRating | None:
        """This moderator's latest judgement of the answer as it stands."""
        return next((one for one in self.judged if one.moderator_id == person_id), None)

    def hides_self_from(self, person_id: int | None, *, blind: bool) -> bool:
        """Whether this moderator may not see the self rating yet: they have not rated the answer as it stands.

        To say that it cannot be judged is not to have rated it.
        """
        own = self.judged_by(person_id)
        return blind and (own is None or own.rating is None)

    @property
    def is_decided(self) -> bool:
        """Whether people settled this answer as it stands; a rating that was merely upheld may still be looked at."""
        return self.settled is not None and not self.is_stale and self.settled.how != "upheld"

    @property
    def needs_settling(self) -> bool:
        """Whether a moderator judges otherwise than the organisation, or cannot judge, and nobody has settled it.

        A rating that was upheld waits again when one of its moderators thinks better of it; a settled rating waits
        when the answer has changed since.
        """
        return self.is_stale or (not self.is_decided and any(one.rating != self.self_rating for one in self.judged))


def settled_ratings(
    session: Session, audit: Audit, *, by: Actor, permission: Permission = Permission.RETURN_REVIEW
) -> list[Settled]:
    """The settled ratings of an audit that count and that the person may see with this permission.

    None of a return in which they may not see yet what others judged. A fixed number of queries.
    """
    latest = (
        select(func.max(SettledRating.id))
        .join(Return, Return.id == SettledRating.return_id)
        .where(Return.audit_id == audit.id)
        .group_by(SettledRating.return_id, SettledRating.question)
    )
    rows = session.execute(
        select(SettledRating.return_id, SettledRating.question, SettledRating.rating)
        .join(Return, Return.id == SettledRating.return_id)
        .outerjoin(Answer, _OF_ANSWER)
        .where(
            SettledRating.id.in_(latest),
            returns_in_sight(by, permission),
            _IS_AS_SETTLED,
        )
    )
    hidden = hidden_from(session, audit, by.id)
    return [Settled(*row) for row in rows if row.return_id not in hidden]


def settled_in_return(session: Session, return_id: int) -> dict[str, str]:
    """The settled ratings of one return that count, by question: one query. The caller decides who sees them."""
    latest = select(func.max(SettledRating.id)).where(SettledRating.return_id == return_id)
    rows = session.execute(
        select(SettledRating.question, SettledRating.rating)
        .outerjoin(Answer, _OF_ANSWER)
        .where(
            SettledRating.id.in_(latest.group_by(SettledRating.question)),
            _IS_AS_SETTLED,
        )
    )
    return {question: rating for question, rating in rows}  # noqa: C416  a Row is not a pair to dict()


def records_of(session: Session, return_: Return, questions: Sequence[str]) -> dict[str, QuestionRecord]:
    """The records of these questions of one return: three queries, whatever their number."""
    answers = {
        answer.question: answer
        for answer in session.scalars(
            select(Answer).where(Answer.return_id == return_.id, Answer.question.in_(questions))
        )
    }
    judged = _by_question(session, JudgedRating, return_, questions)
    settled = _by_question(session, SettledRating, return_, questions)
    return {
        key: _record(answers.get(key), judged.get(key, []), settled.get(key, []))  # type: ignore[arg-type]
        for key in questions
    }


def _by_question(
    session: Session,
    model: type[JudgedRating] | type[SettledRating],
    return_: Return,
    questions: Sequence[str],
) -> dict[str, list[JudgedRating | SettledRating]]:
    found: dict[str, list[JudgedRating | SettledRating]] = defaultdict(list)
    statement: Select[tuple[JudgedRating]] | Select[tuple[SettledRating]] = (
        select(model).where(model.return_id == return_.id, model.question.in_(questions)).order_by(model.id)
    )
    for row in session.scalars(statement):
        found[row.question].append(row)
    return found


def _record(answer: Answer | None, judged: list[JudgedRating], settled: list[SettledRating]) -> QuestionRecord:
    revision = answer.revision if answer else 0
    current = {one.moderator_id: one for one in judged if one.answer_revision == revision}
    return QuestionRecord(
        answer=answer,
        judged=tuple(current.values()),
        settled=settled[-1] if settled else None,
        history=tuple(sorted([*judged, *settled], key=_when)),
    )


def _when(one: JudgedRating | SettledRating) -> float:
    return (one.judged_at if isinstance(one, JudgedRating) else one.settled_at).timestamp()


def moderators_of(session: Session, return_: Return) -> list[Person]:
    """The people asked to moderate a return."""
    return list(
        session.scalars(
            select(Person)
            .join(Moderator, Moderator.person_id == Person.id)
            .where(Moderator.return_id == return_.id, Moderator.ended_at.is_(None))
            .order_by(Person.name)
        )
    )


def is_allocated(session: Session, return_: Return, actor: Actor) -> bool:
    """Whether this person was asked to moderate this return."""
    mine = Moderator.return_id == return_.id, Moderator.person_id == actor.id, Moderator.ended_at.is_(None)
    statement = select(Moderator.id).where(*mine)
    return session.scalar(statement) is not None


def organisations_of(session: Session, return_ids: Iterable[int]) -> dict[int, str]:
    """The organisation's name of each of these returns."""
    rows = session.execute(
        select(Return.id, Organisation.name)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .where(Return.id.in_(list(return_ids)))
    )
    return {return_id: name for return_id, name in rows}  # noqa: C416  as above
