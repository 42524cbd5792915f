"""Feedback that arrived, for the setting; challenges that wait, for the chair and for whoever decides one."""

from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.interests import decides
from formsapp.audits.visibility import own_returns, returns_in_sight
from formsapp.clock import now
from formsapp.feedback.arrived import Arrived, arrived
from formsapp.feedback.challenge_queries import Challenged, challenged, is_open
from formsapp.home.need import Group, Need
from formsapp.ui.formatting import day

#: How long the home page says that feedback is there to those who do not say that they read it.
_SHOWN_FOR = timedelta(days=60)
_SHOWN_AT_MOST = 12


def arrived_here(session: Session, actor: Actor) -> list[Group]:
    """The letters and feedback pages of the person's own settings that they have not said they read."""
    if not can(actor, Permission.RETURN_VIEW):
        return []
    since = now() - _SHOWN_FOR
    found = [one for one in arrived(session, actor.id, own_returns(actor)) if not one.is_read and one.at > since]
    several = len({one.organisation for one in found}) > 1
    needs = [_need(one, several=several) for one in found[:_SHOWN_AT_MOST]]
    return [Group("Feedback", needs)] if needs else []


def _need(one: Arrived, *, several: bool) -> Need:
    return Need(
        "Read your feedback letter" if one.is_letter else "Read your feedback page",
        url_for("feedback.show_feedback", return_id=one.return_id),
        ": ".join(filter(None, [one.audit, one.organisation if several else ""])) + f". Arrived on {day(one.at)}",
        "New",
        "blue",
    )


def challenges(session: Session, actor: Actor) -> list[Group]:
    """The challenges that wait for this person: to be answered as chair, or to be decided."""
    if not can(actor, Permission.CHALLENGE_DECIDE):
        return []
    found = challenged(session, returns_in_sight(actor), is_open())
    needs = [need for one in found if (need := _waits(session, actor, one)) is not None]
    return [Group("Challenges", needs[:_SHOWN_AT_MOST])] if needs else []


def _waits(session: Session, actor: Actor, one: Challenged) -> Need | None:
    href = url_for("feedback.decide_challenge", challenge_id=one.challenge.id)
    about = f"{one.organisation}: {one.return_.audit.title}"
    if one.decider_id == actor.id:
        return Need("Decide a challenge", href, about, "For you", "yellow")
    if one.decider_id is None and decides(session, one.return_, actor.id):
        return Need("Answer a challenge", href, about, "To answer", "yellow")
    return None
