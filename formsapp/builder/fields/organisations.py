"""Which organisations something is for: attributes of the register, and for each the values that match."""

from collections.abc import Iterator
from typing import Any

from formsapp.builder.fields.choice import Option, Ticks
from formsapp.builder.fields.field import Field
from formsapp.builder.fields.group import Group
from formsapp.builder.fields.text import Lines
from formsapp.organisations.words import LABELS, values_of
from tool_definitions.checks.attributes import KNOWN_ATTRIBUTES
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath

_NAMED_IN = ("applies_to", "only_for")


class AppliesTo(Group):
    """Attributes, each with the values chosen from those the register and this tool know."""

    component = "organisations"

    def __init__(self, name: str, label: str, data: Any, *, hint: str = "") -> None:
        super().__init__(name, label, [], hint=hint)
        self._named = values_named(data)

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """A list of values for each attribute that is known or written."""
        others = [name for name in written if name not in KNOWN_ATTRIBUTES] if is_mapping(written) else []
        self.fields = {name: self._attribute(name) for name in [*KNOWN_ATTRIBUTES, *others]}
        super().open(written, path, prefix)

    def _attribute(self, name: str) -> Field:
        label = LABELS.get(name, name)
        options: list[Option] = list(values_of(name).items())
        if not options:
            return Lines(name, label, hint="One on each line, as in the register", rows=2)
        known = {value for value, _words in options}
        options += [(value, value) for value in self._named.get(name, ()) if value not in known]
        return Ticks(name, label, options)

    @property
    def chosen(self) -> list[Field]:
        """The attributes of which something is chosen."""
        return [field for field in self.fields.values() if field.is_set]


def values_named(data: Any) -> dict[str, list[str]]:
    """The values of each attribute that a tool names anywhere."""
    found: dict[str, dict[str, None]] = {}
    for part in _named_parts(data):
        for name, values in part.items():
            for value in values if isinstance(values, list) else []:
                if isinstance(value, str):
                    found.setdefault(name, {})[value] = None
    return {name: list(values) for name, values in found.items()}


def _named_parts(data: Any) -> Iterator[dict[str, Any]]:
    items = data.items() if is_mapping(data) else enumerate(data) if isinstance(data, list) else ()
    for name, part in items:
        if name in _NAMED_IN and is_mapping(part):
            yield part
        elif isinstance(part, dict | list):
            yield from _named_parts(part)
