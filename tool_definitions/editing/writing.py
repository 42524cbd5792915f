"""Parts of a tool as text in house style: blocks of lines, with short lists and small sets of fields on one line."""

from collections.abc import Iterator, Mapping
from typing import Any

from tool_definitions.editing.field_order import order_at
from tool_definitions.editing.plain_data import as_read, is_bare_data
from tool_definitions.editing.scalars import LINE_WIDTH, folded, literal, one_line, quoted
from tool_definitions.problems import DocumentPath

#: Parts whose items are read one under the other, however short they are.
_LISTED = frozenset({"sections", "questions", "sign_off", "levels"})
_ALWAYS_LISTED = _LISTED | {"rating_schemes", "bands", "options", "columns", "case"}
#: Parts that may hold sets of fields inside sets of fields and still be on one line.
_NESTED_ON_ONE_LINE = frozenset({"show_if", "not_applicable"})


def write_tool(document: Mapping[str, Any]) -> str:
    """A whole tool in house style: what `Tool.as_document` gives, or the data of a file that was read."""
    return write_part(document)


def write_part(value: Any, path: DocumentPath = ()) -> str:
    """Part of a tool in house style, as it would stand in a file of its own; `path` is where it belongs in a tool."""
    part = as_read(value)
    lines = block(part, path, 0) if part and isinstance(part, dict | list) else entry("", part, path, 0)
    return "\n".join(lines).removeprefix(" ") + "\n"


def entry(prefix: str, value: Any, path: DocumentPath, column: int) -> list[str]:
    """The lines of a field or item in a block, without indent; `prefix` is `name:` or `-`, `column` its indent."""
    short = on_one_line(value, path, LINE_WIDTH - column - len(prefix) - 1)
    if short is not None:
        return [f"{prefix} {short}"]
    if isinstance(value, str):
        return _text_block(prefix, value, column)
    lines = block(value, path, column + 2)
    if prefix == "-":
        return [f"- {lines[0]}", *indented(lines[1:], 2)]
    return [prefix, *indented(lines, 2)]


def _text_block(prefix: str, text: str, column: int) -> list[str]:
    lines = literal(text) or folded(text, LINE_WIDTH - column - 2) or [one_line(text)]
    return [f"{prefix} {lines[0]}", *indented(lines[1:], 2)]


def indented(lines: list[str], columns: int) -> list[str]:
    """The lines further in; empty lines stay empty."""
    return [" " * columns + line if line else line for line in lines]


def block(value: Any, path: DocumentPath, column: int) -> list[str]:
    """A list or mapping, not empty, as lines without indent."""
    if isinstance(value, list):
        return list(_items(value, path, column))
    lines: list[str] = []
    for name, part in ordered(value, path):
        lines += entry(f"{one_line(name)}:", part, (*path, name), column)
    return lines


def ordered(value: Mapping[str, Any], path: DocumentPath) -> list[tuple[str, Any]]:
    """The fields in their usual order, those of no usual place last."""
    order = order_at(path)
    return sorted(value.items(), key=lambda field: order.get(field[0], len(order)))


def _items(items: list[Any], path: DocumentPath, column: int) -> Iterator[str]:
    for place, item in enumerate(items):
        if place and path == ("sections",):
            yield ""
        yield from entry("-", item, (*path, place), column)


def on_one_line(value: Any, path: DocumentPath, room: int) -> str | None:
    """The value as it stands on one line, where house style has it so and there is room."""
    if isinstance(value, str):
        text = None if "\n" in value and literal(value) else one_line(value)
        is_long = text is not None and len(text) > room and folded(value, room) is not None
        return None if is_long else text
    if value and not _is_small(value, path):
        return None
    written = flow(value, path)
    return written if len(written) <= room or not value else None


def _is_small(value: Any, path: DocumentPath) -> bool:
    if isinstance(value, str):
        return _is_text(value)
    named = path[-1] if path else ""
    if not path or named in _ALWAYS_LISTED or (isinstance(named, int) and len(path) > 1 and path[-2] in _LISTED):
        return False
    if isinstance(value, dict):
        return named in _NESTED_ON_ONE_LINE or all(_is_plain(part) for part in value.values())
    return all(_is_text(part) for part in value) or (len(value) == 1 and _is_small(value[0], (*path, 0)))


def _is_plain(value: Any) -> bool:
    return all(_is_text(part) for part in value) if isinstance(value, list) else _is_text(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\n" not in value


def flow(value: Any, path: DocumentPath = ()) -> str:
    """The value between brackets, on one line."""
    if isinstance(value, dict):
        fields = [f"{one_line(name, in_flow=True)}: {flow(part, (*path, name))}" for name, part in ordered(value, path)]
        return "{" + ", ".join(fields) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part, (*path, place)) for place, part in enumerate(value)) + "]"
    return one_line(value, in_flow=True)


def json_lines(value: Any, path: DocumentPath, step: int) -> list[str]:
    """The value as JSON, on several lines where its parts are indented by so many columns, on one where by none."""
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    if isinstance(value, str):
        return [str(value) if is_bare_data(value) and value not in {"yes", "no"} else quoted(value)]
    if not value:
        return [opening + closing]
    parts = [_json_part(name, part, path, step) for name, part in _named(value, path)]
    if not step:
        return [opening + ", ".join(part[0] for part in parts) + closing]
    for part in parts[:-1]:
        part[-1] += ","
    return [opening, *(line for part in parts for line in indented(part, step)), closing]


def _named(value: Any, path: DocumentPath) -> list[tuple[str | None, Any]]:
    return [(None, part) for part in value] if isinstance(value, list) else list(ordered(value, path))


def _json_part(name: str | None, part: Any, path: DocumentPath, step: int) -> list[str]:
    lines = json_lines(part, path if name is None else (*path, name), step)
    if name is not None:
        lines[0] = f"{quoted(name)}: {lines[0]}"
    return lines
