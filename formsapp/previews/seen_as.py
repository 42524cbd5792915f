"""As whom a tool is seen: the attributes it asks by, the choices for each, and what was chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formsapp.organisations.words import LABELS, TYPES, YES_NO, values_of, words_for
from formsapp.ui.formatting import lower_first
from tool_definitions.length import DIVIDES, Respondent, attributes_named, audiences, values_named
from tool_definitions.tool import Tool

WAVE = "wave"
#: Stands for every value that the tool does not name: it asks the same of all of them.
ANOTHER = ""


@dataclass(frozen=True)
class Choice:
    """One attribute (or the wave): its name in the form, what it is called, the values and what is chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def words(self) -> str:
        """What is chosen, as people read it; empty where it says nothing."""
        if self.chosen == ANOTHER:
            return ""
        label = dict(self.options)[self.chosen]
        if self.options[0][0] in YES_NO:
            return self.label if self.chosen == "yes" else f"no {lower_first(self.label)}"
        return label


@dataclass(frozen=True)
class SeenAs:
    """The choices that were made, and the respondent they make."""

    choices: tuple[Choice, ...]

    @property
    def respondent(self) -> Respondent:
        """Everything is known of whoever a preview is seen as."""
        organisation = {one.name: one.chosen or None for one in self.choices if one.name != WAVE}
        return Respondent(organisation, next((one.chosen for one in self.choices if one.name == WAVE), None))

    @property
    def words(self) -> str:
        """As whom: “Primary school, boarding”; empty where the tool asks the same of everybody."""
        return _in_one_line([one.words for one in self.choices])


def seen_as(tool: Tool, chosen: Mapping[str, str]) -> SeenAs:
    """The choices of a tool with what a form or an address chose; what it leaves out is that of the first audience."""
    usual = audiences(tool)[0]
    found = []
    for name in attributes_named(tool):
        options = _options(tool, name)
        found.append(_choice(name, LABELS.get(name, _spaced(name)), options, chosen, usual.organisation.get(name)))
    if tool.waves:
        waves = tuple((wave, _spaced(wave)) for wave in tool.waves)
        found.append(_choice(WAVE, "Wave", waves, chosen, usual.wave))
    return SeenAs(tuple(found))


def _choice(
    name: str, label: str, options: tuple[tuple[str, str], ...], given: Mapping[str, str], usual: str | None
) -> Choice:
    values = [value for value, _ in options]
    wanted = given.get(name, usual or ANOTHER)
    return Choice(name, label, options, wanted if wanted in values else values[-1])


def _options(tool: Tool, name: str) -> tuple[tuple[str, str], ...]:
    if name == "type":
        values = tool.audience.organisation_types or (*TYPES,)
        return tuple((value, words_for(name, value) or _spaced(value)) for value in values)
    known = list(values_of(name))
    values = sorted(values_named(tool, name), key=lambda one: known.index(one) if one in known else len(known))
    named = tuple((value, _value_words(name, value)) for value in values)
    return (*named, (ANOTHER, _rest_words(name, values)))


def _value_words(name: str, value: str) -> str:
    words = words_for(name, value)
    return words if words != value else _spaced(value)


def _rest_words(name: str, values: list[str]) -> str:
    if values == ["yes"]:
        return "No"
    if set(values) <= set(YES_NO):
        return "Not known"
    return "Another" if values_of(name) else "None of these"


def _spaced(word: str) -> str:
    return word.replace("_", " ").capitalize()


def audience_words(respondent: Respondent) -> str:
    """One of a tool's audiences: “School, primary”."""
    known = respondent.organisation
    divided_by = DIVIDES.get(known.get("type") or "")
    parts = [_value_words(name, value) for name, value in known.items() if value is not None]
    if divided_by in known and known[divided_by] is None:
        parts.append(f"another {divided_by}")
    if respondent.wave:
        parts.append(_spaced(respondent.wave))
    return _in_one_line(parts) or "Everybody"


def _in_one_line(parts: Iterable[str]) -> str:
    said = [part for part in parts if part]
    return ", ".join([*said[:1], *map(lower_first, said[1:])])
