"""Organisation attributes that the tool names."""

from collections.abc import Iterator

from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft
from tool_definitions.model_problems import did_you_mean
from tool_definitions.problems import Problem

#: What the register knows of every organisation. A partnership may add its own, so others are let pass.
KNOWN_ATTRIBUTES = ("type", "phase", "sector", "trust", "has_nursery", "has_sixth_form", "boarding", "provision")
#: The values that the register lists for those of them that are not free text.
KNOWN_VALUES: dict[str, tuple[str, ...]] = {
    "type": ("school", "college", "agency", "early_years", "other"),
    "phase": ("nursery", "primary", "middle", "secondary", "all_through", "post_16"),
    "provision": ("mainstream", "special", "alternative"),
    "sector": (
        "maintained", "academy", "independent", "further_education", "police", "health", "council", "youth_justice",
        "probation", "prison", "housing", "voluntary", "fire", "transport", "sport", "early_years", "other",
    ),
    "has_nursery": ("yes", "no"),
    "has_sixth_form": ("yes", "no"),
    "boarding": ("yes", "no"),
}  # fmt: skip
_NAMED_IN = ("applies_to", "only_for")


def attributes_named(draft: Draft) -> Iterator[Problem]:
    """No attribute is a slip of the pen, which nobody would match."""
    for path, part in (found for named in _NAMED_IN for found in draft.fields.get(named, ())):
        for name in part if is_mapping(part) else ():
            if name not in KNOWN_ATTRIBUTES and (remedy := did_you_mean(name, KNOWN_ATTRIBUTES)):
                yield draft.problem("odd-attribute", (*path, name), f"no attribute is known as '{name}'", remedy)
