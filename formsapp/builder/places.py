"""Where sections and questions are in a draft's data, which may hold anything.

On pages they are known by their key. One without a key that tells it from the others (a draft may have such) is known
by its place instead: `@2` is the third section, `@2.0` its first question.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath
from tool_definitions.values import KEY_PATTERN

_PLACE = re.compile(r"@(\d{1,5})(?:\.(\d{1,5}))?", re.ASCII)
Placed = tuple[DocumentPath, dict[str, Any]]


def sections_in(data: Any) -> Iterator[Placed]:
    """Every section that is a set of fields, with its path."""
    for place, section in enumerate(items_of(data, "sections")):
        if is_mapping(section):
            yield ("sections", place), section


def questions_in(data: Any) -> Iterator[Placed]:
    """Every question that is a set of fields, with its path."""
    for path, section in sections_in(data):
        yield from questions_of(path, section)


def questions_of(path: DocumentPath, section: dict[str, Any]) -> Iterator[Placed]:
    """Every question of a section that is a set of fields, with its path."""
    for place, question in enumerate(items_of(section, "questions")):
        if is_mapping(question):
            yield (*path, "questions", place), question


def section_path(data: Any, address: str) -> DocumentPath | None:
    """The path of the section at this address."""
    return _path(list(sections_in(data)), address)


def question_path(data: Any, address: str) -> DocumentPath | None:
    """The path of the question at this address."""
    return _path(list(questions_in(data)), address)


def addresses(placed: list[Placed]) -> list[str]:
    """The address of each of these sections, or questions."""
    keys = [key_of(part) for _path, part in placed]
    times = Counter(keys)
    return [
        key if KEY_PATTERN.fullmatch(key) and times[key] == 1 else _address(path)
        for key, (path, _part) in zip(keys, placed, strict=True)
    ]


def can_be_in_an_address(name: str) -> bool:
    """Whether a page can have this name in its address: browsers take the steps `.`, `..` and none for another page."""
    return not {"", ".", ".."} & set(name.split("/"))


def key_of(part: Any) -> str:
    """The key that a section or question is given, if any."""
    return text_of(part, "key")


def text_of(part: Any, name: str) -> str:
    """The text that a field holds; empty where it holds none."""
    found = part.get(name) if is_mapping(part) else None
    return found if isinstance(found, str) else ""


def items_of(part: Any, name: str) -> list[Any]:
    """The list that a field holds; empty where it holds none."""
    found = part.get(name) if is_mapping(part) else None
    return found if isinstance(found, list) else []


def names_in(data: Any, name: str) -> dict[str, Any]:
    """The set of fields that a field of the tool holds, such as its threads; empty where it holds none."""
    found = data.get(name) if is_mapping(data) else None
    return found if is_mapping(found) else {}


def _address(path: DocumentPath) -> str:
    return "@" + ".".join(str(step) for step in path if isinstance(step, int))


def _path(placed: list[Placed], address: str) -> DocumentPath | None:
    if _PLACE.fullmatch(address):
        return next((path for path, _part in placed if _address(path) == address), None)
    return next((path for path, part in placed if key_of(part) == address), None)
