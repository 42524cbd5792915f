"""Queries on home: what an organisation is asked, and what moderators have replies to."""

from flask import url_for
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import own_returns, returns_in_sight
from formsapp.clock import today
from formsapp.home.need import Group, Need
from formsapp.moderation.models import AnswerQuery, QueryReply
from formsapp.organisations.models import Organisation
from formsapp.ui.formatting import count, day

SHOWN_AT_MOST = 12
_HAS_A_REPLY = exists().where(QueryReply.query_id == AnswerQuery.id)


def asked(session: Session, actor: Actor) -> list[Group]:
    """The returns of the person's organisations about which a moderator waits for a reply, the soonest first."""
    if not can(actor, Permission.QUERY_REPLY):
        return []
    due = func.min(AnswerQuery.due_on)
    rows = session.execute(
        select(Return.id, Organisation.name, Audit.title, due, func.count())
        .join(AnswerQuery, AnswerQuery.return_id == Return.id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .join(Audit, Audit.id == Return.audit_id)
        .where(own_returns(actor), AnswerQuery.closed_at.is_(None), ~_HAS_A_REPLY)
        .group_by(Return.id, Organisation.name, Audit.title)
        .order_by(due, Organisation.name)
        .limit(SHOWN_AT_MOST)
    ).all()
    needs = [
        Need(
            f"Reply to {count(number, 'query', 'queries')} of a moderator",
            url_for("moderation.reply_to_queries", return_id=return_id),
            f"{organisation}, {audit}. Reply by {day(by)}",
            "Overdue" if by < today() else "To reply",
            "red" if by < today() else "yellow",
        )
        for return_id, organisation, audit, by, number in rows
    ]
    return [Group("Moderators ask", needs)] if needs else []


def replied(session: Session, actor: Actor) -> list[Group]:
    """The person's own queries that have a reply and are not closed."""
    if not can(actor, Permission.RATING_MODERATE):
        return []
    rows = session.execute(
        select(AnswerQuery.return_id, AnswerQuery.question, Organisation.name, Audit.title)
        .join(Return, Return.id == AnswerQuery.return_id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .join(Audit, Audit.id == Return.audit_id)
        .where(
            returns_in_sight(actor), AnswerQuery.asked_by_id == actor.id, AnswerQuery.closed_at.is_(None), _HAS_A_REPLY
        )
        .order_by(AnswerQuery.due_on, AnswerQuery.id)
        .limit(SHOWN_AT_MOST)
    ).all()
    needs = [
        Need(
            f"{organisation} replied to your query",
            url_for("moderation.ask_author", return_id=return_id, question_key=question),
            audit,
            "Replied",
            "blue",
        )
        for return_id, question, organisation, audit in rows
    ]
    return [Group("Replies to your queries", needs)] if needs else []
