"""What was flagged in a return: what features above point out, and words that somebody kept although they look like
those that identify a child.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.identifiers import label_of
from formsapp.returns.additions import Flag, flags
from formsapp.returns.guard import texts_of
from formsapp.returns.kept_words import still_there
from formsapp.returns.models import KeptWords
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.reading import AnsweredQuestion, ReadSection


class Flagged(NamedTuple):
    """One thing to look at: its question (none for the whole return), and what it is."""

    question: str | None
    label: str
    words: str


def flagged_in(session: Session, opened: OpenedReturn, sections: Iterable[ReadSection]) -> list[Flagged]:
    """What was flagged in the answers that are shown, and in the return as a whole."""
    shown = {one.asked.key: one for section in sections for one in section.questions}
    found = [*flags(session, opened), *_kept(session, opened, shown.values())]
    return [
        Flagged(flag.question, _label(shown[flag.question]), flag.words)
        if flag.question in shown
        else Flagged(None, "The whole return", flag.words)
        for flag in found
    ]


def _kept(session: Session, opened: OpenedReturn, shown: Iterable[AnsweredQuestion]) -> Iterator[Flag]:
    kept = session.scalars(select(KeptWords).where(KeptWords.return_id == opened.id).order_by(KeptWords.id)).all()
    texts = {one.asked.key: list(texts_of(one.asked, one.given).values()) for one in shown} if kept else {}
    for one in still_there(kept, texts):
        yield Flag(one.question, f"words that look like {label_of(one.kind)} were kept. The reason: “{one.reason}”")


def _label(one: AnsweredQuestion) -> str:
    return f"{one.asked.number} {one.asked.question.title}"
