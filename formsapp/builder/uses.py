"""Which questions use a scheme, cite a reference or carry a thread, in a draft that may have errors."""

from collections.abc import Callable
from typing import Any, NamedTuple

from formsapp.builder.places import Placed, addresses, names_in, questions_in, text_of
from tool_definitions.document import is_mapping
from tool_definitions.editing.uses import fields_in, items_in
from tool_definitions.problems import DocumentPath


class Use(NamedTuple):
    """A question that uses something: where it does, the question's address and title, and the places it cites."""

    paths: tuple[DocumentPath, ...]
    address: str
    title: str
    at: str = ""


class Uses:
    """The uses in the data of one draft."""

    def __init__(self, data: Any) -> None:
        self._references = names_in(data, "references")
        placed = list(questions_in(data))
        self._questions: list[tuple[Placed, str]] = list(zip(placed, addresses(placed), strict=True))

    def of_scheme(self, name: str) -> list[Use]:
        """The questions rated on a scheme of the tool."""
        return self._of(lambda question: [(("scheme",), "")] if question.get("scheme") == name else [])

    def of_thread(self, name: str) -> list[Use]:
        """The questions that carry a thread."""
        return self._of(lambda question: [(path, "") for path, one in items_in(question, ("threads",)) if one == name])

    def of_reference(self, name: str) -> list[Use]:
        """The questions that cite a reference; each path is that of a citation."""
        return self._of(
            lambda question: [
                (path, text_of(one, "at"))
                for path, one in fields_in(question, ("references",))
                if one.get("source") == name
            ]
        )

    def _of(self, found_in: Callable[[dict[str, Any]], list[tuple[DocumentPath, str]]]) -> list[Use]:
        """The questions in which something is found, with where and at what place of it."""
        found = [(path, question, address, found_in(question)) for (path, question), address in self._questions]
        return [_use(*placed) for placed in found if placed[-1]]

    def superseded_by(self, name: str) -> list[str]:
        """The references that say that this one took their place."""
        return [key for key, one in self._references.items() if is_mapping(one) and one.get("superseded_by") == name]


def _use(path: DocumentPath, question: dict[str, Any], address: str, inside: list[tuple[DocumentPath, str]]) -> Use:
    title = text_of(question, "title") or text_of(question, "key") or "A question without a title"
    places = dict.fromkeys(at for _inner, at in inside if at)
    return Use(tuple((*path, *inner) for inner, _at in inside), address, title, ", ".join(places))
