"""What changed between two versions of a tool, in plain words, and which question came from which."""

from tool_definitions.changes.change import (
    FOR_RESPONDENTS,
    KIND_WORDS,
    Change,
    ChangeKind,
    Changes,
    QuestionChanges,
    Row,
    SectionChanges,
)
from tool_definitions.changes.comparable import NotComparable, match_question
from tool_definitions.changes.compare import compare_tools, numbers_of
from tool_definitions.changes.relations import Origin, lapsed, origins
from tool_definitions.changes.word_difference import Piece, word_difference

__all__ = [
    "FOR_RESPONDENTS",
    "KIND_WORDS",
    "Change",
    "ChangeKind",
    "Changes",
    "NotComparable",
    "Origin",
    "Piece",
    "QuestionChanges",
    "Row",
    "SectionChanges",
    "compare_tools",
    "lapsed",
    "match_question",
    "numbers_of",
    "origins",
    "word_difference",
]
