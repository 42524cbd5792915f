"""Reads of samples. What is in sight is decided in `audits/visibility.py`, here as everywhere."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit, Return, ReturnEvent
from formsapp.audits.queries import return_state
from formsapp.audits.visibility import returns_in_sight
from formsapp.cases.models import Case
from formsapp.organisations.models import Organisation
from formsapp.samples.frame import STRATA, title_of
from formsapp.samples.models import Sample, SampleEntry


class Drawn(NamedTuple):
    """A draw and who made it."""

    sample: Sample
    by: str

    @property
    def strata(self) -> list[str]:
        """The attributes that made its strata."""
        return json.loads(self.sample.strata)

    @property
    def strata_words(self) -> str:
        """The same as people call them."""
        return ", ".join(STRATA.get(name, name) for name in self.strata)

    @property
    def risk_points(self) -> dict[str, float]:
        """What each sign of risk was worth."""
        return json.loads(self.sample.risk_points)


class EntryInSight(NamedTuple):
    """A return of a draw, drawn or not, as the person who asks may see it, with where it is now."""

    entry: SampleEntry
    return_id: int
    organisation: str
    urn: str | None
    case: str | None
    state: ReturnState
    since: datetime | None

    @property
    def title(self) -> str:
        """Whose return it is, and about which case."""
        return title_of(self.organisation, self.case)

    @property
    def reasons(self) -> list[str]:
        """Why it was picked, a sentence each; none for a random pick."""
        return reasons_of(self.entry)


def reasons_of(entry: SampleEntry) -> list[str]:
    """Why a return was picked: the reason of whoever named it, or its signs of risk."""
    if entry.pick == "risk":
        return list(json.loads(entry.reason).values())
    return [entry.reason] if entry.reason else []


def draws_of(session: Session, audit: Audit) -> list[Drawn]:
    """Every draw of the audit, the last one first."""
    rows = session.execute(
        select(Sample, Person.name)
        .outerjoin(Person, Person.id == Sample.drawn_by_id)
        .where(Sample.audit_id == audit.id)
        .order_by(Sample.number.desc())
    )
    return [Drawn(sample, name or "The system") for sample, name in rows]


def current_sample(session: Session, audit: Audit) -> Sample | None:
    """The draw that counts: the last one."""
    return session.scalar(select(Sample).where(Sample.audit_id == audit.id).order_by(Sample.number.desc()).limit(1))


_event = aliased(ReturnEvent)
_LAST_EVENT = select(func.max(_event.id)).where(_event.return_id == Return.id).correlate(Return).scalar_subquery()


def entries_in_sight(session: Session, sample: Sample, by: Actor) -> list[EntryInSight]:
    """The returns of a draw that the person may see, drawn or not, by name: one query."""
    rows = session.execute(
        select(
            SampleEntry,
            Return.id,
            Organisation.name,
            Organisation.urn,
            Case.code,
            return_state(),
            ReturnEvent.at,
        )
        .join(Return, Return.id == SampleEntry.return_id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .outerjoin(Case, Case.id == Return.case_id)
        .outerjoin(ReturnEvent, ReturnEvent.id == _LAST_EVENT)
        .where(SampleEntry.sample_id == sample.id, returns_in_sight(by))
        .order_by(Organisation.name, Case.code, Return.id)
    )
    return [
        EntryInSight(entry, return_id, name, urn, code, ReturnState(state), at)
        for entry, return_id, name, urn, code, state, at in rows
    ]


def pick_of(session: Session, return_: Return) -> SampleEntry | None:
    """The entry of a return in the draw that counts; None where it was not among those that could be drawn.

    The caller decides who sees it.
    """
    last = select(func.max(Sample.id)).where(Sample.audit_id == return_.audit_id).scalar_subquery()
    wanted = SampleEntry.sample_id == last, SampleEntry.return_id == return_.id
    return session.scalar(select(SampleEntry).where(*wanted))


def all_entries(session: Session, sample: Sample) -> list[SampleEntry]:
    """Every return of a draw, whoever may see it: for its numbers, shown only to people without an interest."""
    return list(session.scalars(select(SampleEntry).where(SampleEntry.sample_id == sample.id)))
