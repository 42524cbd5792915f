"""Whether ratings given under two versions of a tool may be set beside each other: the rule that scoring follows."""

from dataclasses import dataclass

from tool_definitions.changes.relations import stated
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Tool


@dataclass(frozen=True)
class NotComparable:
    """A question that cannot be set beside the earlier version, and why, as a sentence's end."""

    question: str
    reason: str


def match_question(tool: Tool, previous: Tool, key: str) -> tuple[str, str] | NotComparable:
    """The earlier question that this scored one is compared with and their relation, or why it cannot be compared.

    Only questions that are the same or reworded, on a scheme with the same levels, are compared.
    """
    came = stated(tool.questions[key], previous)
    before, relation = (came[0].key, came[0].relation) if came else (key, "same")
    if len(came) > 1 or relation not in {"same", "reworded"}:
        return NotComparable(key, f"it was {relation} from {' and '.join(repr(one.key) for one in came)}")
    if before not in previous.scored_questions:
        return NotComparable(key, "it is new" if not came else f"the earlier audit has no {before!r}")
    if not same_levels(tool.scheme_of(key), previous.scheme_of(before)):
        return NotComparable(key, "its rating scheme has other levels")
    return before, relation


def same_levels(scheme: RatingScheme, previous: RatingScheme) -> bool:
    """Whether two schemes have the same levels, so that a rating on one may stand beside a rating on the other."""
    return _levels(scheme) == _levels(previous)


def _levels(scheme: RatingScheme) -> list[tuple[str, float, str]]:
    return [(level.value, level.score, level.stance) for level in scheme.levels]
