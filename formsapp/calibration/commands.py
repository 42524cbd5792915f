"""Changes of worked examples. A rating of one is given once and never changed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.audits.models import Audit
from formsapp.audits.queries import state_of
from formsapp.calibration.models import ExampleRating, WorkedExample
from formsapp.calibration.queries import has_rated, knows_references, ratings_of
from formsapp.calibration.rules import LONGEST_TEXT, why_not_change, why_not_level, why_not_rate, why_not_write
from formsapp.clock import now
from formsapp.refusals import Refused, refuse
from formsapp.tools.versions import tool_of


@dataclass(frozen=True)
class Written:
    """A worked example as it was written."""

    question: str
    comment: str
    evidence: str
    reference: str
    why: str


@dataclass(frozen=True)
class Copied:
    """How many examples came over, and how many could not: their question or its levels are no longer the same."""

    copied: int
    changed: int


def add_example(session: Session, *, audit: Audit, written: Written, by: Actor) -> WorkedExample:
    """Add an example, which every moderator of the audit rates before going on."""
    refuse(why_not_write(state_of(session, audit)))
    refuse(_why_not_written(audit, written))
    example = _example(session, audit, written, by)
    record(session, "example.added", on=("audit", audit.id), by=by, audit_id=audit.id, question=written.question)
    return example


def change_example(session: Session, *, audit: Audit, example: WorkedExample, written: Written, by: Actor) -> None:
    """Change an example that nobody has rated."""
    refuse(why_not_write(state_of(session, audit)))
    session.refresh(example, with_for_update=True)
    refuse(why_not_change(ratings=ratings_of(session, [example.id]).get(example.id, 0)))
    refuse(_why_not_written(audit, written))
    example.question, example.comment, example.evidence = written.question, written.comment, written.evidence
    example.reference, example.why = written.reference, written.why
    session.flush()
    record(session, "example.changed", on=("audit", audit.id), by=by, audit_id=audit.id, example=example.id)


def remove_example(session: Session, *, audit: Audit, example: WorkedExample, by: Actor) -> None:
    """Take an example out: nobody is asked to rate it any more. What was rated stays on record."""
    refuse(why_not_write(state_of(session, audit)))
    example.removed_at = now()
    session.flush()
    record(session, "example.removed", on=("audit", audit.id), by=by, audit_id=audit.id, example=example.id)


def copy_examples(session: Session, *, audit: Audit, earlier: Audit, by: Actor) -> Copied:
    """Copy the examples of another audit of the same tool, where question and levels are still the same."""
    refuse(why_not_write(state_of(session, audit)))
    if earlier.tool_version.key != audit.tool_version.key:
        raise Refused("Choose an audit of the same tool.")
    here = {(one.question, one.comment) for one in _standing(session, audit)}
    found = [one for one in _standing(session, earlier) if (one.question, one.comment) not in here]
    alike = [one for one in found if _asks_the_same(earlier, audit, one.question)]
    for one in alike:
        _example(session, audit, Written(one.question, one.comment, one.evidence, one.reference, one.why), by)
    if alike:
        on = ("audit", audit.id)
        record(session, "examples.copied", on=on, by=by, audit_id=audit.id, source=earlier.id, number=len(alike))
    return Copied(len(alike), len(found) - len(alike))


def rate_example(
    session: Session, *, audit: Audit, example: WorkedExample, rating: str, reason: str, by: Actor
) -> ExampleRating:
    """Rate an example, once, before its reference is shown."""
    if by.id is None:
        raise Refused("Only a person rates an example.")
    session.refresh(example, with_for_update=True)
    state, rated = state_of(session, audit), has_rated(session, example, by)
    refuse(why_not_rate(state, has_rated=rated, knows_reference=knows_references(by, audit)))
    refuse(why_not_level(tool_of(audit.tool_version).scheme_of(example.question), rating))
    if not reason.strip():
        raise Refused("Give the reason for your rating.")
    if len(reason) > LONGEST_TEXT:
        raise Refused(f"Keep the reason to {LONGEST_TEXT} characters.")
    given = ExampleRating(example_id=example.id, person_id=by.id, rating=rating, reason=reason.strip(), at=now())
    session.add(given)
    session.flush()
    record(session, "example.rated", on=("audit", audit.id), by=by, audit_id=audit.id, example=example.id)
    return given


def _standing(session: Session, audit: Audit) -> list[WorkedExample]:
    wanted = select(WorkedExample).where(WorkedExample.audit_id == audit.id, WorkedExample.removed_at.is_(None))
    return list(session.scalars(wanted.order_by(WorkedExample.id)))


def _asks_the_same(earlier: Audit, audit: Audit, question: str) -> bool:
    """Whether the question reads the same in both audits, level by level."""
    before, now_ = tool_of(earlier.tool_version), tool_of(audit.tool_version)
    if question not in before.scored_questions or question not in now_.scored_questions:
        return False
    levels = [[(one.value, one.label) for one in tool.scheme_of(question).levels] for tool in (before, now_)]
    return levels[0] == levels[1] and before.questions[question].title == now_.questions[question].title


def _why_not_written(audit: Audit, written: Written) -> str | None:
    tool = tool_of(audit.tool_version)
    if written.question not in tool.scored_questions:
        return "Choose a question that is rated."
    if not written.comment.strip() or not written.why.strip():
        return "Write what the organisation says, and why the reference rating is right."
    return why_not_level(tool.scheme_of(written.question), written.reference)


def _example(session: Session, audit: Audit, written: Written, by: Actor) -> WorkedExample:
    example = WorkedExample(
        audit_id=audit.id,
        question=written.question,
        comment=written.comment,
        evidence=written.evidence,
        reference=written.reference,
        why=written.why,
        added_at=now(),
        added_by_id=by.id,
    )
    session.add(example)
    session.flush()
    return example
