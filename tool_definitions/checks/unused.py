"""Names that nothing uses, and the same thing named twice."""

from collections.abc import Iterator, Mapping
from typing import Any

from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.values import look_alike

#: Signs that one reads for another.
_CONFUSED = str.maketrans({"l": "1", "i": "1", "o": "0", ".": "-", "_": "-"})
_LISTS_OF_VALUES = ("is", "threads", "waves", "organisation_types")
_LISTS_BY_NAME = ("applies_to", "only_for", "crosswalk")


def unused_names(draft: Draft) -> Iterator[Problem]:
    """Every scheme, thread and reference is used by a question."""
    if any(question.question is None for question in draft.questions):
        return
    yield from _unused(draft, "rating_schemes", "unused-scheme", {judged.scheme or "" for _, judged in draft.scored()})
    understood = [question.question for question in draft.questions if question.question]
    yield from _unused(draft, "threads", "unused-thread", {name for each in understood for name in each.threads})
    cited = {reference.source for each in understood for reference in each.references}
    superseded = {name for name in draft.names("references") if _is_superseded(draft.data["references"][name])}
    yield from _unused(draft, "references", "unused-reference", cited | superseded)


def _unused(draft: Draft, part: str, code: str, used: set[str]) -> Iterator[Problem]:
    for name in draft.names(part):
        if name not in used:
            yield draft.problem(code, (part, name), f"no question uses '{name}'")


def _is_superseded(written: Any) -> bool:
    return is_mapping(written) and bool(written.get("superseded_by"))


def duplicate_threads(draft: Draft) -> Iterator[Problem]:
    """No two threads have the same label."""
    threads = draft.data.get("threads")
    labels: Mapping[str, Any] = threads if is_mapping(threads) else {}
    seen: dict[str, str] = {}
    for name, label in labels.items():
        if not isinstance(label, str):
            continue
        if look_alike(label) in seen:
            message = f"'{name}' and '{seen[look_alike(label)]}' have the same label"
            yield draft.problem("duplicate-thread", ("threads", name), message)
        seen.setdefault(look_alike(label), name)


def keys_that_look_alike(draft: Draft) -> Iterator[Problem]:
    """Keys differ by more than a dot, a hyphen or a letter that looks like another."""
    seen: dict[str, str] = {}
    for question in draft.questions:
        shape = question.key.translate(_CONFUSED)
        other = seen.setdefault(shape, question.key)
        if other != question.key and shape:
            message = f"'{question.key}' and '{other}' are easily mixed up"
            yield draft.problem("keys-look-alike", (*question.path, "key"), message)


def repeated_values(draft: Draft) -> Iterator[Problem]:
    """No value stands twice in a list of values."""
    for path, part in _lists_of_values(draft):
        seen: set[str] = set()
        for place, value in enumerate(part):
            if isinstance(value, str) and value in seen:
                yield draft.problem("repeated-value", (*path, place), f"'{value}' is listed twice")
            seen.add(str(value))


def _lists_of_values(draft: Draft) -> Iterator[tuple[DocumentPath, list[Any]]]:
    for field in _LISTS_OF_VALUES:
        for path, part in draft.fields.get(field, ()):
            if isinstance(part, list):
                yield path, part
    for field in _LISTS_BY_NAME:
        for path, part in draft.fields.get(field, ()):
            for name, values in part.items() if is_mapping(part) else ():
                if isinstance(values, list):
                    yield (*path, name), values
