"""Which question of the version before each question comes from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tool_definitions.question import CameFrom, QuestionBase
from tool_definitions.tool import Tool

#: From the loosest tie to none: what two steps together come to is the further of the two.
_STRENGTH = ("same", "reworded", "split", "merged", "new")


@dataclass(frozen=True)
class Origin:
    """The keys a question had in the earlier version, and its relation to them; `new` and no keys where it had none."""

    keys: tuple[str, ...]
    relation: str


NEW = Origin((), "new")


def stated(question: QuestionBase, before: Tool) -> tuple[CameFrom, ...]:
    """What the question says that it comes from.

    The same words under the same key in both versions were written about a version older than both, so they say
    nothing here.
    """
    earlier = before.questions.get(question.key)
    return () if earlier is not None and earlier.from_ == question.from_ else question.from_


def origin_of(question: QuestionBase, before: Tool) -> Origin:
    """Where the question comes from: what its `from` says, else the question with its key."""
    came = stated(question, before)
    if not came:
        return Origin((question.key,), "same") if question.key in before.questions else NEW
    known = tuple(dict.fromkeys(one.key for one in came if one.key in before.questions))
    return Origin(known, came[0].relation if len(came) == 1 else "merged") if known else NEW


def origins(before: Tool, after: Tool, through: Sequence[Tool] = ()) -> dict[str, Origin]:
    """Where each question of `after` comes from, in tool order; by way of the versions between, oldest first."""
    steps = [
        {key: origin_of(question, older) for key, question in newer.questions.items()}
        for older, newer in pairwise((before, *through, after))
    ]
    found = steps[-1]
    for earlier in reversed(steps[:-1]):
        found = {key: _by_way_of(origin, earlier) for key, origin in found.items()}
    return found


def _by_way_of(origin: Origin, earlier: Mapping[str, Origin]) -> Origin:
    before = [earlier[key] for key in origin.keys]
    keys = tuple(dict.fromkeys(key for one in before for key in one.keys))
    if not keys:
        return NEW
    relation = max((origin.relation, *(one.relation for one in before if one.keys)), key=_STRENGTH.index)
    return Origin(keys, relation)


def without_successor(before: Tool, found: Iterable[Origin]) -> tuple[str, ...]:
    """The questions of the earlier version that none of these comes from, in tool order."""
    succeeded = {key for origin in found for key in origin.keys}
    return tuple(key for key in before.questions if key not in succeeded)


def lapsed(before: Tool, after: Tool) -> tuple[str, ...]:
    """The keys of questions of the earlier version without any successor, in tool order."""
    return without_successor(before, origins(before, after).values())
