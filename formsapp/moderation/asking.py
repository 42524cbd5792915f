"""Queries on one answer: asked by a moderator, replied to by the organisation, closed by who asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audit_trail.record import record
from formsapp.audits.interests import decides
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import state_of, state_of_return
from formsapp.audits.visibility import returns_in_sight
from formsapp.clock import now, today
from formsapp.moderation.models import AnswerQuery, QueryReply
from formsapp.moderation.queries import is_allocated
from formsapp.moderation.rules import why_not_ask, why_not_reply
from formsapp.moderation.second import hidden_from, sees_others
from formsapp.refusals import Refused, refuse
from formsapp.returns.models import Answer
from formsapp.returns.queries import lock_return
from formsapp.tools.versions import tool_of

#: How many days an author has unless the moderator says otherwise, and at most.
DAYS_TO_REPLY, MOST_DAYS = 7, 60
#: Colours of the states, as pages show them.
COLOURS = {"Waiting": "yellow", "Overdue": "red", "Replied": "blue", "Closed": "grey"}


@dataclass(frozen=True)
class Reply:
    """A reply with the name of who gave it."""

    reply: QueryReply
    name: str


@dataclass(frozen=True)
class Thread:
    """A query with the name of who asked it, and its replies in their order."""

    query: AnswerQuery
    asked_by: str
    replies: tuple[Reply, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still waits, for the author or for who asked."""
        return self.query.closed_at is None

    @property
    def state(self) -> str:
        """Where it is, in words."""
        if not self.is_open:
            return "Closed"
        if self.replies:
            return "Replied"
        return "Overdue" if self.query.due_on < today() else "Waiting"

    @property
    def colour(self) -> str:
        """The colour of its state."""
        return COLOURS[self.state]


def ask_author(session: Session, *, return_: Return, question: str, text: str, due_on: date, by: Actor) -> AnswerQuery:
    """Ask the author of an answer something, to be replied to by a day. The same words twice are one query."""
    refuse(why_not_ask_about(session, return_, by))
    if question not in tool_of(return_.audit.tool_version).scored_questions:
        raise Refused("Ask about a question that is rated.")
    if not today() < due_on <= today() + timedelta(days=MOST_DAYS):
        raise Refused(f"Choose a day to reply by from tomorrow, within {MOST_DAYS} days")
    lock_return(session, return_.id)
    again = select(AnswerQuery).where(
        AnswerQuery.return_id == return_.id,
        AnswerQuery.question == question,
        AnswerQuery.text == text,
        AnswerQuery.asked_by_id == by.id,
        AnswerQuery.closed_at.is_(None),
    )
    if (asked := session.scalar(again)) is not None:
        return asked
    revision = session.scalar(
        select(Answer.revision).where(Answer.return_id == return_.id, Answer.question == question)
    )
    query = AnswerQuery(
        return_id=return_.id,
        question=question,
        text=text,
        due_on=due_on,
        answer_revision=revision or 0,
        asked_at=now(),
        asked_by_id=by.id,
    )
    session.add(query)
    session.flush()
    details = {"query": query.id, "question": question, "due_on": due_on}
    record(session, "query.asked", on=("return", return_.id), by=by, audit_id=return_.audit_id, **details)
    return query


def reply_to_query(session: Session, *, return_: Return, query: AnswerQuery, text: str, by: Actor) -> QueryReply:
    """Reply to a query. It changes no answer. The same words twice are one reply."""
    lock_return(session, return_.id)
    refuse(why_not_reply(state_of(session, return_.audit), is_closed=query.closed_at is not None))
    again = select(QueryReply).where(
        QueryReply.query_id == query.id, QueryReply.text == text, QueryReply.by_id == by.id
    )
    if (given := session.scalar(again)) is not None:
        return given
    reply = QueryReply(query_id=query.id, text=text, at=now(), by_id=by.id)
    session.add(reply)
    session.flush()
    record(session, "query.replied", on=("return", return_.id), by=by, audit_id=return_.audit_id, query=query.id)
    return reply


