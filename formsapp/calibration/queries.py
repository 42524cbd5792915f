"""Reads of worked examples. The reference is for who writes them, and for who has rated the example."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, audits_in_sight
from formsapp.calibration.models import ExampleRating, WorkedExample
from formsapp.calibration.rules import distance_in_words
from formsapp.database import current_session
from formsapp.people.models import Person
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tool_definitions.question import JudgedQuestion
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Tool


@dataclass(frozen=True)
class Example:
    """A worked example with its question, how many rated it, and what one person rated it."""

    example: WorkedExample
    tool: Tool
    ratings: int
    own: ExampleRating | None

    @property
    def question(self) -> JudgedQuestion:
        """The question that it answers."""
        return self.tool.scored_questions[self.example.question]

    @property
    def scheme(self) -> RatingScheme:
        """The levels of that question."""
        return self.tool.scheme_of(self.example.question)

    @property
    def distance(self) -> str:
        """How far the person's own rating lies from the reference, in words."""
        if self.own is None:
            return ""
        ranks = self.scheme.ranks
        return distance_in_words(ranks[self.own.rating] - ranks[self.example.reference])


@dataclass(frozen=True)
class Distance:
    """How far one moderator's ratings of the examples lie from the references. For the chair alone."""

    name: str
    rated: int
    same: int
    higher: int
    lower: int
    furthest: str


def audit_of_example(actor: Actor, example_id: int) -> tuple[WorkedExample, Audit] | None:
    """An example that still stands and its audit, where the audit is in the person's sight."""
    example = current_session().get(WorkedExample, example_id)
    if example is None or example.removed_at is not None:
        return None
    return example, audit_from_url(actor, example.audit_id)


def example_from_url(actor: Actor, example_id: int) -> WorkedExample:
    """A worked example of an audit in the person's sight; 404 otherwise, and once it is removed."""
    found = audit_of_example(actor, example_id)
    return found[0] if found else abort(404)


def examples_of(session: Session, audit: Audit, *, by: Actor) -> list[Example]:
    """The examples of an audit that stand, in the order in which they were added: three queries."""
    tool = tool_of(audit.tool_version)
    wanted = select(WorkedExample).where(WorkedExample.audit_id == audit.id, WorkedExample.removed_at.is_(None))
    examples = session.scalars(wanted.order_by(WorkedExample.id)).all()
    ids = [one.id for one in examples]
    ratings = select(ExampleRating).where(ExampleRating.example_id.in_(ids), ExampleRating.person_id == by.id)
    own = {one.example_id: one for one in session.scalars(ratings)}
    numbers = ratings_of(session, ids)
    return [Example(one, tool, numbers.get(one.id, 0), own.get(one.id)) for one in examples]


def ratings_of(session: Session, example_ids: Iterable[int]) -> dict[int, int]:
    """How many people rated each of these examples."""
    rows = session.execute(
        select(ExampleRating.example_id, func.count())
        .where(ExampleRating.example_id.in_(list(example_ids)))
        .group_by(ExampleRating.example_id)
    )
    return {example_id: number for example_id, number in rows}  # noqa: C416  a Row is not a pair to dict()


def knows_references(actor: Actor, audit: Audit) -> bool:
    """Whether the person reads the references anyway, so that rating the examples would tell nothing."""
    return can(actor, Permission.CALIBRATION_CHANGE, audit)


def examples_to_rate(session: Session, audit: Audit, *, by: Actor) -> int:
    """How many examples this person has still to rate before they may moderate: one query."""
    if knows_references(by, audit):
        return 0
    rated = select(ExampleRating.example_id).where(ExampleRating.person_id == by.id)
    standing = WorkedExample.audit_id == audit.id, WorkedExample.removed_at.is_(None)
    left = select(func.count()).select_from(WorkedExample).where(*standing, WorkedExample.id.not_in(rated))
    return session.scalar(left) or 0


def has_rated(session: Session, example: WorkedExample, by: Actor) -> bool:
    """Whether this person has rated this example."""
    wanted = select(ExampleRating.id).where(ExampleRating.example_id == example.id, ExampleRating.person_id == by.id)
    return session.scalar(wanted) is not None


def distances(session: Session, audit: Audit) -> list[Distance]:
    """How far each moderator lies from the references, removed examples left out. The caller decides who sees it."""
    tool = tool_of(audit.tool_version)
    people = dict(_moderators(session, audit))
    rows = session.execute(
        select(Person.id, Person.name, ExampleRating.rating, WorkedExample.question, WorkedExample.reference)
        .join(ExampleRating, ExampleRating.person_id == Person.id)
        .join(WorkedExample, WorkedExample.id == ExampleRating.example_id)
        .where(WorkedExample.audit_id == audit.id, WorkedExample.removed_at.is_(None))
    )
    far: dict[int, list[int]] = {person_id: [] for person_id in people}
    for person_id, name, rating, question, reference in rows:
        ranks = tool.scheme_of(question).ranks
        people[person_id] = name
        far.setdefault(person_id, []).append(ranks[rating] - ranks[reference])
    return sorted((_distance(people[one], levels) for one, levels in far.items()), key=lambda one: one.name)


def _moderators(session: Session, audit: Audit) -> Sequence[tuple[int, str]]:
    rows = session.execute(
        select(Person.id, Person.name)
        .join(RoleGiven, RoleGiven.person_id == Person.id)
        .where(RoleGiven.audit_id == audit.id, RoleGiven.ended_at.is_(None))
        .where(RoleGiven.role.in_(("moderator", "deputy_chair")))
    )
    return [(person_id, name) for person_id, name in rows]


def _distance(name: str, levels: list[int]) -> Distance:
    return Distance(
        name=name,
        rated=len(levels),
        same=sum(one == 0 for one in levels),
        higher=sum(one > 0 for one in levels),
        lower=sum(one < 0 for one in levels),
        furthest=distance_in_words(max(levels, key=abs)) if levels else "",
    )


def audits_to_copy_from(session: Session, audit: Audit, *, by: Actor) -> list[tuple[Audit, int]]:
    """Other audits of the same tool whose examples this person may read, the latest first, with how many there are."""
    rows = session.execute(
        select(Audit, func.count())
        .join(WorkedExample, WorkedExample.audit_id == Audit.id)
        .join(ToolVersion, ToolVersion.id == Audit.tool_version_id)
        .where(ToolVersion.key == audit.tool_version.key, Audit.id != audit.id)
        .where(WorkedExample.removed_at.is_(None), audits_in_sight(by, Permission.CALIBRATION_CHANGE))
        .group_by(Audit.id)
        .order_by(Audit.opens_on.desc(), Audit.id.desc())
    )
    return [(one, number) for one, number in rows]
