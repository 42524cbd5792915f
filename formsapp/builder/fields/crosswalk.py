"""Another framework's numbering of the same thing."""

from typing import Any

from formsapp.builder.fields.field import CannotBeSaved, is_nothing
from formsapp.builder.fields.text import Box
from tool_definitions.document import is_mapping


class Crosswalk(Box):
    """A framework on each line, with the numbers it gives: `nhs-safeguarding: 2.1, 2.4`."""

    component = "lines"
    rows = 3

    def __init__(self) -> None:
        hint = "A framework on each line, and after a colon what it calls this. Such as: nhs-safeguarding: 2.1, 2.4"
        super().__init__("crosswalk", "The same in other frameworks", hint=hint)

    def shown(self) -> str:
        """A line for each framework."""
        if is_nothing(self.written):
            return ""
        return "\n".join(f"{name}: {', '.join(str(one) for one in numbers)}" for name, numbers in self.written.items())

    def read(self, typed: str) -> Any:
        """The frameworks, each with a list."""
        return dict(_framework(line) for line in typed.split("\n") if line.strip())

    @property
    def is_odd(self) -> bool:
        """Whether anything but lists of short texts by name is written."""
        if is_nothing(self.written):
            return False
        return not is_mapping(self.written) or not all(map(_is_list_of_words, self.written.values()))


def _framework(line: str) -> tuple[str, list[str]]:
    name, colon, numbers = line.partition(":")
    listed = [one.strip() for one in numbers.split(",") if one.strip()]
    if not (colon and name.strip() and listed):
        raise CannotBeSaved("Write the framework, a colon, and what it calls this: nhs-safeguarding: 2.1, 2.4")
    return name.strip(), listed


def _is_list_of_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and "," not in one and one for one in value)
