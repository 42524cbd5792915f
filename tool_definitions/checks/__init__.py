"""The rules of a tool, by subject: each is a function from a draft to its problems."""

from collections.abc import Callable, Iterator

from tool_definitions.checks import (
    attributes,
    conditions,
    framework,
    keys,
    levels,
    never_shown,
    references,
    scoring,
    values,
    writing,
)
from tool_definitions.draft import Draft
from tool_definitions.problems import Problem

Check = Callable[[Draft], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    keys.duplicate_keys,
    keys.python_names,
    levels.scheme_levels,
    levels.known_schemes,
    levels.levels_named,
    levels.levels_described,
    levels.scheme_fits,
    scoring.bands,
    scoring.bands_named,
    scoring.weights,
    conditions.questions_named,
    conditions.cycles,
    conditions.answers_named,
    never_shown.never_shown,
    references.references_named,
    references.threads_named,
    attributes.attributes_named,
    values.options,
    values.columns,
    values.number_range,
    values.hidden_in_values,
    writing.links,
    writing.raw_html,
    writing.hidden_characters,
    writing.titles,
    writing.reading_age,
    framework.asks_for,
    framework.lived_experience,
    framework.words_and_ratings,
    framework.size,
    framework.parts_of_kind,
)
