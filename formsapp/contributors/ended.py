"""Who helps no longer: whom, who took it back, and when."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from formsapp.access.models import Person, RoleGiven
from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import Audit, Return
from formsapp.contributors.models import Contribution
from formsapp.organisations.models import Organisation

#: The event that says who took something back.
ENDED = "contributor.ended"


@dataclass(frozen=True)
class NoLonger:
    """A contribution that has ended."""

    contribution: Contribution
    audit: str
    organisation: str
    at: datetime
    #: Who took it back; the partnership where it ended the role itself.
    by: str

    @property
    def had_started(self) -> bool:
        """Whether they had said yes."""
        return self.contribution.accepted_at is not None


def no_longer_helping(session: Session, return_id: int, still_asked: Iterable[str]) -> list[NoLonger]:
    """Those who helped with a return, or were asked to, and are not asked now: each once, the latest first."""
    found = {one.contribution.email: one for one in reversed(_ended(session, Contribution.return_id == return_id))}
    asked = frozenset(still_asked)
    return [one for email, one in reversed(found.items()) if email not in asked]


def taken_back_from(session: Session, person_id: int) -> list[NoLonger]:
    """What somebody helped with and is not asked for any more, the latest first."""
    return _ended(session, Contribution.person_id == person_id)


def _ended(session: Session, which: ColumnElement[bool]) -> list[NoLonger]:
    at = func.coalesce(Contribution.ended_at, RoleGiven.ended_at)
    rows = session.execute(
        select(Contribution, Audit.title, Organisation.name, at)
        .join(Return, Return.id == Contribution.return_id)
        .join(Audit, Audit.id == Return.audit_id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .outerjoin(RoleGiven, RoleGiven.id == Contribution.role_id)
        .where(which, at.is_not(None))
        .order_by(at.desc(), Contribution.id.desc())
    ).all()
    by = _by_whom(session, {row[0].return_id for row in rows})
    return [NoLonger(one, audit, name, moment, by.get(one.id, "The partnership")) for one, audit, name, moment in rows]


def _by_whom(session: Session, returns: set[int]) -> dict[int, str]:
    """Who took each contribution to these returns back."""
    if not returns:
        return {}
    wanted = (
        select(TrailEvent.details, Person.name)
        .join(Person, Person.id == TrailEvent.by_id)
        .where(and_(TrailEvent.subject_kind == "return", TrailEvent.subject_id.in_(returns)), TrailEvent.event == ENDED)
    )
    rows: Iterable[Any] = session.execute(wanted)
    return {json.loads(details)["contribution"]: name for details, name in rows}
