"""The actions that a return names, beside its answers and beyond them, and how far each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.action_plans.models import ActionProgress, FurtherAction
from formsapp.returns.fields.given import Given
from formsapp.returns.fields.wording import is_blank

_OVER = {"done": "Done", "dropped": "Dropped"}


@dataclass(frozen=True)
class Action:
    """What will be done, by whom and by when; `question` is what it follows from, if anything."""

    question: str | None
    what: str
    who: str
    by: date | None
    #: Done, dropped, or not over: empty.
    over: str

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self.over)

    def is_overdue(self, on: date) -> bool:
        """Whether the day is past and nobody said that it is done."""
        return not self.is_over and self.by is not None and self.by < on


def actions_of(session: Session, return_id: int, answers: Mapping[str, Given]) -> list[Action]:
    """The actions of a return: those of these answers, then the others. Two queries."""
    noted = select(ActionProgress.action, ActionProgress.state).where(ActionProgress.return_id == return_id)
    states = {action: state for action, state in session.execute(noted.order_by(ActionProgress.id))}  # noqa: C416
    more = select(FurtherAction).where(FurtherAction.return_id == return_id, FurtherAction.removed_at.is_(None))
    of_answers = [
        Action(
            key, given.action.strip(), given.action_who.strip(), _day(given.action_by), _over(states, f"answer:{key}")
        )
        for key, given in answers.items()
        if not is_blank(given.action)
    ]
    others = [
        Action(one.question, one.what.strip(), one.who.strip(), one.by_when, _over(states, f"further:{one.id}"))
        for one in session.scalars(more.order_by(FurtherAction.id))
    ]
    return of_answers + others


def _over(states: Mapping[str, str], action: str) -> str:
    return _OVER.get(states.get(action, ""), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
