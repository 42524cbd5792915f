"""Two texts word by word: which words stayed, which went, which came."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

#: Beyond so many pairs of equal words the texts are compared sentence by sentence, and beyond so many pairs of equal
#: sentences they are two texts: no text, however odd, may keep a page waiting.
_MOST_PAIRS = 20_000
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
    for parts in (_WORDS, _SENTENCES):
        old, new = parts.findall(before), parts.findall(after)
        codes = _codes([one.strip() for one in old], [one.strip() for one in new])
        if codes is not None:
            return tuple(_pieces(old, new, codes))
    return Piece("removed", before), Piece("added", after)


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


_Code = tuple[bool, slice, slice]


def _codes(old: Sequence[str], new: Sequence[str]) -> list[_Code] | None:
    """Runs that were kept or not, in order; None where too many parts are equal to be compared in good time."""
    start = _same_at_start(old, new)
    end = _same_at_start(old[start:][::-1], new[start:][::-1])
    middles = old[start : len(old) - end], new[start : len(new) - end]
    if _equal_pairs(*middles) > _MOST_PAIRS:
        return None
    matcher = SequenceMatcher(None, *middles, autojunk=False)
    codes = [
        (what == "equal", slice(a + start, b + start), slice(c + start, d + start))
        for what, a, b, c, d in matcher.get_opcodes()
    ]
    kept_before = [(True, slice(0, start), slice(0, start))] if start else []
    kept_after = [(True, slice(len(old) - end, len(old)), slice(len(new) - end, len(new)))] if end else []
    return [*kept_before, *codes, *kept_after]


def _same_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    parting = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(parting, min(len(one), len(other)))


def _equal_pairs(old: Sequence[str], new: Sequence[str]) -> int:
    counts = Counter(new)
    return sum(number * counts[word] for word, number in Counter(old).items())


def _pieces(old: Sequence[str], new: Sequence[str], codes: Sequence[_Code]) -> Iterator[Piece]:
    for is_kept, old_run, new_run in _runs(new, codes):
        if is_kept:
            yield Piece("kept", _kept("".join(old[old_run]), "".join(new[new_run])))
            continue
        if removed := "".join(old[old_run]):
            yield Piece("removed", removed)
        if added := "".join(new[new_run]):
            yield Piece("added", added)


def _kept(old: str, new: str) -> str:
    """The later text of a kept run; apart from what stood before it, in either version."""
    space = old[: len(old) - len(old.lstrip())]
    return new if new[:1].isspace() else f"{space}{new}"


def _runs(new: Sequence[str], codes: Sequence[_Code]) -> list[_Code]:
    """Neighbouring runs joined. A short word that stayed between two changes counts as changed with them."""
    runs: list[_Code] = []
    for place, (is_kept, old_run, new_run) in enumerate(codes):
        is_between = 0 < place < len(codes) - 1
        stays = is_kept and not (is_between and len("".join(new[new_run]).strip()) <= _SHORT)
        if runs and stays == runs[-1][0]:
            _, earlier_old, earlier_new = runs.pop()
            runs.append((stays, slice(earlier_old.start, old_run.stop), slice(earlier_new.start, new_run.stop)))
        else:
            runs.append((stays, old_run, new_run))
    return runs
