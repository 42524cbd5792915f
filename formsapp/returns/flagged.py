"""What was flagged in a return: what features point out, such as words that somebody kept although they look like
those that identify a child.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from formsapp.returns.additions import flags
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.reading import AnsweredQuestion, ReadSection


class Flagged(NamedTuple):
    """One thing to look at: its question (none for the whole return), and what it is."""

    question: str | None
    label: str
    words: str


def flagged_in(session: Session, opened: OpenedReturn, sections: Iterable[ReadSection]) -> list[Flagged]:
    """What was flagged in the return as a whole, and in the answers that are shown, in the order of the questions."""
    shown = {one.asked.key: one for section in sections for one in section.questions}
    places = {key: place for place, key in enumerate(shown)}
    found = sorted(flags(session, opened), key=lambda flag: places.get(flag.question or "", -1))
    return [
        Flagged(flag.question, _label(shown[flag.question]), flag.words)
        if flag.question in shown
        else Flagged(None, "The whole return", flag.words)
        for flag in found
    ]


def _label(one: AnsweredQuestion) -> str:
    return f"{one.asked.number} {one.asked.question.title}"
