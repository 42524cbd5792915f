"""From what an officer means to the edits: moving, copying, removing and renaming questions and sections.

Every function is given data as a file holds them, which may be a draft with errors in it, and changes nothing. Where
several questions have one key by mistake, the first is meant. Raises EditRefused with a sentence where a part is not
there.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from tool_definitions.document import is_mapping
from tool_definitions.editing.edits import Edit, EditRefused, Insert, Move, Put, Remove
from tool_definitions.editing.renaming import (
    rename_band,
    rename_level,
    rename_option,
    rename_question,
    rename_reference,
    rename_scheme,
    rename_section,
    rename_thread,
    rename_wave,
)
from tool_definitions.editing.uses import Placed, conditions_of, questions_of, sections_of, text_in
from tool_definitions.problems import DocumentPath
from tool_definitions.values import LONGEST_KEY

_NOT_IN_KEYS = re.compile(r"[^a-z0-9._-]+")
_NUMBERED = re.compile(r"-\d+$")


def place_of_question(data: Any, key: str) -> DocumentPath:
    """The path of the question with this key."""
    return _placed_question(data, key)[0]


def place_of_section(data: Any, key: str) -> DocumentPath:
    """The path of the section with this key."""
    return _placed_section(data, key)[0]


def depends_on(data: Any, key: str) -> list[tuple[str, str]]:
    """What would break without this question: the key of each question whose field names it, and that field."""
    return _dependants(data, {key})


def depends_on_section(data: Any, key: str) -> list[tuple[str, str]]:
    """What outside this section would break without its questions, as `depends_on` gives it."""
    return _dependants(data, set(_keys_in(_placed_section(data, key)[1])))


def _dependants(data: Any, keys: set[str]) -> list[tuple[str, str]]:
    found = []
    for path, question in questions_of(data):
        named = {condition["question"] for _, condition in conditions_of(path, question)}
        if named & keys and text_in(question, "key") not in keys:
            found.append((text_in(question, "key"), "show_if"))
    return found


def remove_question(data: Any, key: str) -> list[Edit]:
    """Takes a question out; what depends on it stays as it is."""
    return [Remove(place_of_question(data, key))]


def remove_section(data: Any, key: str) -> list[Edit]:
    """Takes a section out with its questions; what depends on them stays as it is."""
    return [Remove(place_of_section(data, key))]


def move_question(data: Any, key: str, section_key: str, index: int) -> list[Edit]:
    """Moves a question to this place among the questions of a section, counted once it has left its own place."""
    path = place_of_question(data, key)
    place, section = _placed_section(data, section_key)
    added: list[Edit] = [] if "questions" in section else [Put((*place, "questions"), [])]
    return [*added, Move(path, (*place, "questions"), index)]


def move_section(data: Any, key: str, index: int) -> list[Edit]:
    """Moves a section to this place among the sections, counted once it has left its own place."""
    return [Move(place_of_section(data, key), ("sections",), index)]


def duplicate_question(data: Any, key: str, new_key: str) -> list[Edit]:
    """A copy of a question below it, under another key. It is new: it has no `from`."""
    path, question = _placed_question(data, key)
    if new_key in _keys(data):
        raise EditRefused(f"There is already a part called '{new_key}' in this tool.")
    return [Insert(path[:-1], int(path[-1]) + 1, _copy(question, {key: new_key}))]


def duplicate_section(data: Any, key: str, new_key: str) -> list[Edit]:
    """A copy of a section below it, with new keys for its questions, which the conditions inside it follow."""
    path, section = _placed_section(data, key)
    taken = _keys(data)
    if new_key in taken:
        raise EditRefused(f"There is already a part called '{new_key}' in this tool.")
    taken.add(new_key)
    names: dict[str, str] = {}
    for old in _keys_in(section):
        wanted = f"{new_key}{old.removeprefix(key)}" if old.startswith(f"{key}.") else old
        names.setdefault(old, _free(taken, wanted))
        taken.add(names[old])
    copied = deepcopy(section) | {"key": new_key}
    if isinstance(copied.get("questions"), list):
        copied["questions"] = [_copy(each, names) if is_mapping(each) else each for each in copied["questions"]]
    return [Insert(path[:-1], int(path[-1]) + 1, copied)]


def free_key(data: Any, wanted: str) -> str:
    """A key that no question and no section has: the one wanted, or that with a number behind it."""
    return _free(_keys(data), wanted)


def _free(taken: set[str], wanted: str) -> str:
    key = _NOT_IN_KEYS.sub("-", wanted.lower()).strip("-._")[:LONGEST_KEY] or "question"
    if key not in taken:
        return key
    stem = _NUMBERED.sub("", key)[: LONGEST_KEY - 6]
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _copy(question: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A question with other keys: its own, and in its conditions those of questions copied with it."""
    copied = {name: deepcopy(part) for name, part in question.items() if name != "from"}
    if text_in(copied, "key") in names:
        copied["key"] = names[copied["key"]]
    for _, condition in conditions_of((), copied):
        condition["question"] = names.get(condition["question"], condition["question"])
    return copied


def _keys(data: Any) -> set[str]:
    return {text_in(part, "key") for _, part in (*sections_of(data), *questions_of(data))}


def _keys_in(section: dict[str, Any]) -> list[str]:
    keys = [text_in(question, "key") for _, question in questions_of({"sections": [section]})]
    return [key for key in keys if key]


def _placed_question(data: Any, key: str) -> Placed:
    for path, question in questions_of(data):
        if question.get("key") == key:
            return path, question
    raise EditRefused(f"There is no question called '{key}' in this tool.")


def _placed_section(data: Any, key: str) -> Placed:
    for path, section in sections_of(data):
        if section.get("key") == key:
            return path, section
    raise EditRefused(f"There is no section called '{key}' in this tool.")


__all__ = [
    "depends_on",
    "depends_on_section",
    "duplicate_question",
    "duplicate_section",
    "free_key",
    "move_question",
    "move_section",
    "place_of_question",
    "place_of_section",
    "remove_question",
    "remove_section",
    "rename_band",
    "rename_level",
    "rename_option",
    "rename_question",
    "rename_reference",
    "rename_scheme",
    "rename_section",
    "rename_thread",
    "rename_wave",
]
