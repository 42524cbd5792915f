"""Which questions count, for all returns at once: `tool_definitions.visibility` on whole columns.

A test holds the two to the same answer; this one exists because an audit has 24,000 returns.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.packed import DOES_NOT_APPLY, HIDDEN, NOT_APPLICABLE, UNANSWERED, Codes
from scoring.sheet import BLANK, Cells
from tool_definitions.condition import AllOf, Answered, AnswerIs, AnyOf, AtOrAbove, AtOrBelow, Condition, Not, leaves
from tool_definitions.question import ChoicesQuestion
from tool_definitions.tool import Tool
from tool_definitions.values import AppliesTo

Mask = NDArray[np.bool_]
#: Where a condition holds, and where it does not; where neither, it is not yet known.
Held = tuple[Mask, Mask]
Leaf = AnswerIs | AtOrBelow | AtOrAbove | Answered


def questions_in_conditions(tool: Tool) -> set[str]:
    """The questions that any condition of the tool reads."""
    conditions = [question.show_if for question in tool.questions.values() if question.show_if is not None]
    return {leaf.question for condition in conditions for leaf in leaves(condition)}


def hide_uncounted(
    tool: Tool, codes: Codes, answers: Mapping[str, Cells], attributes: Mapping[str, Sequence[str | None]] | None
) -> Codes:
    """The codes with HIDDEN and DOES_NOT_APPLY where a question does not count for a return.

    `codes` are returns x scored questions as given; `answers` one cell a return for the unscored questions that
    conditions read; `attributes` one value a return, or None where organisations are not known.
    """
    questions = tool.questions.values()
    if not any(question.show_if for question in questions) and (attributes is None or not _restricted(tool)):
        return codes
    return _Hiding(tool, codes, answers, attributes).result()


def _restricted(tool: Tool) -> bool:
    return any(part.applies_to for section in tool.sections for part in (section, *section.questions))


class _Hiding:
    def __init__(
        self,
        tool: Tool,
        codes: Codes,
        answers: Mapping[str, Cells],
        attributes: Mapping[str, Sequence[str | None]] | None,
    ) -> None:
        self.tool, self.codes, self.answers, self.attributes = tool, codes, answers, attributes
        self.column = {key: place for place, key in enumerate(tool.scored_questions)}
        self.shown: dict[str, Mask] = {}
        self.unknown: dict[str, Mask] = {}
        self.none = np.zeros(len(codes), dtype=bool)
        self.every = ~self.none

    def result(self) -> Codes:
        codes = self.codes.copy()
        for section in self.tool.sections:
            section_applies = self._applies(section.applies_to)
            for question in section.questions:
                applies = section_applies & self._applies(question.applies_to)
                holds, fails = (self.every, self.none) if question.show_if is None else self._held(question.show_if)
                self.shown[question.key] = applies & holds
                self.unknown[question.key] = applies & ~holds & ~fails
                if question.key in self.column:
                    column = codes[:, self.column[question.key]]
                    column[applies & ~holds] = HIDDEN
                    column[~applies] = DOES_NOT_APPLY
        return codes

    def _applies(self, applies_to: AppliesTo) -> Mask:
        if self.attributes is None or not applies_to:
            return self.every
        matches = self.every
        for attribute, values in applies_to.items():
            given = self.attributes.get(attribute)
            matches = matches & (self.none if given is None else np.array([value in values for value in given], bool))
        return matches

    def _held(self, condition: Condition) -> Held:
        match condition:
            case AllOf():
                held = [self._held(part) for part in condition.all]
                return np.logical_and.reduce([t for t, _ in held]), np.logical_or.reduce([f for _, f in held])
            case AnyOf():
                held = [self._held(part) for part in condition.any]
                return np.logical_or.reduce([t for t, _ in held]), np.logical_and.reduce([f for _, f in held])
            case Not():
                holds, fails = self._held(condition.not_)
                return fails, holds
            case _:
                return self._leaf_held(condition)

    def _leaf_held(self, leaf: Leaf) -> Held:
        shown = self.shown.get(leaf.question, self.none)
        unknown = self.unknown.get(leaf.question, self.none)
        answered = self._answered(leaf.question)
        if isinstance(leaf, Answered):
            holds = shown & (answered == leaf.answered)
            return holds, ~holds & ~unknown
        holds = shown & answered & self._matches(leaf)
        return holds, ~holds & ~unknown & ~(shown & ~answered)

    def _answered(self, question: str) -> Mask:
        if question in self.column:
            return np.asarray(self.codes[:, self.column[question]] != UNANSWERED)
        cells = self.answers.get(question)
        return self.none if cells is None else cells.places != BLANK

    def _matches(self, leaf: AnswerIs | AtOrBelow | AtOrAbove) -> Mask:
        if leaf.question not in self.column:
            return self._text_matches(leaf)
        codes = self.codes[:, self.column[leaf.question]]
        scheme = self.tool.scheme_of(leaf.question)
        if isinstance(leaf, AnswerIs):
            known = {**scheme.ranks, scheme.not_applicable.value: NOT_APPLICABLE}
            return np.isin(codes, [known[value] for value in leaf.is_ if value in known])
        if isinstance(leaf, AtOrBelow):
            return (codes >= 0) & (codes <= scheme.ranks[leaf.at_or_below])
        return codes >= scheme.ranks[leaf.at_or_above]

    def _text_matches(self, leaf: AnswerIs | AtOrBelow | AtOrAbove) -> Mask:
        cells = self.answers.get(leaf.question)
        if cells is None or not isinstance(leaf, AnswerIs):
            return self.none
        several = isinstance(self.tool.questions[leaf.question], ChoicesQuestion)
        wanted = [any(part in leaf.is_ for part in parts_of(value, several)) for value in cells.values]
        return np.array([*wanted, False], dtype=bool)[cells.places]


def parts_of(value: str, several: bool) -> list[str]:
    """The choices in one cell: several are joined by semicolons."""
    return [part.strip() for part in value.split(";") if part.strip()] if several else [value]
