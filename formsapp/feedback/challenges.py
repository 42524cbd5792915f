"""What happens to a challenge. Each step is appended; only the disputed question gets a new settled rating."""

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.interests import Pair, decides, interests_in
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Return
from formsapp.audits.queries import state_of, state_of_return
from formsapp.clock import now
from formsapp.feedback.challenge_queries import (
    DECIDED,
    DECLINED,
    MADE,
    REOPENED,
    WITHDRAWN,
    Challenged,
    candidates_for,
    had_a_part,
    of_letter,
)
from formsapp.feedback.models import Challenge, ChallengeStep, FeedbackLetter
from formsapp.feedback.queries import document_of
from formsapp.feedback.readiness import who_releases
from formsapp.feedback.rules import LETTERS_IN, why_not_challenge
from formsapp.moderation.models import SettledRating
from formsapp.moderation.queries import QuestionRecord, records_of
from formsapp.refusals import Refused, refuse
from formsapp.returns.fields.wording import fault_of
from formsapp.returns.opened import OpenedReturn
from formsapp.tools.versions import tool_of

LONGEST_REASON = 4000


def contact_in(letter: FeedbackLetter) -> str:
    """The letter's own words about whom to speak to."""
    part = next((one for one in document_of(letter).parts if one.key == "contact"), None)
    return " ".join(line.text for line in part.lines) if part else ""


def why_not_this_challenge(session: Session, letter: FeedbackLetter, question: str) -> str | None:
    """Why the rating of this question cannot be challenged now."""
    if refusal := why_not_challenge(letter.challenge_until, now(), contact_in(letter)):
        return refusal
    if session.get_one(Return, letter.return_id).withdrawn_at is not None:
        return f"This return is no longer part of the audit, so nobody can decide a challenge. {contact_in(letter)}"
    made = [one for one in of_letter(session, letter) if one.challenge.question == question]
    if any(one.state != WITHDRAWN for one in made):
        return "This rating is challenged already. Where the challenge is stands with the letter."
    return None


def make_challenge(
    session: Session, *, opened: OpenedReturn, letter: FeedbackLetter, question: str, said: dict[str, str], by: Actor
) -> Challenge | None:
    """Challenge one rating: `said` has the level thought right, why, and what shows it. None: it was challenged before
    with the same words. The caller holds the return.
    """
    rating, reason, evidence = said["rating"], said["reason"], said["evidence"]
    made = [one for one in of_letter(session, letter) if one.challenge.question == question and one.state == MADE]
    if any((one.challenge.rating, one.challenge.reason) == (rating, reason) for one in made):
        return None
    refuse(why_not_this_challenge(session, letter, question))
    tested = document_of(letter).rating_of(question)
    scheme = opened.tool.tool.scheme_of(question)
    if tested is None or rating not in {*scheme.ranks, scheme.not_applicable.value}:
        raise Refused("Choose the level you think right")
    if rating == tested.rating:
        raise Refused("This is the moderated rating. Choose the level that you think right instead")
    if by.id is None or not reason.strip():
        raise Refused("Say why you think another level right")
    challenge = Challenge(
        return_id=opened.id, letter_id=letter.id, question=question, rating=rating, reason=reason, evidence=evidence,
        made_at=now(), made_by_id=by.id,
    )  # fmt: skip
    session.add(challenge)
    session.flush()
    _note(session, "made", challenge, opened.audit_id, by)
    return challenge


def withdraw(session: Session, *, challenged: Challenged, by: Actor) -> bool:
    """Take a challenge back; whether anything changed."""
    if challenged.state == WITHDRAWN:
        return False
    if not challenged.is_open:
        raise Refused("This challenge has been answered, so it can no longer be withdrawn.")
    _append(session, challenged, WITHDRAWN, "", by=by)
    return True


def reopen(session: Session, *, challenged: Challenged, decider_id: int, by: Actor) -> bool:
    """Open the rating again, for somebody who had no part in it to decide; whether anything changed."""
    if challenged.decider_id == decider_id:
        return False
    _refuse_answering(session, challenged, by)
    candidates = candidates_for(session, challenged.challenge, challenged.return_, by=by)
    if decider_id not in {one.person.id for one in candidates}:
        raise Refused("Choose who decides: somebody else, without an interest, who neither judged nor settled it")
    _append(session, challenged, REOPENED, "", by=by, decider_id=decider_id)
    return True


