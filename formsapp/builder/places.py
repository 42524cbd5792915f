"""Where sections and questions are in a draft's data, which may hold anything."""

from collections.abc import Iterator
from typing import Any

from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath


def sections_in(data: Any) -> Iterator[tuple[DocumentPath, dict[str, Any]]]:
    """Every section that is a set of fields, with its path."""
    for place, section in enumerate(items_of(data, "sections")):
        if is_mapping(section):
            yield ("sections", place), section


def questions_in(data: Any) -> Iterator[tuple[DocumentPath, dict[str, Any]]]:
    """Every question that is a set of fields, with its path."""
    for path, section in sections_in(data):
        for place, question in enumerate(items_of(section, "questions")):
            if is_mapping(question):
                yield (*path, "questions", place), question


def section_path(data: Any, key: str) -> DocumentPath | None:
    """The path of the (first) section with this key."""
    return next((path for path, section in sections_in(data) if section.get("key") == key), None)


def question_path(data: Any, key: str) -> DocumentPath | None:
    """The path of the (first) question with this key."""
    return next((path for path, question in questions_in(data) if question.get("key") == key), None)


def items_of(part: Any, name: str) -> list[Any]:
    """The list that a field holds; empty where it holds none."""
    found = part.get(name) if is_mapping(part) else None
    return found if isinstance(found, list) else []


def names_in(data: Any, name: str) -> dict[str, Any]:
    """The set of fields that a field of the tool holds, such as its threads; empty where it holds none."""
    found = data.get(name) if is_mapping(data) else None
    return found if is_mapping(found) else {}
