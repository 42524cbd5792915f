"""Answers made up to try a tool out: one return by a plain rule, or many by chance from a stated seed."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle, islice

import numpy as np
from numpy.random import Generator

from scoring.packed import codes_of
from scoring.ratings import Ratings
from tool_definitions.condition import AnswerIs, leaves
from tool_definitions.length import Respondent, attributes_named, audiences, values_named
from tool_definitions.question import (
    ChoiceQuestion,
    ChoicesQuestion,
    JudgedQuestion,
    NumberQuestion,
    OnlyFor,
    Question,
    YesNoQuestion,
)
from tool_definitions.tool import Tool
from tool_definitions.visibility import applies

Answer = str | tuple[str, ...]
#: The place of a level chosen among so many, 0 for the worst.
Choose = Callable[[int], int]

#: How often a made-up rating is *not applicable* where it may be, and how often it is left out.
NOT_APPLICABLE_SHARE = 0.03
UNANSWERED_SHARE = 0.02


class Fill(StrEnum):
    """How the answers of one return are made up."""

    BEST = "best"
    MIDDLE = "middle"
    WORST = "worst"
    RANDOM = "random"
    TYPED = "typed"


_LEVELS: dict[Fill, Choose] = {
    Fill.BEST: lambda levels: levels - 1,
    Fill.MIDDLE: lambda levels: (levels - 1) // 2,
    Fill.WORST: lambda _: 0,
}


@dataclass(frozen=True)
class Mixture:
    """How made-up practice is spread: over questions (mean and spread of how good each goes) and over returns."""

    words: str
    mean: float
    between_questions: float
    between_returns: float


MIXTURES = {
    "mixed": Mixture("Some things go well, some do not", 0.78, 0.17, 0.06),
    "strong": Mixture("Most things go well", 0.9, 0.07, 0.04),
    "weak": Mixture("Most things do not go well yet", 0.5, 0.15, 0.06),
    "alike": Mixture("Everything goes much alike", 0.8, 0.03, 0.03),
}


def answers_made_up(tool: Tool, fill: Fill, seed: int) -> dict[str, Answer]:
    """Answers to every question: each rating at this level, or at random. What decides whether others are asked is
    answered so that they are, but at random.
    """
    chance = np.random.default_rng(seed)
    if fill is Fill.RANDOM:
        return {key: _at_random(tool, question, chance) for key, question in tool.questions.items()}
    asked_for = _asked_for(tool)
    return {
        key: _by_rule(tool, question, _LEVELS[fill], asked_for.get(key, ())) for key, question in tool.questions.items()
    }


def returns_made_up(tool: Tool, number: int, mixture: Mixture, seed: int, wave: str | None = None) -> Ratings:
    """So many returns, from the kinds of organisation that the tool is for in turn. The same for the same seed."""
    chance = np.random.default_rng(seed)
    leans = {key: chance.normal(mixture.mean, mixture.between_questions) for key in tool.scored_questions}
    kinds = list({frozenset(one.organisation.items()): one for one in audiences(tool)}.values())
    organisations = [_completed(tool, kind, chance) for kind in islice(cycle(kinds), number)]
    codes = [
        codes_of(tool, _one_return(tool, leans, organisation, mixture, chance), organisation, wave=wave)
        for organisation in organisations
    ]
    names = tuple(f"made-up-{place}" for place in range(1, number + 1))
    attributes = {name: [one.get(name) for one in organisations] for name in ("phase", "sector", "type")}
    width = len(tool.scored_questions)
    matrix = np.array(codes, dtype=np.int8).reshape(number, width)
    return Ratings(names, names, matrix, attributes=attributes)


def _completed(tool: Tool, kind: Respondent, chance: Generator) -> dict[str, str | None]:
    """An organisation of this kind; what is not known of the kind falls as it may."""
    known = dict(kind.organisation)
    for name in attributes_named(tool):
        if name not in known:
            values = (*values_named(tool, name), None)
            known[name] = values[chance.integers(len(values))]
    return known


def _one_return(
    tool: Tool, leans: Mapping[str, float], organisation: Mapping[str, str | None], mixture: Mixture, chance: Generator
) -> dict[str, Answer | None]:
    own = chance.normal(0, mixture.between_returns)
    found: dict[str, Answer | None] = {}
    for key, question in tool.questions.items():
        if key not in leans:
            found[key] = _at_random(tool, question, chance)
            continue
        levels = tool.scheme_of(key).levels
        good = float(np.clip(leans[key] + own, 0.02, 0.98))
        found[key] = levels[chance.binomial(len(levels) - 1, good)].value
        luck = chance.random()
        if luck < UNANSWERED_SHARE:
            found[key] = None
        elif luck > 1 - NOT_APPLICABLE_SHARE and _may_be_left_out(question, organisation):
            found[key] = tool.scheme_of(key).not_applicable.value
    return found


def _may_be_left_out(question: Question, organisation: Mapping[str, str | None]) -> bool:
    policy = question.not_applicable if isinstance(question, JudgedQuestion) else "never"
    return applies(policy.only_for, organisation) if isinstance(policy, OnlyFor) else policy != "never"


def _asked_for(tool: Tool) -> dict[str, tuple[str, ...]]:
    """For each question, the answers by which conditions bring up others: first the one that brings up most."""
    found: dict[str, Counter[str]] = {}
    for question in tool.questions.values():
        for leaf in leaves(question.show_if) if question.show_if else ():
            if isinstance(leaf, AnswerIs):
                found.setdefault(leaf.question, Counter()).update(leaf.is_)
    return {key: tuple(value for value, _ in values.most_common()) for key, values in found.items()}


def _by_rule(tool: Tool, question: Question, level: Choose, asked_for: tuple[str, ...]) -> Answer:
    if question.key in tool.scored_questions:
        levels = tool.scheme_of(question.key).levels
        return levels[level(len(levels))].value
    values = _values(question)
    if isinstance(question, ChoicesQuestion):
        return tuple(value for value in values if value in asked_for) or values[:1]
    return next((value for value in asked_for if value in values), values[0])


def _at_random(tool: Tool, question: Question, chance: Generator) -> Answer:
    if question.key in tool.scored_questions:
        levels = tool.scheme_of(question.key).levels
        return levels[chance.integers(len(levels))].value
    values = _values(question)
    if isinstance(question, ChoicesQuestion):
        return tuple(value for value in values if chance.random() < 0.5) or values[:1]
    return values[chance.integers(len(values))]


def _values(question: Question) -> tuple[str, ...]:
    """What may be answered to a question that is not scored; one answer stands for all where it is typed."""
    match question:
        case YesNoQuestion():
            return ("yes", "no")
        case ChoiceQuestion() | ChoicesQuestion():
            return tuple(option.value for option in question.options)
        case NumberQuestion():
            return (f"{question.minimum or 0:g}",)
        case _:
            return ("made up",)
