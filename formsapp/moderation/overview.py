"""Where moderation of an audit stands: its returns in one person's sight, with a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audits.blind import why_not_yet
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import return_state
from formsapp.audits.visibility import returns_in_sight
from formsapp.cases.models import Case
from formsapp.moderation.models import AnswerQuery, JudgedRating, Moderator, SettledRating
from formsapp.moderation.second import hidden_from
from formsapp.moderation.waiting import unsettled
from formsapp.organisations.models import Organisation
from formsapp.returns.models import Answer, Submission
from formsapp.samples.frame import title_of
from formsapp.samples.models import Sample, SampleEntry
from formsapp.samples.queries import current_sample
from scoring.packed import HIDDEN, unpack

_SUBMITTED = (ReturnState.SUBMITTED.value, ReturnState.SENT_BACK.value)


class Judging(NamedTuple):
    """A moderator of a return, and how many questions they judged as the answers stand; None where that is hidden."""

    name: str
    judged: int | None


class Outcome(NamedTuple):
    """What came of judging a return so far, in numbers of questions."""

    settled: int
    waiting: int
    stale: int


@dataclass(frozen=True)
class ToModerate:
    """A return of the overview."""

    return_id: int
    title: str
    state: ReturnState
    is_sampled: bool
    #: How it was picked; None where it was not, and where the person may not know.
    pick: str | None
    is_mine: bool
    moderators: tuple[Judging, ...]
    #: How many rated questions count for it; None before it was ever submitted with them.
    questions: int | None
    outcome: Outcome | None
    queries: int

    @property
    def is_judged(self) -> bool:
        """Whether every moderator of it judged everything, as far as can be seen."""
        return bool(self.moderators) and all(
            bool(self.questions) and (one.judged or 0) >= (self.questions or 0) for one in self.moderators
        )


@dataclass(frozen=True)
class Overview:
    """The returns that moderators look at, the others that were submitted, and what waits."""

    sample: Sample | None
    returns: list[ToModerate]
    #: None where the person may not know how many ratings wait.
    waiting: int | None

    @property
    def looked_at(self) -> list[ToModerate]:
        """Those of the sample or with a moderator; one's own first."""
        found = [one for one in self.returns if one.is_sampled or one.moderators]
        return sorted(found, key=lambda one: (not one.is_mine, bool(one.moderators)))

    @property
    def others(self) -> list[ToModerate]:
        """The other submitted returns."""
        return [one for one in self.returns if not one.is_sampled and not one.moderators]

    @property
    def mine(self) -> list[ToModerate]:
        """Those of whoever looks."""
        return [one for one in self.returns if one.is_mine]

    @property
    def queries(self) -> int:
        """How many queries to authors are open."""
        return sum(one.queries for one in self.returns)


def overview_of(session: Session, audit: Audit, state: AuditState, *, by: Actor) -> Overview:
    """The overview of an audit for one person."""
    sample = current_sample(session, audit)
    is_blind = why_not_yet(by, audit, state) is not None
    of_sample = (SampleEntry.return_id == Return.id) & (SampleEntry.sample_id == (sample.id if sample else None))
    rows = session.execute(
        select(Return.id, Organisation.name, Case.code, return_state(), SampleEntry.pick)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .outerjoin(Case, Case.id == Return.case_id)
        .outerjoin(SampleEntry, of_sample)
        .where(
            Return.audit_id == audit.id,
            returns_in_sight(by),
            or_(return_state().in_(_SUBMITTED), SampleEntry.pick.is_not(None)),
        )
        .order_by(Organisation.name, Case.code, Return.id)
    ).all()
    hidden = hidden_from(session, audit, by.id)
    asked, judged, counted = _asked(session, audit), _judged(session, audit), questions_counted(session, audit)
    queries = _open_queries(session, audit, hidden, by)
    waiting = Counter(one.return_.id for one in ([] if is_blind else unsettled(session, audit, by=by)))
    settled = _settled(session, audit)
    returns = []
    for return_id, name, code, its_state, pick in rows:
        theirs = asked.get(return_id, [])
        returns.append(
            ToModerate(
                return_id=return_id,
                title=title_of(name, code),
                state=ReturnState(its_state),
                is_sampled=pick is not None,
                pick=None if is_blind else pick,
                is_mine=by.id in {person for person, _ in theirs},
                moderators=tuple(
                    Judging(
                        who, judged.get((return_id, person), 0) if return_id not in hidden or person == by.id else None
                    )
                    for person, who in theirs
                ),
                questions=counted.get(return_id),
                outcome=None
                if is_blind or return_id in hidden
                else Outcome(settled[return_id, True], waiting[return_id], settled[return_id, False]),
                queries=queries.get(return_id, 0),
            )
        )
    return Overview(sample, returns, None if is_blind else sum(waiting.values()))


