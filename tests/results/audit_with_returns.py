"""An audit with submitted returns, as rows: what the results, the findings and the report are tested on."""

from typing import Any

from sqlalchemy.orm import Session

from formsapp.audits.models import Audit, Return, ReturnEvent
from formsapp.clock import now
from formsapp.moderation.models import SettledRating
from formsapp.organisations.models import Organisation
from formsapp.returns.models import Answer, Submission
from formsapp.tools.versions import tool_of
from scoring.packed import codes_of, pack
from tests.builders import make_organisation, make_return


def submit(session: Session, audit: Audit, ratings: dict[str, str], organisation: Organisation | None = None) -> Return:
    """A submitted return with these answers."""
    school = organisation or make_organisation(session)
    return_ = make_return(session, audit, school, state="submitted")
    for question, value in ratings.items():
        session.add(Answer(return_id=return_.id, question=question, value=value, revision=1, saved_at=now()))
    submit_again(session, return_, ratings, school)
    return return_


def submit_again(
    session: Session, return_: Return, ratings: dict[str, str], school: Organisation, number: int = 1
) -> None:
    """The packed row of a submission."""
    audit = session.get_one(Audit, return_.audit_id)
    codes = codes_of(tool_of(audit.tool_version), ratings, school.attributes)
    session.add(
        Submission(
            return_id=return_.id,
            number=number,
            submitted_at=now(),
            declaration="",
            document="{}",
            fingerprint="",
            ratings=pack(codes),
            receipt=f"R{return_.id}-{number}",
        )
    )
    if number > 1:
        session.add(ReturnEvent(return_id=return_.id, kind="submitted", at=now(), reason=""))
    session.flush()


def settle(session: Session, return_: Return, question: str, rating: str, **changes: Any) -> None:
    """A settled rating of the answer as it stands."""
    given: dict[str, Any] = {"how": "chair_settled", "reason": "Seen in the file", "answer_revision": 1}
    session.add(
        SettledRating(
            **{**given, "return_id": return_.id, "question": question, "rating": rating, "settled_at": now(), **changes}
        )
    )
    session.flush()
