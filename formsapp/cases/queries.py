"""Reading the cases of an audit."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.models import Return
from formsapp.cases.models import IndependenceConfirmed


def has_confirmed_independence(session: Session, return_: Return, person: Actor) -> bool:
    """Whether the person confirmed that they had no part in the case of this return."""
    confirmed = exists().where(
        IndependenceConfirmed.return_id == return_.id, IndependenceConfirmed.person_id == person.id
    )
    return bool(session.scalar(select(confirmed)))
