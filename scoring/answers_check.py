"""Whether a cell holds an answer its question can take, and the code of it."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.packed import NOT_APPLICABLE, UNANSWERED, Codes
from scoring.sheet import NOT_A_NUMBER
from scoring.visible import parts_of
from tool_definitions.question import (
    ChoiceQuestion,
    ChoicesQuestion,
    DateQuestion,
    EvidenceQuestion,
    NumberQuestion,
    TableQuestion,
    TextQuestion,
    YesNoQuestion,
)
from tool_definitions.tool import Tool

#: Questions that any text answers.
_ANYTHING = (TextQuestion, DateQuestion, TableQuestion, EvidenceQuestion)
#: Below every code of `scoring.packed`: a cell that must be looked at one by one.
FAULTY = -100


class AnswerCheck:
    """The answers of one tool's questions. Questions that take the same ratings are of one kind (a row of a table)."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self.kinds: dict[tuple[str, bool], int] = {}
        self.kind_by_key: dict[str, int] = {}
        for key, question in tool.scored_questions.items():
            kind = (question.scheme or "", question.not_applicable != "never")
            self.kind_by_key[key] = self.kinds.setdefault(kind, len(self.kinds))

    def fault(self, question: str, answer: str, *, moderated: bool = False) -> str | None:
        """What is wrong with this answer (never a blank one) to this question of the tool; None if nothing."""
        if answer == NOT_A_NUMBER:
            return "is not a number (NaN); leave an unanswered rating blank"
        if question in self.tool.scored_questions:
            return self._rating_fault(question, answer)
        if moderated:
            return f"{question!r} is not scored, so it has no moderated rating"
        return self._plain_fault(question, answer)

    def _rating_fault(self, question: str, answer: str) -> str | None:
        scheme = self.tool.scheme_of(question)
        if answer in scheme.ranks:
            return None
        if answer == scheme.not_applicable.value:
            never = self.tool.scored_questions[question].not_applicable == "never"
            return f"{question!r} cannot be not applicable" if never else None
        return f"{answer!r} is not a level of {scheme.title!r} ({', '.join(scheme.ranks)})"

    def _plain_fault(self, question: str, answer: str) -> str | None:
        asked = self.tool.questions[question]
        if isinstance(asked, NumberQuestion):
            return None if _is_finite(answer) else f"{answer!r} is not a number"
        if isinstance(asked, YesNoQuestion):
            options = ["yes", "no"]
        elif isinstance(asked, ChoiceQuestion | ChoicesQuestion):
            options = [option.value for option in asked.options]
        else:
            return None
        wrong = [part for part in parts_of(answer, isinstance(asked, ChoicesQuestion)) if part not in options]
        return f"{wrong[0]!r} is not a choice of {question!r} ({', '.join(options)})" if wrong else None

    def faults(self, question: str, values: Sequence[str]) -> dict[int, str]:
        """What is wrong with each of these answers, by its place."""
        found = ((place, self.fault(question, value)) for place, value in enumerate(values))
        return {place: fault for place, fault in found if fault is not None}

    def codes(self, question: str, values: Sequence[str]) -> Codes:
        """The code of each of these ratings, and at the end that of a blank (so that place -1 finds it)."""
        scheme = self.tool.scheme_of(question)
        known = {**scheme.ranks, scheme.not_applicable.value: NOT_APPLICABLE}
        return np.array([*(known.get(value, FAULTY) for value in values), UNANSWERED], dtype=np.int8)

    def kind_of(self, questions: Sequence[str]) -> NDArray[np.intp]:
        """The kind of each of these questions, and at the end that of a blank one."""
        return np.array([*map(self._kind, questions), self._looked_at], dtype=np.intp)

    def _kind(self, question: str) -> int:
        if question in self.kind_by_key:
            return self.kind_by_key[question]
        anything = isinstance(self.tool.questions.get(question), _ANYTHING)
        return self._taken_as_it_is if anything else self._looked_at

    @property
    def _taken_as_it_is(self) -> int:
        return len(self.kinds)

    @property
    def _looked_at(self) -> int:
        return len(self.kinds) + 1

    def columns_of(self, questions: Sequence[str]) -> NDArray[np.intp]:
        """The column of each of these questions, -1 where it is not scored, and at the end for a blank one."""
        columns = {key: column for column, key in enumerate(self.tool.scored_questions)}
        return np.array([*(columns.get(key, -1) for key in questions), -1], dtype=np.intp)

    def table(self, values: Sequence[str], *, moderated: bool) -> Codes:
        """Kinds x (a blank, then the values) of codes, FAULTY where the cell must be looked at by itself."""
        table = np.full((len(self.kinds) + 2, len(values) + 1), FAULTY, dtype=np.int8)
        if not moderated:
            table[self._taken_as_it_is] = [UNANSWERED, *(FAULTY if v == NOT_A_NUMBER else UNANSWERED for v in values)]
        table[:, 0] = UNANSWERED
        place = {value: index for index, value in enumerate(values, start=1)}
        for (name, may_be_not_applicable), kind in self.kinds.items():
            scheme = self.tool.rating_schemes[name]
            not_applicable = {scheme.not_applicable.value: NOT_APPLICABLE} if may_be_not_applicable else {}
            for value, code in {**scheme.ranks, **not_applicable}.items():
                if value in place:
                    table[kind, place[value]] = code
        return table


def _is_finite(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
