"""A rating scheme as pages show it, as far as a draft's data lets it be read."""

from dataclasses import dataclass
from typing import Any

from formsapp.builder.places import items_of, text_of
from tool_definitions.document import is_mapping
from tool_definitions.scheme import RatingScheme
from tool_definitions.shipped import shipped_schemes


@dataclass(frozen=True)
class LevelShown:
    """A level: its label, what it means, what it says about practice, and its colour, if any."""

    label: str
    means: str
    stance: str
    colour: str


@dataclass(frozen=True)
class SchemeShown:
    """A scheme: its title, where it comes from, its levels in the order of the page, and what not applicable is called.

    `uses` is the key of the shipped scheme that the tool uses here, empty for one of its own; `is_known` whether there
    is such a shipped scheme.
    """

    name: str
    title: str
    uses: str
    is_known: bool
    levels: tuple[LevelShown, ...]
    not_applicable: str


def scheme_shown(name: str, written: Any) -> SchemeShown:
    """The scheme that a tool has under a name."""
    key = text_of(written, "use")
    shipped = shipped_schemes().get(key)
    if shipped is not None:
        return _shipped(name, key, shipped)
    levels = [_level(one) for one in items_of(written, "levels") if is_mapping(one)]
    if text_of(written, "show") != "worst_first":
        levels.reverse()
    not_applicable = written.get("not_applicable") if is_mapping(written) else None
    label = text_of(not_applicable, "label") or "Not applicable"
    return SchemeShown(name, text_of(written, "title") or key or name, key, not key, tuple(levels), label)


def _shipped(name: str, key: str, scheme: RatingScheme) -> SchemeShown:
    levels = tuple(LevelShown(one.label, one.means, one.stance, one.colour or "") for one in scheme.shown_levels)
    return SchemeShown(name, scheme.title, key, True, levels, scheme.not_applicable.label)


def _level(written: dict[str, Any]) -> LevelShown:
    label = text_of(written, "label") or text_of(written, "value") or "A level without a label"
    return LevelShown(label, text_of(written, "means"), text_of(written, "stance"), text_of(written, "colour"))
