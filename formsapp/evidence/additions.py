"""What this feature shows in returns: evidence below questions and under answers, and what a submission keeps of it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.evidence.choosing import used_last_year
from formsapp.evidence.pieces import Piece
from formsapp.evidence.queries import attached, ended_since, scans_of
from formsapp.evidence.scanner import Scan
from formsapp.returns.additions import Addition, Flag, Side
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.beside import Beside
from formsapp.returns.fields.asked import Asked
from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.ui.formatting import moment

NAME = "evidence"


def _template() -> Any:
    return current_app.jinja_env.get_template("evidence/beside_answer.html").module


def _beside(session: Session, opened: OpenedReturn, section: AskedSection) -> Mapping[str, Beside]:
    here = attached(session, opened.id, section.by_key)
    before = used_last_year(session, opened, [key for key in section.by_key if key not in here])
    template = _template() if here or before else None
    found = {}
    for key, asked in section.by_key.items():
        if template is not None and (key in here or key in before):
            found[key] = Beside(below=template.below(asked, here.get(key, []), before.get(key, [])))
        elif "evidence" in asked.parts:
            found[key] = Beside(below=_nothing_yet(asked))
    return found


def _nothing_yet(asked: Asked[Any]) -> Markup:
    """Put together by hand, as most questions have it: keys and numbers hold nothing that HTML would read."""
    return Markup(  # noqa: S704  a key and a number
        '<div class="app-pieces"><button type="submit" class="app-pieces__button" name="then" '
        f'value="evidence:{asked.key}">Attach a document or link'
        f'<span class="govuk-visually-hidden"> ({asked.number})</span></button></div>'
    )


def _read(session: Session, opened: OpenedReturn, side: Side) -> Mapping[str, Markup]:
    if side is Side.REVIEW:
        return submitted_evidence(session, opened.id)
    template, linked = _template(), side is Side.OWN
    return {key: template.under(pieces, linked) for key, pieces in attached(session, opened.id).items()}


def submitted_evidence(session: Session, return_id: int) -> dict[str, Markup]:
    """What a return was last submitted with, under each question; with what was taken away since, by whom and when."""
    last = session.execute(
        select(Submission.document, Submission.submitted_at)
        .where(Submission.return_id == return_id)
        .order_by(Submission.number.desc())
        .limit(1)
    ).first()
    kept = json.loads(last.document).get(NAME, {}) if last else {}
    if last is None or not kept:
        return {}
    template, pieces = _template(), _as_submitted(session, return_id, kept, last.submitted_at)
    return {question: template.under(found) for question, found in pieces.items()}


def _as_submitted(
    session: Session, return_id: int, kept: Mapping[str, list[dict[str, Any]]], submitted_at: datetime
) -> dict[str, list[Piece]]:
    scans = scans_of(session, {one["id"] for pieces in kept.values() for one in pieces})
    ended = ended_since(session, return_id, submitted_at)
    found: dict[str, list[Piece]] = {}
    for question, pieces in kept.items():
        for said in pieces:
            piece = Piece.from_json(said, Scan(scans.get(said["id"], Scan.NOT_SCANNED)))
            end = ended.get((piece.id, question))
            words = f"Removed by {end.name} on {moment(end.at)}, after the return was submitted with it." if end else ""
            found.setdefault(question, []).append(piece.taken_away(words))
    return found


def _submitted(session: Session, opened: OpenedReturn) -> dict[str, list[dict[str, Any]]] | None:
    return {
        question: [piece.as_json() for piece in pieces]
        for question, pieces in attached(session, opened.id).items()
        if question in opened.tool.questions
    } or None


def _signed(kept: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """In the order of the pieces: taken away and attached again, it is the same."""
    return {question: sorted(pieces, key=lambda one: one["id"]) for question, pieces in kept.items()}


def _differs(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> set[str]:
    """The questions with other evidence than before: other pieces, or pieces described or filed otherwise."""
    then, since = _signed(before or {}), _signed(now or {})
    return {question for question in {*then, *since} if then.get(question) != since.get(question)}


def _flagged(session: Session, opened: OpenedReturn) -> Iterable[Flag]:
    for question, pieces in attached(session, opened.id).items():
        for piece in pieces:
            if piece.is_out_of_date:
                yield Flag(question, f"“{piece.title}”, attached as evidence, is out of date")
            if piece.file and piece.file.scan is Scan.WAITING:
                yield Flag(question, f"“{piece.title}”, attached as evidence, is still being checked for viruses")


ADDITION = Addition(
    NAME, beside=_beside, read=_read, submitted=_submitted, signed=_signed, differs=_differs, flagged=_flagged
)
