"""What somebody with no role any more is told: what became of the return they were helping with."""

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.contributors.ended import NoLonger, taken_back_from
from formsapp.home.need import Group
from formsapp.ui.formatting import moment

_SHOWN_AT_MOST = 3


def no_longer_asked(session: Session, actor: Actor) -> list[Group]:
    """Nothing for those who have a role: they have other things to do here."""
    if actor.roles or actor.id is None:
        return []
    ended = taken_back_from(session, actor.id)[:_SHOWN_AT_MOST]
    said = [*map(_said, ended), "What you wrote is kept, with your name. You need do nothing."]
    return [Group("You are not asked to help with any return now", nothing=" ".join(said))] if ended else []


def _said(one: NoLonger) -> str:
    return f"{one.by} took back the return of {one.organisation} ({one.audit}) on {moment(one.at)}."
