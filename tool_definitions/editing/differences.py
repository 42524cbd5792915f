"""A large change as small ones: what is equal stays untouched, with its comments and its layout."""

from collections.abc import Iterator
from typing import Any

from tool_definitions.document import is_mapping
from tool_definitions.editing.edits import Edit, Insert, Put, Remove
from tool_definitions.editing.plain_data import same
from tool_definitions.problems import DocumentPath


def smaller_edits(old: Any, new: Any, path: DocumentPath) -> list[Edit]:
    """The edits, one after the other, that make the part at this path the new one (both as the reader gives them)."""
    if same(new, old):
        return []
    if is_mapping(old) and is_mapping(new) and old.keys() & new.keys():
        return list(_of_fields(old, new, path))
    if isinstance(old, list) and isinstance(new, list) and old and new:
        return list(_of_items(old, new, path))
    return [Put(path, new)]


def _of_fields(old: dict[str, Any], new: dict[str, Any], path: DocumentPath) -> Iterator[Edit]:
    for name in old:
        if name not in new:
            yield Remove((*path, name))
    for name, part in new.items():
        if name in old:
            yield from smaller_edits(old[name], part, (*path, name))
        else:
            yield Put((*path, name), part)


def _of_items(old: list[Any], new: list[Any], path: DocumentPath) -> Iterator[Edit]:
    """Items that stay are found from both ends; those between are changed, taken out or put in."""
    before = _alike(old, new)
    behind = _alike(old[before:][::-1], new[before:][::-1])
    left, wanted = old[before : len(old) - behind], new[before : len(new) - behind]
    for place, (item, other) in enumerate(zip(left, wanted, strict=False), start=before):
        yield from smaller_edits(item, other, (*path, place))
    for place in range(before + len(left) - 1, before + len(wanted) - 1, -1):
        yield Remove((*path, place))
    for place in range(before + len(left), before + len(wanted)):
        yield Insert(path, place, new[place])


def _alike(old: list[Any], new: list[Any]) -> int:
    pairs = zip(old, new, strict=False)
    return next((count for count, (item, other) in enumerate(pairs) if not same(other, item)), min(len(old), len(new)))
