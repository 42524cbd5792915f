"""Pairing the parts of two versions, and finding which of them moved."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def paired(
    before: Sequence[Item], after: Sequence[Item], name: Callable[[Item], Hashable]
) -> Iterator[tuple[Item | None, Item | None]]:
    """The items of two lists by name: those of the later list in its order, then those that are gone.

    The second item of a name is the pair of the second.
    """
    old, new = dict(_named(before, name)), dict(_named(after, name))
    yield from ((old.get(key), item) for key, item in new.items())
    yield from ((item, None) for key, item in old.items() if key not in new)


def in_another_order(before: Iterable[Hashable], after: Iterable[Hashable]) -> bool:
    """Whether those that stand in both stand in another order."""
    old, new = list(before), list(after)
    return [name for name in old if name in new] != [name for name in new if name in old]


def paired_by_key(
    before: Mapping[str, Item], after: Mapping[str, Item]
) -> Iterator[tuple[str, Item | None, Item | None]]:
    """The items of two mappings by key, those of the later one first, then those that are gone."""
    yield from ((key, before.get(key), item) for key, item in after.items())
    yield from ((key, item, None) for key, item in before.items() if key not in after)


def _named(items: Sequence[Item], name: Callable[[Item], Hashable]) -> Iterator[tuple[Hashable, Item]]:
    seen: Counter[Hashable] = Counter()
    for item in items:
        key = name(item)
        yield (key, seen[key]), item
        seen[key] += 1


def moved(places: Iterable[int]) -> set[int]:
    """Of the earlier places in their later order, the fewest that must have moved for all to stand as they do."""
    order = list(places)
    return set(order) - set(_longest_rising(order))


def _longest_rising(order: Sequence[int]) -> Iterator[int]:
    """The longest part of the sequence that rises (patience sorting)."""
    tops: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for place, value in enumerate(order):
        pile = bisect_left(tops, value)
        back.append(at[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            at.append(place)
        else:
            tops[pile], at[pile] = value, place
    place = at[-1] if at else -1
    while place >= 0:
        yield order[place]
        place = back[place]
