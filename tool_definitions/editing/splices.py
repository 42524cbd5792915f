"""Splices: what is written in place of a stretch of the text; and the stretches that belong to an entry of a block."""

import re
from typing import NamedTuple

from tool_definitions.editing.layout import LINE_END, Entry, Layout, Node

_BLANK = re.compile(r"[ \t\r\n]*")
_COMMENT = re.compile(r"#[^\r\n]*")


class Splice(NamedTuple):
    """What is written in place of the text from `start` up to `end`."""

    start: int
    end: int
    text: str


class Unusual(Exception):
    """The text is laid out in a way in which this part cannot be spliced; it is written anew."""


def spliced(text: str, splices: list[Splice]) -> str:
    """The text with every splice made; of those at one place the first comes first."""
    pieces = []
    done = 0
    for splice in sorted(splices, key=lambda each: (each.start, each.end)):
        if splice.start < done:
            raise Unusual
        pieces += [text[done : splice.start], splice.text]
        done = splice.end
    return "".join([*pieces, text[done:]])


def starts_mid_line(layout: Layout, entry: Entry) -> bool:
    """Whether something stands before the entry on its line, as the dash before the first field of an item does."""
    return bool(layout.text[layout.line_start(entry.start) : entry.start].strip(" "))


def lead_start(layout: Layout, node: Node, place: int) -> int:
    """Where an entry starts with the lines of comment directly above it that are not further in than it is.

    Those above the first entry of the whole file are the file's.
    """
    entry = node.entries[place]
    if starts_mid_line(layout, entry):
        return entry.start
    start = layout.line_start(entry.start)
    if place == 0 and node is layout.root:
        return start
    floor = layout.next_line(node.entries[place - 1].value.end) if place else 0
    column = layout.column(entry.start)
    while start > floor:
        above = layout.line_start(start - 1 if layout.text[start - 2 : start] != "\r\n" else start - 2)
        line = layout.text[above:start]
        if not line.lstrip().startswith("#") or (place and len(line) - len(line.lstrip()) > column):
            break
        start = above
    return start


def tail_end(layout: Layout, entry: Entry) -> int:
    """Where the lines of an entry end, with the comment on its last line and those below that are further in."""
    column = layout.column(entry.start)
    end = layout.next_line(entry.value.end)
    while end < len(layout.text):
        line = layout.text[end : layout.line_end(end)]
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) <= column:
            break
        end = layout.next_line(end)
    return end


def blanks_above(layout: Layout, position: int) -> int:
    """Where the empty lines directly above this start of a line begin."""
    start = position
    while start > 0:
        above = layout.line_start(start - (2 if layout.text[start - 2 : start] == "\r\n" else 1))
        if layout.text[above:start].strip():
            break
        start = above
    return start


def blanks_between(layout: Layout, node: Node, place: int) -> str:
    """The empty lines that a new item at this place has above it (below it, if it is the first).

    Beside a single item there are those of house style, which sets sections apart.
    """
    neighbour = min(max(place, 1), len(node.entries) - 1)
    if node.kind == "fields":
        return ""
    if neighbour < 1:
        sections = [item.value for item in layout.root.entries if item.name == "sections"]
        return layout.newline if any(node is each for each in sections) else ""
    start = lead_start(layout, node, neighbour)
    return layout.newline * layout.text.count(layout.newline, blanks_above(layout, start), start)


def removal(layout: Layout, node: Node, place: int) -> Splice:
    """Takes an entry out of a block that has others too, with its comments and the empty lines above it."""
    entry = node.entries[place]
    end = tail_end(layout, entry)
    if starts_mid_line(layout, entry):
        return Splice(entry.start, _skip(_BLANK, layout, end), "")
    start = lead_start(layout, node, place)
    if place:
        return Splice(max(blanks_above(layout, start), layout.next_line(node.entries[place - 1].value.end)), end, "")
    following = lead_start(layout, node, 1)
    return Splice(start, following if layout.text[end:following].isspace() else end, "")


