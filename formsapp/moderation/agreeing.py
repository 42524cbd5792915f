"""Two moderators who differ: one proposes a level with a note, the other agrees, and the rating is settled."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.interests import Pair, interests_in
from formsapp.audits.models import Return
from formsapp.audits.queries import state_of, state_of_return
from formsapp.clock import now
from formsapp.moderation.commands import append_settled
from formsapp.moderation.models import ProposedAgreement, SettledRating
from formsapp.moderation.queries import QuestionRecord, is_allocated, moderators_of, records_of
from formsapp.moderation.rules import why_not_moderate, why_not_propose, why_not_this_rating
from formsapp.moderation.second import is_done
from formsapp.refusals import Refused, refuse
from formsapp.returns.fields.wording import LONGEST_COMMENT, fault_of
from formsapp.returns.queries import lock_return
from formsapp.tools.versions import tool_of


def open_proposals(
    session: Session, return_: Return, records: dict[str, QuestionRecord]
) -> dict[str, ProposedAgreement]:
    """The last proposal for each answer that is about the answer as it stands and that nothing settled since."""
    latest = select(func.max(ProposedAgreement.id)).where(ProposedAgreement.return_id == return_.id)
    rows = session.scalars(
        select(ProposedAgreement).where(ProposedAgreement.id.in_(latest.group_by(ProposedAgreement.question)))
    )
    return {one.question: one for one in rows if one.question in records and _is_open(one, records[one.question])}


def propose_agreement(
    session: Session, *, return_: Return, question: str, rating: str, note: str, by: Actor
) -> ProposedAgreement:
    """Say on which level both moderators can agree, and why; the first ratings stay as they are."""
    before = _to_agree(session, return_, question, by)
    if not note.strip():
        raise Refused("Say why both of you can agree on this rating.")
    refuse(fault_of(note, LONGEST_COMMENT, "The note"))
    scheme = tool_of(return_.audit.tool_version).scheme_of(question)
    refuse(why_not_this_rating(scheme, rating, note, self_rating=before.self_rating))
    proposed = ProposedAgreement(
        return_id=return_.id,
        question=question,
        rating=rating,
        note=note.strip(),
        answer_revision=before.answer.revision if before.answer else 0,
        proposed_at=now(),
        proposed_by_id=by.id,
    )
    session.add(proposed)
    session.flush()
    record(
        session, "agreement.proposed", on=("return", return_.id), by=by, audit_id=return_.audit_id, question=question
    )
    return proposed


def agree(session: Session, *, return_: Return, question: str, proposal: int, by: Actor) -> SettledRating:
    """Agree to what the other moderator proposed last: the rating is settled as agreed, with their note."""
    before = _to_agree(session, return_, question, by)
    last = open_proposals(session, return_, {question: before}).get(question)
    if last is None or last.id != proposal:
        raise Refused("There is a newer proposal than the one you agreed to, or none any more. Read it first.")
    if last.proposed_by_id == by.id:
        raise Refused("You proposed this yourself. The other moderator agrees to it.")
    return append_settled(session, return_, question, last.rating, how="agreed", reason=last.note, before=before, by=by)


def _to_agree(session: Session, return_: Return, question: str, by: Actor) -> QuestionRecord:
    lock_return(session, return_.id)
    barred = Pair(by.id or 0, return_.id) in interests_in(session, return_.audit, [by.id or 0])
    state = state_of(session, return_.audit), state_of_return(session, return_)
    asked = is_allocated(session, return_, by)
    refuse(why_not_moderate(*state, is_allocated=asked, has_interest=barred))
    tool = tool_of(return_.audit.tool_version)
    if question not in tool.scored_questions:
        raise Refused("This question has no rating to moderate.")
    found = records_of(session, return_, [question])[question]
    moderators = len(moderators_of(session, return_))
    refuse(why_not_propose(moderators=moderators, done=is_done(session, return_), waits=found.needs_settling))
    return found


def _is_open(proposal: ProposedAgreement, about: QuestionRecord) -> bool:
    revision = about.answer.revision if about.answer else 0
    is_newer = about.settled is None or about.settled.settled_at <= proposal.proposed_at
    return proposal.answer_revision == revision and is_newer and about.needs_settling
