"""Splices between brackets: `[a, b]` and `{name: value}`, on one line or on several, as in JSON."""

import re

from tool_definitions.editing.layout import GAP, Layout, Node
from tool_definitions.editing.splices import Splice, Unusual

_COMMENT_LINE = re.compile(r"#[^\r\n]*")


def removal(layout: Layout, node: Node, place: int) -> list[Splice]:
    """Takes an entry out, with one comma."""
    entries = node.entries
    entry = entries[place]
    if len(entries) == 1:
        return [Splice(node.start + 1, node.end - 1, "")]
    if place < len(entries) - 1:
        return [Splice(entry.start, entries[place + 1].start, "")]
    comma = _comma(layout, entries[place - 1].value.end)
    if "#" in layout.text[comma + 1 : entry.start]:
        return [Splice(comma, comma + 1, ""), Splice(entry.start, entry.value.end, "")]
    return [Splice(comma, entry.value.end, "")]


def insertion(layout: Layout, node: Node, place: int, written: list[str]) -> Splice:
    """Puts a new entry in before the entry at this place, or at the end."""
    entries = node.entries
    margin = "".ljust(layout.indent_of_line(entries[0].start)) if entries else ""
    text = (layout.newline + margin).join(written)
    if not entries:
        return Splice(node.start + 1, node.end - 1, text)
    if place < len(entries):
        start = entries[place].start
        return Splice(start, start, text + "," + _space_between(layout, node))
    end = entries[-1].value.end
    return Splice(end, end, "," + _space_between(layout, node) + text)


def is_on_lines(layout: Layout, node: Node) -> bool:
    """Whether each entry has a line of its own."""
    first = node.entries[0].start if node.entries else node.end
    return layout.line_start(first) > node.start


def _space_between(layout: Layout, node: Node) -> str:
    if not is_on_lines(layout, node):
        return " "
    return layout.newline + " " * layout.indent_of_line(node.entries[0].start)


def _comma(layout: Layout, position: int) -> int:
    found = GAP.match(layout.text, position)
    comma = found.end() if found else position
    if layout.text[comma : comma + 1] != ",":
        raise Unusual
    return comma
