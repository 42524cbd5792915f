"""An action plan as it is read: every action with its progress, in the order in which people need them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Self

from formsapp.action_plans.states import ActionState
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.asked import Asked

#: How many days before its day an action is called to mind.
SOON = 30
NOBODY = "Nobody named"


class Noted(NamedTuple):
    """What somebody noted about an action: how far it is, what was done, what difference it made."""

    state: ActionState
    note: str
    difference: str
    at: datetime
    by: str
    #: The audit in whose plan it was noted, where that is an earlier one; else nothing.
    audit: str = ""


@dataclass(frozen=True)
class PlannedAction:
    """One action: of an answer (`answer:KEY`), or a further one (`further:ID`)."""

    key: str
    return_id: int
    what: str
    who: str
    by_when: date | None
    asked: Asked[Any] | None = None
    section: AskedSection | None = None
    level: str = ""
    #: Of a further action alone: its number, and its revision.
    further_id: int | None = None
    revision: int = 0
    #: The audit whose plan it was carried over from, if any.
    carried_from: str = ""
    #: What was noted, the latest first, in earlier years too.
    history: tuple[Noted, ...] = ()

    @property
    def state(self) -> ActionState:
        """How far it is. What was carried over starts anew where it was left."""
        return self.history[0].state if self.history else ActionState.NOT_STARTED

    @property
    def is_further(self) -> bool:
        """Whether it stands beside the answers, and is changed in the plan."""
        return self.further_id is not None

    def is_late(self, on: date) -> bool:
        """Whether its day is over and it is neither done nor dropped."""
        return not self.state.is_over and self.by_when is not None and self.by_when < on

    def is_soon(self, on: date) -> bool:
        """Whether its day is near."""
        near = self.by_when is not None and on <= self.by_when <= on + timedelta(days=SOON)
        return near and not self.state.is_over


class Due(NamedTuple):
    """How many of some actions are late, and how many due soon."""

    late: int
    soon: int

    @classmethod
    def of(cls, actions: Iterable[PlannedAction], on: date) -> Self:
        """Counted on a day."""
        every = list(actions)
        return cls(sum(one.is_late(on) for one in every), sum(one.is_soon(on) for one in every))


class Group(NamedTuple):
    """Actions under one heading."""

    heading: str
    actions: list[PlannedAction]


@dataclass(frozen=True)
class Plan:
    """The actions of one return, and those of the return before that nobody has decided on."""

    actions: list[PlannedAction]
    undecided: list[PlannedAction]
    #: The audit of the return before, where there is anything undecided.
    audit_before: str = ""

    @property
    def by_key(self) -> Mapping[str, PlannedAction]:
        """The actions of the return by their keys."""
        return {one.key: one for one in self.actions}

    def of_question(self, key: str) -> list[PlannedAction]:
        """The further actions that follow from a question."""
        return [one for one in self.actions if one.is_further and one.asked is not None and one.asked.key == key]

    def by_day(self, on: date) -> list[Group]:
        """What is late first, then by the day, then what is over."""
        left = [one for one in self.actions if not one.state.is_over]
        groups = [
            Group("Late", [one for one in left if one.is_late(on)]),
            Group(f"Due in the next {SOON} days", [one for one in left if one.is_soon(on)]),
            Group("Due later", [one for one in left if one.by_when and not one.is_late(on) and not one.is_soon(on)]),
            Group("No day yet", [one for one in left if one.by_when is None]),
            Group("Done and dropped", [one for one in self.actions if one.state.is_over]),
        ]
        return [group for group in groups if group.actions]

    def by_person(self) -> list[Group]:
        """Under the names of those who are to do them, as they were typed."""
        people: dict[str, Group] = {}
        for one in self.actions:
            name = " ".join(one.who.split()) or NOBODY
            people.setdefault(name.casefold(), Group(name, [])).actions.append(one)
        return sorted(people.values(), key=lambda group: (group.heading == NOBODY, group.heading.casefold()))


def figures(actions: Collection[PlannedAction], on: date) -> Iterator[tuple[int, str]]:
    """How many actions are where, none of those that nothing is in."""
    counted = [(Due.of(actions, on).late, "late")]
    counted += [(sum(one.state is state for one in actions), state.words.lower()) for state in ActionState]
    yield from ((number, words) for number, words in counted if number)


def in_order(actions: Iterable[PlannedAction]) -> list[PlannedAction]:
    """By their days, those without one last."""
    return sorted(actions, key=lambda one: (one.by_when is None, one.by_when or date.max, one.key))
