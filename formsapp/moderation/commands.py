"""Changes of moderation: every judgement is appended, none is ever overwritten."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import SYSTEM, Actor
from formsapp.audit_trail.record import record
from formsapp.audits.interests import decides
from formsapp.audits.models import Return
from formsapp.audits.queries import state_of, state_of_return
from formsapp.audits.visibility import has_interest
from formsapp.calibration.queries import examples_to_rate
from formsapp.clock import now
from formsapp.moderation.comparing import HOW_SETTLED, words_of
from formsapp.moderation.models import JudgedRating, SettledRating
from formsapp.moderation.queries import QuestionRecord, is_allocated, moderators_of, records_of
from formsapp.moderation.rules import how_settled, why_not_moderate, why_not_settle, why_not_this_rating
from formsapp.moderation.second import questions_that_count, sees_others
from formsapp.people.models import Person
from formsapp.refusals import Refused, refuse
from formsapp.returns.fields.wording import LONGEST_COMMENT, fault_of
from formsapp.returns.progress import given_of
from formsapp.returns.queries import answers_of, lock_return
from formsapp.tools.versions import tool_of


def record_rating(
    session: Session, *, return_: Return, question: str, rating: str | None, reason: str, by: Actor
) -> JudgedRating:
    """Append a moderator's rating of the answer as submitted; None is "cannot judge".

    Where every moderator asked has now judged as the organisation did, the rating is settled as upheld. Of two who
    judge at once, one waits: the second sees what the first judged, or that the return was sent back.
    """
    lock_return(session, return_.id)
    refuse(
        why_not_moderate(
            state_of(session, return_.audit),
            state_of_return(session, return_),
            is_allocated=is_allocated(session, return_, by),
            has_interest=_has_interest(session, return_, by),
            examples_to_rate=examples_to_rate(session, return_.audit, by=by),
        )
    )
    before = _record_of(session, return_, question)
    unseen = before.hides_self_from(by.id, blind=return_.audit.blind)
    refuse(_why_not(return_, question, rating, reason, before, is_blind=unseen))
    judged = JudgedRating(
        return_id=return_.id,
        question=question,
        moderator_id=by.id,
        rating=rating,
        reason=reason.strip(),
        answer_revision=before.answer.revision if before.answer else 0,
        judged_at=now(),
    )
    session.add(judged)
    session.flush()
    record(session, "rating.moderated", on=("return", return_.id), by=by, audit_id=return_.audit_id, question=question)
    others = [one for one in before.judged if one.moderator_id != by.id]
    _uphold_where_all_agree(session, return_, replace(before, judged=(*others, judged)), by)
    return judged


class MinorityView(NamedTuple):
    """What somebody who took part still thinks, and who; nobody where the words say themselves who it was."""

    text: str
    person_id: int | None


def settle_rating(
    session: Session,
    *,
    return_: Return,
    question: str,
    rating: str,
    how: str,
    reason: str,
    by: Actor,
    seen: int | None = None,
    minority: MinorityView | None = None,
) -> SettledRating:
    """Append the settled rating: `agreed` after discussion or `chair_settled`, always with a reason.

    `seen` is the settled rating that whoever decides knows of (0: none). Where somebody settled since, this is refused.
    """
    before = to_settle(session, return_, question, by, seen)
    if how not in {"agreed", "chair_settled"}:
        raise Refused("Say whether this was agreed after discussion or settled by the chair.")
    if not reason.strip():
        raise Refused("Give the reason for the settled rating.")
    refuse(fault_of(reason, LONGEST_COMMENT, "The reason"))
    refuse(_why_not(return_, question, rating, reason, before))
    said = {"how": how, "reason": reason.strip(), "minority": minority}
    return append_settled(session, return_, question, rating, before=before, by=by, **said)


def confirm_rating(
    session: Session, *, return_: Return, question: str, by: Actor, seen: int | None = None
) -> SettledRating:
    """Say that a settled rating still stands although the answer changed: a new row at the new revision."""
    before = to_settle(session, return_, question, by, seen)
    if before.settled is None or not before.is_stale:
        raise Refused("There is no settled rating here that waits to be confirmed.")
    last = before.settled
    if last.how == "upheld" and last.rating != before.self_rating:
        raise Refused("The organisation has changed its rating since this one was upheld. Settle it anew.")
    minority = MinorityView(last.minority_view, last.minority_of_id) if last.minority_view else None
    said = {"how": last.how, "reason": last.reason, "minority": minority}
    return append_settled(session, return_, question, last.rating, before=before, by=by, confirmed=True, **said)


def to_settle(session: Session, return_: Return, question: str, by: Actor, seen: int | None) -> QuestionRecord:
    """The records of an answer that this person may decide about now; nobody else does until they are done."""
    lock_return(session, return_.id)
    refuse(
        why_not_settle(
            state_of(session, return_.audit),
            state_of_return(session, return_),
            has_interest=_has_interest(session, return_, by),
            decides=decides(session, return_, by.id),
        )
    )
    if not sees_others(session, return_, by.id):
        raise Refused("You judge this return yourself: you settle its ratings when all its moderators are done.")
    if question not in questions_that_count(return_, given_of(answers_of(session, return_.id))):
        raise Refused("This question is not put to the organisation, so there is no rating to settle.")
    record = _record_of(session, return_, question)
    if seen is not None and record.settled is not None and record.settled.id != seen:
        raise Refused(_settled_meanwhile(session, return_, question, record.settled))
    return record


def _settled_meanwhile(session: Session, return_: Return, question: str, settled: SettledRating) -> str:
    who = session.get(Person, settled.settled_by_id) if settled.settled_by_id else None
    rating = words_of(tool_of(return_.audit.tool_version).scheme_of(question), settled.rating)
    how = HOW_SETTLED[settled.how]
    reason = f" The reason: “{settled.reason}”" if settled.reason else ""
    return (
        f"{who.name if who else SYSTEM.name} settled this as “{rating}” ({how}) while you had it open.{reason} "
        "What you typed is still here: decide again only to put yours in its place."
    )


def _has_interest(session: Session, return_: Return, person: Actor) -> bool:
    return session.scalar(select(Return.id).where(Return.id == return_.id, has_interest(person))) is not None


def _record_of(session: Session, return_: Return, question: str) -> QuestionRecord:
    return records_of(session, return_, [question])[question]


def _why_not(
    return_: Return, question: str, rating: str | None, reason: str, before: QuestionRecord, *, is_blind: bool = False
) -> str | None:
    tool = tool_of(return_.audit.tool_version)
    if question not in tool.scored_questions:
        return "This question has no rating to moderate."
    scheme = tool.scheme_of(question)
    return why_not_this_rating(scheme, rating, reason, self_rating=before.self_rating, is_blind=is_blind)


def _uphold_where_all_agree(session: Session, return_: Return, after: QuestionRecord, by: Actor) -> None:
    if after.answer is None or after.self_rating is None:
        return
    how = how_settled([one.rating for one in after.judged], after.self_rating)
    if how is None or (after.settled is not None and not after.is_stale):
        return
    if {person.id for person in moderators_of(session, return_)} <= {one.moderator_id for one in after.judged}:
        question, rating = after.answer.question, after.self_rating
        append_settled(session, return_, question, rating, how=how, reason="", before=after, by=by)


def append_settled(
    session: Session,
    return_: Return,
    question: str,
    rating: str,
    *,
    how: str,
    reason: str,
    before: QuestionRecord,
    by: Actor,
    minority: MinorityView | None = None,
    confirmed: bool = False,
) -> SettledRating:
    """Append a settled rating that every rule allows: for the commands of moderation alone."""
    settled = SettledRating(
        return_id=return_.id,
        question=question,
        rating=rating,
        how=how,
        reason=reason,
        answer_revision=before.answer.revision if before.answer else 0,
        settled_at=now(),
        settled_by_id=by.id,
        minority_view=minority.text.strip() if minority else "",
        minority_of_id=minority.person_id if minority else None,
    )
    session.add(settled)
    session.flush()
    verb = "rating.confirmed" if confirmed else "rating.settled"
    record(session, verb, on=("return", return_.id), by=by, audit_id=return_.audit_id, question=question, how=how)
    return settled
