"""Rating schemes: their levels, scores and words."""

from collections.abc import Callable, Iterator
from typing import Any

from tool_definitions.changes.change import Change, ChangeKind
from tool_definitions.changes.pairs import in_another_order, paired
from tool_definitions.changes.phrases import reworded, turned, went
from tool_definitions.scheme import Level, RatingScheme
from tool_definitions.tool import Tool
from tool_definitions.words import STANCES

_KIND = ChangeKind.SCHEME
_FIELD = "rating_schemes"


def scheme_words(scheme: RatingScheme) -> str:
    """A scheme with its levels, worst first: Met or not met (Not met, Met)."""
    return f"{scheme.title} ({', '.join(level.label for level in scheme.levels)})"


def changes_of_schemes(before: Tool, after: Tool) -> Iterator[Change]:
    """The differences between the rating schemes of two versions of a tool, by their names in the tool."""
    for name, new in after.rating_schemes.items():
        old = before.rating_schemes.get(name)
        if old is None:
            yield Change(_KIND, _FIELD, f"A new rating scheme: {scheme_words(new)}.", None, scheme_words(new))
        elif old != new:
            yield from _changed(old, new)
    for name, old in before.rating_schemes.items():
        if name not in after.rating_schemes:
            yield Change(_KIND, _FIELD, f"The rating scheme {scheme_words(old)} is no longer used.", scheme_words(old))


def _changed(old: RatingScheme, new: RatingScheme) -> Iterator[Change]:
    if old.title != new.title:
        sentence = f"The rating scheme “{old.title}” is now called “{new.title}”."
        yield Change(_KIND, _FIELD, sentence, old.title, new.title)
    yield from _levels(old, new)
    if old.not_applicable != new.not_applicable:
        what = f"the wording of not applicable in “{new.title}”"
        labels = [f"“{one.not_applicable.label}” ({one.not_applicable.value})" for one in (old, new)]
        yield went(_KIND, _FIELD, what, *labels)
    if old.show != new.show:
        first = {"best_first": "best", "worst_first": "worst"}[new.show]
        yield Change(_KIND, _FIELD, f"“{new.title}” now shows the {first} level first.", old.show, new.show)
    if old.source != new.source:
        yield reworded(_FIELD, f"Source of “{new.title}”", old.source, new.source)
    if old.key != new.key:
        yield went(ChangeKind.RECORD, _FIELD, f"the key of “{new.title}”", old.key, new.key)


def _levels(old: RatingScheme, new: RatingScheme) -> Iterator[Change]:
    if old.levels == new.levels:
        return
    for pair in paired(old.levels, new.levels, lambda level: level.value):
        yield from _level(new, *pair)
    if in_another_order(old.ranks, new.ranks):
        labels = [", ".join(level.label for level in one.levels) for one in (old, new)]
        yield Change(_KIND, _FIELD, f"The levels of “{new.title}” stand in another order.", *labels)


def _level(scheme: RatingScheme, old: Level | None, new: Level | None) -> Iterator[Change]:
    where = f"in “{scheme.title}”"
    if old is None:
        label = new.label if new else ""
        yield Change(_KIND, _FIELD, f"A new level {where}: “{label}”.", None, label)
    elif new is None:
        yield Change(_KIND, _FIELD, f"The level “{old.label}” {where} is removed.", old.label, None)
    else:
        yield from (
            tell(f"“{new.label}” {where}", getattr(old, field), getattr(new, field))
            for field, tell in _OF_LEVEL.items()
            if getattr(old, field) != getattr(new, field)
        )


def _label(what: str, old: str, _new: str) -> Change:
    return Change(_KIND, _FIELD, f"{what} was called “{old}”.", old, _new)


def _stance(what: str, old: str, new: str) -> Change:
    words = [STANCES[one] for one in (old, new)]
    return Change(_KIND, _FIELD, f"{what}: {words[1].lower()}; it was: {words[0].lower()}.", *words)


def _meets(what: str, _old: Any, new: bool | None) -> Change:
    if new is None:
        return Change(_KIND, _FIELD, f"{what} meets the standard unless it is a concern.", None, None)
    return turned(_KIND, _FIELD, new, f"{what} now meets the standard.", f"{what} no longer meets the standard.")


_OF_LEVEL: dict[str, Callable[[str, Any, Any], Change]] = {
    "label": _label,
    "score": lambda what, old, new: went(_KIND, _FIELD, f"the score of {what}", old, new),
    "means": lambda what, old, new: reworded(_FIELD, f"Meaning of {what}", old, new),
    "stance": _stance,
    "meets_standard": _meets,
    "colour": lambda what, old, new: went(ChangeKind.RECORD, _FIELD, f"the colour of {what}", old, new),
}
