"""What waits to be settled in an audit, and what a panel looks at: a fixed number of queries, whatever the number."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from formsapp.access.actor import Actor
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import return_state
from formsapp.audits.visibility import returns_in_sight
from formsapp.moderation.comparing import Kind, kinds_of
from formsapp.moderation.models import JudgedRating, Moderator, SettledRating
from formsapp.moderation.queries import QuestionRecord, records_of
from formsapp.moderation.second import hidden_from, is_judged, questions_that_count, sees_others
from formsapp.people.models import Person
from formsapp.returns.models import Answer
from formsapp.tools.versions import tool_of


@dataclass(frozen=True)
class Unsettled:
    """One answer that was judged or settled, with the names of everybody in its records."""

    return_: Return
    question: str
    record: QuestionRecord
    names: dict[int, str] = field(default_factory=dict)
    kinds: tuple[Kind, ...] = ()

    @property
    def key(self) -> str:
        """What names it in an address and in a form."""
        return f"{self.return_.id}-{self.question}"

    @property
    def seen(self) -> int:
        """The settled rating that whoever looks at this knows of; 0 for none."""
        return self.record.settled.id if self.record.settled else 0


@dataclass
class _Rows:
    """Everything that moderation knows of these returns."""

    returns: list[Return]
    answers: dict[int, dict[str, Answer]] = field(default_factory=lambda: defaultdict(dict))
    judged: dict[int, dict[str, list[JudgedRating]]] = field(default_factory=lambda: defaultdict(dict))
    settled: dict[int, dict[str, SettledRating]] = field(default_factory=lambda: defaultdict(dict))
    asked: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: dict[int, str] = field(default_factory=dict)


def unsettled(session: Session, audit: Audit, *, by: Actor) -> list[Unsettled]:
    """Every answer that needs settling, of the submitted returns in sight, by organisation and in the tool's order."""
    return [one for one in exceptions(session, audit, by=by) if one.record.needs_settling]


def exceptions(session: Session, audit: Audit, *, by: Actor) -> list[Unsettled]:
    """Every answer that a panel looks at: what needs settling, and what limits a band though nobody differs.

    While two moderators still judge a return, only what changed after it was settled.
    """
    rows = _read(session, audit, by)
    return [one for return_ in rows.returns for one in _waiting_in(return_, rows)]


def of_return(session: Session, return_: Return) -> list[Unsettled]:
    """Every answer of one return that needs settling; the caller decides who sees it."""
    rows = _Rows([return_])
    _fill(session, rows, [return_.id])
    return [one for one in _waiting_in(return_, rows) if one.record.needs_settling]


def look_at(session: Session, return_: Return, question: str) -> Unsettled:
    """One answer with its records, whether or not anything waits there: what is shown to whoever came second."""
    record = records_of(session, return_, [question])[question]
    people = {one.moderator_id for one in record.judged}
    people |= {record.settled.settled_by_id or 0} if record.settled else set()
    tool = tool_of(return_.audit.tool_version)
    kinds = kinds_of(tool.scored_questions[question], tool.scheme_of(question), record)
    return Unsettled(return_, question, record, _names(session, people), kinds)


def answer_named(session: Session, audit: Audit, name: str, *, by: Actor) -> Unsettled | None:
    """The answer that a form names by its key, whether or not anything waits there any more.

    None where the person may not see what was judged: an interest, or a return that they judge themselves.
    """
    return_id, _, question = name.partition("-")
    seen = Return.id == whole_number(return_id), Return.audit_id == audit.id, returns_in_sight(by)
    return_ = session.scalar(select(Return).where(*seen))
    if return_ is None or question not in tool_of(audit.tool_version).scored_questions:
        return None
    return look_at(session, return_, question) if sees_others(session, return_, by.id) else None


