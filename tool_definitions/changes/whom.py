"""Of whom something is asked, and how that changed, in the words of the people asked."""

from collections.abc import Sequence

from tool_definitions.changes.change import Change, ChangeKind
from tool_definitions.changes.phrases import and_words
from tool_definitions.values import AppliesTo
from tool_definitions.words import applies_words, either, spaced

_PEOPLE = {
    ("type", "school"): "schools",
    ("type", "college"): "colleges",
    ("phase", "nursery"): "nursery schools",
    ("phase", "primary"): "primary schools",
    ("phase", "middle"): "middle schools",
    ("phase", "secondary"): "secondary schools",
    ("phase", "all_through"): "all-through schools",
    ("phase", "post_16"): "post-16 providers",
    ("sector", "maintained"): "maintained schools",
    ("sector", "academy"): "academies",
    ("sector", "independent"): "independent schools",
    ("sector", "further_education"): "further education",
    ("provision", "mainstream"): "mainstream schools",
    ("provision", "special"): "special schools",
    ("provision", "alternative"): "alternative provision",
    ("has_nursery", "yes"): "those with a nursery",
    ("has_nursery", "no"): "those without a nursery",
    ("has_sixth_form", "yes"): "those with a sixth form",
    ("has_sixth_form", "no"): "those without a sixth form",
    ("boarding", "yes"): "those with boarding",
    ("boarding", "no"): "those without boarding",
}


def people(attribute: str, values: Sequence[str]) -> list[str]:
    """Who has these values of an attribute, in words."""
    return [_PEOPLE.get((attribute, value), f"those with {spaced(attribute)} “{spaced(value)}”") for value in values]


def whom(applies_to: AppliesTo) -> str:
    """Whom something is asked of: primary schools or middle schools; everybody where nothing is named."""
    if len(applies_to) == 1:
        ((attribute, values),) = applies_to.items()
        return either(people(attribute, values)) if values else "nobody"
    return applies_words(applies_to) if applies_to else "everybody"


def asked_of(before: AppliesTo, after: AppliesTo, field: str = "applies_to") -> Change:
    """How those asked became more, fewer or others."""
    return Change(ChangeKind.ASKED_OF, field, f"{_sentence(before, after)}.", whom(before), whom(after))


def _sentence(before: AppliesTo, after: AppliesTo) -> str:
    if not before:
        return f"Now asked only of {whom(after)}"
    if not after:
        return f"Now asked of everybody; before, only of {whom(before)}"
    differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if len(differing) == 1 and differing[0] in before and differing[0] in after:
        return _widened(differing[0], before, after) + _still(differing[0], after)
    return f"Now asked only of {whom(after)}; before, of {whom(before)}"


def _widened(attribute: str, before: AppliesTo, after: AppliesTo) -> str:
    old, new = before[attribute], after[attribute]
    added = people(attribute, [value for value in new if value not in old])
    gone = people(attribute, [value for value in old if value not in new])
    if added and gone:
        return f"Asked of {and_words(added)} too, and no longer of {and_words(gone)}"
    if added:
        return f"Asked of {and_words(added)} too"
    return f"No longer asked of {and_words(gone)}" if gone else "Asked of the same people, listed in another order"


def _still(attribute: str, after: AppliesTo) -> str:
    others = {name: values for name, values in after.items() if name != attribute}
    return f" (still only {applies_words(others)})" if others else ""
