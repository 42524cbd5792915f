"""Putting what a workbook says into a tool's text, so that whatever it says the same keeps its words and comments."""

from collections.abc import Mapping
from typing import Any

from tool_definitions.checker import examine
from tool_definitions.document import is_mapping, read_text
from tool_definitions.editing import EditRefused, Put, edit, write_tool
from tool_definitions.tool import Tool

Part = dict[str, Any]
#: Fields whose parts are named, and are kept or replaced one by one.
_NAMED = ("references", "rating_schemes", "threads")


def into_text(source: str, new_text: str) -> str:
    """The tool file `source` with what another says otherwise.

    What means the same in both stays as it is written in `source`, its comments and its defaults spelt out too.
    A source that cannot be read is replaced whole.
    """
    old, new = read_text(source, file="").document, read_text(new_text, file="").document
    if old is None or new is None or not is_mapping(old.data) or not is_mapping(new.data):
        return new_text
    tools = examine(read_text(source, file="")).tool, examine(read_text(new_text, file="")).tool
    wanted = _kept(old.data, new.data, *tools) if tools[0] and tools[1] else new.data
    try:
        return edit(source, [Put((), wanted)])
    except EditRefused:
        return write_tool(new.data)


def _kept(old: Part, new: Part, before: Tool | None, after: Tool | None) -> Part:
    """The new data, with the old wherever both mean the same."""
    assert before is not None
    assert after is not None
    meant = before.model_dump(mode="json", by_alias=True), after.model_dump(mode="json", by_alias=True)
    kept = _fields(old, new, *meant, apart=("sections", *_NAMED))
    for name in _NAMED:
        parts = _fields(old.get(name) or {}, new.get(name) or {}, meant[0][name], meant[1][name])
        if parts:
            kept[name] = parts
    kept["sections"] = _listed(old, new, *meant, name="sections", inner="questions")
    return kept


def _fields(old: Part, new: Part, before: Part, after: Part, *, apart: tuple[str, ...] = ()) -> Part:
    """Field by field: as it was written where it means the same, else as it is written now."""
    same = {name for name in old if name in before and name in after and before[name] == after[name]}
    kept = {name: old[name] for name in old if name in same and name not in apart}
    changed = {
        name: new[name] for name in new if name not in same and name not in apart and not _unsaid(name, before, after)
    }
    return kept | changed


def _unsaid(name: str, before: Part, after: Part) -> bool:
    """Whether a field that is written now said the same before by being left out."""
    return name in before and name in after and before[name] == after[name]


def _listed(
    old: Part, new: Part, before: Mapping[str, Any], after: Mapping[str, Any], *, name: str, inner: str | None = None
) -> list[Part]:
    """Sections, and in them questions, by their keys."""
    were = {part["key"]: (part, meant) for part, meant in zip(old.get(name, ()), before.get(name, ()), strict=True)}
    kept = []
    for part, meant in zip(new.get(name, ()), after.get(name, ()), strict=True):
        was, was_meant = were.get(part["key"], ({}, {}))
        one = _fields(was, part, was_meant, meant, apart=(inner,) if inner else ())
        if inner:
            one[inner] = _listed(was, part, was_meant, meant, name=inner)
        kept.append(one)
    return kept
