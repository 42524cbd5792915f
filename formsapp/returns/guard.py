"""Words in an answer that may identify a child: held back until somebody takes them out or says why they stay."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.clock import today
from formsapp.identifiers import find_identifiers
from formsapp.returns.fields.asked import Asked, Faults, FormData
from formsapp.returns.fields.given import NOTHING, Given
from formsapp.returns.fields.judged import Judged
from formsapp.returns.fields.rows_of_boxes import RowsOfBoxes
from formsapp.returns.fields.text import Text
from formsapp.returns.kept_words import Typed, hold_back
from formsapp.returns.opened import OpenedReturn

#: What follows the name of an input in the name of the box for the reason.
KEEP = ":keep"


def held_words(
    session: Session,
    opened: OpenedReturn,
    changed: Mapping[str, Given],
    before: Mapping[str, Given],
    *,
    form: FormData,
    by: Actor,
) -> dict[str, Faults]:
    """What holds back these changed answers, by question and part; empty where they may be saved.

    Reasons in the form (the input's name and `:keep`) for keeping words are recorded.
    """
    held, year = {}, today().year
    for key, given in changed.items():
        asked = opened.tool.questions[key]
        texts = texts_of(asked, given)
        if not any(find_identifiers(text, year=year) for text in texts.values()):
            continue
        if found := hold_back(session, opened, _typed(asked, texts, before.get(key, NOTHING), form), by=by):
            held[key] = found
    return held


def texts_of(asked: Asked[Any], given: Given) -> dict[str, str]:
    """The texts that people type into an answer, by part; none where there is only something to choose."""
    if isinstance(asked, RowsOfBoxes):
        rows = enumerate(asked.filled(given.value))
        return {f"{place}:{column}": text for place, row in rows for column, text in row.items() if text}
    if isinstance(asked, Judged):
        texts = {
            "reason": given.not_applicable_reason,
            "comment": given.comment,
            "evidence": given.evidence,
            "action": given.action,
            "who": given.action_who,
        }
        return {part: text for part, text in texts.items() if text}
    return {"value": given.value} if isinstance(asked, Text) and given.value else {}


def _typed(asked: Asked[Any], texts: dict[str, str], before: Given, form: FormData) -> Typed:
    names = {part: asked.input_of(part) + KEEP for part in texts}
    return Typed(
        subject=asked.key,
        texts=texts,
        before=tuple(texts_of(asked, before).values()),
        reasons={part: form.get(name, "") for part, name in names.items()},
    )
