"""Where every part of a tool's text stands: the start and end of each key and value, from the parser's events."""

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from tool_definitions.document import events_of
from tool_definitions.problems import DocumentPath

#: What can stand between two parts beside commas, colons and dashes: blanks, line ends and comments.
GAP = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Node:
    """A value in the text: text, fields or a list. `finish` is where it ends if it is no block of entries."""

    kind: str
    start: int
    finish: int
    style: str = ""
    entries: list["Entry"] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether it is a block of entries, rather than text or entries between brackets."""
        return self.style == "entries"

    @property
    def end(self) -> int:
        """Where its last character is, plus one; comments and blanks behind it are not its own."""
        return self.entries[-1].value.end if self.is_block and self.entries else self.finish


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
        found = _LINE_END.search(self.text)
        return found.group() if found else "\n"

    def line_start(self, position: int) -> int:
        """Where the line of this position starts."""
        return max(self.text.rfind("\n", 0, position), self.text.rfind("\r", 0, position)) + 1

    def line_end(self, position: int) -> int:
        """Where the line of this position ends, before its line end."""
        found = _LINE_END.search(self.text, position)
        return found.start() if found else len(self.text)

    def next_line(self, position: int) -> int:
        """Where the line after that of this position starts."""
        found = _LINE_END.search(self.text, position)
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


def layout_of(text: str) -> Layout:
    """The parts of a text that the reader has accepted."""
    return Layout(text, _Placing(text).root_of(events_of(text)))


@dataclass
class _Placing:
    """Turns events into nodes with a stack of its own."""

    text: str
    stack: list[Node] = field(default_factory=list)
    keys: list[tuple[str, int, int] | None] = field(default_factory=list)
    root: Node | None = None

    def root_of(self, events: Any) -> Node:
        for event in events:
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                self._open(event)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._close(event)
            elif isinstance(event, ScalarEvent):
                self._scalar(event)
        assert self.root is not None
        return self.root

    def _open(self, event: Any) -> None:
        start = event.start_mark.index
        kind = "fields" if isinstance(event, MappingStartEvent) else "list"
        node = Node(kind, start, event.end_mark.index, "brackets" if event.flow_style else "entries")
        self._place(node)
        self.stack.append(node)
        self.keys.append(None)

    def _close(self, event: Event) -> None:
        node = self.stack.pop()
        self.keys.pop()
        if not node.is_block:
            node.finish = event.end_mark.index

    def _scalar(self, event: Any) -> None:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
        if self.stack and self.stack[-1].kind == "fields" and self.keys[-1] is None:
            self.keys[-1] = (event.value, start, end)
        else:
            self._place(Node("text", start, self._end_of_block(start, end) if style in {"|", ">"} else end, style))

    def _end_of_block(self, start: int, end: int) -> int:
        """The end of the last line of a block of text; the empty lines behind it are its own only if it keeps them."""
        written = self.text[start:end]
        if "+" in written[:3]:
            return end - len(written) + len(written.rstrip(" \t")) - (len(written) > 1 and written[-1] in "\r\n")
        solid = start + max(len(written.rstrip()), 1)
        found = _LINE_END.search(self.text, solid)
        return min(found.start() if found else len(self.text), end)

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if parent.kind == "fields":
            name, start, end = self.keys[-1] or ("", node.start, node.start)
            self.keys[-1] = None
            parent.entries.append(Entry(start, name, end, node))
        else:
            dash = self._dash(parent, node)
            parent.entries.append(Entry(dash, None, dash + parent.is_block, node))

    def _dash(self, parent: Node, node: Node) -> int:
        if not parent.is_block:
            return node.start
        if not parent.entries:
            return parent.start
        found = GAP.match(self.text, parent.entries[-1].value.end)
        return found.end() if found else node.start
