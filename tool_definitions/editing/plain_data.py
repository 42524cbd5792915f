"""What the data of a tool are after an edit, by which every change of the text is judged."""

import math
from collections.abc import Mapping
from typing import Any

from tool_definitions.document import is_mapping
from tool_definitions.editing.edits import Edit, EditRefused, Insert, Move, Put, Remove, Rename
from tool_definitions.problems import DocumentPath, written_path
from tool_definitions.values import NUMBER_PATTERN, PlainScalar

TRUTHS = frozenset({"true", "false", "yes", "no"})


def as_read(value: Any) -> Any:
    """The value as the reader of tool files gives it back: text; numbers and truth values as unquoted text."""
    if isinstance(value, Mapping):
        return {_name(name): as_read(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(part) for part in value]
    if isinstance(value, bool):
        return PlainScalar("true" if value else "false")
    if isinstance(value, int | float):
        return PlainScalar(_number_text(value))
    if isinstance(value, str):
        return _text(value)
    raise EditRefused(
        f"A tool file holds text, numbers, true and false, lists and fields, but no {type(value).__name__}."
    )


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise EditRefused("The name of a field is text.")
    return str(_text(name))


def _number_text(number: float) -> str:
    if not math.isfinite(number):
        raise EditRefused("A tool file holds only finite numbers.")
    is_whole = isinstance(number, float) and number.is_integer() and abs(number) < 1e15
    return repr(int(number) if is_whole else number)


def _text(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise EditRefused("The text holds half of a character, which no file can hold.")
    return text


def is_bare_data(value: str) -> bool:
    """Whether this is a number or a truth value that stands unquoted."""
    return isinstance(value, PlainScalar) and (value in TRUTHS or NUMBER_PATTERN.fullmatch(value) is not None)


def same(expected: Any, found: Any) -> bool:
    """Whether what was read is what was wanted; a number or truth value must stand unquoted."""
    if isinstance(expected, dict):
        if not isinstance(found, dict) or len(expected) != len(found):
            return False
        return all(name in found and same(part, found[name]) for name, part in expected.items())
    if isinstance(expected, list):
        if not isinstance(found, list) or len(expected) != len(found):
            return False
        return all(map(same, expected, found))
    return bool(expected == found) and (isinstance(found, PlainScalar) or not is_bare_data(expected))


def apply(data: Any, edit: Edit) -> Any:
    """Make the edit in the data, which are changed in place; returns them (other data where the whole was put)."""
    match edit:
        case Put(path=()):
            return as_read(edit.value)
        case Put():
            _put(data, edit.path, as_read(edit.value))
        case Remove():
            _take(data, edit.path)
        case Insert():
            _insert(list_at(data, edit.list_path), edit.index, as_read(edit.value), edit.list_path)
        case Move():
            _move(data, edit)
        case Rename():
            _rename(data, edit)
    return data


def part_at(data: Any, path: DocumentPath) -> Any:
    """The part of the data at this path; refused where there is none."""
    part = data
    for place, step in enumerate(path):
        if not _has(part, step):
            raise EditRefused(f"There is no '{written_path(path[: place + 1])}' in this tool.")
        part = part[step]
    return part


def _has(part: Any, step: str | int) -> bool:
    if isinstance(part, list):
        return isinstance(step, int) and 0 <= step < len(part)
    return is_mapping(part) and isinstance(step, str) and step in part


def list_at(data: Any, path: DocumentPath) -> list[Any]:
    """The list at this path; refused where there is none."""
    part = part_at(data, path)
    if not isinstance(part, list):
        raise EditRefused(f"'{written_path(path)}' is not a list.")
    return part


def _put(data: Any, path: DocumentPath, value: Any) -> None:
    parent = part_at(data, path[:-1])
    if not is_mapping(parent):
        part_at(data, path)
    elif not isinstance(path[-1], str):
        raise EditRefused(f"'{written_path(path[:-1])}' has fields, and no items.")
    parent[path[-1]] = value


def _take(data: Any, path: DocumentPath) -> Any:
    part_at(data, path)
    if not path:
        raise EditRefused("The whole tool cannot be taken out of its own text.")
    return part_at(data, path[:-1]).pop(path[-1])


def _insert(items: list[Any], index: int, value: Any, path: DocumentPath) -> None:
    if not 0 <= index <= len(items):
        raise EditRefused(f"'{written_path(path)}' has {len(items)} items, so nothing can be put at place {index + 1}.")
    items.insert(index, value)


def _move(data: Any, edit: Move) -> None:
    list_at(data, edit.path[:-1])
    target = list_at(data, edit.list_path)
    if edit.list_path[: len(edit.path)] == edit.path:
        raise EditRefused("A part cannot be moved into itself.")
    item = _take(data, edit.path)
    try:
        _insert(target, edit.index, item, edit.list_path)
    except EditRefused:
        list_at(data, edit.path[:-1]).insert(int(edit.path[-1]), item)
        raise


def _rename(data: Any, edit: Rename) -> None:
    part_at(data, edit.path)
    mapping = part_at(data, edit.path[:-1])
    if not is_mapping(mapping):
        raise EditRefused(f"'{written_path(edit.path)}' has no name that could be changed.")
    name = _name(edit.name)
    if name in mapping and name != edit.path[-1]:
        raise EditRefused(f"There is already a '{written_path((*edit.path[:-1], name))}' in this tool.")
    renamed = [(name if old == edit.path[-1] else old, part) for old, part in mapping.items()]
    mapping.clear()
    mapping.update(renamed)
