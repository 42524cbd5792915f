"""Drafting: what the scores say, laid beside what the chair has made of it already.

Every draft is appended to the history of its finding. A finding that the chair has decided about keeps its place and
its words; a new draft of it is shown beside them. One that the figures no longer give is marked so, never deleted.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.agreement.agreeing import learnt_of
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import return_state
from formsapp.audits.visibility import returns_in_sight
from formsapp.clock import now
from formsapp.findings.history import Change, Worded, has_been_ordered
from formsapp.findings.models import Finding, FindingChange
from formsapp.findings.parts import FindingPart
from formsapp.results.queries import asked, audit_before, late_returns
from formsapp.results.scores import scores_of
from formsapp.returns.models import Answer
from scoring.score import Scores
from scoring.summary.learning import Collection
from scoring.summary.summarise import Finding as Drafted
from scoring.summary.summarise import Summary, summarise
from tool_definitions.tool import Tool

#: A recommendation may move between these two with its priority and stays the same finding.
_RECOMMENDATIONS = frozenset({FindingPart.RECOMMENDATION, FindingPart.ALSO_NOTED})
Identity = tuple[str, str, str]


def drafted_summary(session: Session, audit: Audit, *, by: Actor) -> Summary:
    """What the scores of an audit say, with what the application knows of how it went."""
    scores = _with_feedback(session, audit, scores_of(session, audit, by=by), by)
    earlier = audit_before(session, audit)
    previous = scores_of(session, earlier, by=by) if earlier is not None else None
    in_scope = asked(session, audit, by=by).in_scope
    late = late_returns(session, audit, by=by)
    return summarise(
        scores.tool,
        scores,
        previous if previous is not None and len(previous) else None,
        learnt_of(session, audit, scores, by=by),
        collection=Collection(in_scope=in_scope, returned=len(scores), late=late),
    )


def _with_feedback(session: Session, audit: Audit, scores: Scores, by: Actor) -> Scores:
    feedback = feedback_of(session, audit, scores.tool, by=by)
    return Scores(scores.tool, replace(scores.ratings, feedback=feedback)) if feedback else scores


def feedback_of(session: Session, audit: Audit, tool: Tool, *, by: Actor) -> dict[str, list[str]]:
    """What returns that are submitted now said in the tool's own feedback questions: not what is being changed."""
    keys = [key for key, question in tool.questions.items() if question.asks_for == "feedback"]
    if not keys:
        return {}
    submitted = return_state() == ReturnState.SUBMITTED.value
    rows = session.execute(
        select(Answer.question, Answer.value)
        .join(Return, Return.id == Answer.return_id)
        .where(Return.audit_id == audit.id, returns_in_sight(by, Permission.RESULTS_VIEW), submitted)
        .where(Answer.question.in_(keys), Answer.value.is_not(None))
        .order_by(Return.id)
    )
    said: dict[str, list[str]] = {}
    for key, value in rows:
        if words := (value or "").strip():
            said.setdefault(key, []).append(words)
    return said


def lay_beside(session: Session, audit: Audit, existing: list[Worded], summary: Summary, *, by: Actor) -> None:
    """Put the drafts into the database beside the findings that are there."""
    known = {identity(FindingPart(one.finding.part), one.finding): one for one in existing if one.finding.drafted}
    drafts = {identity(part, draft): (part, draft) for part, draft in _drafts(summary)}
    for name, one in known.items():
        if name not in drafts and one.is_drafted:
            _append(session, one.finding, Change.UNDRAFTED, one.finding.drafted or "", by)
    ordered = {part: has_been_ordered([one for one in existing if one.finding.part == part]) for part in FindingPart}
    last = max((one.finding.place for one in existing), default=0)
    for place, (name, (part, draft)) in enumerate(drafts.items(), start=1):
        if name not in known:
            new = Finding(
                audit_id=audit.id, part=part.value, about=draft.about or "", place=last + place, created_at=now()
            )
            session.add(new)
            _redraft(session, new, draft, by)
        else:
            _renew(session, known[name], part, draft, by)
    session.flush()
    _put_in_order(session, audit, list(drafts), ordered)


def _renew(session: Session, one: Worded, part: FindingPart, draft: Drafted, by: Actor) -> None:
    finding = one.finding
    if not one.is_worded:
        finding.part = part.value
    if finding.drafted != draft.text or not one.is_drafted or json.loads(finding.reasons) != _plain(draft):
        _redraft(session, finding, draft, by)


def _redraft(session: Session, finding: Finding, draft: Drafted, by: Actor) -> None:
    finding.drafted, finding.reasons = draft.text, json.dumps(_plain(draft), ensure_ascii=False)
    session.flush()
    _append(session, finding, Change.DRAFTED, draft.text, by)


def _put_in_order(session: Session, audit: Audit, drafts: list[Identity], ordered: dict[FindingPart, bool]) -> None:
    """The order of the draft, in the parts that the chair has not touched."""
    places = {name: place for place, name in enumerate(drafts, start=1)}
    for finding in session.scalars(select(Finding).where(Finding.audit_id == audit.id)):
        part = FindingPart(finding.part)
        if not ordered[part]:
            finding.place = places.get(identity(part, finding), len(places) + 1)
    session.flush()


def _append(session: Session, finding: Finding, kind: Change, text: str, by: Actor) -> None:
    session.add(FindingChange(finding_id=finding.id, kind=kind.value, text=text, at=now(), by_id=by.id))


def _drafts(summary: Summary) -> Iterator[tuple[FindingPart, Drafted]]:
    lists = {
        FindingPart.WORKING_WELL: summary.working_well,
        FindingPart.CONCERN: summary.concerns,
        FindingPart.RECOMMENDATION: summary.recommendations,
        FindingPart.ALSO_NOTED: summary.also_noted,
        FindingPart.LEARNING: summary.learning,
    }
    for part, drafts in lists.items():
        for draft in drafts:
            yield part, draft


def identity(part: FindingPart, line: Finding | Drafted) -> Identity:
    """What makes two drafts the same finding, although their figures differ: a recommendation is its text, a concern
    its question, anything else the question or section with the first reason.
    """
    about = line.about or ""
    if part in _RECOMMENDATIONS:
        text = line.drafted if isinstance(line, Finding) else line.text
        return (FindingPart.RECOMMENDATION, "", text or "")
    if part is FindingPart.CONCERN:
        return (part, about, "")
    reasons = json.loads(line.reasons) if isinstance(line, Finding) else line.reasons
    return (part, about, reasons[0]["reason"] if reasons else "")


def _plain(draft: Drafted) -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = json.loads(json.dumps([dict(reason) for reason in draft.reasons]))
    return plain
