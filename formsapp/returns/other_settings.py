"""Somebody who serves several settings moves between their returns of the same audit."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Return
from formsapp.audits.queries import return_state
from formsapp.audits.visibility import own_returns
from formsapp.organisations.models import Organisation
from formsapp.returns.opened import OpenedReturn


class SettingsReturn(NamedTuple):
    """The return of one of the person's settings."""

    return_id: int
    organisation: str
    state: ReturnState


def settings_of(session: Session, opened: OpenedReturn, by: Actor) -> list[SettingsReturn]:
    """The returns of the person's settings in the audit of this one, itself among them; none where it is alone."""
    serves = {held.organisation_id for held in by.holding(Permission.RETURN_VIEW) if held.organisation_id}
    if len(serves) < 2 or opened.case_id is not None:
        return []
    rows = session.execute(
        select(Return.id, Organisation.name, return_state())
        .join(Organisation, Organisation.id == Return.organisation_id)
        .where(
            own_returns(by), Return.audit_id == opened.audit_id, Return.case_id.is_(None), Return.withdrawn_at.is_(None)
        )
        .order_by(Organisation.name)
    )
    found = [SettingsReturn(id_, name, ReturnState(state)) for id_, name, state in rows]
    return found if len(found) > 1 else []
