"""Reads of challenges, each within the sight of whoever asks, and who had a part in a rating."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from flask import abort, request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from formsapp.access.actor import Actor
from formsapp.access.models import RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.roles import ROLES
from formsapp.audits.interests import Pair, interests_in
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import own_returns, returns_in_sight
from formsapp.database import READING_METHODS, current_session
from formsapp.feedback.models import Challenge, ChallengeStep, FeedbackLetter
from formsapp.moderation.models import JudgedRating, Panel, PanelItem, ProposedAgreement, SettledRating
from formsapp.organisations.models import Organisation
from formsapp.people.models import Person
from formsapp.returns.queries import lock_return

MADE, REOPENED, DECLINED, WITHDRAWN, DECIDED = "made", "reopened", "declined", "withdrawn", "decided"
OPEN = frozenset({MADE, REOPENED})
#: Where a challenge is, as everybody reads it, and the colour of its tag.
WORDS = {
    MADE: ("With the chair", "yellow"),
    REOPENED: ("Opened again, being decided", "blue"),
    DECLINED: ("Not opened again", "grey"),
    WITHDRAWN: ("Withdrawn", "grey"),
    DECIDED: ("Decided", "green"),
}


@dataclass(frozen=True)
class Step:
    """One step of a challenge with the name of whoever took it and of the decider, where it names one."""

    step: ChallengeStep
    by: str
    decider: str
    #: The level it was decided on, as it is stored.
    rating: str


@dataclass(frozen=True)
class Challenged:
    """A challenge with what happened to it."""

    challenge: Challenge
    made_by: str
    return_: Return
    organisation: str
    letter: FeedbackLetter
    steps: tuple[Step, ...]

    @property
    def scope(self) -> object:
        """A challenge belongs where its return belongs."""
        return self.return_.scope

    @property
    def state(self) -> str:
        """Where it is: what happened last."""
        return self.steps[-1].step.kind if self.steps else MADE

    @property
    def is_open(self) -> bool:
        """Whether nothing final has happened to it."""
        return self.state in OPEN

    @property
    def words(self) -> tuple[str, str]:
        """Where it is, in words, and the colour of its tag."""
        return WORDS[self.state]

    @property
    def decider_id(self) -> int | None:
        """Who decides it, while it is opened again."""
        return self.steps[-1].step.decider_id if self.state == REOPENED else None


def challenged(session: Session, *conditions: ColumnElement[bool]) -> list[Challenged]:
    """The challenges that meet these conditions, oldest first: two queries."""
    rows = session.execute(
        select(Challenge, Person.name, Return, Organisation.name, FeedbackLetter)
        .join(Return, Return.id == Challenge.return_id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .join(FeedbackLetter, FeedbackLetter.id == Challenge.letter_id)
        .join(Person, Person.id == Challenge.made_by_id)
        .where(*conditions)
        .order_by(Challenge.id)
        .options(joinedload(Return.audit, innerjoin=True).joinedload(Audit.tool_version, innerjoin=True))
    ).all()
    steps = _steps(session, [row[0].id for row in rows])
    return [
        Challenged(challenge, made_by, return_, organisation, letter, tuple(steps[challenge.id]))
        for challenge, made_by, return_, organisation, letter in rows
    ]


def _steps(session: Session, ids: Collection[int]) -> defaultdict[int, list[Step]]:
    found: defaultdict[int, list[Step]] = defaultdict(list)
    steps = session.scalars(
        select(ChallengeStep).where(ChallengeStep.challenge_id.in_(ids)).order_by(ChallengeStep.id)
    ).all()
    people = {one.by_id for one in steps} | {one.decider_id for one in steps}
    names = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
    settled = {one.settled_id for one in steps}
    wanted = select(SettledRating.id, SettledRating.rating).where(SettledRating.id.in_(settled))
    ratings = dict(session.execute(wanted).all())
    for one in steps:
        names_of = names.get(one.by_id or 0, ""), names.get(one.decider_id or 0, "")
        found[one.challenge_id].append(Step(one, *names_of, ratings.get(one.settled_id or 0, "")))
    return found


def of_letter(session: Session, letter: FeedbackLetter) -> list[Challenged]:
    """The challenges of the ratings of one letter."""
    return challenged(session, Challenge.letter_id == letter.id)


def of_audit(session: Session, audit: Audit, *, by: Actor) -> list[Challenged]:
    """The challenges of an audit: to whoever moderates, only those that they decide."""
    found = challenged(session, Return.audit_id == audit.id, returns_in_sight(by))
    sees_all = can(by, Permission.LETTER_EDIT, audit)
    return found if sees_all else [one for one in found if _was_named(one, by)]


def _was_named(one: Challenged, by: Actor) -> bool:
    return any(step.step.decider_id == by.id for step in one.steps)


def challenge_in_sight(actor: Actor, challenge_id: int) -> Challenged:
    """A challenge of a return that the person reviews: all for who words letters, else those they decide; else 404."""
    found = _one(challenge_id, returns_in_sight(actor))
    if not can(actor, Permission.LETTER_EDIT, found.return_) and not _was_named(found, actor):
        abort(404)
    return found


def own_challenge(actor: Actor, challenge_id: int) -> Challenged:
    """A challenge of the person's own organisation; 404 otherwise."""
    return _one(challenge_id, own_returns(actor))


