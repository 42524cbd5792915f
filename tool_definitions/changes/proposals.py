"""Proposals of what each question comes from, for the officer to confirm: never more than proposed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from operator import itemgetter

from tool_definitions.changes.compare import numbers_of
from tool_definitions.changes.likeness import NOTHING, Lexicon, Overlap, Words, overlaps
from tool_definitions.changes.phrases import and_words
from tool_definitions.changes.relations import lapsed, stated
from tool_definitions.tool import Tool

#: Nothing is proposed for a question with another key below this likeness.
LEAST_LIKENESS = 0.45
#: From this likeness on a single origin needs no second look, unless another is nearly as like.
PLAIN = 0.8
#: Two questions that share so much of both their words are one, and no part of anything.
_NEARLY = 0.9
#: A part of a split question says at least this share of its own words in the old one's words, and an old question
#: that was merged at least this share in those of the new one.
_MOST = 0.6
#: What a part must hold that the others do not, as a share of the whole.
_OWN = 0.12
#: A question that kept its key was split (or merged) only where it lost (or gained) this share of its words,
#: and the new question holds this share of what it lost.
_LOST = 0.2
_TAKEN = 0.35
#: Nobody splits a question into more, or merges more.
_MOST_PARTS = 6
#: With more pairs of unsettled questions only keys and titles are looked at: no file keeps a page waiting.
_MOST_PAIRS = 160_000


@dataclass(frozen=True)
class Proposal:
    """The likely origin of a question. `relation` is same, reworded, split or merged; `likeness` is 0 to 1.

    `why` is in words, as the end of a sentence. `is_plain` where no officer would see it otherwise.
    """

    question: str
    origins: tuple[str, ...]
    relation: str
    likeness: float
    why: str
    is_plain: bool

    def as_from(self) -> dict[str, str] | list[dict[str, str]]:
        """The field `from` of the question as it is written."""
        written = [{"key": key, "relation": self.relation} for key in self.origins]
        return written[0] if len(written) == 1 else written


def propose_relations(before: Tool, after: Tool) -> tuple[Proposal, ...]:
    """The likely origin of each question of `after` that does not say it and is not plainly the same, in tool order.

    A question with the key and the title of an earlier one is plainly the same. The same two versions give the same
    proposals.
    """
    return _Search(before, after).proposals()


def plain_title(title: str) -> list[str]:
    """The words of a title without regard to case, spaces and marks."""
    return "".join(letter if letter.isalnum() else " " for letter in title.casefold()).split()


class _Search:
    def __init__(self, before: Tool, after: Tool) -> None:
        self.before = before
        self.after = after
        self.numbers = numbers_of(before)
        lexicon = Lexicon([*before.questions.values(), *after.questions.values()])
        self.old = {key: lexicon.words_of(question) for key, question in before.questions.items()}
        self.new = {key: lexicon.words_of(question) for key, question in after.questions.items()}
        unstated = [key for key, question in after.questions.items() if not stated(question, before)]
        #: Questions that stand under the same key, those that are under a new one, and old ones that nothing follows.
        self.kept = [key for key in unstated if key in before.questions]
        self.fresh = dict.fromkeys(key for key in unstated if key not in before.questions)
        self.free = dict.fromkeys(lapsed(before, after))
        self.found: dict[str, Proposal] = {}

    def proposals(self) -> tuple[Proposal, ...]:
        self._same_words()
        if len(self.after.questions) * len(self.before.questions) <= _MOST_PAIRS:
            self._merged()
            self._split()
            self._paired()
        for key in self.kept:
            if key not in self.found and not self._is_plainly_same(key):
                self._propose(self._reworded(key))
        return tuple(self.found[key] for key in self.after.questions if key in self.found)

    def _propose(self, proposal: Proposal) -> None:
        self.found[proposal.question] = proposal
        self.fresh.pop(proposal.question, None)
        for key in proposal.origins:
            self.free.pop(key, None)

    def _is_plainly_same(self, key: str) -> bool:
        old, new = self.before.questions[key], self.after.questions[key]
        return plain_title(old.title) == plain_title(new.title)

    def _reworded(self, key: str) -> Proposal:
        likeness = self.new[key].likeness(self.old[key])
        why = f"it has the key of {self.numbers[key]}, and its title is reworded"
        if likeness < LEAST_LIKENESS:
            why += "; few of its words are the same, so it may be another question"
        return Proposal(key, (key,), "reworded", round(likeness, 3), why, likeness >= PLAIN)

    def _same_words(self) -> None:
        """Questions that only changed their key."""
        titles: dict[tuple[str, ...], list[str]] = {}
        for key in self.free:
            titles.setdefault(tuple(plain_title(self.before.questions[key].title)), []).append(key)
        for key in list(self.fresh):
            same = titles.get(tuple(plain_title(self.after.questions[key].title)), [])
            if len(same) == 1 and same[0] in self.free:
                likeness = self.new[key].likeness(self.old[same[0]])
                why = f"it has the title of {self.numbers[same[0]]}, under another key"
                self._propose(Proposal(key, (same[0],), "same", round(likeness, 3), why, is_plain=True))

    @cached_property
    def _overlaps(self) -> dict[tuple[str, str], Overlap]:
        """What questions under a new key share with old ones."""
        return overlaps({key: self.new[key] for key in self.fresh}, self.old)

    def _shared(self, new: str, old: str) -> Overlap:
        return self._overlaps.get((new, old), NOTHING)

    def _is_nearly_one(self, new: str, old: str) -> bool:
        shared = self._shared(new, old)
        return min(shared.of_first, shared.of_second) >= _NEARLY

    def _merged(self) -> None:
        for key in list(self.fresh):
            shares = {old: self._shared(key, old).of_second for old in self.free}
            olds = list(_each_with_something_own(self.new[key], _likeliest(shares), self.old))
            if len(olds) > 1 and not any(self._is_nearly_one(key, old) for old in olds):
                self._propose_merged(key, olds)
        for key in self.kept:
            gained = self.new[key].without(self.old[key])
            if gained.total >= _LOST * self.new[key].total:
                olds = [old for old in self.free if self._was_taken(self.old[old], gained, self.new[key])]
                if olds and self.old[key].share_in(self.new[key]) >= LEAST_LIKENESS:
                    self._propose_merged(key, [key, *olds])

    @staticmethod
    def _was_taken(part: Words, gained: Words, whole: Words) -> bool:
        return part.share_in(whole) >= _MOST and part.within(gained).total >= _TAKEN * part.total

    def _propose_merged(self, key: str, olds: list[str]) -> None:
        union = Words({})
        for old in olds:
            union = union.together(self.old[old])
        words = and_words([self.numbers[old] for old in olds])
        why = f"most of the words of {words} stand in it"
        likeness = round(self.new[key].likeness(union), 3)
        self._propose(Proposal(key, tuple(olds), "merged", likeness, why, is_plain=False))

    def _split(self) -> None:
        for old in list(self.free):
            shares = {key: self._shared(key, old).of_first for key in self.fresh}
            parts = list(_each_with_something_own(self.old[old], _likeliest(shares), self.new))
            nearly = any(self._is_nearly_one(key, old) for key in parts)
            if len(parts) > 1 and not nearly and self._covered(old, parts) >= _MOST:
                self._propose_split(old, parts)
        for key in self.kept:
            if key in self.found:
                continue
            lost = self.old[key].without(self.new[key])
            parts = [one for one in self.fresh if self._takes(one, key, lost)]
            if parts:
                self._propose_split(key, [key, *parts])

    def _takes(self, new: str, old: str, lost: Words) -> bool:
        """Whether a new question holds much of what an old one lost."""
        if lost.total < _LOST * self.old[old].total or self._shared(new, old).of_first < _MOST:
            return False
        return lost.within(self.new[new]).total >= _TAKEN * lost.total

    def _covered(self, old: str, parts: Iterable[str]) -> float:
        union = Words({})
        for key in parts:
            union = union.together(self.new[key])
        return self.old[old].share_in(union)

    def _propose_split(self, old: str, parts: list[str]) -> None:
        for key in parts:
            others = [f"“{self.after.questions[one].title}”" for one in parts if one != key]
            why = f"most of its words stood in {self.numbers[old]}, as do those of {and_words(others)}"
            likeness = round(self.new[key].share_in(self.old[old]), 3)
            self._propose(Proposal(key, (old,), "split", likeness, why, is_plain=False))

    def _paired(self) -> None:
        """One to one, the most alike first."""
        pairs = self._ranked()
        rivals = Counter(key for _, *keys in pairs for key in keys)
        for likeness, new, old in pairs:
            if new in self.fresh and old in self.free:
                self._propose(self._pair(new, old, likeness, has_rival=rivals[new] + rivals[old] > 2))

    def _ranked(self) -> list[tuple[float, str, str]]:
        """The pairs that are like enough, the most alike first."""
        pairs = self._overlaps.items()
        like = [(one.likeness, *keys) for keys, one in pairs if one.likeness >= LEAST_LIKENESS]
        found = [pair for pair in like if pair[1] in self.fresh and pair[2] in self.free]
        return sorted(found, key=itemgetter(0), reverse=True)

    def _pair(self, new: str, old: str, likeness: float, *, has_rival: bool) -> Proposal:
        why = f"{'most' if likeness >= _MOST else 'many'} of its words stood in {self.numbers[old]}"
        if self.before.questions[old].type != self.after.questions[new].type:
            why += ", though it is answered in another way"
        is_plain = likeness >= PLAIN and not has_rival
        return Proposal(new, (old,), "reworded", round(likeness, 3), why, is_plain)


def _likeliest(shares: dict[str, float]) -> list[str]:
    """The few with the largest share, in their order, of those with most of their words."""
    enough = {key: share for key, share in shares.items() if share >= _MOST}
    few = set(nlargest(_MOST_PARTS, enough, key=enough.__getitem__))
    return [key for key in enough if key in few]


def _each_with_something_own(whole: Words, parts: list[str], words: dict[str, Words]) -> Iterator[str]:
    """Those of the parts of a whole that hold something of it that no other of them holds."""
    within = {key: words[key].within(whole) for key in parts}
    for key in parts:
        own = within[key]
        for other in parts:
            if other != key:
                own = own.without(within[other])
        if own.total >= _OWN * whole.total:
            yield key


__all__ = ["LEAST_LIKENESS", "PLAIN", "Proposal", "propose_relations"]
