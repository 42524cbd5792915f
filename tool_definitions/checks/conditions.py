"""Conditions: they ask about earlier questions, and about answers those can have."""

import math
from collections import deque
from collections.abc import Iterator
from datetime import date

from tool_definitions.checks.levels import nearest_or_list
from tool_definitions.condition import AnswerIs, AtOrAbove, AtOrBelow
from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.model_problems import did_you_mean, shorten
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import (
    ChoiceQuestion,
    ChoicesQuestion,
    DateQuestion,
    EvidenceQuestion,
    JudgedQuestion,
    NumberQuestion,
    TableQuestion,
    YesNoQuestion,
)
from tool_definitions.values import NUMBER_PATTERN

#: How many questions of a circle a message names.
LONGEST_SHOWN = 12


def questions_named(draft: Draft) -> Iterator[Problem]:
    """Every question that a condition asks about exists and comes earlier."""
    places = {key: place for place, key in enumerate(draft.by_key)}
    in_cycles = {key for cycle in _cycles(draft) for key in cycle}
    for question in draft.questions:
        for path, leaf in question.conditions:
            asked = leaf.question
            if asked not in places:
                message, remedy = f"there is no question '{asked}'", did_you_mean(asked, tuple(places))
                yield draft.problem("unknown-question", (*path, "question"), message, remedy)
            elif asked == question.key:
                message = f"a question's condition may not ask about itself: {asked} → {asked}"
                yield draft.problem("condition-on-itself", (*path, "question"), message)
            elif places[asked] > places[question.key] and not {asked, question.key} <= in_cycles:
                message = f"'{asked}' comes after '{question.key}'"
                yield draft.problem("condition-on-later", (*path, "question"), message, "move it up, or ask another")


def cycles(draft: Draft) -> Iterator[Problem]:
    """Conditions do not go round in a circle."""
    for cycle in _cycles(draft):
        shown = cycle if len(cycle) <= LONGEST_SHOWN else [*cycle[:LONGEST_SHOWN], "…"]
        message = "conditions go round in a circle: " + " → ".join([*shown, cycle[0]])
        yield draft.problem("cycle", (*draft.by_key[cycle[0]].path, "show_if"), message)


def _cycles(draft: Draft) -> list[list[str]]:
    """One circle of two questions or more from each tangle of them, from the earliest question it goes through."""
    asked = {key: _asked_by(draft, key) for key in draft.by_key}
    places = {key: place for place, key in enumerate(asked)}
    tangles = [tangle for tangle in _tangles(asked) if len(tangle) > 1]
    return [_circle(min(tangle, key=places.__getitem__), tangle, asked) for tangle in tangles]


def _asked_by(draft: Draft, key: str) -> list[str]:
    leaves = (leaf.question for _, leaf in draft.by_key[key].conditions)
    return list(dict.fromkeys(asked for asked in leaves if asked in draft.by_key and asked != key))


def _tangles(asked: dict[str, list[str]]) -> list[set[str]]:
    """The sets of questions that can all be reached from each other (Kosaraju's method, without recursion)."""
    asked_from: dict[str, list[str]] = {key: [] for key in asked}
    for key, others in asked.items():
        for other in others:
            asked_from[other].append(key)
    order = [key for finished in _walks(asked, list(asked)) for key in finished]
    return [set(reached) for reached in _walks(asked_from, order[::-1])]


def _walks(ways: dict[str, list[str]], starts: list[str]) -> Iterator[list[str]]:
    """From each start not yet reached, what can be reached, each question after all that it leads to."""
    reached: set[str] = set()
    for start in starts:
        if start in reached:
            continue
        reached.add(start)
        finished = []
        trail = [(start, iter(ways[start]))]
        while trail:
            there = next((key for key in trail[-1][1] if key not in reached), None)
            if there is None:
                finished.append(trail.pop()[0])
            else:
                reached.add(there)
                trail.append((there, iter(ways[there])))
        yield finished


def _circle(start: str, tangle: set[str], asked: dict[str, list[str]]) -> list[str]:
    """The shortest way from a question of a tangle back to itself, without the return."""
    came_from: dict[str, str] = {}
    queue = deque([start])
    while start not in came_from:
        here = queue.popleft()
        for there in asked[here]:
            if there in tangle and there not in came_from:
                came_from[there] = here
                queue.append(there)
    way = [came_from[start]]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def answers_named(draft: Draft) -> Iterator[Problem]:
    """Every answer or level that a condition names is one that its question can have."""
    for question in draft.questions:
        for path, leaf in question.conditions:
            asked = draft.by_key.get(leaf.question)
            if asked is None or asked.question is None:
                continue
            if isinstance(leaf, AnswerIs):
                yield from _answers(draft, path, leaf, asked)
            elif isinstance(leaf, AtOrBelow):
                yield from _level(draft, (*path, "at_or_below"), leaf.at_or_below, asked)
            elif isinstance(leaf, AtOrAbove):
                yield from _level(draft, (*path, "at_or_above"), leaf.at_or_above, asked)


def _answers(draft: Draft, path: DocumentPath, leaf: AnswerIs, asked: DraftQuestion) -> Iterator[Problem]:
    possible = possible_answers(draft, asked)
    for place, value in enumerate(leaf.is_):
        if (value in possible) if possible is not None else _can_be(asked, value):
            continue
        message = f"'{asked.key}' cannot be answered '{shorten(value)}'"
        remedy = nearest_or_list(value, possible) if possible else ""
        yield draft.problem("unknown-answer", (*path, "is", place), message, remedy)


def _level(draft: Draft, path: DocumentPath, level: str, asked: DraftQuestion) -> Iterator[Problem]:
    if asked.judged is None or not asked.judged.is_scored:
        yield draft.problem("not-a-rating", path, f"'{asked.key}' has no rating scheme", "use 'is' or 'answered'")
        return
    scheme = draft.scheme_of(asked)
    if scheme and scheme.values is not None and level not in scheme.values:
        message = f"the scheme of '{asked.key}' has no level '{shorten(level)}'"
        yield draft.problem("unknown-level", path, message, nearest_or_list(level, scheme.values))


def possible_answers(draft: Draft, question: DraftQuestion) -> tuple[str, ...] | None:
    """Every answer the question can have; None where they cannot be listed."""
    asked = question.question
    if isinstance(asked, ChoiceQuestion | ChoicesQuestion):
        return (*(option.value for option in asked.options), *_not_applicable(draft, question))
    if isinstance(asked, YesNoQuestion):
        return ("yes", "no", *_not_applicable(draft, question))
    scheme = draft.scheme_of(question)
    return (*(scheme.values or ()), *_not_applicable(draft, question)) if scheme else None


def _not_applicable(draft: Draft, question: DraftQuestion) -> tuple[str, ...]:
    judged = question.judged
    if not isinstance(judged, JudgedQuestion) or judged.not_applicable == "never":
        return ()
    scheme = draft.scheme_of(question)
    return (scheme.not_applicable.value if scheme else "not_applicable",)


def _can_be(question: DraftQuestion, value: str) -> bool:
    """Whether a question whose answers cannot be listed can be answered so."""
    match question.question:
        case NumberQuestion() as number:
            return bool(NUMBER_PATTERN.fullmatch(value)) and _in_range(number, float(value))
        case DateQuestion():
            return _is_date(value)
        case TableQuestion() | EvidenceQuestion():
            return False
    return True


def _in_range(number: NumberQuestion, value: float) -> bool:
    lowest = -math.inf if number.minimum is None else number.minimum
    highest = math.inf if number.maximum is None else number.maximum
    return lowest <= value <= highest


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
