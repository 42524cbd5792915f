"""Titles: short, finished, and each its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from tool_definitions.checks.writing import LONGEST_TITLE
from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import JudgedQuestion, YesNoQuestion
from tool_definitions.values import AppliesTo

_ODD_ENDS = (".", ":", ";", ",")
_FEWEST_CAPITALS = 10
_WORD = re.compile(r"[a-z0-9']+")
#: Words that say how a sentence is put and not what it is about.
_SMALL_WORDS = frozenset({
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "been", "by", "can", "could", "did", "do", "does", "for",
    "from", "had", "has", "have", "here", "how", "i", "if", "in", "is", "it", "its", "last", "of", "on", "or", "our",
    "so", "that", "the", "their", "them", "there", "these", "they", "this", "those", "to", "was", "we", "were", "what",
    "when", "where", "which", "who", "will", "with", "would", "you", "your",
})  # fmt: skip
FEWEST_WORDS_ALIKE = 4
#: So many questions before it with the same words are looked at.
MOST_TWINS = 20


def _titles(draft: Draft) -> Iterator[tuple[DocumentPath, str]]:
    for path, text in draft.fields.get("title", ()):
        if isinstance(text, str) and path[0] != "references":
            yield path, text


def titles(draft: Draft) -> Iterator[Problem]:
    """Titles are short, end as titles do, and do not shout."""
    for path, text in _titles(draft):
        if len(text) > LONGEST_TITLE:
            message = f"the title has {len(text)} characters; over {LONGEST_TITLE} is hard to take in"
            yield draft.problem("long-title", path, message)
        if text.rstrip().endswith(_ODD_ENDS) and not text.rstrip().endswith(("...", "etc.")):
            yield draft.problem("title-ends-oddly", path, f"the title ends with '{text.rstrip()[-1]}'")
        letters = [character for character in text if character.isalpha()]
        if len(letters) >= _FEWEST_CAPITALS and text.isupper():
            yield draft.problem("all-capitals", path)


def sections_told_apart(draft: Draft) -> Iterator[Problem]:
    """No two sections have the same title."""
    seen: dict[str, str] = {}
    for section in draft.sections:
        title = _plain(section.section.title) if section.section else ""
        other = seen.setdefault(title, section.key) if title and title != "-" else section.key
        if other != section.key:
            message = f"the sections '{other}' and '{section.key}' have the same title"
            yield draft.problem("duplicate-title", (*section.path, "title"), message)


def questions_told_apart(draft: Draft) -> Iterator[Problem]:
    """No two questions put to the same people ask the same."""
    same: dict[str, list[DraftQuestion]] = {}
    nearly: dict[frozenset[str], list[DraftQuestion]] = {}
    for question in draft.questions:
        title = _plain(question.question.title) if question.question else ""
        matter = _matter(title)
        if twin := _asked_of_the_same(question, same.setdefault(title, [])):
            message = f"'{twin.key}' and '{question.key}' have the same title"
            yield draft.problem("duplicate-title", (*question.path, "title"), message)
        elif len(matter) >= FEWEST_WORDS_ALIKE and (twin := _asked_of_the_same(question, nearly.get(matter, ()))):
            message = f"'{twin.key}' and '{question.key}' ask in nearly the same words"
            yield draft.problem("near-duplicate-title", (*question.path, "title"), message)
        same[title].append(question)
        nearly.setdefault(matter, []).append(question)


def _asked_of_the_same(question: DraftQuestion, others: Sequence[DraftQuestion]) -> DraftQuestion | None:
    if question.question is None or question.question.title == "-":
        return None
    return next((other for other in others[-MOST_TWINS:] if not _are_apart(question, other)), None)


def _are_apart(question: DraftQuestion, other: DraftQuestion) -> bool:
    """Whether no organisation is asked both, or their conditions differ, so that they may be two ways to one thing."""
    if question.question is None or other.question is None or question.question.show_if != other.question.show_if:
        return True
    first, second = _who(question), _who(other)
    return any(not set(first[name]) & set(second[name]) for name in first.keys() & second.keys())


def _who(question: DraftQuestion) -> AppliesTo:
    own: Mapping[str, tuple[str, ...]] = question.question.applies_to if question.question else {}
    return {**question.section.applies_to, **own}


@lru_cache(maxsize=4096)
def _matter(title: str) -> frozenset[str]:
    """What a title is about: its words but for the small ones, each without its plural."""
    words = (word for word in _WORD.findall(title) if word not in _SMALL_WORDS)
    return frozenset(word.removesuffix("'s").removesuffix("s") for word in words)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip("?.! ")


def guidance_adds(draft: Draft) -> Iterator[Problem]:
    """Guidance says more than the title."""
    for question in draft.questions:
        guidance = _plain(question.question.guidance) if question.question else ""
        if guidance and question.question and guidance == _plain(question.question.title):
            yield draft.problem("guidance-repeats-title", (*question.path, "guidance"))


_TWO_VERBS = re.compile(
    r"\b(and|or) (is|are|do|does|did|has|have|was|were|can|could|will|how|who|what|when|where|why) (it|they|there|you"
    r"|we|this|these|that|the|all|staff|children|any|many|much|often|well)\b",
    re.IGNORECASE,
)
#: Two claims in one rated statement: "there is a policy and it is known". After a comma it only adds to the first.
_TWO_CLAIMS = re.compile(r"(?<!,) and (it|they|this|these) (is|are|was|were|has|have|can|does?)\b", re.IGNORECASE)
#: A subject of a few words, and at once the negative: not one inside a clause such as "those who do not".
_NEGATIVE = re.compile(
    r"(?!when |if |where |once )(?!(?:\w+ ){1,2}(?:who|that|which)\b)(?:\w+ ){1,3}"
    r"(?:(?:do|does|did|is|are|was|were|has|have|will|can|should) not|fails? to)\b|there (?:is|are) (?:no|a lack)\b",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"\betc\b|\band/or\b|\band so on\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\?\s*$|^(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b", re.IGNORECASE
)
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z&]{1,5}s?\b")
_TAKES_MANY_WORDS = frozenset({"text", "table", "evidence"})
#: Abbreviations that everybody knows, and words that are written so.
_KNOWN = frozenset({
    "AI", "AM", "BBC", "CV", "EU", "GP", "GPS", "HR", "ID", "IT", "NHS", "OK", "PDF", "PE", "PIN", "PM", "RAG", "SEN",
    "SEND", "SMART", "TBA", "TBC", "TV", "UK",
})  # fmt: skip


def one_thing_asked(draft: Draft) -> Iterator[Problem]:
    """A question that takes one answer asks one thing, plainly."""
    for question in draft.questions:
        if question.question is None or getattr(question.question, "type", "") in _TAKES_MANY_WORDS:
            continue
        title, path = question.question.title, (*question.path, "title")
        is_rated = isinstance(question.question, JudgedQuestion) and question.question.is_scored
        joins = _TWO_VERBS if title.rstrip().endswith("?") else _TWO_CLAIMS if is_rated else None
        if title.count("?") > 1 or (joins and joins.search(title)):
            yield draft.problem("double-question", path)
        if is_rated and "?" not in title and (found := _NEGATIVE.match(title)):
            yield draft.problem("negative-title", path, f"'{found.group()}' in a rated statement")
        if isinstance(question.question, YesNoQuestion) and not _ASKS.search(title) and title != "-":
            yield draft.problem("not-a-question", path)


def closed_titles(draft: Draft) -> Iterator[Problem]:
    """Titles say all that is asked."""
    for path, text in _titles(draft):
        if found := _OPEN_END.search(text):
            yield draft.problem("open-ended-title", path, f"'{found.group()}' leaves open what is asked")


def _is_explained(word: str, words: str) -> bool:
    """Whether the words hold it in brackets after what it stands for, or before brackets that say it."""
    return any(each in words for each in (f"({word})", f"({word}s)", f"{word} (", f"{word}s ("))


def abbreviations(draft: Draft) -> Iterator[Problem]:
    """Abbreviations in titles are explained somewhere in the tool."""
    explained: set[str] = set()
    for path, text in _titles(draft):
        for word in _ABBREVIATION.findall(text) if not text.isupper() else ():
            bare = word.removesuffix("s")
            if bare not in explained and bare not in _KNOWN and not _is_explained(bare, draft.all_strings):
                yield draft.problem("unexplained-acronym", path, f"'{word}' is not explained anywhere")
            explained.add(bare)
