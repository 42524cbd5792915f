"""Each moderator's first rating of every answer, given alone: what agreement and drift are computed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import returns_in_sight
from formsapp.moderation.models import JudgedRating, Moderator
from formsapp.moderation.second import hidden_from
from formsapp.people.models import Person
from formsapp.returns.models import Answer
from scoring.packed import HIDDEN, rating_code
from scoring.score import Scores


class First(NamedTuple):
    """One first rating, as a code, beside the self rating. `current`: the answer has not changed since."""

    return_id: str
    question: str
    moderator: str
    rating: int
    own: int
    revision: int
    current: bool


@dataclass(frozen=True)
class FirstRatings:
    """All that count, the names of who gave them, the returns that two or more judge, and how many are left out."""

    ratings: tuple[First, ...]
    names: dict[str, str]
    shared: frozenset[str]
    #: Given by somebody from whom the return was taken back since.
    left_out: int


def first_ratings(session: Session, audit: Audit, scores: Scores, *, by: Actor) -> FirstRatings:
    """The first judgement of each moderator on each question of the returns in sight that counts there.

    A first judgement of *cannot judge* is no rating; what was given later is no first rating. Returns whose moderators
    have not finished are left out for whoever judges with them.
    """
    tool, columns = scores.tool, {key: place for place, key in enumerate(scores.columns.keys)}
    rows = {return_id: row for row, return_id in enumerate(scores.ratings.return_ids)}
    asked = _asked(session, audit)
    hidden = hidden_from(session, audit, by.id)
    found, left_out, codes = [], 0, scores.ratings.codes.tolist()
    code_of = cache(lambda question, rating: rating_code(tool, question, rating))
    for return_id, question, moderator, rating, revision, now in _judged(session, audit, by):
        row, column = rows.get(str(return_id)), columns.get(question)
        if rating is None or row is None or column is None or return_id in hidden:
            continue
        own = codes[row][column]
        if own <= HIDDEN:
            continue
        if moderator not in asked.get(return_id, ()):
            left_out += 1
            continue
        code, is_current = code_of(question, rating), revision == (now or 0)
        found.append(First(str(return_id), question, str(moderator), code, own, revision, is_current))
    shared = frozenset(str(return_id) for return_id, people in asked.items() if len(people) > 1)
    return FirstRatings(tuple(found), _names(session, {one.moderator for one in found}), shared, left_out)


def _judged(session: Session, audit: Audit, by: Actor) -> Sequence[Any]:
    first = (
        select(func.min(JudgedRating.id))
        .join(Return, Return.id == JudgedRating.return_id)
        .where(Return.audit_id == audit.id)
        .group_by(JudgedRating.return_id, JudgedRating.question, JudgedRating.moderator_id)
    )
    # The connection, not the session: some ten thousand rows need no objects around them.
    return (
        session.connection()
        .execute(
            select(
                JudgedRating.return_id,
                JudgedRating.question,
                JudgedRating.moderator_id,
                JudgedRating.rating,
                JudgedRating.answer_revision,
                Answer.revision,
            )
            .join(Return, Return.id == JudgedRating.return_id)
            .outerjoin(
                Answer, (Answer.return_id == JudgedRating.return_id) & (Answer.question == JudgedRating.question)
            )
            .where(JudgedRating.id.in_(first), returns_in_sight(by, Permission.RESULTS_VIEW))
            .order_by(JudgedRating.id)
        )
        .all()
    )


def _asked(session: Session, audit: Audit) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = session.execute(
        select(Moderator.return_id, Moderator.person_id)
        .join(Return, Return.id == Moderator.return_id)
        .where(Return.audit_id == audit.id, Moderator.ended_at.is_(None))
    )
    for return_id, person_id in rows:
        found.setdefault(return_id, set()).add(person_id)
    return found


def _names(session: Session, moderators: set[str]) -> dict[str, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_([int(one) for one in moderators])))
    return {str(person_id): name for person_id, name in rows}
