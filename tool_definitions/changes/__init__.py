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
from tool_definitions.changes.comparable import NotComparable, match_question, same_levels
from tool_definitions.changes.compare import compare_tools, numbers_of
from tool_definitions.changes.proposals import LEAST_LIKENESS, Proposal, propose_relations
from tool_definitions.changes.relations import Origin, lapsed, origins
from tool_definitions.changes.word_difference import Piece, abridged, word_difference

__all__ = [
    "FOR_RESPONDENTS",
    "KIND_WORDS",
    "LEAST_LIKENESS",
    "Change",
    "ChangeKind",
    "Changes",
    "NotComparable",
    "Origin",
    "Piece",
    "Proposal",
    "QuestionChanges",
    "Row",
    "SectionChanges",
    "abridged",
    "compare_tools",
    "lapsed",
    "match_question",
    "numbers_of",
    "origins",
    "propose_relations",
    "same_levels",
    "word_difference",
]
