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
from formsapp.moderation.models import JudgedRating, Moderator
from formsapp.returns.models import Answer
from formsapp.tools.versions import tool_of
from tool_definitions.question import JudgedQuestion
from tool_definitions.visibility import Visibility, visibility

#: Who sees every judgement at once, unless they judge the return themselves.
_LOOKS_ON = {"chair", "deputy_chair", "partnership_officer"}


class _Given(NamedTuple):
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

    Six queries at most, whatever the number of returns. The chair, deputies and officers see everything, except in a
    return that they judge themselves.
    """
    if person_id is None:
        return frozenset()
    within = [Return.audit_id == audit.id, *([Return.id == only] if only is not None else [])]
    asked = _asked(session, within)
    judged = _grouped(
        session,
        select(JudgedRating.return_id, JudgedRating.moderator_id)
        .join(Return, Return.id == JudgedRating.return_id)
        .where(*within)
        .distinct(),
    )
    waits_everywhere = _only_moderates(session, audit, person_id)
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
    judged_by_somebody = {return_id: people for return_id, people in asked.items() if people}
    if not judged_by_somebody:
        return frozenset()
    answers: dict[int, dict[str, _Given]] = defaultdict(dict)
    for return_id, question, *given in session.execute(
        select(Answer.return_id, Answer.question, Answer.value, Answer.revision).where(
            Answer.return_id.in_(judged_by_somebody)
        )
    ):
        answers[return_id][question] = _Given(*given)
    rows = session.execute(
        select(
            JudgedRating.return_id, JudgedRating.moderator_id, JudgedRating.question, JudgedRating.answer_revision
        ).where(JudgedRating.return_id.in_(judged_by_somebody))
    )
    judged = {tuple(row) for row in rows}
    returns = session.scalars(
        select(Return)
        .where(Return.id.in_(judged_by_somebody))
        .options(
            joinedload(Return.organisation, innerjoin=True),
            joinedload(Return.audit, innerjoin=True).joinedload(Audit.tool_version, innerjoin=True),
        )
    )
    return frozenset(
        return_.id
        for return_ in returns
        if _to_judge(return_, answers[return_.id], judged_by_somebody[return_.id]) <= judged
    )


def _to_judge(return_: Return, answers: Mapping[str, _Given], people: set[int]) -> set[tuple[Any, ...]]:
    """What must have been judged: a row for each person and question that counts, with the answer's revision."""
    tool = tool_of(return_.audit.tool_version)
    values = {key: given.value for key, given in answers.items()}
    shown = visibility(tool, values, return_.organisation.attributes, wave=return_.audit.wave)
    keys = [
        question.key
        for section in tool.sections
        for question in section.questions
        if isinstance(question, JudgedQuestion) and question.is_scored and shown[question.key] is Visibility.SHOWN
    ]
    revisions = {key: answers[key].revision if key in answers else 0 for key in keys}
    return {(return_.id, person, key, revisions[key]) for person in people for key in keys}
