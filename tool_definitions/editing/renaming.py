"""Giving a part of a tool another name, wherever the tool uses it.

Each function gives the edits, from data that may be a draft with errors in it. `from` and `copied_from` never follow:
they name the version before, and other tools. Raises EditRefused with a sentence where the name is not there, is no
name, or is already taken.
"""

from collections.abc import Iterator
from typing import Any

from tool_definitions.document import is_mapping
from tool_definitions.editing.edits import Edit, EditRefused, Put, Rename
from tool_definitions.editing.uses import (
    Placed,
    conditions_on,
    fields_in,
    items_in,
    questions_of,
    sections_of,
    text_in,
)
from tool_definitions.problems import DocumentPath
from tool_definitions.values import KEY_PATTERN, LONGEST_KEY

_DEMANDS = ("comment", "evidence")
_BANDS = ("section", "overall")


def rename_question(data: Any, old: str, new: str) -> list[Edit]:
    """A question's key, in the conditions that name it too."""
    path = _keyed(list(questions_of(data)), "question", old, new)
    edits: list[Edit] = [Put((*path, "key"), new)]
    return edits + [Put((*place, "question"), new) for place, _ in conditions_on(data, frozenset({old}))]


def rename_section(data: Any, old: str, new: str) -> list[Edit]:
    """A section's key."""
    return [Put((*_keyed(list(sections_of(data)), "section", old, new), "key"), new)]


def rename_scheme(data: Any, old: str, new: str) -> list[Edit]:
    """A rating scheme's name in the tool, in the questions rated on it too."""
    last = _named(data, "rating_schemes", "rating scheme", old, new)
    uses = [path for path, question in questions_of(data) if question.get("scheme") == old]
    return [*(Put((*path, "scheme"), new) for path in uses), last]


def rename_reference(data: Any, old: str, new: str) -> list[Edit]:
    """A reference's key, in the questions that cite it and the editions it supersedes too."""
    last = _named(data, "references", "reference", old, new)
    cited = [
        (*path, *place, "source")
        for path, question in questions_of(data)
        for place, reference in fields_in(question, ("references",))
        if reference.get("source") == old
    ]
    superseded = [
        ("references", name, "superseded_by")
        for name, reference in data["references"].items()
        if is_mapping(reference) and reference.get("superseded_by") == old
    ]
    return [*(Put(path, new) for path in cited + superseded), last]


def rename_thread(data: Any, old: str, new: str) -> list[Edit]:
    """A thread's key, in the questions that carry it too."""
    last = _named(data, "threads", "thread", old, new)
    return [*_items_renamed(data, ("threads",), old, new), last]


def rename_wave(data: Any, old: str, new: str) -> list[Edit]:
    """A wave of the tool, in the questions asked in it too."""
    _check_name(new, "wave", {str(wave) for _, wave in items_in(data, ("waves",)) if wave != old})
    own = [path for path, wave in items_in(data, ("waves",)) if wave == old]
    if not own:
        raise _not_there("wave", old)
    return [Put(own[0], new), *_items_renamed(data, ("waves",), old, new)]


def rename_level(data: Any, scheme: str, old: str, new: str) -> list[Edit]:
    """The value of a level of a scheme written in the tool, wherever questions of that scheme name it."""
    path = ("rating_schemes", scheme)
    schemes = data.get("rating_schemes") if is_mapping(data) else None
    written = schemes.get(scheme) if is_mapping(schemes) else None
    if is_mapping(written) and "use" in written:
        raise EditRefused(f"The levels of '{written['use']}' are fixed. Copy the scheme into this tool to change them.")
    levels = {text_in(level, "value"): (*path, *place, "value") for place, level in fields_in(written, ("levels",))}
    if old not in levels:
        raise _not_there("level", old)
    _check_taken("level", new, set(levels) - {old})
    rated = [(place, question) for place, question in questions_of(data) if question.get("scheme") == scheme]
    edits: list[Edit] = [Put(levels[old], new)]
    for place, question in rated:
        edits += _level_in_question(place, question, old, new)
    keys = frozenset(text_in(question, "key") for _, question in rated)
    return edits + list(_values_in_conditions(data, keys, old, new))


