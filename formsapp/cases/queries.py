"""Reading the cases of an audit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flask import abort
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.policy import Scope
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audit_from_url, return_state
from formsapp.audits.visibility import returns_in_sight
from formsapp.cases.models import Case, IndependenceConfirmed
from formsapp.database import current_session
from formsapp.organisations.models import Organisation
from formsapp.people.models import Interest


class Asked(NamedTuple):
    """An organisation asked to audit a case, and where its return is."""

    name: str
    state: ReturnState


@dataclass
class ListedCase:
    """A case with the returns about it that the person may see."""

    case: Case
    asked: list[Asked] = field(default_factory=list)

    @property
    def submitted(self) -> int:
        """How many of them are submitted."""
        return sum(one.state is ReturnState.SUBMITTED for one in self.asked)


def list_cases(session: Session, audit: Audit, *, by: Actor) -> list[ListedCase]:
    """The cases of an audit by code, each with its returns in the person's sight, in two queries."""
    cases = session.scalars(select(Case).where(Case.audit_id == audit.id).order_by(Case.code)).all()
    listed = {case.id: ListedCase(case) for case in cases}
    rows = session.execute(
        select(Return.case_id, Organisation.name, return_state())
        .join(Organisation, Organisation.id == Return.organisation_id)
        .where(Return.audit_id == audit.id, Return.case_id.is_not(None), returns_in_sight(by))
        .order_by(Organisation.name)
    )
    for case_id, name, state in rows:
        listed[case_id].asked.append(Asked(name, ReturnState(state)))
    return list(listed.values())


def case_of(session: Session, return_: Return) -> Case | None:
    """The case a return is about, if any."""
    return session.get(Case, return_.case_id) if return_.case_id else None


@dataclass(frozen=True)
class CaseOfAudit:
    """A case with its audit, to which it belongs."""

    case: Case
    audit: Audit

    @property
    def scope(self) -> Scope:
        """A case is its audit's."""
        return self.audit.scope


def case_from_url(actor: Actor, audit_id: int, case_id: int) -> CaseOfAudit:
    """A case of an audit in the person's sight; 404 otherwise."""
    audit = audit_from_url(actor, audit_id)
    case = current_session().get(Case, case_id)
    return CaseOfAudit(case, audit) if case is not None and case.audit_id == audit.id else abort(404)


def cases_declared(session: Session, person_id: int | None) -> frozenset[int]:
    """The cases in which the person said that they had a part."""
    wanted = Interest.person_id == person_id, Interest.case_id.is_not(None), Interest.ended_at.is_(None)
    return frozenset(session.scalars(select(Interest.case_id).where(*wanted)))  # type: ignore[arg-type]


def agencies(session: Session) -> Sequence[Organisation]:
    """The agencies of the register, by name."""
    wanted = Organisation.type == "agency", Organisation.status != "closed"
    return session.scalars(select(Organisation).where(*wanted).order_by(Organisation.name)).all()


def has_confirmed_independence(session: Session, return_: Return, person: Actor) -> bool:
    """Whether the person confirmed that they had no part in the case of this return."""
    confirmed = exists().where(
        IndependenceConfirmed.return_id == return_.id, IndependenceConfirmed.person_id == person.id
    )
    return bool(session.scalar(select(confirmed)))
