"""The difference between two texts as one splice: little to keep, and it works both ways."""

from typing import NamedTuple


class Splice(NamedTuple):
    """At this place (in characters) one text holds `removed` where the other holds `added`; all else is the same."""

    place: int
    removed: str
    added: str

    def forwards(self, text: str) -> str:
        """The text after the splice; ValueError where what should be cut out is not there."""
        return _replaced(text, self.place, self.removed, self.added)

    def backwards(self, text: str) -> str:
        """The text before the splice; ValueError where what was put in is not there."""
        return _replaced(text, self.place, self.added, self.removed)


def splice_between(before: str, after: str) -> Splice:
    """The shortest single splice that makes one text of the other."""
    start = _same_at_start(before, after)
    same_end = _same_at_start(before[start:][::-1], after[start:][::-1])
    return Splice(start, before[start : len(before) - same_end], after[start : len(after) - same_end])


def _replaced(text: str, place: int, old: str, new: str) -> str:
    if text[place : place + len(old)] != old:
        raise ValueError("the text is not the one that was spliced")
    return text[:place] + new + text[place + len(old) :]


def _same_at_start(one: str, other: str) -> int:
    """How many characters two texts have in common before they part, found by halving."""
    same, parted = 0, min(len(one), len(other)) + 1
    while parted - same > 1:
        middle = (same + parted) // 2
        if one[same:middle] == other[same:middle]:
            same = middle
        else:
            parted = middle
    return same