def decline(session: Session, *, challenged: Challenged, reason: str, by: Actor) -> bool:
    """Say that the rating is not opened again, and why; whether anything changed."""
    last = challenged.steps[-1].step if challenged.steps else None
    if last is not None and (last.kind, last.reason, last.by_id) == (DECLINED, reason, by.id):
        return False
    _refuse_answering(session, challenged, by)
    if challenged.state == REOPENED:
        raise Refused("This rating is opened again, so it is decided by whoever was named.")
    refuse(_why_not_this_reason(reason, "Say why the rating is not opened again"))
    _append(session, challenged, DECLINED, reason, by=by)
    return True


def decide(session: Session, *, challenged: Challenged, rating: str, reason: str, by: Actor) -> SettledRating | None:
    """Decide a challenge: a new settled rating of the one question. None where the same was decided just now."""
    challenge, return_ = challenged.challenge, challenged.return_
    last = challenged.steps[-1] if challenged.steps else None
    if last is not None and (last.step.kind, last.rating, last.step.by_id) == (DECIDED, rating, by.id):
        return None
    refuse(why_not_decide(session, challenged, by))
    scheme = tool_of(return_.audit.tool_version).scheme_of(challenge.question)
    if rating not in {*scheme.ranks, scheme.not_applicable.value}:
        raise Refused("Choose the level that the rating has from now on")
    refuse(_why_not_this_reason(reason, "Give the reason. The setting reads it"))
    record_now = record_of(session, challenged)
    settled = SettledRating(
        return_id=return_.id,
        question=challenge.question,
        rating=rating,
        how="chair_settled",
        reason=reason,
        answer_revision=record_now.answer.revision if record_now.answer else 0,
        settled_at=now(),
        settled_by_id=by.id,
    )
    session.add(settled)
    session.flush()
    details = {"question": challenge.question, "how": "chair_settled"}
    record(session, "rating.settled", on=("return", return_.id), by=by, audit_id=return_.audit_id, **details)
    _append(session, challenged, DECIDED, reason, by=by, settled_id=settled.id)
    return settled


def why_not_decide(session: Session, challenged: Challenged, by: Actor) -> str | None:
    """Why this person cannot decide the challenge now."""
    return_ = challenged.return_
    if challenged.state != REOPENED:
        return "This rating is not open for a decision."
    if challenged.decider_id != by.id:
        return "Somebody else was named to decide this challenge."
    if by.id in had_a_part(session, return_.id, challenged.challenge.question):
        return "You had a part in this rating since you were named. The chair has to name somebody else."
    if Pair(by.id or 0, return_.id) in interests_in(session, return_.audit, [by.id or 0]):
        return "You have an interest in this return. The chair has to name somebody else."
    return _why_not_now(session, challenged)


def _why_not_now(session: Session, challenged: Challenged) -> str | None:
    """Why nobody can decide it now."""
    return_ = challenged.return_
    if state_of_return(session, return_) is not ReturnState.SUBMITTED or record_of(session, challenged).is_stale:
        return "The return was opened again, or this answer changed, since the letter. It has to be judged again first."
    if state_of(session, return_.audit) not in LETTERS_IN:
        return "The audit is open for returns again. Challenges are decided when it is in moderation or later."
    return None


def why_not_answer(session: Session, challenged: Challenged, by: Actor) -> str | None:
    """Why this person does not say whether the rating is opened again."""
    if not challenged.is_open:
        return "This challenge has been answered."
    if not decides(session, challenged.return_, by.id):
        return f"Whether it is opened again is for {who_releases(session, challenged.return_)}."
    return None


def record_of(session: Session, challenged: Challenged) -> QuestionRecord:
    """The three records of the disputed question."""
    return_, question = session.get_one(Return, challenged.return_.id), challenged.challenge.question
    return records_of(session, return_, [question])[question]


def _refuse_answering(session: Session, challenged: Challenged, by: Actor) -> None:
    refuse(why_not_answer(session, challenged, by))


def _why_not_this_reason(reason: str, missing: str) -> str | None:
    return fault_of(reason, LONGEST_REASON, "The reason") if reason.strip() else missing


def _append(
    session: Session,
    challenged: Challenged,
    kind: str,
    reason: str,
    *,
    by: Actor,
    decider_id: int | None = None,
    settled_id: int | None = None,
) -> None:
    challenge = challenged.challenge
    session.add(
        ChallengeStep(
            challenge_id=challenge.id, kind=kind, decider_id=decider_id, settled_id=settled_id, reason=reason,
            at=now(), by_id=by.id,
        )
    )  # fmt: skip
    session.flush()
    _note(session, kind, challenge, challenged.return_.audit_id, by)


def _note(session: Session, kind: str, challenge: Challenge, audit_id: int, by: Actor) -> None:
    details = {"question": challenge.question, "return_id": challenge.return_id}
    record(session, f"challenge.{kind}", on=("challenge", challenge.id), by=by, audit_id=audit_id, **details)
