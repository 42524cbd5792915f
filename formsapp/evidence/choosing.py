"""What may stand beside one answer, as far as whoever asks may see it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.evidence.loaders import questions_helped_with
from formsapp.evidence.models import EvidenceItem
from formsapp.evidence.pieces import Piece
from formsapp.evidence.queries import A_PAGE, attached, count_library, library, room_in_return
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.asked import Asked
from formsapp.returns.last_year import last_year_of
from formsapp.returns.opened import OpenedReturn


@dataclass(frozen=True)
class Choosing:
    """One answer, what stands beside it, and what else may."""

    opened: OpenedReturn
    section: AskedSection
    asked: Asked[Any]
    #: What stands there now.
    here: list[Piece]
    #: What stood beside the same question last year and is not here yet.
    last_year: list[Piece]
    #: What else may stand here: of the library, or for those who help, of their own sections.
    others: list[Piece]
    #: How many pieces the library holds besides; 0 for those who may not look into it.
    in_library: int
    search: str
    files_in_return: int
    #: The ids of everything that may be attached, whether or not this page lists it.
    offered: frozenset[int]
    opens_library: bool

    @property
    def is_cut(self) -> bool:
        """Whether the list leaves some out."""
        return self.opens_library and len(self.others) >= A_PAGE


def choosing(
    session: Session, opened: OpenedReturn, section: AskedSection, question: str, *, by: Actor, search: str
) -> Choosing:
    """What stands beside an answer and what may, for this person."""
    here = attached(session, opened.id, [question]).get(question, [])
    known = {one.id for one in here}
    last_year = [one for one in used_last_year(session, opened, [question]).get(question, []) if one.id not in known]
    opens_library = can(by, Permission.RETURN_VIEW, opened)
    if opens_library:
        without = known | {one.id for one in last_year}
        others = library(session, opened.organisation_id, search, without=without)
        offered = _of_the_library(session, opened.organisation_id)
    else:
        others = _of_their_sections(session, opened, by, known)
        offered = frozenset(one.id for one in [*others, *last_year])
    return Choosing(
        opened,
        section,
        section.by_key[question],
        here,
        last_year,
        others,
        count_library(session, opened.organisation_id) if opens_library else 0,
        search,
        room_in_return(session, opened.id).files,
        offered,
        opens_library,
    )


def used_last_year(session: Session, opened: OpenedReturn, questions: list[str]) -> dict[str, list[Piece]]:
    """What stood beside the questions of last year that these come from, and is still in the library."""
    last = last_year_of(session, opened)
    if last is None:
        return {}
    origins = {question: last.crosswalk.tie(question).origins for question in questions}
    before = attached(session, last.return_id, {key for keys in origins.values() for key in keys}, only_kept=True)
    found = {
        question: {one.id: one for key in keys for one in before.get(key, [])} for question, keys in origins.items()
    }
    return {question: list(pieces.values()) for question, pieces in found.items() if pieces}


def _of_the_library(session: Session, organisation_id: int) -> frozenset[int]:
    wanted = (EvidenceItem.organisation_id == organisation_id) & EvidenceItem.removed_at.is_(None)
    return frozenset(session.scalars(select(EvidenceItem.id).where(wanted)))


def _of_their_sections(session: Session, opened: OpenedReturn, by: Actor, known: set[int]) -> list[Piece]:
    questions = questions_helped_with(by, opened.id)
    found = {
        one.id: one for pieces in attached(session, opened.id, questions, only_kept=True).values() for one in pieces
    }
    return [one for key, one in found.items() if key not in known]


def posted_numbers(form: MultiDict[str, str], name: str) -> list[int]:
    """The ids that a form names, each once."""
    numbers = (one for one in form.getlist(name) if one.isascii() and one.isdigit() and len(one) < 10)
    return list(dict.fromkeys(int(one) for one in numbers))
