"""Editing a tool's text: each edit a small splice, and the whole read again and compared with what was wanted."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from tool_definitions.document import read_text
from tool_definitions.editing.differences import smaller_edits
from tool_definitions.editing.edits import Edit, EditRefused, Insert, Move, Put
from tool_definitions.editing.placing import UNREADABLE, layout_of
from tool_definitions.editing.plain_data import apply, as_read, part_at, same
from tool_definitions.editing.relaying import relaid
from tool_definitions.editing.rewriting import written_anew
from tool_definitions.editing.splices import Unusual, spliced
from tool_definitions.editing.splicing import Splicing
from tool_definitions.problems import DocumentPath

#: What a layout that this package does not know makes of a splice; the text is then written in another way.
_UNUSUAL = (Unusual, StopIteration, IndexError)


def edit(text: str, edits: Iterable[Edit]) -> str:
    """The text with these edits made, one after the other; each path is in the data as the edits before left them.

    Everything outside the parts that change stays byte for byte, comments too. What is put in place of a part is
    written only where it differs from it.

    Raises:
        EditRefused: with a sentence, if the text cannot be read or an edit cannot be made. Nothing is half done.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    changes = tuple(edits)
    edited = _quickly(body, changes)
    return mark + (_with_care(body, changes) if edited is None else edited)


def _quickly(text: str, changes: Sequence[Edit]) -> str | None:
    """The edited text, read again only at the end; None where it is then not what was wanted."""
    layout = layout_of(text)
    data = layout.root.data()
    try:
        for change in changes:
            for each in _small(data, change):
                data = apply(data, each)
                layout = relaid(layout, Splicing(layout, data).splices_of(each), _around(each))
    except _UNUSUAL:
        return None
    return layout.text if _holds(layout.text, data) else None


def _with_care(text: str, changes: Sequence[Edit]) -> str:
    """The edited text, read again after each edit, and a part of it written anew where need be."""
    document = read_text(text, file="").document
    if document is None:
        raise EditRefused(UNREADABLE)
    data = deepcopy(document.data)
    for change in changes:
        for each in _small(data, change):
            data = apply(data, each)
            text = _edited(text, data, each)
    return text


def _small(data: Any, change: Edit) -> list[Edit]:
    """A change of a part that is there as changes of what is different in it."""
    if not isinstance(change, Put):
        return [change]
    try:
        old = part_at(data, change.path)
    except EditRefused:
        return [change]
    return smaller_edits(old, as_read(change.value), change.path)


def _edited(text: str, wanted: Any, change: Edit) -> str:
    try:
        layout = layout_of(text)
        edited = spliced(text, Splicing(layout, wanted).splices_of(change))
    except _UNUSUAL:
        return written_anew(text, wanted, _around(change), _holds)
    return edited if _holds(edited, wanted) else written_anew(text, wanted, _around(change), _holds)


def _holds(text: str, wanted: Any) -> bool:
    document = read_text(text, file="").document
    return document is not None and same(wanted, document.data)


def _around(change: Edit) -> DocumentPath:
    """The smallest part around all that an edit changes."""
    if isinstance(change, Insert):
        return change.list_path
    if not isinstance(change, Move):
        return change.path[:-1]
    shared = 0
    while change.path[:-1][: shared + 1] == change.list_path[: shared + 1] and shared < len(change.list_path):
        shared += 1
    return change.list_path[:shared]
