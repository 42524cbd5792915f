"""What changes about findings: drafted from the scores, worded by the chair. Everything is appended to the history."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.models import Audit
from formsapp.audits.queries import state_of
from formsapp.clock import now
from formsapp.findings.drafting import drafted_summary, lay_beside
from formsapp.findings.history import Change, Worded
from formsapp.findings.models import Finding, FindingChange
from formsapp.findings.parts import FindingPart
from formsapp.findings.queries import findings_of, has_returns_out_of_sight, worded
from formsapp.findings.rules import why_not_draft, why_not_read, why_not_this_text, why_not_word
from formsapp.refusals import Refused, refuse


def draft_findings(session: Session, *, audit: Audit, by: Actor) -> list[Worded]:
    """Draft the four parts from the scores as they stand, beside whatever the chair has worded already."""
    refuse(why_not_draft(state_of(session, audit)))
    refuse(why_not_read(has_returns_out_of_sight(session, audit, by=by)))
    summary = drafted_summary(session, audit, by=by)
    lay_beside(session, audit, findings_of(session, audit), summary, by=by)
    drafted = findings_of(session, audit)
    number = sum(one.is_drafted for one in drafted)
    record(session, "findings.drafted", on=("audit", audit.id), by=by, audit_id=audit.id, findings=number)
    return drafted


def keep(session: Session, *, finding: Finding, by: Actor) -> None:
    """Take the draft into the report word for word."""
    if finding.drafted is None:
        raise Refused("There is no draft of this finding to keep: it was added by hand.")
    _decide(session, finding, Change.KEPT, finding.drafted, by)


def keep_part(session: Session, *, audit: Audit, part: FindingPart, by: Actor) -> int:
    """Take every draft of a part on which nothing is decided into the report; gives how many."""
    undecided = [one for one in findings_of(session, audit) if one.is_drafted and one.standing == "open"]
    chosen = [one.finding for one in undecided if one.finding.part == part]
    for finding in chosen:
        keep(session, finding=finding, by=by)
    return len(chosen)


def reword(session: Session, *, finding: Finding, text: str, by: Actor) -> None:
    """Take the finding into the report in the chair's words."""
    refuse(why_not_this_text(text))
    same = finding.drafted is not None and _tidy(text) == finding.drafted
    _decide(session, finding, Change.KEPT if same else Change.REWORDED, _tidy(text), by)


def drop(session: Session, *, finding: Finding, by: Actor) -> None:
    """Leave the finding out of the report; it can be put back."""
    _decide(session, finding, Change.DROPPED, "", by)


def put_back(session: Session, *, finding: Finding, by: Actor) -> None:
    """Bring a dropped finding back as it was: with the words the chair last gave it, else open for a decision."""
    one = worded(session, finding)
    if one.standing != Change.DROPPED:
        raise Refused("This finding has not been left out.")
    before = [entry.change for entry in one.history if entry.kind in {Change.KEPT, Change.REWORDED, Change.ADDED}]
    if before:
        _decide(session, finding, Change(before[-1].kind), before[-1].text, by)
    else:
        _decide(session, finding, Change.PUT_BACK, "", by)


def add(session: Session, *, audit: Audit, part: FindingPart, text: str, by: Actor, about: str = "") -> Finding:
    """Add a finding of the chair's own at the end of a part."""
    refuse(why_not_word(state_of(session, audit)))
    refuse(why_not_read(has_returns_out_of_sight(session, audit, by=by)))
    refuse(why_not_this_text(text))
    last = session.scalar(select(func.max(Finding.place)).where(Finding.audit_id == audit.id)) or 0
    finding = Finding(
        audit_id=audit.id, part=FindingPart(part).value, about=about, drafted=None, place=last + 1, created_at=now()
    )
    session.add(finding)
    session.flush()
    _append(session, finding, Change.ADDED, _tidy(text), by)
    return finding


def move(session: Session, *, finding: Finding, up: bool, by: Actor) -> None:
    """Change places with the finding above or below in the same part."""
    _refuse_wording(session, finding, by)
    audit = session.get_one(Audit, finding.audit_id)
    part = [one.finding for one in findings_of(session, audit) if one.is_shown and one.finding.part == finding.part]
    place = part.index(finding)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(part):
        raise Refused("This finding is already " + ("first." if up else "last."))
    part[place], part[other] = part[other], part[place]
    for number, one in enumerate(part, start=1):
        one.place = number
    _append(session, finding, Change.MOVED, "up" if up else "down", by)


def _decide(session: Session, finding: Finding, kind: Change, text: str, by: Actor) -> None:
    _refuse_wording(session, finding, by)
    _append(session, finding, kind, text, by)


def _refuse_wording(session: Session, finding: Finding, by: Actor) -> None:
    audit = session.get_one(Audit, finding.audit_id)
    refuse(why_not_word(state_of(session, audit)))
    refuse(why_not_read(has_returns_out_of_sight(session, audit, by=by)))


def _append(session: Session, finding: Finding, kind: Change, text: str, by: Actor) -> None:
    session.add(FindingChange(finding_id=finding.id, kind=kind.value, text=text, at=now(), by_id=by.id))
    session.flush()
    event = f"finding.{kind.replace('_', '-')}"
    record(session, event, on=("finding", finding.id), by=by, audit_id=finding.audit_id, part=finding.part)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
