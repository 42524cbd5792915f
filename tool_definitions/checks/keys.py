"""Keys: one of each."""

from collections.abc import Iterator, Sequence

from tool_definitions.draft import Draft, DraftQuestion, DraftSection
from tool_definitions.problems import Problem
from tool_definitions.values import look_alike

_NAMES_IN_PYTHON = {"from_": "from", "is_": "is", "not_": "not"}


def duplicate_keys(draft: Draft) -> Iterator[Problem]:
    """No two sections and no two questions have the same key."""
    yield from _duplicates(draft, "sections", draft.sections)
    yield from _duplicates(draft, "questions", draft.questions)


def _duplicates(draft: Draft, what: str, parts: Sequence[DraftSection | DraftQuestion]) -> Iterator[Problem]:
    first_lines: dict[str, int] = {}
    for part in parts:
        path = (*part.path, "key")
        line = draft.document.line(path)
        key = look_alike(part.key)
        if key and key in first_lines:
            message = f"two {what} have the key '{part.key}': on lines {first_lines[key]} and {line}"
            yield draft.problem("duplicate-key", path, message)
        first_lines.setdefault(key, line)


def python_names(draft: Draft) -> Iterator[Problem]:
    """The model's own names for fields that Python reserves are not names in a file."""
    for name, right in _NAMES_IN_PYTHON.items():
        for path, _ in draft.fields.get(name, ()):
            yield draft.problem("unknown-field", path, f"there is no field '{name}' here", f"did you mean '{right}'?")
