"""As whom a tool is seen: the attributes it asks by, the choices for each, and what was chosen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from formsapp.organisations.words import LABELS, TYPES, YES_NO, values_of, words_for
from formsapp.ui.formatting import lower_first
from tool_definitions.length import DIVIDES, Respondent, attributes_named, audiences, values_named
from tool_definitions.tool import Tool

WAVE = "wave"
#: Stands for every value that the tool does not name: it asks the same of all of them.
ANOTHER = ""
#: Chosen on paper: whatever the value is, so that all is there that any of them is asked.
ANY = "any"


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
        if self.chosen in {ANOTHER, ANY}:
            return ""
        label = _inside(self.name, dict(self.options)[self.chosen])
        if {value for value, _ in self.options} <= {*YES_NO, ANOTHER, ANY}:
            return f"{'' if self.chosen == 'yes' else 'no '}{lower_first(self.label)}"
        return label


@dataclass(frozen=True)
class SeenAs:
    """The choices that were made, and the respondent they make."""

    choices: tuple[Choice, ...]

    @property
    def respondent(self) -> Respondent:
        """Everything is known of whoever a tool is seen as, but for what is left at any."""
        known = {one.name: one.chosen or None for one in self.choices if one.chosen != ANY}
        wave = known.pop(WAVE, None)
        return Respondent(known, wave)

    @property
    def words(self) -> str:
        """As whom: “Primary school, boarding”; empty where the tool asks the same of everybody."""
        return _in_one_line([one.words for one in self.choices])


def seen_as(tool: Tool, chosen: Mapping[str, str]) -> SeenAs:
    """The choices of a tool with what a form or an address chose; what it leaves out is that of the first audience."""
    usual = audiences(tool)[0]
    values = {**usual.organisation, WAVE: usual.wave}
    return SeenAs(tuple(_chosen(one, chosen, values.get(one.name) or ANOTHER) for one in _choices(tool)))


def printed_for(tool: Tool, chosen: Mapping[str, str]) -> SeenAs:
    """The same for paper: what is not chosen may be anything."""
    any_value = (ANY, "Any")
    choices = (replace(one, options=(any_value, *one.options)) for one in _choices(tool))
    return SeenAs(tuple(_chosen(one, chosen, ANY) for one in choices))


def _choices(tool: Tool) -> Iterator[Choice]:
    for name in attributes_named(tool):
        yield Choice(name, LABELS.get(name, _spaced(name)), _options(tool, name), ANOTHER)
    if tool.waves:
        yield Choice(WAVE, "Wave", tuple((wave, _spaced(wave)) for wave in tool.waves), ANOTHER)


def _chosen(choice: Choice, given: Mapping[str, str], usual: str) -> Choice:
    values = [value for value, _ in choice.options]
    wanted = given.get(choice.name, usual)
    return replace(choice, chosen=wanted if wanted in values else values[-1])


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
    if set(values) <= set(YES_NO):
        left = [words for value, words in YES_NO.items() if value not in values]
        return left[0] if left else "Not known"
    return "Another" if values_of(name) else "None of these"


def _spaced(word: str) -> str:
    return _upper_first(word.replace("_", " "))


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _inside(name: str, words: str) -> str:
    """A value's words inside a line; those of a trust or a council are names."""
    return lower_first(words) if name in {"type", WAVE} or values_of(name) else words


def audience_words(respondent: Respondent) -> str:
    """One of a tool's audiences: “School, primary”."""
    known = respondent.organisation
    divided_by = DIVIDES.get(known.get("type") or "")
    parts = [_inside(name, _value_words(name, value)) for name, value in known.items() if value is not None]
    if divided_by in known and known[divided_by] is None:
        parts.append(f"another {divided_by}")
    if respondent.wave:
        parts.append(lower_first(_spaced(respondent.wave)))
    return _in_one_line(parts) or "Everybody"


def _in_one_line(parts: Iterable[str]) -> str:
    return _upper_first(", ".join(filter(None, parts)))
