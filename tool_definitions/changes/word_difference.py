"""Two texts word by word: which words stayed, which went, which came."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

#: Beyond so many pairs of words the texts are compared sentence by sentence.
_MOST_PAIRS = 400_000
#: A run of no more letters unsettles a reader more than it tells, where it alone stayed.
_SHORT = 3
#: So few words are left standing rather than cut.
_HARDLY = 8
_WORDS = re.compile(r"\s*\S+|\s+")
_SENTENCES = re.compile(r".+?(?:[.!?](?=\s)|\n|$)|\n", re.DOTALL)


class Piece(NamedTuple):
    """A run of words that was kept, removed or added; `text` with the spaces before it."""

    what: Literal["kept", "removed", "added"]
    text: str


def same_words(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but spaces and line breaks."""
    return before.split() == after.split()


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The later text with what went from the earlier one: joined, the kept and added pieces are the words of `after`.

    Spaces and line breaks make no difference, and kept words carry those of the later text.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > _MOST_PAIRS:
        old, new = _SENTENCES.findall(before), _SENTENCES.findall(after)
    return tuple(_pieces(old, new))


def abridged(pieces: Sequence[Piece], words: int = 15) -> tuple[Piece, ...]:
    """The pieces with long runs of kept words cut to so many beside each change; three dots stand for the rest."""
    if len(pieces) == 1:
        return tuple(pieces)
    last = len(pieces) - 1
    return tuple(
        Piece("kept", _shortened(piece.text, words, at_start=place > 0, at_end=place < last))
        if piece.what == "kept"
        else piece
        for place, piece in enumerate(pieces)
    )


def _shortened(text: str, words: int, *, at_start: bool, at_end: bool) -> str:
    found = _WORDS.findall(text)
    if len(found) <= words * (at_start + at_end) + _HARDLY:
        return text
    start, end = "".join(found[:words]) if at_start else "", "".join(found[-words:]) if at_end else ""
    return f"{start} …{end}"


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for is_kept, old_run, new_run in _runs(old, new):
        if is_kept:
            yield Piece("kept", "".join(new[new_run]))
            continue
        if removed := "".join(old[old_run]):
            yield Piece("removed", removed)
        if added := "".join(new[new_run]):
            yield Piece("added", added)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, slice, slice]]:
    """Runs that were kept or changed. A short word that stayed between two changes counts as changed with them."""
    matcher = SequenceMatcher(None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False)
    runs: list[tuple[bool, slice, slice]] = []
    codes = matcher.get_opcodes()
    for place, (what, *ends) in enumerate(codes):
        old_run, new_run = slice(*ends[:2]), slice(*ends[2:])
        is_between = 0 < place < len(codes) - 1
        is_kept = what == "equal" and not (is_between and len("".join(new[new_run]).strip()) <= _SHORT)
        if runs and not is_kept and not runs[-1][0]:
            _, earlier_old, earlier_new = runs.pop()
            old_run, new_run = slice(earlier_old.start, old_run.stop), slice(earlier_new.start, new_run.stop)
        runs.append((is_kept, old_run, new_run))
    return runs
