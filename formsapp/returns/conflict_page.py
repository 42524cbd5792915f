"""Two people changed the same answer: both texts, who and when, and a choice. Nothing is overwritten meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from formsapp.database import current_session
from formsapp.returns.answers import Base, digest_of
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import NOT_STORED, Given
from formsapp.returns.queries import SavedBy, who_saved

#: Inputs of the form that are made anew by the page.
_MADE_ANEW = frozenset({"csrf_token", "revisions", "conflict", "then"})


@dataclass(frozen=True)
class Conflict:
    """One answer of which there are two texts."""

    asked: Asked[Any]
    mine: Given
    theirs: Given
    saved: SavedBy | None
    is_asked: bool


def conflict_page(
    page: Any,
    questions: Iterable[str],
    typed: Mapping[str, Given],
    bases: Mapping[str, Base],
    *,
    is_undecided: bool = False,
) -> str:
    """The page that shows both texts of each question, and carries along everything else that was typed."""
    saved = who_saved(current_session(), page.opened.id)
    shown = {asked.key for asked in page.shown({key: one.given for key, one in page.stored.items()})}
    by_key, stored = page.section.by_key, page.stored
    conflicts = [
        Conflict(
            by_key[key],
            typed.get(key, NOT_STORED.given),
            stored.get(key, NOT_STORED).given,
            saved.get(key),
            key in shown,
        )
        for key in questions
    ]
    dropped = {name for one in conflicts if not one.is_asked for name in one.asked.inputs}
    errors = [(f"keep-{one.asked.key}", f"{one.asked.number} Choose which answer to keep") for one in conflicts]
    return render_template(
        "returns/answers_conflict.html",
        opened=page.opened,
        section=page.section,
        conflicts=conflicts,
        carried=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in _MADE_ANEW and not name.startswith("keep-") and name not in dropped
        ],
        revisions=_revisions(page, conflicts, bases),
        then=request.form.get("then", ""),
        address=page.address(),
        errors=errors if is_undecided else [],
    )


def _revisions(page: Any, conflicts: list[Conflict], bases: Mapping[str, Base]) -> str:
    """What the form showed; of the answers in conflict, what it shows now."""
    now_shown = {one.asked.key: page.stored.get(one.asked.key, NOT_STORED) for one in conflicts if one.is_asked}
    gone = {one.asked.key for one in conflicts if not one.is_asked}
    fresh = {key: Base(revision, digest_of(given)) for key, (given, revision) in now_shown.items()}
    kept = {key: base for key, base in {**bases, **fresh}.items() if key not in gone}
    return " ".join(f"{key}:{base.revision}:{base.digest}" for key, base in kept.items())