def close_query(session: Session, *, return_: Return, query: AnswerQuery, by: Actor) -> None:
    """Say that a query is answered, or no longer needed. Closing it twice changes nothing."""
    refuse(why_not_ask_about(session, return_, by))
    if query.closed_at is None:
        query.closed_at = now()
        session.flush()
        record(session, "query.closed", on=("return", return_.id), by=by, audit_id=return_.audit_id, query=query.id)


def why_not_ask_about(session: Session, return_: Return, by: Actor) -> str | None:
    """Why this person may ask nothing about this return now, in a sentence."""
    seen = session.scalar(select(Return.id).where(Return.id == return_.id, returns_in_sight(by)))
    return why_not_ask(
        state_of(session, return_.audit),
        state_of_return(session, return_),
        asks=is_allocated(session, return_, by) or decides(session, return_, by.id),
        has_interest=seen is None,
    )


def threads_of(session: Session, return_id: int) -> dict[str, list[Thread]]:
    """Every query about a return, by question, in the order asked: two queries. The caller decides who sees them."""
    found: dict[str, list[Thread]] = defaultdict(list)
    for thread in _threads(session, AnswerQuery.return_id == return_id):
        found[thread.query.question].append(thread)
    return dict(found)


def threads_for(session: Session, return_: Return, *, by: Actor) -> dict[str, list[Thread]]:
    """The queries about a return that a person of the partnership reads, by question.

    While two moderators judge on their own, each reads their own: who has seen a rating could give it away in a query.
    """
    found = threads_of(session, return_.id)
    if not found or sees_others(session, return_, by.id):
        return found
    own = {key: [one for one in threads if one.query.asked_by_id == by.id] for key, threads in found.items()}
    return {key: threads for key, threads in own.items() if threads}


@dataclass(frozen=True)
class Listed:
    """A query in the list of an audit, with the return it is about."""

    thread: Thread
    return_: Return


def queries_in_sight(session: Session, audit: Audit, *, by: Actor) -> list[Listed]:
    """The queries about the returns of an audit in the person's sight, what waits first: a fixed number of queries.

    Of a return that two moderators still judge on their own, each reads their own.
    """
    returns = {
        one.id: one
        for one in session.scalars(
            select(Return)
            .join(AnswerQuery, AnswerQuery.return_id == Return.id)
            .where(Return.audit_id == audit.id, returns_in_sight(by))
            .distinct()
        )
    }
    hidden = hidden_from(session, audit, by.id)
    listed = [
        Listed(thread, returns[thread.query.return_id])
        for thread in _threads(session, AnswerQuery.return_id.in_(returns))
        if thread.query.return_id not in hidden or thread.query.asked_by_id == by.id
    ]
    order = ["Replied", "Overdue", "Waiting", "Closed"]
    return sorted(listed, key=lambda one: (order.index(one.thread.state), one.thread.query.due_on, one.thread.query.id))


def _threads(session: Session, where: ColumnElement[bool]) -> list[Thread]:
    asked = session.execute(
        select(AnswerQuery, Person.name)
        .join(Person, Person.id == AnswerQuery.asked_by_id)
        .where(where)
        .order_by(AnswerQuery.id)
    ).all()
    replies = _replies(session, [query.id for query, _ in asked]) if asked else {}
    return [Thread(query, name, tuple(replies.get(query.id, ()))) for query, name in asked]


def _replies(session: Session, queries: Iterable[int]) -> dict[int, list[Reply]]:
    by, found = aliased(Person), defaultdict[int, list[Reply]](list)
    rows = session.execute(
        select(QueryReply, by.name)
        .join(by, by.id == QueryReply.by_id)
        .where(QueryReply.query_id.in_(list(queries)))
        .order_by(QueryReply.id)
    )
    for reply, name in rows:
        found[reply.query_id].append(Reply(reply, name))
    return found
