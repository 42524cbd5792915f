"""The levels of a rating scheme as a draft has it, as far as they can be read."""

from typing import Any, NamedTuple

from formsapp.builder.places import items_of, names_in, text_of
from tool_definitions.document import is_mapping
from tool_definitions.shipped import shipped_schemes


class LevelShown(NamedTuple):
    """A level: its value, what people call it, and what it means on any question."""

    value: str
    label: str
    means: str


def levels_of(data: Any, scheme: str) -> list[LevelShown]:
    """The levels of a scheme of the tool, worst first; none where it is not known."""
    written = names_in(data, "rating_schemes").get(scheme)
    shipped = shipped_schemes().get(text_of(written, "use"))
    if shipped:
        return [LevelShown(level.value, level.label, level.means) for level in shipped.levels]
    return [
        LevelShown(text_of(level, "value"), text_of(level, "label") or text_of(level, "value"), text_of(level, "means"))
        for level in items_of(written, "levels")
        if is_mapping(level) and text_of(level, "value")
    ]


def scheme_titles(data: Any) -> list[tuple[str, str]]:
    """The schemes of the tool, each with its title."""
    found = []
    for name, written in names_in(data, "rating_schemes").items():
        shipped = shipped_schemes().get(text_of(written, "use"))
        title = shipped.title if shipped else text_of(written, "title")
        found.append((name, f"{title} ({name})" if title and title != name else name))
    return found
