"""What changes about the cases of an audit."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.commands import ask_for_returns
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import state_of
from formsapp.audits.rules import scope_refusal
from formsapp.cases.models import Case, IndependenceConfirmed
from formsapp.cases.queries import has_confirmed_independence
from formsapp.cases.rules import case_refusal, code_refusal
from formsapp.clock import now
from formsapp.organisations.models import Organisation
from formsapp.refusals import Refused, refuse
from formsapp.tools.versions import tool_of


def add_case(
    session: Session,
    *,
    audit: Audit,
    code: str,
    theme: str | None,
    age_band: str | None,
    organisations: Iterable[Organisation],
    by: Actor,
) -> Case:
    """Add a case to a case-file audit and ask each of these organisations to audit it."""
    code, asked = code.strip().upper(), list({one.id: one for one in organisations}.values())
    definition = tool_of(audit.tool_version).case
    refuse(case_refusal(definition, theme=theme, age_band=age_band))
    refuse(code_refusal(code, example=definition.code_example if definition else "C01"))
    refuse(scope_refusal(state_of(session, audit)))
    if not asked:
        raise Refused("Choose at least one organisation to audit the case.")
    if session.scalar(select(Case.id).where(Case.audit_id == audit.id, Case.code == code)):
        raise Refused(f"There is already a case {code} in this audit.")
    case = Case(audit_id=audit.id, code=code, theme=theme, age_band=age_band, added_at=now())
    session.add(case)
    session.flush()
    ask_for_returns(session, audit=audit, organisations=asked, case_id=case.id)
    record(session, "case.added", on=("case", case.id), by=by, audit_id=audit.id, returns=len(asked))
    return case


def confirm_independence(session: Session, *, return_: Return, by: Actor) -> None:
    """Record that the person had no part in the case of this return."""
    if return_.case_id is None:
        raise Refused("This return is not about a case.")
    if by.id is None or has_confirmed_independence(session, return_, by):
        return
    session.add(IndependenceConfirmed(return_id=return_.id, person_id=by.id, at=now()))
    session.flush()
    record(session, "return.independence-confirmed", on=("return", return_.id), by=by, audit_id=return_.audit_id)
