"""Two people changed the same answer: both texts, who and when, and a choice. Nothing is overwritten meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template

from formsapp.database import current_session
from formsapp.returns.answers import Base, base_of, written
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import NOT_STORED, Given
from formsapp.returns.one_section import SectionPage
from formsapp.returns.queries import SavedBy, who_saved
from formsapp.returns.saving import Posted

#: Inputs of the form that are made anew by the page.
_MADE_ANEW = frozenset({"csrf_token", "revisions", "conflict", "then", "page", "number"})


@dataclass(frozen=True)
class Conflict:
    """One answer of which there are two texts."""

    asked: Asked[Any]
    mine: Given
    theirs: Given
    saved: SavedBy | None
    is_asked: bool


def conflict_page(page: SectionPage, questions: Iterable[str], posted: Posted, *, is_undecided: bool = False) -> str:
    """The page that shows both texts of each question, and carries along everything else that was typed."""
    conflicts = conflicts_of(page, questions, posted)
    dropped = {name for one in conflicts if not one.is_asked for name in one.asked.inputs}
    errors = [(f"keep-{one.asked.key}", f"{one.asked.number} Choose which answer to keep") for one in conflicts]
    return render_template(
        "returns/answers_conflict.html",
        opened=page.opened,
        section=page.section,
        conflicts=conflicts,
        carried=[
            (name, value)
            for name, value in posted.form.items(multi=True)
            if name not in _MADE_ANEW and not name.startswith("keep-") and name not in dropped
        ],
        revisions=_revisions(page, conflicts, posted.bases),
        then=posted.form.get("then", ""),
        address=page.address(),
        errors=errors if is_undecided else [],
    )


def conflicts_of(page: SectionPage, questions: Iterable[str], posted: Posted) -> list[Conflict]:
    """Both texts of each of these questions, and who saved the one that is stored."""
    saved = who_saved(current_session(), page.opened.id)
    shown = {asked.key for asked in page.shown(posted.before)}
    return [
        Conflict(
            page.section.by_key[key],
            posted.typed.get(key, NOT_STORED.given),
            page.stored.get(key, NOT_STORED).given,
            saved.get(key),
            key in shown,
        )
        for key in questions
    ]


def _revisions(page: SectionPage, conflicts: list[Conflict], bases: Mapping[str, Base]) -> str:
    """What the form showed; of the answers in conflict, what it shows now."""
    fresh = {one.asked.key: base_of(page.stored.get(one.asked.key, NOT_STORED)) for one in conflicts if one.is_asked}
    gone = {one.asked.key for one in conflicts if not one.is_asked}
    return written({key: base for key, base in {**bases, **fresh}.items() if key not in gone})
