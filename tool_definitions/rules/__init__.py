"""The catalogue of rules: one stable code each, a sentence, why it matters and how to put it right.

`docs/tool-checks.md` and the pages beside it are made from it by `python -m tool_definitions.rule_pages`.
"""

from tool_definitions.rules import (
    audience,
    cases,
    conditions,
    descriptions,
    framework,
    names,
    privacy,
    questions,
    reading,
    references,
    schemes,
    scoring,
    shape,
    summary,
    versions,
    wording,
)
from tool_definitions.rules.rule import Family, Rule

#: The families in the order in which the documentation lists them.
FAMILIES: tuple[Family, ...] = (
    reading.FAMILY,
    shape.FAMILY,
    names.FAMILY,
    schemes.FAMILY,
    descriptions.FAMILY,
    scoring.FAMILY,
    summary.FAMILY,
    conditions.FAMILY,
    audience.FAMILY,
    questions.FAMILY,
    cases.FAMILY,
    references.FAMILY,
    versions.FAMILY,
    wording.FAMILY,
    privacy.FAMILY,
    framework.FAMILY,
)
#: Every code and its rule.
RULES: dict[str, Rule] = {code: rule for family in FAMILIES for code, rule in family.catalogue().items()}

__all__ = ["FAMILIES", "RULES", "Family", "Rule"]
