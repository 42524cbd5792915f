"""Where the parts of a text stand after a splice, found by reading again only the part that was spliced."""

from tool_definitions.editing.edits import EditRefused
from tool_definitions.editing.layout import Entry, Layout, Node
from tool_definitions.editing.placing import layout_of
from tool_definitions.editing.splices import Splice, spliced, tail_end
from tool_definitions.problems import DocumentPath


def relaid(layout: Layout, splices: list[Splice], around: DocumentPath) -> Layout:
    """The layout after splices that all lie in the part at this path (found before them). The old one is used up."""
    text = spliced(layout.text, splices)
    way = _way_to(layout, around)
    if not splices or not way:
        return layout_of(text) if splices else layout
    node, place = way[-1]
    entry = node.entries[place]
    end = max(tail_end(layout, entry), *(splice.end for splice in splices))
    shift = len(text) - len(layout.text)
    anew = _entry_in(text, entry, layout.column(entry.start), end + shift)
    if anew is None:
        return layout_of(text)
    node.entries[place] = anew
    for around_it, at in way:
        for behind in around_it.entries[at + 1 :]:
            _shift_entry(behind, shift)
    return Layout(text, layout.root)


def _way_to(layout: Layout, path: DocumentPath) -> list[tuple[Node, int]]:
    """The nodes from the root to the innermost entry of a block that is at this path or around it."""
    way = []
    node = layout.root
    for step in path:
        if not node.is_block:
            break
        place = layout.place_in(node, step)
        way.append((node, place))
        node = node.entries[place].value
    return way


def _entry_in(text: str, entry: Entry, column: int, end: int) -> Entry | None:
    """An entry of a block read on its own; None where that does not give one."""
    margin = " " * column
    try:
        root = layout_of(margin + text[entry.start : end]).root
    except EditRefused:
        return None
    if not root.is_block or len(root.entries) != 1:
        return None
    _shift_entry(root.entries[0], entry.start - column)
    return root.entries[0]


def _shift_entry(entry: Entry, shift: int) -> None:
    entry.start += shift
    entry.key_end += shift
    _shift(entry.value, shift)


def _shift(node: Node, shift: int) -> None:
    node.start += shift
    node.finish += shift
    for entry in node.entries:
        entry.start += shift
        entry.key_end += shift
        _shift(entry.value, shift)
