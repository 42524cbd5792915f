"""Writing a part of a text anew, where its layout allows no splice: its data hold, and its comments stay above it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tool_definitions.editing.edits import EditRefused
from tool_definitions.editing.layout import Layout, Node
from tool_definitions.editing.placing import layout_of
from tool_definitions.editing.plain_data import part_at
from tool_definitions.editing.splices import Splice, Unusual, replacement, spliced, starts_mid_line
from tool_definitions.editing.writing import entry, write_part
from tool_definitions.problems import DocumentPath

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*")


def written_anew(text: str, wanted: Any, place: DocumentPath, holds: Callable[[str, Any], bool]) -> str:
    """The text with the part at this place written anew, or the nearest part around it for which that succeeds."""
    layout = layout_of(text)
    for length in range(len(place), 0, -1):
        edited = _with_part(layout, wanted, place[:length])
        if edited is not None and holds(edited, wanted):
            return edited
    edited = _whole(layout, wanted)
    if not holds(edited, wanted):
        raise EditRefused("This change cannot be written into the text. Change it in the text itself.")
    return edited


def _with_part(layout: Layout, wanted: Any, place: DocumentPath) -> str | None:
    try:
        node, at = layout.entry_at(place)
        value = part_at(wanted, place)
        return _with_entry(layout, node, at, value, place)
    except (Unusual, StopIteration, IndexError, EditRefused):
        return None


def _with_entry(layout: Layout, node: Node, at: int, value: Any, place: DocumentPath) -> str:
    item = node.entries[at]
    after = layout.value_start(item)
    if not node.is_block or starts_mid_line(layout, item) or after < 0:
        raise Unusual
    column = layout.column(item.start)
    lines = entry(layout.text[item.start : after], value, place, column)
    margin = " " * column
    comments = "".join(f"{margin}{comment}{layout.newline}" for comment in _comments(layout, after, item.value.end))
    start = layout.line_start(item.start)
    return spliced(layout.text, [Splice(start, start, comments), replacement(layout, item, lines)])


def _whole(layout: Layout, wanted: Any) -> str:
    comments = "".join(f"{comment}\n" for comment in _comments(layout, 0, len(layout.text)))
    return (comments + write_part(wanted)).replace("\n", layout.newline)


def _comments(layout: Layout, start: int, end: int) -> Iterator[str]:
    """Every comment between these positions."""
    for before, after in _gaps(layout, start, end):
        for found in _COMMENT.finditer(layout.text, before, after):
            yield found.group().rstrip()


def _gaps(layout: Layout, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between these positions that are no text of a name or value."""
    position = start
    for first, last in _texts(layout.root):
        if first >= start and last <= end:
            yield position, first
            position = last
    yield position, end


def _texts(node: Node) -> Iterator[tuple[int, int]]:
    if node.kind == "text":
        yield node.start, node.end
    for item in node.entries:
        if item.name is not None:
            yield item.start, item.key_end
        yield from _texts(item.value)
