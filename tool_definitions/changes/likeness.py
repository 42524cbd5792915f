"""How alike two questions are, by their words: rare words count more than those that every question has."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log
from typing import NamedTuple

from tool_definitions.question import QuestionBase

_WORD = re.compile(r"\w+")
#: Words that tell nothing of what a question is about.
_EMPTY = frozenset(
    """
    a all an and any are as at be been by can do does for from had has have how if in into is it its may more must no
    not of on or our so such than that the their them then there they this to too was we were what when where which
    who will with you your
    """.split()  # noqa: SIM905  a list of fifty words in quotes is no plainer
)
#: How much a word of the guidance counts beside a word of the title.
_GUIDANCE = 0.4


class Words:
    """The words of a question, each with how much it tells: twice said, once counted."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights
        self.total = sum(weights.values())

    def share_in(self, other: "Words") -> float:
        """The share, 0 to 1, of these words that stand in the other wherever they stand in it."""
        if not self.total:
            return 0.0
        return sum(weight for word, weight in self.weights.items() if word in other.weights) / self.total

    def likeness(self, other: "Words") -> float:
        """0 where no word is shared, 1 where all are, each counted where it stands."""
        return next(iter(overlaps({"": self}, {"": other}).values()), NOTHING).likeness

    def without(self, other: "Words") -> "Words":
        """The words that do not stand in the other."""
        return Words({word: weight for word, weight in self.weights.items() if word not in other.weights})

    def within(self, other: "Words") -> "Words":
        """The words that stand in the other too."""
        return Words({word: weight for word, weight in self.weights.items() if word in other.weights})

    def together(self, other: "Words") -> "Words":
        """The words of both."""
        return Words({**other.weights, **self.weights})


class Overlap(NamedTuple):
    """What two questions share: as they count where they count less, and as shares (0 to 1) of the words of each."""

    likeness: float
    of_first: float
    of_second: float


NOTHING = Overlap(0.0, 0.0, 0.0)


def overlaps(first: Mapping[str, Words], second: Mapping[str, Words]) -> dict[tuple[str, str], Overlap]:
    """What each of the first shares with each of the second, by their keys; only pairs that share a word."""
    standing: dict[str, list[tuple[str, float]]] = {}
    for key, words in second.items():
        for word, weight in words.weights.items():
            standing.setdefault(word, []).append((key, weight))
    found: dict[tuple[str, str], Overlap] = {}
    for key, words in first.items():
        sums: dict[str, list[float]] = {}
        for word, weight in words.weights.items():
            for other, there in standing.get(word, ()):
                each = sums.setdefault(other, [0.0, 0.0, 0.0])
                each[0] += min(weight, there)
                each[1] += weight
                each[2] += there
        for other, (common, mine, theirs) in sums.items():
            both = words.total + second[other].total
            found[key, other] = Overlap(2 * common / both, mine / words.total, theirs / second[other].total)
    return found


def stems(text: str) -> list[str]:
    """The telling words of a text, without regard to case and plural."""
    words = (word for word in _WORD.findall(text.casefold()) if word not in _EMPTY)
    return [word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words]


class Lexicon:
    """How much each word tells, from how many of the questions it stands in."""

    def __init__(self, questions: Iterable[QuestionBase]) -> None:
        found = [set(stems(f"{question.title} {question.guidance}")) for question in questions]
        self._in = Counter(word for words in found for word in words)
        self._all = len(found)

    def words_of(self, question: QuestionBase) -> Words:
        """The words of a question's title and guidance."""
        title, guidance = stems(question.title), stems(question.guidance)
        return Words(
            {word: _GUIDANCE * self._tells(word) for word in guidance} | {word: self._tells(word) for word in title}
        )

    def _tells(self, word: str) -> float:
        return log(1 + self._all / (1 + self._in[word]))
