"""A tool's rules in words, as its pages show them."""

from tool_definitions.words import (
    ASKS_FOR,
    KINDS,
    STANCES,
    TYPES,
    answer_label,
    applies_words,
    beside_words,
    condition_words,
    demand_words,
    either,
    spaced,
    weight_words,
)

__all__ = [
    "ASKS_FOR",
    "KINDS",
    "STANCES",
    "TYPES",
    "answer_label",
    "applies_words",
    "beside_words",
    "condition_words",
    "demand_words",
    "either",
    "spaced",
    "weight_words",
]
