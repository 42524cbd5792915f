"""Two moderators judge on their own: neither sees what the other judged until both have judged everything.

What follows from the other's judgement is hidden with it: that a rating was upheld, counts, scores, ratings to settle.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from formsapp.access.models import RoleGiven
from formsapp.audits.models import Audit, Return
from formsapp.moderation.models import JudgedRating, Moderator, SettledRating
from formsapp.returns.models import Answer
from formsapp.tools.versions import tool_of
from tool_definitions.question import JudgedQuestion
from tool_definitions.visibility import Visibility, visibility

#: Who sees every judgement at once, unless they judge the return themselves.
_LOOKS_ON = {"chair", "deputy_chair", "partnership_officer"}


class Given(NamedTuple):
    """An answer as far as it decides what there is to judge."""

    value: str | None
    revision: int


def sees_others(session: Session, return_: Return, person_id: int | None) -> bool:
    """Whether this person may see what others judged in this return, and what follows from it."""
    return return_.id not in hidden_from(session, return_.audit, person_id, only=return_.id)


def is_done(session: Session, return_: Return) -> bool:
    """Whether everybody asked to moderate the return has judged every question that counts, as it stands."""
    asked = _asked(session, [Return.id == return_.id])
    return return_.id in _done(session, asked)


def hidden_from(session: Session, audit: Audit, person_id: int | None, *, only: int | None = None) -> frozenset[int]:
    """The returns of an audit (or only this one of them) of which the person may not see others' judgements yet.

    Seven queries at most, whatever the number of returns. The chair, deputies and officers see everything, except in a
    return that they judge themselves.
    """
    if person_id is None:
        return frozenset()
    within = [Return.audit_id == audit.id, *([Return.id == only] if only is not None else [])]
    asked = _asked(session, within)
    waits_everywhere = _only_moderates(session, audit, person_id)
    if not waits_everywhere and not any(person_id in people for people in asked.values()):
        return frozenset()
    judged = _grouped(
        session,
        select(JudgedRating.return_id, JudgedRating.moderator_id)
        .join(Return, Return.id == JudgedRating.return_id)
        .where(*within)
        .distinct(),
    )
    waiting = {
        return_id: asked.get(return_id, set())
        for return_id in {*asked, *judged}
        if (waits_everywhere or person_id in asked.get(return_id, ()))
        and (asked.get(return_id, set()) | judged.get(return_id, set())) - {person_id}
    }
    return frozenset(waiting) - _done(session, waiting)


def _asked(session: Session, within: list[ColumnElement[bool]]) -> dict[int, set[int]]:
    return _grouped(
        session,
        select(Moderator.return_id, Moderator.person_id)
        .join(Return, Return.id == Moderator.return_id)
        .where(*within, Moderator.ended_at.is_(None)),
    )


def _grouped(session: Session, statement: Select[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for return_id, person_id in session.execute(statement):
        found[return_id].add(person_id)
    return found


def _only_moderates(session: Session, audit: Audit, person_id: int) -> bool:
    held = select(RoleGiven.role).where(
        RoleGiven.person_id == person_id,
        RoleGiven.ended_at.is_(None),
        RoleGiven.audit_id.is_(None) | (RoleGiven.audit_id == audit.id),
    )
    roles = set(session.scalars(held))
    return "moderator" in roles and not roles & _LOOKS_ON


def _done(session: Session, asked: Mapping[int, set[int]]) -> frozenset[int]:
    """Which of these returns every one of these people has judged completely; none that nobody is asked to judge."""
    people = {return_id: theirs for return_id, theirs in asked.items() if theirs}
    if not people:
        return frozenset()
    answers: dict[int, dict[str, Given]] = defaultdict(dict)
    for return_id, question, *given in session.execute(
        select(Answer.return_id, Answer.question, Answer.value, Answer.revision).where(Answer.return_id.in_(people))
    ):
        answers[return_id][question] = Given(*given)
    judged, settled = defaultdict(set), defaultdict(set)
    for return_id, *judgement in session.execute(
        select(
            JudgedRating.return_id, JudgedRating.moderator_id, JudgedRating.question, JudgedRating.answer_revision
        ).where(JudgedRating.return_id.in_(people))
    ):
        judged[return_id].add(tuple(judgement))
    for return_id, *settlement in session.execute(
        select(SettledRating.return_id, SettledRating.question, SettledRating.answer_revision).where(
            SettledRating.return_id.in_(people)
        )
    ):
        settled[return_id].add(tuple(settlement))
    returns = session.scalars(
        select(Return)
        .where(Return.id.in_(people))
        .options(
            joinedload(Return.organisation, innerjoin=True),
            joinedload(Return.audit, innerjoin=True).joinedload(Audit.tool_version, innerjoin=True),
        )
    )
    return frozenset(
        one.id
        for one in returns
        if is_judged(one, answers[one.id], people[one.id], judged=judged[one.id], settled=settled[one.id])
    )


def is_judged(
    return_: Return,
    answers: Mapping[str, Any],
    people: set[int],
    *,
    judged: set[tuple[Any, ...]],
    settled: set[tuple[Any, ...]],
) -> bool:
    """Whether each of these people has judged every question that counts, as it stands.

    `judged` are the people, questions and revisions judged; `settled` the questions and revisions that were settled:
    where that stands, nothing is left to judge.
    """
    revisions = {key: answers[key].revision if key in answers else 0 for key in questions_that_count(return_, answers)}
    return all(
        (person, key, revision) in judged
        for key, revision in revisions.items()
        if (key, revision) not in settled
        for person in people
    )


def questions_that_count(return_: Return, answers: Mapping[str, Any]) -> list[str]:
    """The rated questions that are put to this return, in the order of the tool."""
    tool = tool_of(return_.audit.tool_version)
    values = {key: answer.value for key, answer in answers.items()}
    shown = visibility(tool, values, return_.organisation.attributes, wave=return_.audit.wave)
    return [
        question.key
        for section in tool.sections
        for question in section.questions
        if isinstance(question, JudgedQuestion) and question.is_scored and shown[question.key] is Visibility.SHOWN
    ]
