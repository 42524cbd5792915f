"""Organisation attributes that the tool names."""

from collections.abc import Iterator

from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft
from tool_definitions.model_problems import did_you_mean
from tool_definitions.problems import Problem

#: What the register knows of every organisation. A partnership may add its own, so others are let pass.
KNOWN_ATTRIBUTES = ("type", "phase", "sector", "trust", "has_nursery", "has_sixth_form", "boarding", "provision")
_NAMED_IN = frozenset({"applies_to", "only_for"})


def attributes_named(draft: Draft) -> Iterator[Problem]:
    """No attribute is a slip of the pen, which nobody would match."""
    for path, part in draft.parts:
        if not path or path[-1] not in _NAMED_IN or not is_mapping(part):
            continue
        for name in part:
            if name not in KNOWN_ATTRIBUTES and (remedy := did_you_mean(name, KNOWN_ATTRIBUTES)):
                yield draft.problem("odd-attribute", (*path, name), f"no attribute is known as '{name}'", remedy)
