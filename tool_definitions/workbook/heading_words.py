"""The words that people put above the columns of audit sheets, and what each most often means."""

import re

from tool_definitions.workbook.mapping import Use

#: What respondents fill in themselves: known, and left out.
ANSWER = "answer"
ACTION = "action"
FILLED_IN = frozenset({ANSWER, ACTION, "asks_comment", "asks_evidence"})
Meaning = Use | str

_WORDS: dict[str, tuple[str, ...]] = {
    "number": (
        "ref", "ref no", "reference no", "reference number", "no", "number", "q", "q no", "qu", "qu no", "item",
        "item no", "id", "question no", "question number", "standard no", "criterion no", "indicator no", "#", "q ref",
        "sub standard no", "question ref",
    ),
    "section": (
        "section", "area", "domain", "theme", "heading", "topic", "focus area", "category", "part", "strand",
        "key area", "section title", "section name", "audit area", "area of practice",
    ),
    "question": (
        "question", "questions", "indicator", "statement", "criteria", "criterion", "requirement", "requirements",
        "audit question", "prompt question", "expectation", "self assessment question", "statement of practice",
        "audit criteria", "question text", "sub standard", "what we expect", "compliance question",
    ),
    "standard": ("standard", "standards", "key standard"),
    "guidance": (
        "guidance", "what to look for", "prompts", "guidance notes", "explanatory notes", "examples of evidence",
        "evidence to consider", "what good looks like", "what does good look like", "suggested evidence",
        "possible evidence", "supporting information", "further information", "resources", "help",
    ),
    "reference": (
        "legislation", "statutory reference", "source", "legal basis", "kcsie", "kcsie ref", "kcsie reference",
        "kcsie paragraph", "statutory guidance", "legislation and guidance", "guidance reference", "legal reference",
    ),
    "weight": ("weight", "weighting"),
    "type": ("type", "question type", "answer type"),
    "asks_evidence": ("evidence", "supporting evidence", "evidence of compliance", "evidence and impact", "impact"),
    "asks_comment": (
        "comment", "comments", "notes", "narrative", "commentary", "explanation", "how do you know", "further comments",
        "comments and evidence", "additional comments", "details",
    ),
    ACTION: (
        "action", "actions", "action required", "actions required", "action needed", "actions needed", "by whom",
        "by when", "lead", "owner", "responsible", "deadline", "timescale", "timescales", "date", "date completed",
        "review date", "who", "when", "action plan", "progress", "person responsible", "target date",
        "action to be taken",
    ),
    ANSWER: (
        "rating", "score", "self assessment", "grade", "level", "judgement", "compliance", "response", "answer",
        "current position", "status", "self rating", "assessment", "self assessment rating", "your rating",
        "rag", "rag rating", "rag status", "red amber green", "r a g", "yes no", "y n", "yes no na", "y n na",
        "met not met", "met partly met not met", "in place", "achieved",
    ),
}  # fmt: skip
_MEANINGS = {word: meaning for meaning, words in _WORDS.items() for word in words}
#: What the heading of the column in which people answer says of how: a type, and a scheme where it names one.
_ANSWERED_AS: dict[str, tuple[str, str | None]] = {
    "rag": ("rating", "rag"),
    "rag rating": ("rating", "rag"),
    "rag status": ("rating", "rag"),
    "red amber green": ("rating", "rag"),
    "r a g": ("rating", "rag"),
    "yes no": ("yes_no", None),
    "y n": ("yes_no", None),
    "yes no na": ("yes_no", None),
    "y n na": ("yes_no", None),
    "met not met": ("rating", "met-not-met"),
    "met partly met not met": ("rating", "met-partly-not-met"),
    "rating": ("rating", None),
    "self rating": ("rating", None),
    "self assessment rating": ("rating", None),
    "your rating": ("rating", None),
    "score": ("rating", None),
    "grade": ("rating", None),
    "level": ("rating", None),
}


def plain_words(heading: str) -> str:
    """A heading in lower case with signs taken for spaces: `Q. No:` is `q no`."""
    return " ".join(re.sub(r"[^\w#]+|_", " ", heading.casefold()).split())


def meaning_of(heading: str) -> Meaning | None:
    """What a heading most often means; None where its words are not known."""
    return _MEANINGS.get(plain_words(heading))


def answered_as(heading: str) -> tuple[str, str | None] | None:
    """The type of question, and perhaps the scheme, that the heading of an answer column names."""
    return _ANSWERED_AS.get(plain_words(heading))
