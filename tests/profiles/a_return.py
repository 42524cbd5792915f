"""A return with these answers, as rows: what profiles are tested on."""

from typing import Any

from sqlalchemy.orm import Session

from formsapp.audits.models import Audit, Return
from formsapp.clock import now
from formsapp.organisations.models import Organisation
from formsapp.profiles.profile import Profile, profile_of
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Answer
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import open_return
from tests.builders import make_return


def answered(
    session: Session, audit: Audit, answers: dict[str, str | Given], organisation: Organisation | None = None
) -> Return:
    """A return that was begun, with these answers."""
    return_ = make_return(session, audit, organisation, state="started" if answers else None)
    for question, given in answers.items():
        parts: dict[str, Any] = given._asdict() if isinstance(given, Given) else {"value": given}
        session.add(Answer(return_id=return_.id, question=question, revision=1, saved_at=now(), **parts))
    session.flush()
    return return_


def opened(session: Session, return_: Return) -> OpenedReturn:
    """The return as its own people open it."""
    found = open_return(session, return_.id, person_id=None)
    assert found is not None
    return found


def profile(session: Session, return_: Return) -> Profile:
    """The profile of a return."""
    return profile_of(session, opened(session, return_))