def _one(challenge_id: int, sight: ColumnElement[bool]) -> Challenged:
    session = current_session()
    if request.method not in READING_METHODS:
        return_id = session.scalar(select(Challenge.return_id).where(Challenge.id == challenge_id))
        lock_return(session, return_id or 0)
    found = challenged(session, Challenge.id == challenge_id, sight)
    return found[0] if found else abort(404)


def open_challenges_by_return(session: Session, return_ids: Collection[int]) -> dict[int, int]:
    """How many challenges of each of these returns are open."""
    return _count_open(session, Challenge.return_id, Challenge.return_id.in_(return_ids))


def open_challenges(session: Session, audit: Audit, *, by: Actor) -> int:
    """How many challenges of an audit are open, of the returns in sight."""
    here = select(Return.id).where(Return.audit_id == audit.id, returns_in_sight(by))
    return sum(_count_open(session, Challenge.return_id, Challenge.return_id.in_(here)).values())


def is_open() -> ColumnElement[bool]:
    """Whether nothing final has happened to a challenge of a query."""
    last = (
        select(ChallengeStep.kind)
        .where(ChallengeStep.challenge_id == Challenge.id)
        .order_by(ChallengeStep.id.desc())
        .limit(1)
        .correlate(Challenge)
        .scalar_subquery()
    )
    return func.coalesce(last, MADE).in_(OPEN)


def _count_open(session: Session, column: ColumnElement[int], condition: ColumnElement[bool]) -> dict[int, int]:
    rows = session.execute(select(column, func.count()).where(condition, is_open()).group_by(column))
    return dict(rows.all())


def had_a_part(session: Session, return_id: int, question: str) -> dict[int, str]:
    """Who had a part in the rating of one question, with what it was: they never decide a challenge of it."""
    found: dict[int, str] = {}
    for model, column, words in (
        (ProposedAgreement, ProposedAgreement.proposed_by_id, "proposed a level for it"),
        (SettledRating, SettledRating.minority_of_id, "recorded a minority view on it"),
        (SettledRating, SettledRating.settled_by_id, "settled it"),
        (JudgedRating, JudgedRating.moderator_id, "judged it"),
    ):
        wanted = select(column).where(model.return_id == return_id, model.question == question)
        found |= dict.fromkeys((one for one in session.scalars(wanted) if one is not None), words)
    return _at_a_panel(session, return_id, question) | found


def _at_a_panel(session: Session, return_id: int, question: str) -> dict[int, str]:
    rows = session.execute(
        select(Panel.present, PanelItem.stepped_out)
        .join(PanelItem, PanelItem.panel_id == Panel.id)
        .where(PanelItem.return_id == return_id, PanelItem.question == question)
    )
    present = {person for there, out in rows for person in {*json.loads(there)} - {*json.loads(out or "[]")}}
    return dict.fromkeys(present, "was at the panel that talked about it")


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be named to decide a challenge, and why they fit."""

    person: Person
    role: str
    hint: str
    #: The fewer, the better they fit.
    order: tuple[int, str]


def candidates_for(session: Session, challenge: Challenge, return_: Return, *, by: Actor) -> list[Candidate]:
    """Whom `by` may name to decide: somebody else of this audit, without an interest and a part in the rating."""
    decide = [key for key, role in ROLES.items() if Permission.CHALLENGE_DECIDE in role.permissions]
    rows = session.execute(
        select(Person, RoleGiven.role)
        .join(RoleGiven, RoleGiven.person_id == Person.id)
        .where(
            RoleGiven.audit_id == return_.audit_id,
            RoleGiven.role.in_(decide),
            RoleGiven.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )
    holders: dict[int, tuple[Person, list[str]]] = {}
    for person, role in rows:
        holders.setdefault(person.id, (person, []))[1].append(role)
    barred = interests_in(session, return_.audit, list(holders))
    part = had_a_part(session, return_.id, challenge.question)
    here = set(session.scalars(select(JudgedRating.moderator_id).where(JudgedRating.return_id == return_.id)))
    found = [
        _candidate(person, roles, judges_here=person.id in here)
        for person, roles in holders.values()
        if person.id not in {*part, by.id} and Pair(person.id, return_.id) not in barred
    ]
    return sorted(found, key=lambda one: one.order)


def _candidate(person: Person, roles: list[str], *, judges_here: bool) -> Candidate:
    titles = " and ".join(ROLES[role].title for role in sorted(set(roles)))
    hint = f"{titles}. " + ("Judged other ratings of this return." if judges_here else "Judged nothing in this return.")
    return Candidate(person, titles, hint, (int(judges_here), person.name))
