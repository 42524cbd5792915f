"""Text as it will look: nothing unfinished, nothing unclosed."""

import re
from collections.abc import Iterator

from tool_definitions.draft import Draft
from tool_definitions.problems import Problem

_PLACEHOLDER = re.compile(
    r"lorem ipsum|\btbc\b|\btba\b|\bto be confirmed\b|\bto be added\b|\bto ?do:|\bx{3,}\b|\?{3,}"
    r"|\[(insert|name of|add|your|enter|date|tbc)[^\]]*\](?!\()|<(insert|name of|add|your|enter)[^>]*>",
    re.IGNORECASE,
)
_LONE = re.compile(r"(new question|new section|question text|untitled|title here|text here)", re.IGNORECASE)
#: No placeholder is without one of these, and they are found much faster.
_SIGNS_OF_PLACEHOLDERS = (
    "lorem", "tbc", "tba", "to be confirmed", "to be added", "todo", "to do:", "xxx", "???", "[insert", "[name of",
    "[add", "[your", "[enter", "[date", "<insert", "<name of", "<add", "<your", "<enter", "new question",
    "new section", "question text", "untitled", "title here", "text here",
)  # fmt: skip
_CODE = re.compile(r"`[^`\n]*`")
_OPEN_LINK = re.compile(r"\]\((?![^)\n]*\))")
_EMPTY_LINK = re.compile(
    r"\[\s*(here|click here|this link|link|this|more|read more|this page)?\s*\]\([^)]*\)", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"\n\s*\n")


def placeholders(draft: Draft) -> Iterator[Problem]:
    """No text was left to be written."""
    if not any(sign in draft.all_words for sign in _SIGNS_OF_PLACEHOLDERS):
        return
    for path, text in draft.texts:
        if found := _PLACEHOLDER.search(text) or _LONE.fullmatch(text.strip()):
            yield draft.problem("placeholder-text", path, f"'{found.group().strip()}' looks like a placeholder")


def blank_words(draft: Draft) -> Iterator[Problem]:
    """Words are more than spaces."""
    for name in ("title", "label"):
        for path, text in draft.fields.get(name, ()):
            if isinstance(text, str) and text and not text.strip():
                yield draft.problem("blank", path, f"'{name}' is spaces only")


def closed_markdown(draft: Draft) -> Iterator[Problem]:
    """Bold and links are closed."""
    for path, text in draft.texts if "**" in draft.all_words or "](" in draft.all_words else ():
        if "**" not in text and "](" not in text:
            continue
        plain = _CODE.sub("", text)
        if _OPEN_LINK.search(plain):
            yield draft.problem("unbalanced-markdown", path, "a link is not closed")
        elif any(part.count("**") % 2 for part in _PARAGRAPH.split(plain)):
            yield draft.problem("unbalanced-markdown", path, "bold is opened with ** and not closed")


def links_say_where(draft: Draft) -> Iterator[Problem]:
    """The words of a link say where it leads."""
    for path, text in draft.texts if "](" in draft.all_words else ():
        if found := _EMPTY_LINK.search(text):
            yield draft.problem("link-says-nothing", path, f"'{found.group(1) or ''}' does not say where it leads")
