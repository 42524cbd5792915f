"""The returns that wait for the signature of whoever is signed in."""

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Return
from formsapp.audits.queries import return_state
from formsapp.audits.visibility import own_returns
from formsapp.home.need import Group, Need
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import open_return
from formsapp.returns.sign_off import own_roles, sign_offs
from formsapp.signing.queries import missing_from
from formsapp.signing.rules import signing_refusal

#: A head or a chair signs one return in a season: more than these are found on the pages of the returns.
LOOKED_AT = 3
_BEGUN = (ReturnState.STARTED, ReturnState.SENT_BACK, ReturnState.REOPENED)


def to_sign(session: Session, actor: Actor) -> list[Group]:
    """The complete returns that the person signs and has not signed as they stand. Who fills in signs by submitting."""
    if not can(actor, Permission.RETURN_SIGN) or can(actor, Permission.RETURN_FILL):
        return []
    begun = select(Return.id).where(own_returns(actor), return_state().in_(_BEGUN), Return.withdrawn_at.is_(None))
    ids = session.scalars(begun.order_by(Return.id.desc()).limit(LOOKED_AT))
    found = (open_return(session, return_id, person_id=actor.id) for return_id in ids.all())
    needs = [_need(opened) for opened in found if opened is not None and _waits(session, opened, actor)]
    return [Group("To read and sign", needs)] if needs else []


def _waits(session: Session, opened: OpenedReturn, actor: Actor) -> bool:
    roles = own_roles(opened, actor)
    if not roles or signing_refusal(opened, missing_from(session, opened)):
        return False
    return any(one.role in roles and not one.holds for one in sign_offs(session, opened))


def _need(opened: OpenedReturn) -> Need:
    href = url_for("signing.sign_return", return_id=opened.id)
    return Need(f"{opened.audit}: {opened.title}", href, "Nothing is missing from it", "To sign", "yellow")
