"""The changes that can be made to a tool's text, each named by its place in the data as written."""

from dataclasses import dataclass
from typing import Any

from tool_definitions.problems import DocumentPath


class EditRefused(Exception):
    """The edit cannot be made. Its text is a sentence for the person who asked for it."""


@dataclass(frozen=True)
class Put:
    """Replace the value at a path; a field that its mapping does not have yet is added at its usual place."""

    path: DocumentPath
    value: Any


@dataclass(frozen=True)
class Remove:
    """Take out a field or an item of a list. A list or mapping that loses its last part stays, empty."""

    path: DocumentPath


@dataclass(frozen=True)
class Insert:
    """Put a new item into a list, before the one that has this index (the length of the list: at the end)."""

    list_path: DocumentPath
    index: int
    value: Any


@dataclass(frozen=True)
class Move:
    """Take an item out of its list and put it into this or another list.

    Both paths are those before the move; the index is the item's in the list it goes to, once it has left its own.
    Its comments go with it, unless it goes from a block to between brackets, where they have no place.
    """

    path: DocumentPath
    list_path: DocumentPath
    index: int


@dataclass(frozen=True)
class Rename:
    """Give a field another name: a reference's key, a thread, a level for which a question has words."""

    path: DocumentPath
    name: str


Edit = Put | Remove | Insert | Move | Rename
