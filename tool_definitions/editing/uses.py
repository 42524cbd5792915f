"""Where the names of a tool are used, in data that may be a draft with errors in it."""

from collections.abc import Iterator
from typing import Any

from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath

#: A part of the data and its path.
Placed = tuple[DocumentPath, dict[str, Any]]
_COMBINED = ("all", "any")


def text_in(part: dict[str, Any], name: str) -> str:
    """The text of a field; empty where there is none, or something else."""
    value = part.get(name)
    return value if isinstance(value, str) else ""


def sections_of(data: Any) -> Iterator[Placed]:
    """Every section that has fields, with its path."""
    yield from fields_in(data, ("sections",))


def questions_of(data: Any) -> Iterator[Placed]:
    """Every question that has fields, with its path."""
    for path, section in sections_of(data):
        for inner, question in fields_in(section, ("questions",)):
            yield (*path, *inner), question


def fields_in(data: Any, path: tuple[str, ...]) -> Iterator[Placed]:
    """The items with fields of the list at this path, where there is one."""
    for place, item in items_in(data, path):
        if is_mapping(item):
            yield place, item


def items_in(data: Any, path: tuple[str, ...]) -> Iterator[tuple[DocumentPath, Any]]:
    """The items of the list at this path, where there is one."""
    for name in path:
        data = data.get(name) if is_mapping(data) else None
    for place, item in enumerate(data if isinstance(data, list) else ()):
        yield (*path, place), item


def conditions_of(path: DocumentPath, question: dict[str, Any]) -> Iterator[Placed]:
    """Every condition on a single question in this one's `show_if`, with its path."""
    yield from _leaves((*path, "show_if"), question.get("show_if"))


def _leaves(path: DocumentPath, condition: Any) -> Iterator[Placed]:
    if not is_mapping(condition):
        return
    for form in _COMBINED:
        for place, part in items_in(condition, (form,)):
            yield from _leaves((*path, *place), part)
    yield from _leaves((*path, "not"), condition.get("not"))
    if isinstance(condition.get("question"), str):
        yield path, condition


def conditions_on(data: Any, keys: frozenset[str]) -> Iterator[Placed]:
    """Every condition of the tool on one of these questions, with its path."""
    for path, question in questions_of(data):
        for place, condition in conditions_of(path, question):
            if condition["question"] in keys:
                yield place, condition
