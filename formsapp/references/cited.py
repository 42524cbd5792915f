"""What a tool cites, read from a version or from a draft that may have errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tool_definitions.document import is_mapping
from tool_definitions.tool import Tool


@dataclass(frozen=True)
class Cited:
    """One of a tool's references, as far as it can be read."""

    key: str
    title: str
    instrument: str | None
    edition: date | None


@dataclass(frozen=True)
class Citation:
    """A question, and the place in a reference that it cites."""

    question: str
    title: str
    at: str | None
    cited: Cited


def citations_of_tool(tool: Tool) -> Iterator[Citation]:
    """Every citation of a tool, in the order of its questions."""
    cited = {key: Cited(key, one.title, one.instrument, one.edition) for key, one in tool.references.items()}
    for question in tool.questions.values():
        for reference in question.references:
            if reference.source in cited:
                yield Citation(question.key, question.title, reference.at, cited[reference.source])


def citations_of_data(data: Mapping[str, Any]) -> Iterator[Citation]:
    """Every citation of what a tool file holds; what cannot be read is passed over."""
    cited = cited_in(data)
    for question in _questions(data):
        for reference in _items(question.get("references")):
            if is_mapping(reference) and str(reference.get("source")) in cited:
                at = _text(reference.get("at"))
                key, title = _text(question.get("key")), _text(question.get("title"))
                yield Citation(key or "", title or key or "", at, cited[str(reference["source"])])


def cited_in(data: Mapping[str, Any]) -> dict[str, Cited]:
    """The references that a tool file gives, by their names in it."""
    written = data.get("references")
    return (
        {str(key): _cited(str(key), one) for key, one in written.items() if is_mapping(one)}
        if is_mapping(written)
        else {}
    )


def _cited(key: str, written: Mapping[str, Any]) -> Cited:
    return Cited(
        key, _text(written.get("title")) or key, _text(written.get("instrument")), _day(written.get("edition"))
    )


def _questions(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for section in _items(data.get("sections")):
        for question in _items(section.get("questions")) if is_mapping(section) else ():
            if is_mapping(question):
                yield question


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return str(value) if isinstance(value, str) and value else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
