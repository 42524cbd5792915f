"""Which questions use a scheme, cite a reference or carry a thread, in a draft that may have errors."""

from typing import Any, NamedTuple

from formsapp.builder.places import Placed, addresses, names_in, questions_in, text_of
from tool_definitions.document import is_mapping
from tool_definitions.editing.uses import fields_in, items_in
from tool_definitions.problems import DocumentPath


class Use(NamedTuple):
    """A question that uses something: where it does, the question's address and title, and the place it cites."""

    path: DocumentPath
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
        return [
            _use(path, question, address)
            for (path, question), address in self._questions
            if question.get("scheme") == name
        ]

    def of_thread(self, name: str) -> list[Use]:
        """The questions that carry a thread; the path of each is that of the thread in its question."""
        return [
            _use((*path, *place), question, address)
            for (path, question), address in self._questions
            for place, thread in items_in(question, ("threads",))
            if thread == name
        ]

    def of_reference(self, name: str) -> list[Use]:
        """The citations of a reference; the path of each is that of the citation in its question."""
        return [
            _use((*path, *place), question, address, text_of(citation, "at"))
            for (path, question), address in self._questions
            for place, citation in fields_in(question, ("references",))
            if citation.get("source") == name
        ]

    def superseded_by(self, name: str) -> list[str]:
        """The references that say that this one took their place."""
        return [key for key, one in self._references.items() if is_mapping(one) and one.get("superseded_by") == name]


def _use(path: DocumentPath, question: dict[str, Any], address: str, at: str = "") -> Use:
    return Use(
        path, address, text_of(question, "title") or text_of(question, "key") or "A question without a title", at
    )
