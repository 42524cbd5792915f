"""Questions that nobody can ever see.

For each question the check works out the *ways* in which it can be shown: each way says which answers some
earlier questions must have and which attributes the organisation must have. No way left: never shown. The check
errs on the side of silence: what it cannot work out (free text, several choices, too many ways) it lets pass.
"""

from collections.abc import Iterator, Mapping
from functools import reduce

from tool_definitions.checks.conditions import possible_answers
from tool_definitions.condition import AllOf, Answered, AnswerIs, AnyOf, AtOrBelow, Condition, Not
from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.problems import Problem
from tool_definitions.question import ChoicesQuestion
from tool_definitions.values import AppliesTo

#: More ways, or longer ones, are not followed: the question counts as one that can be shown.
MOST_WAYS = 64
LONGEST_WAY = 64
_UNANSWERED = ""

#: What must hold: ("answer" or "attribute", its name) -> the values it may have.
Way = Mapping[tuple[str, str], frozenset[str]]
_ANY_WAY: list[Way] = [{}]


def never_shown(draft: Draft) -> Iterator[Problem]:
    """Every question can be seen by somebody."""
    ways: dict[str, list[Way]] = {}
    audience = _audience(draft)
    for question in draft.questions:
        found = _ways(draft, question, ways, audience)
        if not found:
            message = f"nobody can ever see '{question.key}'"
            remedy = "its conditions, its section's and its audience's contradict each other"
            yield draft.problem("never-shown", _where(question), message, remedy)
        # One fault, one problem: what depends on a question never shown is not reported as well.
        ways.setdefault(question.key, found or _ANY_WAY)


def _where(question: DraftQuestion) -> tuple[str | int, ...]:
    if question.question is None:
        return question.path
    if question.question.show_if is not None:
        return (*question.path, "show_if")
    return (*question.path, "applies_to") if question.question.applies_to else question.path


def _audience(draft: Draft) -> Way:
    audience = draft.data.get("audience")
    types = audience.get("organisation_types") if is_mapping(audience) else None
    if not isinstance(types, list) or not types:
        return {}
    return {("attribute", "type"): frozenset(str(each) for each in types)}


def _ways(draft: Draft, question: DraftQuestion, earlier: dict[str, list[Way]], audience: Way) -> list[Way]:
    if question.question is None:
        return _ANY_WAY
    ways: list[Way] = [audience]
    for applies_to in (question.section.applies_to, question.question.applies_to):
        ways = _both(ways, [_attributes(applies_to)])
    if question.question.show_if is None:
        return ways
    return _both(ways, _ways_to_hold(draft, question.question.show_if, earlier))


def _attributes(applies_to: AppliesTo) -> Way:
    return {("attribute", name): frozenset(values) for name, values in applies_to.items()}


def _both(ways: list[Way], others: list[Way]) -> list[Way]:
    """The ways in which both hold; everything, where they are too many to follow."""
    if len(ways) * len(others) > MOST_WAYS * MOST_WAYS:
        return _ANY_WAY
    joined = (_joined(way, other) for way in ways for other in others)
    return _distinct(way for way in joined if all(way.values()))


def _joined(way: Way, other: Way) -> Way:
    shared = {key: way[key] & other[key] for key in way.keys() & other.keys()}
    return {**way, **other, **shared}


def _distinct(ways: Iterator[Way]) -> list[Way]:
    unique = {frozenset(way.items()): way for way in ways}
    if len(unique) > MOST_WAYS or any(len(way) > LONGEST_WAY for way in unique.values()):
        return _ANY_WAY
    return list(unique.values())


def _ways_to_hold(draft: Draft, condition: Condition, earlier: dict[str, list[Way]]) -> list[Way]:
    match condition:
        case AllOf():
            return reduce(_both, [_ways_to_hold(draft, part, earlier) for part in condition.all])
        case AnyOf():
            return _distinct(way for part in condition.any for way in _ways_to_hold(draft, part, earlier))
        case Not():
            return _ways_to_fail(draft, condition.not_, earlier)
    if condition.question not in earlier:
        return _ANY_WAY
    values = _values_to_hold(draft, condition)
    shown = earlier[condition.question]
    return shown if values is None else _both(shown, [{("answer", condition.question): values}])


def _ways_to_fail(draft: Draft, condition: Condition, earlier: dict[str, list[Way]]) -> list[Way]:
    match condition:
        case AllOf():
            return _distinct(way for part in condition.all for way in _ways_to_fail(draft, part, earlier))
        case AnyOf():
            return reduce(_both, [_ways_to_fail(draft, part, earlier) for part in condition.any])
        case Not():
            return _ways_to_hold(draft, condition.not_, earlier)
    values = _values_to_hold(draft, condition)
    if values is None or not _is_always_shown(draft, condition.question):
        return _ANY_WAY
    everything = frozenset(_everything(draft, condition.question) or ())
    return [{("answer", condition.question): rest}] if (rest := _rest(condition, everything, values)) else []


def _rest(condition: Condition, everything: frozenset[str], values: frozenset[str]) -> frozenset[str]:
    """The answers with which a condition does not hold; none given yet leaves it open, unless it asks for that."""
    return everything - values - (frozenset() if isinstance(condition, Answered) else {_UNANSWERED})


def _is_always_shown(draft: Draft, key: str) -> bool:
    question = draft.by_key.get(key)
    if question is None or question.question is None:
        return False
    return question.question.show_if is None and not question.question.applies_to and not question.section.applies_to


def _everything(draft: Draft, key: str) -> tuple[str, ...] | None:
    """Every answer of a question with one answer, and none; None where they cannot be listed."""
    question = draft.by_key.get(key)
    if question is None or question.question is None or isinstance(question.question, ChoicesQuestion):
        return None
    possible = possible_answers(draft, question)
    return None if possible is None else (*possible, _UNANSWERED)


def _values_to_hold(draft: Draft, condition: Condition) -> frozenset[str] | None:
    """The answers with which the condition on one question holds; None where it is not known or refused elsewhere."""
    if isinstance(condition, AllOf | AnyOf | Not):
        return None
    everything = _everything(draft, condition.question)
    if everything is None:
        return None
    if isinstance(condition, Answered):
        return frozenset(everything) - {_UNANSWERED} if condition.answered else frozenset({_UNANSWERED})
    if isinstance(condition, AnswerIs):
        return frozenset(everything) & frozenset(condition.is_) or None
    scheme = draft.scheme_of(draft.by_key[condition.question])
    level = condition.at_or_below if isinstance(condition, AtOrBelow) else condition.at_or_above
    if scheme is None or not scheme.values or level not in scheme.values:
        return None
    rank = scheme.values.index(level)
    return frozenset(scheme.values[: rank + 1] if isinstance(condition, AtOrBelow) else scheme.values[rank:])
