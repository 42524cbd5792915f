"""The least that has to be edited to make one part of a tool's data of another.

Field by field and item by item, so that the comments and the layout of all that stays the same stay with it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from formsapp.builder.fields.field import ABSENT
from formsapp.tool_drafts.examined import digest
from tool_definitions.document import is_mapping
from tool_definitions.editing import Edit, Insert, Move, Put, Remove
from tool_definitions.problems import DocumentPath

#: What tells one item of a list from the others, where its items are sets of fields.
_NAMES = ("key", "value", "role", "source", "from")


def edits_between(path: DocumentPath, before: Any, after: Any) -> list[Edit]:
    """The edits, in order, that turn `before` at this path into `after`; ABSENT means that nothing stands there."""
    return list(_edits(path, before, after))


def _edits(path: DocumentPath, before: Any, after: Any) -> Iterator[Edit]:
    if before is after or before == after:
        return
    if after is ABSENT:
        yield Remove(path)
    elif is_mapping(before) and is_mapping(after):
        yield from _of_fields(path, before, after)
    elif isinstance(before, list) and isinstance(after, list) and before and after:
        yield from _of_items(path, before, after)
    else:
        yield Put(path, after)


def _of_fields(path: DocumentPath, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Edit]:
    for name in [*before, *(name for name in after if name not in before)]:
        yield from _edits((*path, name), before.get(name, ABSENT), after.get(name, ABSENT))


@dataclass(eq=False)
class _Item:
    """An item of the list before, and the place it takes in the list after, if any."""

    value: Any
    goes_to: int | None = None


def _of_items(path: DocumentPath, before: list[Any], after: list[Any]) -> Iterator[Edit]:
    """Take out what is gone, then put each item in its place from the first on."""
    items = [_Item(value) for value in before]
    _pair(items, after)
    if not any(item.goes_to is not None for item in items):
        yield Put(path, after)
        return
    for place in reversed(range(len(items))):
        if items[place].goes_to is None:
            yield Remove((*path, place))
            del items[place]
    for place, value in enumerate(after):
        yield from _into_place(path, items, place, value)


def _into_place(path: DocumentPath, items: list[_Item], place: int, value: Any) -> Iterator[Edit]:
    stands = next((at for at in range(place, len(items)) if items[at].goes_to == place), None)
    if stands is None:
        yield Insert(path, place, value)
        items.insert(place, _Item(value, place))
        return
    if stands != place:
        yield Move((*path, stands), path, place)
        items.insert(place, items.pop(stands))
    yield from _edits((*path, place), items[place].value, value)


def _pair(items: list[_Item], after: list[Any]) -> None:
    """Say where each item goes: those with a name (or content) found again, then those that stand in for each other."""
    old, new = _names([item.value for item in items]), _names(after)
    places = {name: place for place, name in enumerate(new)}
    for item, name in zip(items, old, strict=True):
        item.goes_to = places.get(name)
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace":
            _pair_in_place(items[start:end], [place for place in range(new_start, new_end) if new[place] not in old])


def _pair_in_place(items: list[_Item], places: list[int]) -> None:
    gone = [item for item in items if item.goes_to is None]
    for item, place in zip(gone, places, strict=False):
        item.goes_to = place


def _names(items: list[Any]) -> list[str]:
    """A name for each item, no two the same: its key where it has one, else what it holds."""
    seen: Counter[str] = Counter()
    names = []
    for item in items:
        name = _name(item)
        seen[name] += 1
        names.append(f"{name} {seen[name]}")
    return names


def _name(item: Any) -> str:
    if is_mapping(item):
        for field in _NAMES:
            if isinstance(item.get(field), str):
                return f"{field} {item[field]}"
    return digest(item)
