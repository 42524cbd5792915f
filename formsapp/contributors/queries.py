"""Reads about those who help with a return."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from flask import abort
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from formsapp.access.actor import Actor
from formsapp.access.models import Person, RoleGiven
from formsapp.access.permissions import Permission
from formsapp.access.policy import Scope
from formsapp.access.roles import ROLES
from formsapp.audits.models import Return
from formsapp.clock import now
from formsapp.contributors.models import Contribution
from formsapp.contributors.rules import MOST_AN_HOUR
from formsapp.database import current_session
from formsapp.returns.loaders import own_return
from formsapp.returns.models import Answer
from formsapp.returns.opened import OpenedReturn
from formsapp.sign_in.sessions import hashed

_asker = aliased(Person)
_AN_HOUR = timedelta(hours=1)


def sections_of(contribution: Contribution) -> frozenset[str] | None:
    """The keys of the sections that somebody is asked for; None for the whole return."""
    return None if contribution.sections is None else frozenset(json.loads(contribution.sections))


@dataclass(frozen=True)
class Help:
    """One contribution as it is listed: what was asked by whom, and how far it is."""

    contribution: Contribution
    asked_by: str
    #: When they last saved an answer of this return, if ever.
    answered_at: datetime | None = None
    answers: int = 0

    @cached_property
    def sections(self) -> frozenset[str] | None:
        """The keys of the sections; None for the whole return."""
        return sections_of(self.contribution)

    def covers(self, section: str) -> bool:
        """Whether this section is among those they were asked for."""
        return self.sections is None or section in self.sections

    @property
    def helps(self) -> bool:
        """Whether they have said yes."""
        return self.contribution.accepted_at is not None

    @property
    def has_run_out(self) -> bool:
        """Whether nobody said yes while the link worked."""
        return not self.helps and self.contribution.expires_at <= now()

    @property
    def finished_at(self) -> datetime | None:
        """When they said that their part is finished."""
        return self.contribution.finished_at

    @property
    def changed_since(self) -> bool:
        """Whether they answered again after they had finished."""
        done, answered = self.finished_at, self.answered_at
        return done is not None and answered is not None and answered > done


class HelpOfReturn(NamedTuple):
    """A contribution, with the return as the one who asked opened it."""

    opened: OpenedReturn
    contribution: Contribution

    @property
    def scope(self) -> Scope:
        """It belongs where the return does."""
        return self.opened.scope


def contribution_from_url(actor: Actor, return_id: int, contribution_id: int) -> HelpOfReturn:
    """A contribution to a return of the person's own organisation that has not ended."""
    opened = own_return(actor, return_id)
    found = current_session().scalar(
        _open_ones().where(Contribution.return_id == opened.id, Contribution.id == contribution_id)
    )
    return HelpOfReturn(opened, found) if found is not None else abort(404)


def _open_ones() -> Select[tuple[Contribution]]:
    """Contributions that were not taken back, here or by ending the role."""
    return (
        select(Contribution)
        .outerjoin(RoleGiven, RoleGiven.id == Contribution.role_id)
        .where(Contribution.ended_at.is_(None), RoleGiven.ended_at.is_(None))
    )


def helps_of(session: Session, return_id: int) -> list[Help]:
    """Everybody who is asked to help with a return, in the order in which they were asked."""
    saved = (
        select(Answer.saved_by_id, func.max(Answer.saved_at).label("at"), func.count().label("number"))
        .where(Answer.return_id == return_id)
        .group_by(Answer.saved_by_id)
        .subquery()
    )
    rows = session.execute(
        _open_ones()
        .outerjoin(_asker, _asker.id == Contribution.asked_by_id)
        .outerjoin(saved, saved.c.saved_by_id == Contribution.person_id)
        .add_columns(_asker.name, saved.c.at, saved.c.number)
        .where(Contribution.return_id == return_id)
        .order_by(Contribution.id)
    )
    return [Help(one, asked_by or "the partnership", at, number or 0) for one, asked_by, at, number in rows]


def own_help(session: Session, return_id: int, by: Actor) -> Help | None:
    """What the person themselves was asked for in this return, where they help with it."""
    if not any(held.return_id == return_id for held in by.holding(Permission.RETURN_CONTRIBUTE)):
        return None
    return next((one for one in helps_of(session, return_id) if one.contribution.person_id == by.id), None)


class LinkOpened(NamedTuple):
    """What a link to help leads to."""

    contribution: Contribution
    asked_by: str
    #: Who has the address that was written to, if anybody.
    person: Person | None
    has_ended: bool


def opened_by_link(session: Session, token: str) -> LinkOpened | None:
    """What was asked with this link; None for one that was never made, or that a newer one replaced."""
    row = session.execute(
        select(Contribution, _asker.name, Person, RoleGiven.ended_at)
        .outerjoin(_asker, _asker.id == Contribution.asked_by_id)
        .outerjoin(Person, Person.email == Contribution.email)
        .outerjoin(RoleGiven, RoleGiven.id == Contribution.role_id)
        .where(Contribution.token_hash == hashed(token))
    ).one_or_none()
    if row is None:
        return None
    contribution, asked_by, person, role_ended = row
    ended = contribution.ended_at is not None or role_ended is not None
    late = contribution.accepted_at is None and contribution.expires_at <= now()
    return LinkOpened(contribution, asked_by or "the partnership", person, ended or late)


def sections_asked(opened: OpenedReturn) -> frozenset[str]:
    """The sections that are asked of the return's organisation."""
    every = opened.tool.sections.values()
    return frozenset(one.key for one in every if one.asks_something(opened.attributes, opened.wave))


def why_not_this_colleague(session: Session, opened: OpenedReturn, email: str) -> str | None:
    """Why somebody of the organisation itself needs no invitation; nothing is said about anybody else."""
    rows = session.execute(
        select(Person.name, RoleGiven.role)
        .join(RoleGiven, RoleGiven.person_id == Person.id)
        .where(
            Person.email == email,
            RoleGiven.organisation_id == opened.organisation_id,
            RoleGiven.return_id.is_(None),
            RoleGiven.ended_at.is_(None),
        )
    ).all()
    permissions = frozenset().union(*(ROLES[role].permissions for _, role in rows if role in ROLES))
    if Permission.RETURN_FILL in permissions:
        return f"{rows[0].name} fills in returns of {opened.organisation} already, and needs no invitation"
    if Permission.RETURN_VIEW in permissions:
        return (
            f"{rows[0].name} can read this whole return already. For them to answer too, ask the partnership’s "
            "officer to give them a role that fills in returns"
        )
    return None


def asked_already(session: Session, return_id: int) -> set[str]:
    """The addresses of those who are asked to help with a return."""
    return {one.email for one in session.scalars(_open_ones().where(Contribution.return_id == return_id))}


def asked_lately(session: Session, by: Actor) -> int:
    """How many links this person has had made within an hour."""
    since = now() - _AN_HOUR
    made = select(func.count()).where(Contribution.asked_by_id == by.id, Contribution.sent_at > since)
    return min(session.scalar(made) or 0, MOST_AN_HOUR)


def organisation_of(session: Session, return_id: int) -> int:
    """Whose return it is."""
    return session.scalars(select(Return.organisation_id).where(Return.id == return_id)).one()


def titles_of(opened: OpenedReturn, sections: frozenset[str] | None) -> Sequence[str]:
    """The sections as people call them, in the order of the tool; none where it is the whole return."""
    if sections is None:
        return []
    every = opened.tool.sections.values()
    return [f"{one.number}. {one.title}" for one in every if one.key in sections]
