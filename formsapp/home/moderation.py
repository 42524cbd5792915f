"""Moderation on home: where two moderators differ when both are done, and what waits for the chair or a deputy."""

from collections import Counter

from flask import url_for
from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import states_of
from formsapp.audits.visibility import returns_in_sight
from formsapp.home.need import Group, Need
from formsapp.moderation.models import Moderator
from formsapp.moderation.panels import exceptions_of, talked_about
from formsapp.moderation.waiting import unsettled
from formsapp.ui.formatting import count


def differences(session: Session, actor: Actor) -> list[Group]:
    """The returns that a moderator and another have both finished, with how many ratings wait for them to agree.

    Nothing of a return that one of them still judges: that the list is empty says no more than that.
    """
    if not can(actor, Permission.RATING_MODERATE):
        return []
    shared = _shared(session, actor)
    audits = {one.audit_id: one.audit for one in shared}
    states = states_of(session, audits.values()) if audits else {}
    waiting = Counter(
        one.return_.id
        for audit in audits.values()
        if states[audit.id] is AuditState.IN_MODERATION
        for one in unsettled(session, audit, by=actor)
    )
    needs = [
        Need(
            f"Agree on {count(waiting[one.id], 'rating')}: {one.organisation.name}",
            url_for("moderation.list_differences", return_id=one.id),
            f"{one.audit.title}. The other moderator has finished too.",
            "To agree",
            "yellow",
        )
        for one in shared
        if waiting[one.id]
    ]
    return [Group("Where you and the other moderator differ", needs)] if needs else []


def _shared(session: Session, actor: Actor) -> list[Return]:
    """The returns in sight that this person and somebody else are asked to moderate."""
    other = aliased(Moderator)
    with_another = exists().where(other.return_id == Return.id, other.person_id != actor.id, other.ended_at.is_(None))
    return list(
        session.scalars(
            select(Return)
            .join(Moderator, Moderator.return_id == Return.id)
            .where(Moderator.person_id == actor.id, Moderator.ended_at.is_(None), with_another, returns_in_sight(actor))
            .options(
                joinedload(Return.organisation, innerjoin=True),
                joinedload(Return.audit, innerjoin=True).joinedload(Audit.tool_version, innerjoin=True),
            )
            .order_by(Return.id)
        )
    )


def to_settle(session: Session, audit: Audit, *, by: Actor) -> list[Need]:
    """What waits for whoever settles ratings, of what is theirs to decide: to settle, and for a panel to look at."""
    found = exceptions_of(session, audit, by=by)
    waiting = [one for one in found if one.record.needs_settling]
    done = talked_about(session, audit) if len(waiting) < len(found) else set()
    to_look_at = [one for one in found if not one.record.needs_settling and (one.return_.id, one.question) not in done]
    needs = []
    if waiting:
        settle = url_for("moderation.settle_ratings", audit_id=audit.id)
        words = f"{audit.title}. One by one, or together in a panel."
        needs.append(Need(f"Settle {count(len(waiting), 'rating')}", settle, words, "To settle", "yellow"))
    if to_look_at:
        panels = url_for("moderation.list_panels", audit_id=audit.id)
        words = f"{audit.title}. Nobody differs, but no panel has looked at what limits a band."
        needs.append(
            Need(f"{count(len(to_look_at), 'exception')} for the panel", panels, words, "For the panel", "blue")
        )
    return needs
