"""Words that somebody kept with a reason, where a return is checked, read and submitted."""

from collections.abc import Iterable, Iterator, Mapping

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.identifiers import label_of
from formsapp.returns.additions import Addition, Flag, Side
from formsapp.returns.fields.judged import NAMES
from formsapp.returns.guard import texts_of
from formsapp.returns.kept_words import still_there
from formsapp.returns.models import KeptWords
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import answers_of
from formsapp.returns.submitted_part import submitted_part

#: Its name, and that of its part in the document of a submission.
NAME = "kept_words"


def kept_now(session: Session, opened: OpenedReturn) -> list[dict[str, str]]:
    """What was kept and still stands in the answers: the question, the part, what it looks like, the reason."""
    rows = session.scalars(
        select(KeptWords).where(KeptWords.return_id == opened.id).order_by(KeptWords.id.desc())
    ).all()
    rows = [one for one in rows if one.question in opened.tool.questions]
    if not rows:
        return []
    answers = answers_of(session, opened.id)
    asked = {one.question: opened.tool.questions[one.question] for one in rows}
    texts = {key: texts_of(one, answers[key].given).values() for key, one in asked.items() if key in answers}
    return [
        {"question": one.question, "part": one.part, "kind": one.kind, "reason": one.reason}
        for one in still_there(rows, {key: tuple(found) for key, found in texts.items()})
    ]


def _read(session: Session, opened: OpenedReturn, side: Side) -> Mapping[str, Markup]:
    kept = kept_now(session, opened) if side is not Side.REVIEW else submitted_part(session, opened, NAME) or []
    found: dict[str, Markup] = {}
    for one in kept:
        html = Markup(render_template("returns/read/kept_words.html", kept=one, label=kept_label(one)))  # noqa: S704  a template of ours
        found[one["question"]] = found.get(one["question"], Markup("")) + html
    return found


def _flagged(session: Session, opened: OpenedReturn) -> Iterator[Flag]:
    for one in kept_now(session, opened):
        yield Flag(one["question"], f"{kept_label(one)}. You kept it and said why: “{one['reason']}”")


def kept_label(kept: Mapping[str, str]) -> str:
    """Where words were kept, and what they look like."""
    where = NAMES.get(kept["part"], "The answer")
    return f"{where} holds what looks like {label_of(kept['kind'])}"


def _submitted(session: Session, opened: OpenedReturn) -> Iterable[dict[str, str]]:
    return kept_now(session, opened)


ADDITION = Addition(NAME, read=_read, submitted=_submitted, flagged=_flagged)
