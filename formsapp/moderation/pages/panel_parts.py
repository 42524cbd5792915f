"""What the pages of a meeting share: names, whose view may be recorded, and the list of what is left to jump to."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.moderation.models import Panel
from formsapp.moderation.panels import Meeting, must_step_out, present_at, step_out
from formsapp.moderation.waiting import Unsettled
from formsapp.people.models import Person
from formsapp.tools.versions import tool_of

LEFT_OPEN = "left-open"


class ToJumpTo(NamedTuple):
    """An exception in the list of all that are left: its key, and its question in words."""

    key: str
    words: str


class LeftOf(NamedTuple):
    """The exceptions left of one organisation; without a name where somebody present must step out first."""

    organisation: str
    items: tuple[ToJumpTo, ...]


def names_of(session: Session, people: Iterable[int]) -> dict[int, str]:
    """The names of these people, by id."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(list(people))))
    return {person_id: name for person_id, name in rows}  # noqa: C416  a Row is not a pair to dict()


def views_of(session: Session, panel: Panel, one: Unsettled) -> list[tuple[str, str]]:
    """Whose view may be recorded: who is there and has not stepped out, and who judged the answer."""
    out = step_out(session, panel, one.return_)
    people = {each for each in present_at(panel) if each not in out} | {each.moderator_id for each in one.record.judged}
    names = sorted((name, str(person)) for person, name in names_of(session, people).items())
    others = [line.strip() for line in panel.others.splitlines() if line.strip()]
    return [
        *((person, name) for name, person in names),
        *((f"other-{place}", name) for place, name in enumerate(others)),
    ]


def all_left(session: Session, meeting: Meeting, shown: int | None) -> list[LeftOf]:
    """Everything left, by organisation. The room sees this list: what somebody must step out for is not named in it,
    but for the return on the screen (`shown`), for which they are out already.
    """
    hidden = must_step_out(session, meeting.panel) - {shown}
    found, unnamed = [], []
    for return_, items in groupby(meeting.left, key=lambda one: one.return_):
        if return_.id in hidden:
            unnamed.append(next(items))
            continue
        asked = tool_of(return_.audit.tool_version).questions
        found.append(LeftOf(return_.organisation.name, tuple(ToJumpTo(i.key, asked[i.question].title) for i in items)))
    if unnamed:
        found.append(LeftOf("", tuple(ToJumpTo(one.key, "") for one in unnamed)))
    return found