def rename_option(data: Any, question: str, old: str, new: str) -> list[Edit]:
    """The value of a question's option, in the conditions that name it too."""
    found = next((placed for placed in questions_of(data) if placed[1].get("key") == question), None)
    if found is None:
        raise _not_there("question", question)
    options = {text_in(option, "value"): (*found[0], *place) for place, option in fields_in(found[1], ("options",))}
    if old not in options:
        raise _not_there("option", old)
    _check_taken("option", new, set(options) - {old})
    edits: list[Edit] = [Put((*options[old], "value"), new)]
    return edits + list(_values_in_conditions(data, frozenset({question}), old, new))


def rename_band(data: Any, old: str, new: str) -> list[Edit]:
    """The label of a band, in the limits that hold a score down to it too."""
    scoring = data.get("scoring") if is_mapping(data) else None
    bands = {text_in(band, "label"): ("scoring", *place, "label") for place, band in fields_in(scoring, ("bands",))}
    if old not in bands:
        raise _not_there("band", old)
    _check_taken("band", new, set(bands) - {old})
    limits = [
        (*path, "limit", name)
        for path, question in questions_of(data)
        for name in _BANDS
        if is_mapping(question.get("limit")) and question["limit"].get(name) == old
    ]
    return [Put(path, new) for path in (bands[old], *limits)]


def _level_in_question(path: DocumentPath, question: dict[str, Any], old: str, new: str) -> Iterator[Edit]:
    if is_mapping(question.get("limit")) and question["limit"].get("at_or_below") == old:
        yield Put((*path, "limit", "at_or_below"), new)
    if question.get("action_at_or_below") == old:
        yield Put((*path, "action_at_or_below"), new)
    for name in _DEMANDS:
        when, _, level = text_in(question, name).strip().partition(" ")
        if level.strip() == old:
            yield Put((*path, name), f"{when} {new}")
    for place, option in fields_in(question, ("options",)):
        if option.get("value") == old:
            yield Put((*path, *place, "value"), new)
    if is_mapping(question.get("levels")) and old in question["levels"]:
        yield Rename((*path, "levels", old), new)


def _values_in_conditions(data: Any, keys: frozenset[str], old: str, new: str) -> Iterator[Edit]:
    for path, condition in conditions_on(data, keys):
        for form in ("at_or_below", "at_or_above"):
            if condition.get(form) == old:
                yield Put((*path, form), new)
        for place, value in items_in(condition, ("is",)):
            if value == old:
                yield Put((*path, *place), new)


def _items_renamed(data: Any, name: tuple[str], old: str, new: str) -> Iterator[Edit]:
    for path, question in questions_of(data):
        for place, value in items_in(question, name):
            if value == old:
                yield Put((*path, *place), new)


def _keyed(parts: list[Placed], what: str, old: str, new: str) -> DocumentPath:
    """The path of the part with the old key, where it may have the new one."""
    path = next((path for path, part in parts if part.get("key") == old), None)
    if path is None:
        raise _not_there(what, old)
    _check_name(new, what, {text_in(part, "key") for place, part in parts if place != path})
    return path


def _named(data: Any, part: str, what: str, old: str, new: str) -> Rename:
    names = data.get(part) if is_mapping(data) else None
    if not is_mapping(names) or old not in names:
        raise _not_there(what, old)
    _check_name(new, what, set(names) - {old})
    return Rename((part, old), new)


def _check_name(name: str, what: str, taken: set[str]) -> None:
    if len(name) > LONGEST_KEY or not KEY_PATTERN.fullmatch(name):
        raise EditRefused(
            f"'{name}' cannot be the key of a {what}: use lower-case letters, digits, dots, hyphens and underscores, "
            "starting with a letter or digit."
        )
    _check_taken(what, name, taken)


def _check_taken(what: str, name: str, taken: set[str]) -> None:
    if name in taken:
        raise EditRefused(f"There is already a {what} called '{name}' in this tool.")


def _not_there(what: str, name: str) -> EditRefused:
    return EditRefused(f"There is no {what} called '{name}' in this tool.")
