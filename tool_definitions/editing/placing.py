"""Finding where every part of a text stands, from the parser's events; and again, where a part was spliced."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from tool_definitions.document import DEEPEST_NESTING, parsings, whole_characters
from tool_definitions.editing.edits import EditRefused
from tool_definitions.editing.layout import GAP, LINE_END, Entry, Layout, Node

UNREADABLE = "The text cannot be read, so no part of it can be changed. Mend first what the checker finds."


def layout_of(text: str) -> Layout:
    """The parts of a text. Raises EditRefused where it cannot be read."""
    for events in parsings(text):
        with suppress(YAMLError, ValueError, IndexError, AttributeError):
            root = _Placing(text).root_of(events)
            if root is not None:
                return Layout(text, root)
    raise EditRefused(UNREADABLE)


@dataclass
class _Placing:
    """Turns events into nodes with a stack of its own."""

    text: str
    stack: list[Node] = field(default_factory=list)
    keys: list[tuple[str, int, int] | None] = field(default_factory=list)
    root: Node | None = None

    def root_of(self, events: Iterable[Event]) -> Node | None:
        take: dict[type[Event], Callable[[Any], None]] = {
            MappingStartEvent: self._open,
            SequenceStartEvent: self._open,
            MappingEndEvent: self._close,
            SequenceEndEvent: self._close,
            ScalarEvent: self._scalar,
            AliasEvent: self._refuse,
        }
        for event in events:
            take_it = take.get(type(event))
            if take_it:
                take_it(event)
        return self.root

    def _refuse(self, _: Any) -> None:
        raise EditRefused(UNREADABLE)

    def _open(self, event: Any) -> None:
        if len(self.stack) >= DEEPEST_NESTING or self._awaits_key():
            raise EditRefused(UNREADABLE)
        kind = "fields" if isinstance(event, MappingStartEvent) else "list"
        style = "brackets" if event.flow_style else "entries"
        node = Node(kind, event.start_mark.index, event.end_mark.index, style)
        self._place(node)
        self.stack.append(node)
        self.keys.append(None)

    def _close(self, event: Any) -> None:
        node = self.stack.pop()
        self.keys.pop()
        if not node.is_block:
            node.finish = event.end_mark.index

    def _awaits_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].kind == "fields" and self.keys[-1] is None

    def _scalar(self, event: Any) -> None:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
        if self._awaits_key():
            self.keys[-1] = (whole_characters(event.value), start, end)
            return
        if style in {"|", ">"}:
            end = self._end_of_block(start, end)
        self._place(Node("text", start, end, style, whole_characters(event.value)))

    def _end_of_block(self, start: int, end: int) -> int:
        """The end of the last line of a block of text; the empty lines behind it are its own only if it keeps them."""
        written = self.text[start:end]
        if "+" in written[:3]:
            return start + len(written.removesuffix("\n").removesuffix("\r"))
        solid = start + len(written.rstrip(" \t\r\n"))
        found = LINE_END.search(self.text, solid)
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
