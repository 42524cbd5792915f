"""Options, columns, ranges, and values that look like others."""

import unicodedata
from collections.abc import Iterator

from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.problems import Problem
from tool_definitions.question import ChoiceQuestion, ChoicesQuestion, NumberQuestion, TableQuestion
from tool_definitions.values import look_alike

_FIELDS_OF_VALUES = ("value", "version")


def options(draft: Draft) -> Iterator[Problem]:
    """No two options of a question have values that a reader could take for one."""
    for question in draft.questions:
        if isinstance(question.question, ChoiceQuestion | ChoicesQuestion):
            yield from _repeated(draft, question, [option.value for option in question.question.options])


def _repeated(draft: Draft, question: DraftQuestion, values: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, value in enumerate(values):
        if look_alike(value) in seen:
            message = f"two options have the value '{value}' (capital letters and spaces make no difference)"
            yield draft.problem("duplicate-option", (*question.path, "options", place, "value"), message)
        seen.add(look_alike(value))


def columns(draft: Draft) -> Iterator[Problem]:
    """No two columns of a table have the same key."""
    for question in draft.questions:
        keys = (
            [column.key for column in question.question.columns] if isinstance(question.question, TableQuestion) else []
        )
        seen: set[str] = set()
        for place, key in enumerate(keys):
            if key in seen:
                path = (*question.path, "columns", place, "key")
                yield draft.problem("duplicate-column", path, f"two columns have the key '{key}'")
            seen.add(key)


def number_range(draft: Draft) -> Iterator[Problem]:
    """A number's minimum is not above its maximum."""
    for question in draft.questions:
        number = question.question
        if not isinstance(number, NumberQuestion) or number.minimum is None or number.maximum is None:
            continue
        if number.minimum > number.maximum:
            message = f"the minimum {number.minimum:g} is above the maximum {number.maximum:g}"
            yield draft.problem("minimum-above-maximum", (*question.path, "minimum"), message)


def hidden_in_values(draft: Draft) -> Iterator[Problem]:
    """Codes that are stored and compared hold nothing that cannot be seen."""
    for name in _FIELDS_OF_VALUES:
        for path, part in draft.fields.get(name, ()):
            if isinstance(part, str) and _hides_something(part):
                message = f"'{name}' holds a hidden character or a space at an end"
                yield draft.problem("hidden-character-in-value", path, message)


def _hides_something(value: str) -> bool:
    return value != value.strip() or any(unicodedata.category(character) in {"Cf", "Cc"} for character in value)
