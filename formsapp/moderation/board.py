"""Who moderates what in an audit, as one person may see it: the returns in their sight, and nothing of any other."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import Person, RoleGiven
from formsapp.access.permissions import Permission
from formsapp.audits.interests import Pair, interests_in
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import return_state
from formsapp.audits.visibility import returns_in_sight
from formsapp.cases.models import Case
from formsapp.moderation.allocating import who_can_moderate
from formsapp.moderation.models import JudgedRating, Moderator
from formsapp.organisations.models import Organisation
from formsapp.samples.frame import title_of
from formsapp.samples.models import SampleEntry
from formsapp.samples.queries import current_sample

_SUBMITTED = (ReturnState.SUBMITTED.value, ReturnState.SENT_BACK.value)


@dataclass(frozen=True)
class Given:
    """A moderator of a return, and of how many of its questions they have judged the answer at least once."""

    person_id: int
    name: str
    judged: int
    #: Why they should not moderate it: an interest come to light since, or a role taken back.
    fault: str | None = None


@dataclass(frozen=True)
class OnBoard:
    """A return with its moderators."""

    return_id: int
    title: str
    state: ReturnState
    is_sampled: bool
    given: tuple[Given, ...] = ()


@dataclass
class Board:
    """The returns of an audit that may be given out, who may moderate, and what stands in the way."""

    returns: list[OnBoard]
    people: list[Person]
    #: Those who hold the role of a moderator: whom a proposal starts from.
    moderators: set[int]
    #: The interests of these people in these returns, in words.
    barred: dict[Pair, str]
    has_sample: bool
    loads: Counter[int] = field(default_factory=Counter)

    @property
    def sampled(self) -> list[OnBoard]:
        """The returns of the sample."""
        return [one for one in self.returns if one.is_sampled]

    def names(self) -> dict[int, str]:
        """The names of whoever may moderate, and of whoever does."""
        given = {one.person_id: one.name for return_ in self.returns for one in return_.given}
        return given | {person.id: person.name for person in self.people}

    def titles(self) -> dict[int, str]:
        """What each return is called."""
        return {one.return_id: one.title for one in self.returns}


def board_of(session: Session, audit: Audit, *, by: Actor, only: int | None = None) -> Board:
    """The board of an audit, or of one return of it: a fixed number of queries."""
    sample = current_sample(session, audit)
    people = who_can_moderate(session, audit)
    rows = _returns(session, audit, by, sample.id if sample else None, only)
    given = _given(session, [Return.audit_id == audit.id, *([Return.id == only] if only is not None else [])])
    everybody = {person.id for person in people} | {one.person_id for each in given.values() for one in each}
    barred = interests_in(session, audit, everybody)
    able = {person.id for person in people}
    returns = [
        OnBoard(
            return_id,
            title_of(name, code),
            ReturnState(state),
            pick is not None,
            tuple(_checked(one, return_id, barred, able) for one in given.get(return_id, ())),
        )
        for return_id, name, code, state, pick in rows
    ]
    in_sight = {one.return_id for one in returns}
    return Board(
        returns=returns,
        people=people,
        moderators=_holders(session, audit) & able,
        barred={pair: words for pair, words in barred.items() if pair.return_id in in_sight},
        has_sample=sample is not None,
        loads=Counter(one.person_id for return_ in returns for one in return_.given),
    )


def _returns(
    session: Session, audit: Audit, by: Actor, sample_id: int | None, only: int | None
) -> list[tuple[int, str, str | None, str, str | None]]:
    """Those submitted, or sent back since; and those of the sample wherever they are."""
    of_sample = (SampleEntry.return_id == Return.id) & (SampleEntry.sample_id == sample_id)
    wanted: list[ColumnElement[bool]] = [
        Return.audit_id == audit.id,
        returns_in_sight(by, Permission.MODERATORS_ALLOCATE),
        or_(return_state().in_(_SUBMITTED), SampleEntry.pick.is_not(None)),
        *([Return.id == only] if only is not None else []),
    ]
    rows = session.execute(
        select(Return.id, Organisation.name, Case.code, return_state(), SampleEntry.pick)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .outerjoin(Case, Case.id == Return.case_id)
        .outerjoin(SampleEntry, of_sample)
        .where(*wanted)
        .order_by(Organisation.name, Case.code, Return.id)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def _given(session: Session, within: list[ColumnElement[bool]]) -> dict[int, list[Given]]:
    judged = (
        select(func.count(func.distinct(JudgedRating.question)))
        .where(JudgedRating.return_id == Moderator.return_id, JudgedRating.moderator_id == Moderator.person_id)
        .correlate(Moderator)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Moderator.return_id, Person.id, Person.name, judged)
        .join(Person, Person.id == Moderator.person_id)
        .join(Return, Return.id == Moderator.return_id)
        .where(*within, Moderator.ended_at.is_(None))
        .order_by(Person.name)
    )
    found: dict[int, list[Given]] = defaultdict(list)
    for return_id, *given in rows:
        found[return_id].append(Given(*given))
    return found


def _checked(one: Given, return_id: int, barred: dict[Pair, str], able: set[int]) -> Given:
    fault = barred.get(Pair(one.person_id, return_id))
    if fault is None and one.person_id not in able:
        fault = "No longer a moderator of this audit"
    return Given(one.person_id, one.name, one.judged, fault)


def _holders(session: Session, audit: Audit) -> set[int]:
    held = RoleGiven.audit_id == audit.id, RoleGiven.role == "moderator", RoleGiven.ended_at.is_(None)
    return set(session.scalars(select(RoleGiven.person_id).where(*held)))
