"""Where every part of a tool's text stands: the start and end of each key and value, from the parser's events."""

import re
from dataclasses import dataclass, field
from typing import Any

from tool_definitions.problems import DocumentPath
from tool_definitions.values import PlainScalar

#: What can stand between two parts beside commas, colons and dashes: blanks, line ends and comments.
GAP = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Node:
    """A value in the text: text, fields or a list. `finish` is where it ends if it is no block of entries."""

    kind: str
    start: int
    finish: int
    style: str = ""
    text: str = ""
    entries: list["Entry"] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether it is a block of entries, rather than text or entries between brackets."""
        return self.style == "entries"

    @property
    def end(self) -> int:
        """Where its last character is, plus one; comments and blanks behind it are not its own."""
        return self.entries[-1].value.end if self.is_block and self.entries else self.finish

    def data(self) -> Any:
        """What stands here as the reader gives it; of fields of one name, the first."""
        if self.kind == "text":
            return PlainScalar(self.text) if not self.style else self.text
        if self.kind == "list":
            return [entry.value.data() for entry in self.entries]
        data: dict[str, Any] = {}
        for entry in self.entries:
            data.setdefault(entry.name or "", entry.value.data())
        return data


@dataclass(slots=True)
class Entry:
    """A field or an item: where its name or dash (between brackets: it itself) starts, and its value."""

    start: int
    name: str | None
    key_end: int
    value: Node


@dataclass(frozen=True)
class Layout:
    """A text and its parts."""

    text: str
    root: Node

    @property
    def newline(self) -> str:
        """How lines end in this text."""
        found = LINE_END.search(self.text)
        return found.group() if found else "\n"

    def line_start(self, position: int) -> int:
        """Where the line of this position starts."""
        return max(self.text.rfind("\n", 0, position), self.text.rfind("\r", 0, position)) + 1

    def line_end(self, position: int) -> int:
        """Where the line of this position ends, before its line end."""
        found = LINE_END.search(self.text, position)
        return found.start() if found else len(self.text)

    def next_line(self, position: int) -> int:
        """Where the line after that of this position starts."""
        found = LINE_END.search(self.text, position)
        return found.end() if found else len(self.text)

    def column(self, position: int) -> int:
        """How many characters stand before this position on its line."""
        return position - self.line_start(position)

    def indent_of_line(self, position: int) -> int:
        """How far in the line of this position starts."""
        start = self.line_start(position)
        return len(self.text[start : self.line_end(position)]) - len(
            self.text[start : self.line_end(position)].lstrip()
        )

    def value_start(self, entry: Entry) -> int:
        """The position behind an entry's colon or dash; -1 where it has no colon."""
        if entry.name is None:
            return entry.key_end
        found = GAP.match(self.text, entry.key_end)
        colon = found.end() if found else entry.key_end
        return colon + 1 if self.text[colon : colon + 1] == ":" else -1

    def entry_at(self, path: DocumentPath) -> tuple[Node, int]:
        """The node of fields or items around this path (not the root's), and the place of the entry in it."""
        node = self.node_at(path[:-1])
        return node, self.place_in(node, path[-1])

    def node_at(self, path: DocumentPath) -> Node:
        """The node at this path, which is there."""
        node = self.root
        for step in path:
            node = node.entries[self.place_in(node, step)].value
        return node

    @staticmethod
    def place_in(node: Node, step: str | int) -> int:
        """The place of an entry in a node; of fields of one name, the first."""
        if isinstance(step, int):
            return step
        return next(place for place, entry in enumerate(node.entries) if entry.name == step)
