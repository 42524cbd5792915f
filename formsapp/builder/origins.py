"""Where a question came from, in words: another version of the tool, or another tool."""

from collections.abc import Iterator
from typing import Any

from formsapp.builder.part import part_at
from formsapp.builder.places import text_of
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath

_RELATIONS = {
    "same": "The same as {key} in the version before.",
    "reworded": "{key} of the version before, reworded.",
    "split": "Part of {key} of the version before, which was split.",
    "merged": "Merged from {key} of the version before and others.",
}


def origin_words(data: Any, path: DocumentPath) -> list[str]:
    """A sentence for each thing that is written about where a question came from."""
    question = part_at(data, path)
    return [*_from(question), *_copied(question)]


def _from(question: Any) -> Iterator[str]:
    written = question.get("from") if is_mapping(question) else None
    for one in written if isinstance(written, list) else [written]:
        if is_mapping(one) and text_of(one, "key"):
            words = _RELATIONS.get(text_of(one, "relation"), "Came from {key} of the version before.")
            yield words.format(key=text_of(one, "key"))


def copied_words(data: Any, path: DocumentPath | None) -> str:
    """Where a section was copied from, if it was."""
    return next(_copied(part_at(data, path)), "") if path is not None else ""


def _copied(question: Any) -> Iterator[str]:
    copied = question.get("copied_from") if is_mapping(question) else None
    if is_mapping(copied):
        tool, version = text_of(copied, "tool"), text_of(copied, "version")
        yield f"Copied from {text_of(copied, 'key')} of {tool}, version {version}."
