"""From an edit to the splices that make it."""

from dataclasses import dataclass
from typing import Any

from tool_definitions.editing import brackets, splices
from tool_definitions.editing.edits import Edit, EditRefused, Insert, Move, Put, Remove, Rename
from tool_definitions.editing.field_order import order_at
from tool_definitions.editing.layout import LINE_END, Layout, Node
from tool_definitions.editing.plain_data import is_bare_data, part_at
from tool_definitions.editing.scalars import LINE_WIDTH, in_quotes_of, literal, one_line, quoted
from tool_definitions.editing.splices import Splice, Unusual
from tool_definitions.editing.writing import entry, flow, indented, json_lines
from tool_definitions.problems import DocumentPath

_STEP = 2


@dataclass(frozen=True)
class Splicing:
    """One edit of a text: its layout before, and the data as they are to be after."""

    layout: Layout
    wanted: Any

    def splices_of(self, change: Edit) -> list[Splice]:
        """The splices that make this edit. Raises Unusual where the layout does not allow it."""
        match change:
            case Put():
                return self._put(change.path)
            case Remove():
                return self._remove(change.path)
            case Insert():
                return self._insert(change.list_path, change.index)
            case Move():
                return self._move(change)
            case Rename():
                return self._rename(change.path, change.name)

    def _value(self, path: DocumentPath) -> Any:
        try:
            return part_at(self.wanted, path)
        except EditRefused:
            raise Unusual from None

    @property
    def _is_json(self) -> bool:
        root = self.layout.root
        first = root.entries[0].start if root.entries else root.start
        return not root.is_block and root.kind != "text" and self.layout.text[first] in '"{['

    def _put(self, path: DocumentPath) -> list[Splice]:
        if not path:
            raise Unusual
        node = self.layout.node_at(path[:-1])
        has_it = isinstance(path[-1], int) or any(item.name == path[-1] for item in node.entries)
        return self._replaced(path) if has_it else self._added(path, node)

    def _replaced(self, path: DocumentPath) -> list[Splice]:
        """The value at this path as it is to be."""
        if not path:
            raise Unusual
        node, place = self.layout.entry_at(path)
        item = node.entries[place]
        after = self.layout.value_start(item)
        if after < 0:
            raise Unusual
        value = self._value(path)
        if node.is_block:
            prefix, kept = self.layout.text[item.start : after], self._as_before(item.value, value, in_flow=False)
            written = [f"{prefix} {kept}"] if kept else entry(prefix, value, path, self.layout.column(item.start))
            return [splices.replacement(self.layout, item, written)]
        if self._outgrows(value, path, item.value.end - item.value.start):
            return self._replaced(self._outermost(path))
        text = self._as_before(item.value, value, in_flow=True) or self._joined(
            self._in_brackets(value, path, node, None), node
        )
        is_behind_colon = item.value.start == item.value.end and self.layout.text[after - 1] == ":"
        return [Splice(item.value.start, item.value.end, " " + text if is_behind_colon else text)]

    def _as_before(self, node: Node, value: Any, *, in_flow: bool) -> str | None:
        """A text in the quotes of the text before it."""
        if node.kind != "text" or not isinstance(value, str) or is_bare_data(value):
            return None
        return in_quotes_of(self.layout.text[node.start : node.end], node.style, value, in_flow=in_flow)

    def _outermost(self, path: DocumentPath) -> DocumentPath:
        """The path of the outermost part between brackets around this one."""
        node = self.layout.root
        for length, step in enumerate(path):
            if not node.is_block:
                return path[:length]
            node = node.entries[self.layout.place_in(node, step)].value
        raise Unusual

    def _outgrows(self, value: Any, path: DocumentPath, present: int = 0) -> bool:
        """Whether the value between brackets would have lines of text in it, or not find room on its line."""
        outermost = self._outermost(path)
        if self._is_json or not outermost:
            return False
        node = self.layout.node_at(outermost)
        line = self.layout.line_end(node.start) - self.layout.line_start(node.start)
        is_long = line - present + len(flow(value)) > LINE_WIDTH + _STEP and len(flow(value)) > present
        return (is_long or _has_lines(value)) and "#" not in self.layout.text[node.start : node.end]

    def _in_brackets(self, value: Any, path: DocumentPath, node: Node, name: str | None) -> list[str]:
        """The lines of an entry between brackets, the first without indent."""
        if not self._is_json:
            return [flow(value, path) if name is None else f"{one_line(name, in_flow=True)}: {flow(value, path)}"]
        lines = json_lines(value, path, self._step(node))
        return lines if name is None else [f"{quoted(name)}: {lines[0]}", *lines[1:]]

    def _step(self, node: Node) -> int:
        if not node.entries or not brackets.is_on_lines(self.layout, node):
            return 0
        inner, outer = self.layout.indent_of_line(node.entries[0].start), self.layout.indent_of_line(node.start)
        return max(inner - outer, 1)

    def _joined(self, lines: list[str], node: Node) -> str:
        margin = self.layout.indent_of_line(node.entries[0].start) if node.entries else 0
        return self.layout.newline.join([lines[0], *indented(lines[1:], margin)])

    def _added(self, path: DocumentPath, node: Node) -> list[Splice]:
        """A field that its mapping does not have yet, behind the nearest of those that usually stand before it."""
        if not node.entries:
            return self._replaced(path[:-1])
        name, value = str(path[-1]), self._value(path)
        place = _place_of_field(node, name, path[:-1])
        if node.is_block:
            column = self.layout.column(node.entries[0].start)
            return [splices.insertion(self.layout, node, place, entry(f"{one_line(name)}:", value, path, column))]
        if self._outgrows(value, path):
            return self._replaced(self._outermost(path))
        return [brackets.insertion(self.layout, node, place, self._in_brackets(value, path, node, name))]

    def _remove(self, path: DocumentPath) -> list[Splice]:
        node = self.layout.node_at(path[:-1])
        places = _places(node, path[-1])
        if len(places) == len(node.entries):
            return self._emptied(path[:-1], node)
        if node.is_block:
            return [splices.removal(self.layout, node, place) for place in places]
        return [splice for place in places for splice in brackets.removal(self.layout, node, place)]

    def _emptied(self, path: DocumentPath, node: Node) -> list[Splice]:
        empty = "{}" if node.kind == "fields" else "[]"
        if not path or not node.is_block:
            return [Splice(node.start, node.end, empty)]
        parent, place = self.layout.entry_at(path)
        item = parent.entries[place]
        after = self.layout.value_start(item)
        if after < 0:
            raise Unusual
        return [splices.replacement(self.layout, item, [f"{self.layout.text[item.start : after]} {empty}"])]

    def _insert(self, path: DocumentPath, place: int) -> list[Splice]:
        node = self.layout.node_at(path)
        if not node.entries:
            return self._replaced(path)
        return self._inserted(node, (*path, place), self._value((*path, place)))

    def _inserted(self, node: Node, path: DocumentPath, value: Any) -> list[Splice]:
        place = int(path[-1])
        if node.is_block:
            column = self.layout.column(node.entries[0].start)
            return [splices.insertion(self.layout, node, place, entry("-", value, path, column))]
        if self._outgrows(value, (*path[:-1], 0)):
            return self._replaced(self._outermost(path))
        return [brackets.insertion(self.layout, node, place, self._in_brackets(value, path, node, None))]

    def _move(self, change: Move) -> list[Splice]:
        source, place = self.layout.entry_at(change.path)
        target, index = self.layout.node_at(change.list_path), change.index
        if target is source:
            if index == place:
                return []
            index += index >= place
        if source.is_block and (target.is_block or not target.entries):
            added = self._moved_in_block(change, target, index)
        elif source.is_block or target.is_block:
            path = (*change.list_path, index)
            added = self._inserted(target, path, self._value((*_path_after(change), change.index)))
        else:
            added = [self._moved_in_brackets(source, place, target, index)]
        return [*self._remove(change.path), *added]

    def _moved_in_brackets(self, source: Node, place: int, target: Node, index: int) -> Splice:
        item = source.entries[place]
        written = LINE_END.split(self.layout.text[item.start : item.value.end])
        margin = self.layout.indent_of_line(item.start)
        lines = [line[min(margin, len(line) - len(line.lstrip(" "))) :] for line in written]
        return brackets.insertion(self.layout, target, index, lines)

    def _moved_in_block(self, change: Move, target: Node, index: int) -> list[Splice]:
        source, place = self.layout.entry_at(change.path)
        lines = splices.lines_of_entry(self.layout, source, place)
        if target.is_block:
            return [splices.insertion(self.layout, target, index, lines)]
        if target.entries or not change.list_path:
            raise Unusual
        parent, at = self.layout.entry_at(change.list_path)
        item = parent.entries[at]
        after = self.layout.value_start(item)
        if after < 0 or not parent.is_block:
            raise Unusual
        written = [self.layout.text[item.start : after], *indented(lines, _STEP)]
        return [splices.replacement(self.layout, item, written)]

    def _rename(self, path: DocumentPath, name: str) -> list[Splice]:
        node = self.layout.node_at(path[:-1])
        written = quoted(name) if self._is_json else one_line(name, in_flow=not node.is_block)
        return [
            Splice(node.entries[place].start, node.entries[place].key_end, written) for place in _places(node, path[-1])
        ]


def _path_after(move: Move) -> DocumentPath:
    """The path of the list an item goes to, once it has left its own."""
    length = len(move.path) - 1
    path = move.list_path
    if path[:length] != move.path[:-1] or len(path) <= length or int(path[length]) < int(move.path[-1]):
        return path
    return (*path[:length], int(path[length]) - 1, *path[length + 1 :])


def _places(node: Node, step: str | int) -> list[int]:
    """The places of the entries so called: several where a field was repeated by mistake."""
    if isinstance(step, int):
        return [step]
    return [place for place, item in enumerate(node.entries) if item.name == step]


def _place_of_field(node: Node, name: str, path: DocumentPath) -> int:
    order = order_at(path)
    if name not in order:
        return len(node.entries)
    before = [
        (order[item.name], place + 1)
        for place, item in enumerate(node.entries)
        if item.name is not None and order.get(item.name, len(order)) < order[name]
    ]
    return max(before)[1] if before else 0


def _has_lines(value: Any) -> bool:
    if isinstance(value, str):
        return literal(value) is not None
    parts = value.values() if isinstance(value, dict) else value
    return any(_has_lines(part) for part in parts)
