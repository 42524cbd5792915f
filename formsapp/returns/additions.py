"""What features above this one add to a return: beside its questions, where it is read, and to what is submitted.

Returns know nothing of evidence, private notes or moderation; those features know returns. So each says here what it
has to show, and `formsapp/features.py` lists them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.lifecycle import ReturnState
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.beside import Beside
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.submitted_part import submitted_part


class Side(StrEnum):
    """Who reads a return: the organisation's own people, those who review the audit, or those who sign.

    Who signs reads what would be submitted now, and may have no account: nothing links into the setting.
    """

    OWN = "own"
    REVIEW = "review"
    SIGNING = "signing"


class Overview(NamedTuple):
    """What a feature shows on the task list: above the sections, and under the names of some of them."""

    above: Markup = Markup("")
    by_section: Mapping[str, Markup] = MappingProxyType({})


class Flag(NamedTuple):
    """Something to be looked at before the return is submitted: its question (none for the whole), and what it is."""

    question: str | None
    words: str


@dataclass(frozen=True)
class Addition:
    """What one feature adds. Each part takes a fixed number of queries, however many questions there are."""

    name: str
    #: Beside the questions of a section that is being answered, by question.
    beside: Callable[[Session, OpenedReturn, AskedSection], Mapping[str, Beside]] | None = None
    #: Under the answers of a return that is read, by question; for those who sign also what is of the `WHOLE` return.
    read: Callable[[Session, OpenedReturn, Side], Mapping[str, Markup]] | None = None
    #: What is kept of it for ever when the return is submitted, as JSON; None for nothing.
    submitted: Callable[[Session, OpenedReturn], Any] | None = None
    #: Of what is submitted, what a signature is for: without what stays free to change, and in an order of its own.
    signed: Callable[[Any], Any] | None = None
    #: The questions to which it was submitted with something else than before, told from both parts (None: nothing).
    #: Their answers get a new revision, so that whoever judged them judged something else.
    differs: Callable[[Any, Any], Iterable[str]] | None = None
    #: On the task list of a return, for whoever opened it.
    overview: Callable[[Session, OpenedReturn, Actor], Overview] | None = None
    #: What is to be looked at before the return is submitted, for its own people alone.
    flagged: Callable[[Session, OpenedReturn], Iterable[Flag]] | None = None


#: In place of a question: what stands beside none.
WHOLE = ""

#: Filled by `formsapp/features.py`, in the order in which they are shown.
ADDITIONS: list[Addition] = []


def beside_questions(session: Session, opened: OpenedReturn, section: AskedSection) -> dict[str, Beside]:
    """What every feature shows beside the questions of a section."""
    found: dict[str, list[Beside]] = {}
    for addition in ADDITIONS:
        if addition.beside is not None:
            for key, one in addition.beside(session, opened, section).items():
                found.setdefault(key, []).append(one)
    return {
        key: Beside(_joined(one.above for one in each), _joined(one.below for one in each))
        for key, each in found.items()
    }


def _joined(parts: Iterable[Markup | str]) -> Markup:
    """What features show in one place. Each has made HTML of it; a text that is none is escaped."""
    return Markup("".join([one if isinstance(one, Markup) else escape(one) for one in parts if one]))  # noqa: S704  as above


def under_answers(session: Session, opened: OpenedReturn, side: Side) -> dict[str, Markup]:
    """What every feature shows under the answers of a return that is read."""
    found: dict[str, Markup] = {}
    for addition in ADDITIONS:
        if addition.read is not None:
            for key, html in addition.read(session, opened, side).items():
                found[key] = found.get(key, Markup("")) + html
    return found


def also_submitted(session: Session, opened: OpenedReturn) -> dict[str, Any]:
    """What every feature adds to the document of a submission, by the name of the feature."""
    parts = ((one.name, one.submitted(session, opened)) for one in ADDITIONS if one.submitted is not None)
    return {name: part for name, part in parts if part}


def also_signed(session: Session, opened: OpenedReturn) -> dict[str, Any]:
    """What signatures are for beside the answers, by the name of the feature: as it is now, or was submitted."""
    found = {}
    for one in ADDITIONS:
        if one.signed is not None and one.submitted is not None:
            is_submitted = opened.state is ReturnState.SUBMITTED
            part = submitted_part(session, opened, one.name) if is_submitted else one.submitted(session, opened)
            if part and (signed := one.signed(part)):
                found[one.name] = signed
    return found


def differs_since(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """The questions to which features submit something else now than in the document of an earlier submission."""
    asked = [one for one in ADDITIONS if one.differs is not None]
    return {key for one in asked for key in one.differs(before.get(one.name), now.get(one.name))}  # type: ignore[misc]


def on_the_task_list(session: Session, opened: OpenedReturn, by: Actor) -> Overview:
    """What every feature shows on the task list of a return."""
    above, found = Markup(""), dict[str, Markup]()
    for addition in ADDITIONS:
        if addition.overview is None:
            continue
        one = addition.overview(session, opened, by)
        above += one.above
        for key, html in one.by_section.items():
            found[key] = found.get(key, Markup("")) + html
    return Overview(above, found)


def flags(session: Session, opened: OpenedReturn) -> list[Flag]:
    """What every feature asks to be looked at before the return is submitted."""
    return [flag for one in ADDITIONS if one.flagged is not None for flag in one.flagged(session, opened)]
