"""What stands beside the answers of a return, now or as it was submitted: attached evidence, further actions, and why
words that look like those that identify a child were kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from formsapp.action_plans.queries import plan_of
from formsapp.evidence.pieces import Piece
from formsapp.evidence.queries import attached
from formsapp.evidence.scanner import Scan
from formsapp.returns.kept_shown import NAME as KEPT_WORDS
from formsapp.returns.kept_shown import kept_label, kept_now
from formsapp.returns.opened import OpenedReturn
from formsapp.ui.formatting import day


class Planned(NamedTuple):
    """An action beside that of an answer. `by` is a day in words."""

    what: str
    who: str
    by: str
    #: How far it is, in words.
    state: str

    @property
    def sentence(self) -> str:
        """The action on one line."""
        ends = ", ".join(part for part in (self.who, f"by {self.by}" if self.by else "", self.state.lower()) if part)
        return " – ".join(part for part in (self.what, ends) if part)


@dataclass(frozen=True)
class Attached:
    """By question: each piece of evidence on a line, the further actions, and why words were kept; "" is the return as
    a whole.
    """

    evidence: Mapping[str, list[str]]
    actions: Mapping[str, list[Planned]]
    kept: Mapping[str, list[str]]


NONE_ATTACHED = Attached({}, {}, {})


def attached_now(session: Session, opened: OpenedReturn) -> Attached:
    """What stands beside the answers now."""
    further = (one for one in plan_of(session, opened).actions if one.is_further)
    planned = (
        (one.asked.key if one.asked else "", Planned(one.what, one.who, day(one.by_when), one.state.words))
        for one in further
    )
    return Attached(_lines(attached(session, opened.id)), _by_question(planned), _kept(kept_now(session, opened)))


def attached_then(document: Mapping[str, Any]) -> Attached:
    """What stood beside the answers when they were submitted."""
    evidence: Mapping[str, list[dict[str, Any]]] = document.get("evidence") or {}
    pieces = {key: [Piece.from_json(one, Scan.NOT_SCANNED) for one in kept] for key, kept in evidence.items()}
    further = (one for one in document.get("action_plans") or () if one["further"])
    planned = (
        (one["question"] or "", Planned(one["what"], one["who"], one["by_when"], one["state"])) for one in further
    )
    return Attached(_lines(pieces), _by_question(planned), _kept(document.get(KEPT_WORDS) or ()))


def _kept(words: Iterable[Mapping[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in words:
        found.setdefault(one["question"], []).append(f"{kept_label(one)}. It was kept because: {one['reason']}")
    return found


def _by_question(planned: Iterable[tuple[str, Planned]]) -> dict[str, list[Planned]]:
    found: dict[str, list[Planned]] = {}
    for question, one in planned:
        found.setdefault(question, []).append(one)
    return found


def _lines(evidence: Mapping[str, Iterable[Piece]]) -> dict[str, list[str]]:
    return {question: [_line(piece) for piece in pieces] for question, pieces in evidence.items()}


def _line(piece: Piece) -> str:
    dated = f"dated {day(piece.dated_on)}" if piece.dated_on else ""
    file = f"file “{piece.file.name}”" if piece.file else ""
    return ", ".join(part for part in (piece.title, piece.where_kept, piece.link, file, dated) if part)
