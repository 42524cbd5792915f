"""The minutes of a panel, from what was recorded: never typed, never corrected; later judgements do not change them.

Whoever has an interest in a return reads minutes without its items: they are in no number and in no total.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import RoleGiven
from formsapp.access.roles import ROLES
from formsapp.audits.models import Audit
from formsapp.moderation.comparing import HOW_SETTLED, apart, change, words_of
from formsapp.moderation.models import JudgedRating, Panel, PanelItem, SettledRating
from formsapp.moderation.panels import NOT_REACHED, items_in_sight, present_at
from formsapp.moderation.queries import organisations_of
from formsapp.people.models import Person
from formsapp.returns.models import Answer, Submission
from formsapp.tools.versions import tool_of
from formsapp.ui.formatting import day, moment
from tool_definitions.tool import Tool

WHAT_NEXT = (
    "What was left open comes before the next meeting of the panel, or the chair settles it. Until then the "
    "organisation’s own rating stands."
)


class Judged(NamedTuple):
    """What one moderator judged, as it was at the meeting."""

    name: str
    words: str
    reason: str
    is_of_old_answer: bool


@dataclass(frozen=True)
class MinutedItem:
    """One exception and what became of it."""

    number: int
    organisation: str
    question: str
    self_words: str
    judged: tuple[Judged, ...]
    apart: str
    outcome: str
    reason: str
    minority: str
    minority_of: str
    stepped_out: tuple[str, ...]
    is_settled: bool

    @property
    def was_reached(self) -> bool:
        """Whether the panel talked about it; of what it did not come to there is nothing to tell but that."""
        return self.is_settled or self.reason != NOT_REACHED


@dataclass(frozen=True)
class Minutes:
    """The minutes as far as one person may read them."""

    panel_id: int
    audit: str
    held_on: date
    began_at: datetime
    ended_at: datetime | None
    present: tuple[str, ...]
    settled: tuple[MinutedItem, ...]
    left_open: tuple[MinutedItem, ...]

    @property
    def when(self) -> str:
        """The day, and from when to when; a meeting written up on another day says so."""
        begun = _time(self.began_at, self.held_on)
        ended = f", ended {_time(self.ended_at, self.held_on)}" if self.ended_at else ""
        return f"{day(self.held_on)}. Begun {begun}{ended}."


def _time(at: datetime, held_on: date) -> str:
    told = moment(at)
    return f"at {told.partition(' at ')[2]}" if day(at) == day(held_on) else told


class _Then(NamedTuple):
    """An answer as it was when the panel talked about it."""

    value: str | None
    revision: int


def minutes_of(session: Session, panel: Panel, *, by: Actor) -> Minutes:
    """The minutes of a panel: a fixed number of queries, whatever was decided."""
    audit = session.get_one(Audit, panel.audit_id)
    items = items_in_sight(session, panel, by=by)
    found = _Found(session, audit, items)
    settled = [one for one in items if one.settled_id]
    left_open = [one for one in items if not one.settled_id]
    minuted = [found.item(number, one) for number, one in enumerate([*settled, *left_open], start=1)]
    return Minutes(
        panel.id,
        audit.title,
        panel.held_on,
        panel.began_at,
        panel.ended_at,
        (*_present(session, panel), *(line.strip() for line in panel.others.splitlines() if line.strip())),
        tuple(minuted[: len(settled)]),
        tuple(minuted[len(settled) :]),
    )


def _present(session: Session, panel: Panel) -> list[str]:
    """Who was there, with what they were in this audit."""
    people = present_at(panel)
    held = defaultdict(list)
    for person_id, role in session.execute(
        select(RoleGiven.person_id, RoleGiven.role)
        .where(
            RoleGiven.person_id.in_(people),
            RoleGiven.given_at <= panel.began_at,
            RoleGiven.audit_id == panel.audit_id,
        )
        .order_by(RoleGiven.id)
    ):
        held[person_id].append(ROLES[role].title.removesuffix(" of an audit").lower())
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)).order_by(Person.name))
    return [f"{name}, {', '.join(dict.fromkeys(held[one]))}" if held[one] else name for one, name in rows]


class _Found:
    """Everything that the items need, read at once."""

    def __init__(self, session: Session, audit: Audit, items: Iterable[PanelItem]) -> None:
        items = list(items)
        ids = {one.return_id for one in items}
        self.tool: Tool = tool_of(audit.tool_version)
        self.organisations = organisations_of(session, ids)
        self.judged: dict[tuple[int, str], list[JudgedRating]] = defaultdict(list)
        asked = JudgedRating.question.in_({one.question for one in items})
        for one in session.scalars(
            select(JudgedRating).where(JudgedRating.return_id.in_(ids), asked).order_by(JudgedRating.id)
        ):
            self.judged[one.return_id, one.question].append(one)
        wanted = select(SettledRating).where(SettledRating.id.in_({one.settled_id for one in items if one.settled_id}))
        self.settled = {one.id: one for one in session.scalars(wanted)}
        self.names = _names(session, items, self.judged, self.settled.values())
        self.documents = _documents(session, ids)
        self.answers = {
            (one.return_id, one.question): one
            for one in session.scalars(select(Answer).where(Answer.return_id.in_(ids)))
        }

    def item(self, number: int, one: PanelItem) -> MinutedItem:
        """One item in words."""
        scheme = self.tool.scheme_of(one.question)
        then = self._then(one)
        latest = {
            each.moderator_id: each for each in self.judged[one.return_id, one.question] if each.judged_at <= one.at
        }
        judged = tuple(
            Judged(
                self.names[each.moderator_id],
                words_of(scheme, each.rating),
                each.reason,
                each.answer_revision != then.revision,
            )
            for each in latest.values()
        )
        settled = self.settled.get(one.settled_id or 0)
        return MinutedItem(
            number=number,
            organisation=self.organisations[one.return_id],
            question=self.tool.questions[one.question].title,
            self_words=words_of(scheme, then.value, nothing="Not answered"),
            judged=tuple(sorted(judged)),
            apart=apart(scheme, [each.rating for each in latest.values()]) if len(latest) > 1 else "",
            outcome=self._outcome(one, settled, then),
            reason=settled.reason if settled else one.note,
            minority=settled.minority_view if settled else "",
            minority_of=self.names.get(settled.minority_of_id or 0, "") if settled else "",
            stepped_out=tuple(sorted(self.names[each] for each in json.loads(one.stepped_out))),
            is_settled=settled is not None,
        )

    def _outcome(self, one: PanelItem, settled: SettledRating | None, then: _Then) -> str:
        if settled is None:
            return "Left open"
        scheme = self.tool.scheme_of(one.question)
        what = change(scheme, then.value, settled.rating)
        words = f"{words_of(scheme, settled.rating)}, {HOW_SETTLED[settled.how]}"
        if what == "keeps it":
            return f"{words}. This keeps the organisation’s own rating."
        return f"{words}, which {what.replace(' it ', ' the organisation’s own rating ')}." if what else f"{words}."

    def _then(self, one: PanelItem) -> _Then:
        submitted = [document for at, document in self.documents[one.return_id] if at <= one.at]
        given: Mapping[str, Any] | None = submitted[-1]["answers"].get(one.question) if submitted else None
        if given is not None and "revision" in given:
            return _Then(given["value"], given["revision"])
        answer = self.answers.get((one.return_id, one.question))
        return _Then(answer.value, answer.revision) if answer else _Then(None, 0)


def _names(
    session: Session,
    items: Iterable[PanelItem],
    judged: Mapping[Any, Iterable[JudgedRating]],
    settled: Iterable[SettledRating],
) -> dict[int, str]:
    people = {person for one in items for person in json.loads(one.stepped_out)}
    people |= {one.moderator_id for ratings in judged.values() for one in ratings}
    people |= {one.minority_of_id for one in settled if one.minority_of_id}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {person_id: name for person_id, name in rows}  # noqa: C416  a Row is not a pair to dict()


def _documents(session: Session, ids: Iterable[int]) -> dict[int, list[tuple[datetime, dict[str, Any]]]]:
    found: dict[int, list[tuple[datetime, dict[str, Any]]]] = defaultdict(list)
    for return_id, at, document in session.execute(
        select(Submission.return_id, Submission.submitted_at, Submission.document)
        .where(Submission.return_id.in_(list(ids)))
        .order_by(Submission.number)
    ):
        found[return_id].append((at, json.loads(document)))
    return found
