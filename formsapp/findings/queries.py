"""Reads of findings."""

from collections import defaultdict

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.audits.totals import why_no_totals
from formsapp.findings.history import Entry, Worded
from formsapp.findings.models import Finding, FindingChange
from formsapp.findings.parts import FindingPart
from formsapp.people.models import Person
from formsapp.results.queries import audit_before


def findings_of(session: Session, audit: Audit) -> list[Worded]:
    """Every finding of an audit with its history, in the order of their parts and places: two queries."""
    found = session.scalars(select(Finding).where(Finding.audit_id == audit.id).order_by(Finding.place, Finding.id))
    history = _history(session, audit)
    worded = [Worded(finding, tuple(history[finding.id])) for finding in found]
    order = list(FindingPart)
    return sorted(worded, key=lambda one: order.index(FindingPart(one.finding.part)))


def _history(session: Session, audit: Audit) -> defaultdict[int, list[Entry]]:
    changes = session.execute(
        select(FindingChange, Person.name)
        .join(Finding, Finding.id == FindingChange.finding_id)
        .outerjoin(Person, Person.id == FindingChange.by_id)
        .where(Finding.audit_id == audit.id)
        .order_by(FindingChange.id)
    )
    history: defaultdict[int, list[Entry]] = defaultdict(list)
    for change, name in changes:
        history[change.finding_id].append(Entry(change, name))
    return history


def worded(session: Session, finding: Finding) -> Worded:
    """One finding with its history."""
    changes = session.execute(
        select(FindingChange, Person.name)
        .outerjoin(Person, Person.id == FindingChange.by_id)
        .where(FindingChange.finding_id == finding.id)
        .order_by(FindingChange.id)
    )
    return Worded(finding, tuple(Entry(change, name) for change, name in changes))


def finding_of(session: Session, audit: Audit, finding_id: int) -> Finding:
    """One finding of this audit; 404 otherwise."""
    wanted = select(Finding).where(Finding.id == finding_id, Finding.audit_id == audit.id)
    found = session.scalar(wanted)
    return found if found is not None else abort(404)


def has_returns_out_of_sight(session: Session, audit: Audit, *, by: Actor) -> bool:
    """Whether the person has an interest in a return of the audit, or of the published one with which it is compared:
    findings are drawn from those too.
    """
    if has_interest_in_any(session, audit, by.id or 0):
        return True
    earlier = audit_before(session, audit)
    return earlier is not None and why_no_totals(session, by, earlier) is not None
