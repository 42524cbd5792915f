"""Reading action plans: a fixed number of queries, however many actions and years there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.models import Person
from formsapp.action_plans.models import ActionProgress, FurtherAction
from formsapp.action_plans.plan import Noted, Plan, PlannedAction, in_order
from formsapp.action_plans.states import ActionState
from formsapp.audits.models import Audit, Return
from formsapp.returns.asked_tool import AskedSection, AskedTool
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import Given
from formsapp.returns.fields.wording import is_blank
from formsapp.returns.last_year import LastYear, last_year_of
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of, shown_questions
from formsapp.returns.queries import answers_of
from tool_definitions.visibility import Visibility

_PLAN = "the action plan"
#: No plan is carried over more often than this.
_MOST_YEARS = 20


def plan_of(session: Session, opened: OpenedReturn) -> Plan:
    """The action plan of a return; read once for whoever opened it."""
    if _PLAN not in opened.read:
        opened.read[_PLAN] = _Reading(session, opened).plan()
    found: Plan = opened.read[_PLAN]
    return found


def forget_plan(opened: OpenedReturn) -> None:
    """Read it anew the next time: it was changed."""
    opened.read.pop(_PLAN, None)


@dataclass
class _Reading:
    """The rows of an organisation's plans, of every year, and what they say of one return."""

    session: Session
    opened: OpenedReturn

    def plan(self) -> Plan:
        opened = self.opened
        answers = given_of(answers_of(self.session, opened.id))
        seen = shown_questions(opened.tool.tool, opened.tool.questions, answers, opened.attributes, opened.wave)
        shown = {key: one for key, one in answers.items() if seen.get(key) is Visibility.SHOWN}
        actions = in_order(self._of_return(opened.id, opened.tool, shown))
        before = last_year_of(self.session, opened)
        undecided = in_order(self._undecided(before, actions)) if before else []
        return Plan(actions, undecided, before.audit if before and undecided else "")

    @cached_property
    def _further(self) -> Mapping[int, list[FurtherAction]]:
        wanted = (
            select(FurtherAction)
            .join(Return, Return.id == FurtherAction.return_id)
            .where(Return.organisation_id == self.opened.organisation_id, FurtherAction.removed_at.is_(None))
            .order_by(FurtherAction.return_id, FurtherAction.id)
        )
        return {key: list(rows) for key, rows in groupby(self.session.scalars(wanted), lambda one: one.return_id)}

    @cached_property
    def _noted(self) -> Mapping[tuple[int, str], list[Noted]]:
        rows = self.session.execute(
            select(ActionProgress, Person.name, Audit.title)
            .join(Return, Return.id == ActionProgress.return_id)
            .join(Audit, Audit.id == Return.audit_id)
            .outerjoin(Person, Person.id == ActionProgress.by_id)
            .where(Return.organisation_id == self.opened.organisation_id)
            .order_by(ActionProgress.id.desc())
        )
        found: dict[tuple[int, str], list[Noted]] = {}
        for one, name, title in rows:
            audit = "" if one.return_id == self.opened.id else title
            noted = Noted(ActionState(one.state), one.note, one.difference, one.at, name or "the system", audit)
            found.setdefault((one.return_id, one.action), []).append(noted)
        return found

    def _of_return(self, return_id: int, tool: AskedTool, answers: Mapping[str, Given]) -> Iterator[PlannedAction]:
        places = {asked.key: (asked, section) for section in tool.sections.values() for asked in section.questions}
        for key, given in answers.items():
            if not is_blank(given.action):
                yield self._of_answer(return_id, *places[key], given)
        for one in self._further.get(return_id, []):
            yield self._of_plan(one, *places.get(one.question or "", (None, None)))

    def _of_answer(self, return_id: int, asked: Asked[Any], section: AskedSection, given: Given) -> PlannedAction:
        key = f"answer:{asked.key}"
        return PlannedAction(
            key=key,
            return_id=return_id,
            what=given.action,
            who=given.action_who,
            by_when=_day(given.action_by),
            asked=asked,
            section=section,
            level=asked.words(given.value) if given.value else "",
            history=tuple(self._history(return_id, key)),
        )

    def _of_plan(self, one: FurtherAction, asked: Asked[Any] | None, section: AskedSection | None) -> PlannedAction:
        key = f"further:{one.id}"
        return PlannedAction(
            key=key,
            return_id=one.return_id,
            what=one.what,
            who=one.who,
            by_when=one.by_when,
            asked=asked,
            section=section,
            further_id=one.id,
            revision=one.revision,
            carried_from=self._titles.get(one.carried_from_return_id or 0, ""),
            history=tuple(self._history(one.return_id, key)),
        )

    @cached_property
    def _titles(self) -> Mapping[int, str]:
        if not any(one.carried_from_return_id for rows in self._further.values() for one in rows):
            return {}
        wanted = select(Return.id, Audit.title).join(Audit, Audit.id == Return.audit_id)
        rows = self.session.execute(wanted.where(Return.organisation_id == self.opened.organisation_id))
        return {return_id: title for return_id, title in rows}  # noqa: C416  a row is no pair to `dict`

    def _history(self, return_id: int, key: str) -> Iterator[Noted]:
        """What was noted of an action, and of what it was carried over from."""
        for _ in range(_MOST_YEARS):
            yield from self._noted.get((return_id, key), [])
            further = next((one for one in self._further.get(return_id, []) if f"further:{one.id}" == key), None)
            if further is None or further.carried_from_return_id is None:
                return
            return_id, key = further.carried_from_return_id, further.carried_from_action or ""

    def _undecided(self, before: LastYear, actions: list[PlannedAction]) -> Iterator[PlannedAction]:
        """The actions of the return before that are not over, and that nobody carried over or wrote anew."""
        here = self._further.get(self.opened.id, [])
        carried = {one.carried_from_action for one in here if one.carried_from_return_id == before.return_id}
        written = {" ".join(one.what.split()).casefold() for one in actions}
        for one in self._of_return(before.return_id, before.tool, before.answers):
            is_written = " ".join(one.what.split()).casefold() in written
            if not one.state.is_over and one.key not in carried and not is_written:
                yield one


def question_now(opened: OpenedReturn, before: LastYear, key: str) -> str | None:
    """The question of this return that a question of the return before has become; None where there is none."""
    keys = opened.tool.questions
    return key if key in keys else next((one for one in keys if key in before.crosswalk.tie(one).origins), None)


def _day(stored: str) -> date | None:
    try:
        return date.fromisoformat(stored)
    except ValueError:
        return None
