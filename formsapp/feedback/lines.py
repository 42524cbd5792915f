"""The lines of a letter: as drafted, and what people made of them. Drafting again never touches their words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from formsapp.feedback.drafting import DraftedLine, from_json
from formsapp.feedback.models import FeedbackLetter, LetterChange
from formsapp.feedback.parts import LetterPart

ADDED = "added:"


class Change(StrEnum):
    """One entry in the history of a line."""

    REWORD = "reword"
    DROP = "drop"
    PUT_BACK = "put_back"
    ADD = "add"
    MOVE = "move"

    @property
    def words(self) -> str:
        """As the history says it."""
        return _WORDS[self]


_WORDS = {
    Change.REWORD: "Reworded",
    Change.DROP: "Left out of the letter",
    Change.PUT_BACK: "Put back",
    Change.ADD: "Added",
    Change.MOVE: "Moved",
}
_OWN_WORDS = frozenset({Change.REWORD, Change.ADD})
_DECIDED = frozenset({Change.REWORD, Change.ADD, Change.DROP, Change.PUT_BACK})


@dataclass(frozen=True)
class Entry:
    """One change of a line, with the name of whoever made it."""

    kind: Change
    text: str
    at: datetime
    by: str
    #: The number of the draft on which it was made.
    draft: int


@dataclass(frozen=True)
class Line:
    """A line as it stands. `drafted` is None where it was added, or where the judgements no longer give it."""

    key: str
    part: LetterPart
    drafted: str | None
    questions: tuple[str, ...]
    history: tuple[Entry, ...] = ()
    #: Whether its draft is another one than the one that somebody decided about.
    is_changed: bool = False
    #: Whether the judgements gave it once and give it no longer.
    is_gone: bool = False

    @property
    def own_words(self) -> str | None:
        """The latest words that somebody gave it; None where it stands as drafted."""
        return next((one.text for one in reversed(self.history) if one.kind in _OWN_WORDS), None)

    @property
    def is_dropped(self) -> bool:
        """Whether it is left out of the letter."""
        last = next((one for one in reversed(self.history) if one.kind in _DECIDED), None)
        return last is not None and last.kind is Change.DROP

    @property
    def is_added(self) -> bool:
        """Whether somebody added it by hand."""
        return self.key.startswith(ADDED)

    @property
    def text(self) -> str:
        """The words that stand."""
        return self.own_words if self.own_words is not None else self.drafted or ""

    @property
    def standing(self) -> str:
        """`drafted`, `reworded`, `added` or `dropped`."""
        if self.is_dropped:
            return "dropped"
        if self.is_added:
            return "added"
        return "drafted" if self.own_words is None or self.own_words == self.drafted else "reworded"


def lines_of(drafts: Sequence[FeedbackLetter], changes: Iterable[tuple[LetterChange, str]]) -> list[Line]:
    """The lines of a letter in their order, from its drafts (oldest first) and every change with who made it."""
    if not drafts:
        return []
    drafted = {one.id: {line.key: line for line in from_json(one.drafted)} for one in drafts}
    numbers = {one.id: one.number for one in drafts}
    now = drafted[drafts[-1].id]
    history: dict[str, list[tuple[LetterChange, str]]] = {}
    for change, name in changes:
        history.setdefault(change.line, []).append((change, name))
    lines = [_line(key, now, drafted, numbers, history.get(key, [])) for key in now]
    lines += [_line(key, now, drafted, numbers, found) for key, found in history.items() if key not in now]
    shown = [one for one in lines if one.drafted is not None or one.own_words is not None]
    moves = [change for found in history.values() for change, _ in found if change.kind == Change.MOVE]
    ordered = []
    for part in LetterPart:
        ordered += _in_order([one for one in shown if one.part is part], sorted(moves, key=lambda one: one.id))
    return ordered


def _line(
    key: str,
    now: dict[str, DraftedLine],
    drafted: dict[int, dict[str, DraftedLine]],
    numbers: dict[int, int],
    found: list[tuple[LetterChange, str]],
) -> Line:
    line = now.get(key)
    earlier = next((lines[key] for lines in reversed(drafted.values()) if key in lines), None)
    decided = next((change for change, _ in reversed(found) if change.kind in _DECIDED), None)
    then = drafted[decided.letter_id].get(key) if decided is not None else None
    known = line or earlier
    return Line(
        key=key,
        part=known.part if known else LetterPart(found[0][0].part),
        drafted=line.text if line else None,
        questions=known.questions if known else (),
        history=tuple(
            Entry(Change(change.kind), change.text, change.at, name, numbers[change.letter_id])
            for change, name in found
        ),
        is_changed=decided is not None and line is not None and (then is None or then.text != line.text),
        is_gone=line is None and earlier is not None,
    )


def _in_order(lines: list[Line], moves: Sequence[LetterChange]) -> list[Line]:
    order = list(lines)
    for move in moves:
        place = next((number for number, one in enumerate(order) if one.key == move.line), None)
        if place is not None:
            order.insert(min(int(move.text) - 1, len(order) - 1), order.pop(place))
    return order