def _asked(session: Session, audit: Audit) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = session.execute(
        select(Moderator.return_id, Person.id, Person.name)
        .join(Person, Person.id == Moderator.person_id)
        .join(Return, Return.id == Moderator.return_id)
        .where(Return.audit_id == audit.id, Moderator.ended_at.is_(None))
        .order_by(Person.name)
    )
    for return_id, person_id, name in rows:
        found[return_id].append((person_id, name))
    return found


def _judged(session: Session, audit: Audit) -> dict[tuple[int, int], int]:
    """How many questions each moderator judged as the answers stand."""
    of_answer = (Answer.return_id == JudgedRating.return_id) & (Answer.question == JudgedRating.question)
    rows = session.execute(
        select(JudgedRating.return_id, JudgedRating.moderator_id, func.count(func.distinct(JudgedRating.question)))
        .join(Return, Return.id == JudgedRating.return_id)
        .outerjoin(Answer, of_answer)
        .where(Return.audit_id == audit.id, JudgedRating.answer_revision == func.coalesce(Answer.revision, 0))
        .group_by(JudgedRating.return_id, JudgedRating.moderator_id)
    )
    return {(return_id, person): number for return_id, person, number in rows}


def _settled(session: Session, audit: Audit) -> Counter[tuple[int, bool]]:
    """How many settled ratings of each return count, and how many are stale: `(return, counts)`."""
    latest = (
        select(func.max(SettledRating.id))
        .join(Return, Return.id == SettledRating.return_id)
        .where(Return.audit_id == audit.id)
        .group_by(SettledRating.return_id, SettledRating.question)
    )
    of_answer = (Answer.return_id == SettledRating.return_id) & (Answer.question == SettledRating.question)
    rows = session.execute(
        select(SettledRating.return_id, SettledRating.answer_revision, Answer.revision)
        .outerjoin(Answer, of_answer)
        .where(SettledRating.id.in_(latest))
    )
    return Counter((return_id, settled_at == (revision or 0)) for return_id, settled_at, revision in rows)


def _open_queries(session: Session, audit: Audit, hidden: Collection[int], by: Actor) -> dict[int, int]:
    """How many queries wait about each return; of those hidden, only the person's own."""
    rows = session.execute(
        select(AnswerQuery.return_id, func.count())
        .join(Return, Return.id == AnswerQuery.return_id)
        .where(Return.audit_id == audit.id, AnswerQuery.closed_at.is_(None))
        .where(AnswerQuery.return_id.not_in(hidden) | (AnswerQuery.asked_by_id == by.id))
        .group_by(AnswerQuery.return_id)
    )
    return {return_id: number for return_id, number in rows}  # noqa: C416  a Row is not a pair to dict()


def questions_counted(session: Session, audit: Audit) -> dict[int, int]:
    """How many rated questions count for each return, as it was last submitted."""
    rows = session.execute(
        select(Submission.return_id, Submission.ratings)
        .join(Return, Return.id == Submission.return_id)
        .where(Return.audit_id == audit.id)
        .order_by(Submission.number)
    )
    return {return_id: int(np.count_nonzero(unpack(packed) > HIDDEN)) for return_id, packed in rows}