def whole_number(text: str) -> int:
    """A number as a form gives it back; 0 for whatever no form of ours holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _waiting_in(return_: Return, rows: _Rows) -> Iterable[Unsettled]:
    tool = tool_of(return_.audit.tool_version)
    answers, judged, settled = (part.get(return_.id, {}) for part in (rows.answers, rows.judged, rows.settled))
    asked = rows.asked.get(return_.id, set())
    is_over = len(asked) < 2 or _both_are_done(return_, rows)
    for key in questions_that_count(return_, answers):
        if key not in judged and key not in settled:
            continue
        record = _record(answers.get(key), judged.get(key, []), settled.get(key))
        judged_by_all = asked <= {one.moderator_id for one in record.judged}
        kinds = kinds_of(tool.scored_questions[key], tool.scheme_of(key), record)
        if kinds and (record.is_stale or (is_over and judged_by_all)):
            yield Unsettled(return_, key, record, rows.names, kinds)


def _both_are_done(return_: Return, rows: _Rows) -> bool:
    judged = {
        (one.moderator_id, one.question, one.answer_revision)
        for ratings in rows.judged.get(return_.id, {}).values()
        for one in ratings
    }
    settled = {(one.question, one.answer_revision) for one in rows.settled.get(return_.id, {}).values()}
    answers = rows.answers.get(return_.id, {})
    return is_judged(return_, answers, rows.asked[return_.id], judged=judged, settled=settled)


def _record(answer: Answer | None, judged: Iterable[JudgedRating], settled: SettledRating | None) -> QuestionRecord:
    revision = answer.revision if answer else 0
    current = {one.moderator_id: one for one in judged if one.answer_revision == revision}
    return QuestionRecord(answer, tuple(current.values()), settled)


def _read(session: Session, audit: Audit, by: Actor) -> _Rows:
    has_rows = or_(
        select(JudgedRating.id).where(JudgedRating.return_id == Return.id).exists(),
        select(SettledRating.id).where(SettledRating.return_id == Return.id).exists(),
    )
    wanted = (
        select(Return)
        .where(Return.audit_id == audit.id, returns_in_sight(by), return_state() == ReturnState.SUBMITTED.value)
        .where(has_rows)
        .options(joinedload(Return.organisation, innerjoin=True))
    )
    hidden = hidden_from(session, audit, by.id)
    found = [one for one in session.scalars(wanted) if one.id not in hidden]
    rows = _Rows(sorted(found, key=lambda one: (one.organisation.name.casefold(), one.id)))
    ids = [one.id for one in rows.returns]
    if ids:
        _fill(session, rows, ids)
    return rows


def _fill(session: Session, rows: _Rows, ids: list[int]) -> None:
    for answer in session.scalars(select(Answer).where(Answer.return_id.in_(ids))):
        rows.answers[answer.return_id][answer.question] = answer
    for one in session.scalars(select(JudgedRating).where(JudgedRating.return_id.in_(ids)).order_by(JudgedRating.id)):
        rows.judged[one.return_id].setdefault(one.question, []).append(one)
    latest = select(func.max(SettledRating.id)).where(SettledRating.return_id.in_(ids))
    latest = latest.group_by(SettledRating.return_id, SettledRating.question)
    for settled in session.scalars(select(SettledRating).where(SettledRating.id.in_(latest))):
        rows.settled[settled.return_id][settled.question] = settled
    asked = select(Moderator.return_id, Moderator.person_id).where(
        Moderator.return_id.in_(ids), Moderator.ended_at.is_(None)
    )
    for return_id, person_id in session.execute(asked):
        rows.asked[return_id].add(person_id)
    people = {one.moderator_id for part in rows.judged.values() for ratings in part.values() for one in ratings}
    people |= {one.settled_by_id for part in rows.settled.values() for one in part.values() if one.settled_by_id}
    rows.names |= _names(session, people)


def _names(session: Session, people: Collection[int]) -> dict[int, str]:
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {person_id: name for person_id, name in found}  # noqa: C416  a Row is not a pair to dict()
