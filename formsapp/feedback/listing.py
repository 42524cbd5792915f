"""The letters of an audit: every return that gets one, within the sight of whoever asks, and how far each is."""

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.interests import decides
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import state_of
from formsapp.cases.models import Case
from formsapp.feedback.challenge_queries import open_challenges_by_return
from formsapp.feedback.models import FeedbackLetter, LetterAcknowledged
from formsapp.feedback.queries import sampled_returns
from formsapp.feedback.readiness import LetterState, summed, why_waits
from formsapp.feedback.waiting import Judged, judged_in
from formsapp.moderation.overview import questions_counted
from formsapp.moderation.second import hidden_from
from formsapp.tools.versions import tool_of
from tool_definitions.tool import Tool

_STILL_JUDGING = "You judge this return yourself: its letter opens for you when all its moderators are done."


def list_letters(session: Session, audit: Audit, *, by: Actor) -> list[LetterState]:
    """The letter of every return that gets one and that the person may see, in the order of names."""
    rows = sampled_returns(session, audit, by=by)
    ids = [return_.id for return_, _ in rows]
    judged, letters = judged_in(session, ids), _letters(session, ids)
    codes = dict(session.execute(select(Case.id, Case.code).where(Case.audit_id == audit.id)).all())
    read, challenged = _acknowledged(session, ids), open_challenges_by_return(session, ids)
    hidden, questions = hidden_from(session, audit, by.id), questions_counted(session, audit)
    listing = _Listing(session, audit, state_of(session, audit), tool_of(audit.tool_version), by)
    found = []
    for return_, state in rows:
        name = return_.organisation.name
        title = f"Case {codes[return_.case_id]}: {name}" if return_.case_id in codes else name
        if return_.id in hidden:
            found.append(LetterState(return_, title, "Not yet", "grey", _STILL_JUDGING, False, None, 0, 0))
            continue
        one = listing.state(return_, title, ReturnState(state), judged[return_.id], letters[return_.id])
        sent = one.sent.id if one.sent else 0
        found.append(
            LetterState(
                *(one.return_, one.title, one.state, one.colour, one.waits, one.may_release, one.sent),
                acknowledged=read.get(sent, 0),
                challenges=challenged.get(return_.id, 0),
                tested=judged[return_.id].settled,
                questions=questions.get(return_.id, 0),
            )
        )
    return found


class _Listing:
    """What every line of the list needs."""

    def __init__(self, session: Session, audit: Audit, state: AuditState, tool: Tool, by: Actor) -> None:
        self.session, self.audit, self.audit_state, self.tool, self.by = session, audit, state, tool, by

    def state(
        self, return_: Return, title: str, state: ReturnState, judged: Judged, letters: list[FeedbackLetter]
    ) -> LetterState:
        """How far the letter of one return is."""
        sent = next((one for one in reversed(letters) if one.released_at is not None), None)
        at_work = bool(letters) and letters[-1].released_at is None
        if sent is not None and not at_work:
            return LetterState(return_, title, "Released", "green", "", False, sent, 0, 0)
        waits = why_waits(self.tool, self.audit_state, state, judged, is_sampled=True) or ""
        if waits:
            return LetterState(return_, title, "Not yet", "grey", summed(judged) or waits, False, sent, 0, 0)
        may = at_work and decides(self.session, return_, self.by.id)
        words = ("Drafted", "blue") if at_work else ("To draft", "yellow")
        return LetterState(return_, title, *words, "", may, sent, 0, 0)


def _letters(session: Session, ids: list[int]) -> defaultdict[int, list[FeedbackLetter]]:
    found: defaultdict[int, list[FeedbackLetter]] = defaultdict(list)
    wanted = select(FeedbackLetter).where(FeedbackLetter.return_id.in_(ids)).order_by(FeedbackLetter.number)
    for letter in session.scalars(wanted):
        found[letter.return_id].append(letter)
    return found


def _acknowledged(session: Session, ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(LetterAcknowledged.letter_id, func.count())
        .join(FeedbackLetter, FeedbackLetter.id == LetterAcknowledged.letter_id)
        .where(FeedbackLetter.return_id.in_(ids))
        .group_by(LetterAcknowledged.letter_id)
    )
    return dict(rows.all())
