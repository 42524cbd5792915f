"""What a letter still waits for: ratings that are not settled or stale, and queries that are open."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.moderation.models import AnswerQuery, JudgedRating, SettledRating
from formsapp.returns.models import Answer

NOT_SETTLED = "not settled yet"
STALE = "stale: the answer changed after it was judged"
OPEN_QUERY = "a query to its author is open"


@dataclass(frozen=True)
class Waits:
    """One question, and why the letter waits for it."""

    question: str
    why: str


@dataclass
class Judged:
    """How far the judging of one return is."""

    waits: list[Waits] = field(default_factory=list)
    settled: int = 0
    has_begun: bool = False


@dataclass
class _Question:
    revision: int = 0
    judged: list[tuple[int, str | None, int]] = field(default_factory=list)
    settled: tuple[str, str, int] | None = None
    own: str | None = None

    def why(self) -> str | None:
        """Why it is not settled for good; None where it is, or where nobody judged it."""
        now = {moderator: rating for moderator, rating, revision in self.judged if revision == self.revision}
        if self.settled is not None:
            if self.settled[2] != self.revision:
                return STALE
            differs = self.settled[1] == "upheld" and any(one not in {None, self.own} for one in now.values())
            return "a moderator judged otherwise after it was upheld" if differs else None
        if self.judged and not now:
            return STALE
        return NOT_SETTLED if any(rating is not None for rating in now.values()) else None


def judged_in(session: Session, return_ids: Collection[int]) -> dict[int, Judged]:
    """How far the judging of these returns is: four queries, whatever their number."""
    found: defaultdict[int, Judged] = defaultdict(Judged)
    for (return_id, key), one in _questions(session, return_ids).items():
        if not one.judged and one.settled is None:
            continue
        found[return_id].has_begun = True
        if why := one.why():
            found[return_id].waits.append(Waits(key, why))
        else:
            found[return_id].settled += one.settled is not None
    asked = select(AnswerQuery.return_id, AnswerQuery.question).where(
        AnswerQuery.return_id.in_(return_ids), AnswerQuery.closed_at.is_(None)
    )
    for return_id, key in session.execute(asked.order_by(AnswerQuery.id)):
        found[return_id].waits.append(Waits(key, OPEN_QUERY))
    return {return_id: found[return_id] for return_id in return_ids}


def _questions(session: Session, return_ids: Collection[int]) -> dict[tuple[int, str], _Question]:
    found: defaultdict[tuple[int, str], _Question] = defaultdict(_Question)
    answers = select(Answer.return_id, Answer.question, Answer.revision, Answer.value)
    for return_id, key, revision, value in session.execute(answers.where(Answer.return_id.in_(return_ids))):
        found[return_id, key].revision, found[return_id, key].own = revision, value
    for judged in session.scalars(
        select(JudgedRating).where(JudgedRating.return_id.in_(return_ids)).order_by(JudgedRating.id)
    ):
        one = (judged.moderator_id, judged.rating, judged.answer_revision)
        found[judged.return_id, judged.question].judged.append(one)
    for settled in session.scalars(
        select(SettledRating).where(SettledRating.return_id.in_(return_ids)).order_by(SettledRating.id)
    ):
        last = (settled.rating, settled.how, settled.answer_revision)
        found[settled.return_id, settled.question].settled = last
    return found