def _skip(pattern: re.Pattern[str], layout: Layout, position: int) -> int:
    found = pattern.match(layout.text, position)
    return found.end() if found else position


def insertion(layout: Layout, node: Node, place: int, lines: list[str]) -> Splice:
    """Puts a new entry, given as lines without indent, into a block before the entry at this place, or at its end."""
    newline = layout.newline
    margin = " " * layout.column(node.entries[0].start)
    body = newline.join(margin + line if line else line for line in lines)
    blanks = blanks_between(layout, node, place)
    if place == len(node.entries) or (place and node.kind == "fields"):
        return _appended(layout, tail_end(layout, node.entries[place - 1]), blanks, body)
    entry = node.entries[place]
    if starts_mid_line(layout, entry):
        return Splice(entry.start, entry.start, body[len(margin) :] + newline + blanks + margin)
    start = lead_start(layout, node, place)
    return Splice(start, start, body + newline + blanks)


def _appended(layout: Layout, end: int, blanks: str, body: str) -> Splice:
    is_unfinished = end == len(layout.text) and not layout.text.endswith(("\n", "\r"))
    text = layout.newline + blanks + body if is_unfinished else blanks + body + layout.newline
    return Splice(end, end, text)


def lines_of_entry(layout: Layout, node: Node, place: int) -> list[str]:
    """An entry of a block with its comments, as lines without indent."""
    entry = node.entries[place]
    start = lead_start(layout, node, place)
    written = layout.text[start : tail_end(layout, entry)]
    column = layout.column(entry.start)
    if starts_mid_line(layout, entry):
        written = " " * column + written
    return [_without_indent(line, column) for line in LINE_END.split(written.rstrip("\r\n"))]


def _without_indent(line: str, column: int) -> str:
    blank = len(line) - len(line.lstrip(" "))
    return line[min(blank, column) :]


def comment_in(text: str) -> str:
    """The first comment in a stretch between two parts, on its first line; empty if there is none."""
    found = _COMMENT.search(LINE_END.split(text)[0])
    return found.group().rstrip() if found else ""


def comment_behind(layout: Layout, node: Node) -> str:
    """The comment behind a value on its last line; empty if there is none."""
    return comment_in(layout.text[node.end : layout.line_end(node.end)])


def replacement(layout: Layout, item: Entry, lines: list[str]) -> Splice:
    """Writes another value for an entry of a block: `lines` is the whole entry anew, without indent."""
    after = layout.value_start(item)
    if after < 0:
        raise Unusual
    lines = [lines[0][after - item.start :], *lines[1:]]
    gap = layout.text[after : item.value.start]
    comment = comment_in(gap) or _comment_of_head(layout.text, item.value)
    end = _end_with_comments(layout, item.value)
    if len(lines) == 1:
        line = lines[0] + (f" {comment}" if comment else "")
        keeps_distance = not comment and gap and not gap.strip(" ") and item.value.start < item.value.end
        return Splice(item.value.start, end, line.removeprefix(" ")) if keeps_distance else Splice(after, end, line)
    if not item.value.is_block:
        comment = comment or comment_behind(layout, item.value)
        end = layout.line_end(end)
        if layout.text[item.value.end : end].strip() not in {"", comment}:
            raise Unusual
    margin = " " * layout.column(item.start)
    body = [lines[0] + (f" {comment}" if comment else ""), *(margin + line if line else line for line in lines[1:])]
    return Splice(after, end, layout.newline.join(body))


def _end_with_comments(layout: Layout, node: Node) -> int:
    """The end of a value; that of a block of entries has the comments of its last entry too."""
    if not node.is_block:
        return node.end
    end = tail_end(layout, node.entries[-1])
    return end - (len(layout.newline) if layout.text[node.end : end].endswith(layout.newline) else 0)


def _comment_of_head(text: str, node: Node) -> str:
    is_text_block = node.style in {"|", ">"}
    return comment_in(text[node.start : node.end]) if is_text_block else ""
