"""The notes of a return in the order of its questions, those on the whole of it first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from formsapp.notes.queries import Note
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.asked import Asked
from formsapp.returns.opened import OpenedReturn


@dataclass(frozen=True)
class Place:
    """Where notes are: on the whole return, on a section, or on a question of it."""

    section: AskedSection | None = None
    asked: Asked | None = None
    notes: list[Note] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The place as a heading."""
        if self.asked is not None:
            return f"{self.asked.number} {self.asked.question.title}"
        return "The whole return" if self.section is None else f"{self.section.number}. {self.section.title}"

    @property
    def called(self) -> str:
        """The place in a sentence of its own page."""
        if self.asked is not None:
            return "this question"
        return "the whole return" if self.section is None else "this section"

    @property
    def keys(self) -> tuple[str | None, str | None]:
        """The place as it is stored."""
        return self.section.key if self.section else None, self.asked.key if self.asked else None


def place_of(opened: OpenedReturn, section: str | None, question: str | None) -> Place:
    """The place with these keys; one that the tool no longer has counts as the whole return."""
    found = None if section is None else opened.tool.sections.get(section)
    return Place(found, found.by_key.get(question or "") if found else None)


def by_place(opened: OpenedReturn, notes: Iterable[Note]) -> list[Place]:
    """The places that have notes, each with them: first the whole, then as the sections come."""
    found: dict[tuple[str | None, str | None], Place] = {}
    for one in notes:
        place = place_of(opened, one.note.section, one.note.question)
        found.setdefault(place.keys, place).notes.append(one)
    order = {key: number for number, key in enumerate(_in_order(opened))}
    return sorted(found.values(), key=lambda place: order[place.keys])


def _in_order(opened: OpenedReturn) -> Iterable[tuple[str | None, str | None]]:
    yield None, None
    for section in opened.tool.sections.values():
        yield section.key, None
        yield from ((section.key, key) for key in section.by_key)
