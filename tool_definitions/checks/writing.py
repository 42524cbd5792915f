"""What people will read: links, HTML, hidden characters, length and reading age."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from tool_definitions.draft import Draft
from tool_definitions.model_problems import shorten
from tool_definitions.problems import DocumentPath, Problem

LONGEST_TITLE = 200
#: The Flesch-Kincaid reading age, in years, above which a text is said to be hard to read.
HIGHEST_READING_AGE = 22
FEWEST_WORDS = 12
_SAFE_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]{1,2000})")
_AUTOLINK = re.compile(r"<([a-z][a-z0-9+.-]{1,31}:[^<>\s]{0,2000})>", re.IGNORECASE)
_TAG = re.compile(r"<(?:/?[a-z][a-z0-9-]*(?=[\s/>])|!--|![a-z]|\?)", re.IGNORECASE)
#: Characters that turn or hide text: direction overrides and isolates, zero-width space and joiner of words, tags.
_HIDDEN = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\u00ad\U000e0000-\U000e007f]")
_VOWELS = re.compile(r"[aeiouy]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SENTENCE_END = re.compile(r"[.!?;:]\s|\n\s*[-*]\s|\n\s*\n")


def links(draft: Draft) -> Iterator[Problem]:
    """Links lead to the web or to a mailbox."""
    has_links = "](" in draft.all_strings or "<" in draft.all_strings
    for path, text in draft.strings if has_links else ():
        for target in _LINK.findall(text) + _AUTOLINK.findall(text):
            yield from _unless_safe(draft, path, target)
    for path, text in draft.fields.get("url", ()):
        if isinstance(text, str):
            yield from _unless_safe(draft, path, text)


def _unless_safe(draft: Draft, path: DocumentPath, target: str) -> Iterator[Problem]:
    if not _SAFE_LINK.match(target):
        message = f"the link '{shorten(target)}' does not start with https://, http:// or mailto:"
        yield draft.problem("unsafe-link", path, message)


def raw_html(draft: Draft) -> Iterator[Problem]:
    """Text is Markdown without HTML."""
    for path, text in draft.strings if "<" in draft.all_strings else ():
        if found := _TAG.search(text):
            message = f"'{shorten(text[found.start() :], 20)}' will be shown as it is written: HTML is not used"
            yield draft.problem("raw-html", path, message, "use Markdown")


def hidden_characters(draft: Draft) -> Iterator[Problem]:
    """Text holds nothing that changes unseen how it reads."""
    for path, text in draft.strings if _HIDDEN.search(draft.all_strings) else ():
        if found := _HIDDEN.search(text):
            message = f"the text holds the hidden character U+{ord(found.group()):04X}"
            yield draft.problem("hidden-character", path, message, "type the words again")


def reading_age(draft: Draft) -> Iterator[Problem]:
    """What a question asks can be read without effort."""
    for question in draft.questions:
        for name in ("title", "guidance"):
            text: Any = getattr(question.question, name, "")
            age = reading_age_of(text)
            if age is not None and age > HIGHEST_READING_AGE:
                message = f"the {name} of '{question.key}' has a reading age of about {age:.0f}"
                remedy = "shorter sentences and shorter words"
                yield draft.problem("hard-to-read", (*question.path, name), message, remedy)


@lru_cache(maxsize=4096)
def reading_age_of(text: str) -> float | None:
    """The reading age of an English text in years, by the Flesch-Kincaid grade plus 5; None for a few words only."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = max(1, sum(1 for part in _SENTENCE_END.split(text.strip()) if _WORD.search(part)))
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 + 5


def _syllables(word: str) -> int:
    lowered = word.lower().rstrip("'’")
    silent = lowered.endswith("e") and not lowered.endswith(("le", "ee")) and len(lowered) > 3
    return max(1, len(_VOWELS.findall(lowered)) - silent)
