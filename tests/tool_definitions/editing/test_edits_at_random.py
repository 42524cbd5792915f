"""Whatever is edited in whatever layout: the data are those wanted, and no other line and no comment is touched."""

import json
from collections import Counter

from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from tests.strategies import tool_documents
from tool_definitions.document import read_text
from tool_definitions.editing import EditRefused, Insert, Move, Put, Remove, Rename, edit, write_tool
from tool_definitions.editing.placing import layout_of
from tool_definitions.editing.plain_data import apply, as_read, part_at, same
from tool_definitions.editing.splices import lead_start, tail_end
from tool_definitions.tool import Tool

thoroughly = settings(deadline=None, max_examples=30, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
NAMES = st.sampled_from(["weight", "limit", "title", "zz", "from", "yes", "5", "a b", "x: y", "q?", "guidance", "case"])
ODD_TEXTS = [
    *("yes", "5", "1.10", "~", "null", "---", "- x", "a: b", "a #b", "# a", "q?", "[x]", "'", '"', "2025-09-01"),
    *(
        "two\nlines\n",
        "two\nlines",
        "\n",
        "a\n\n",
        "trail  \nx\n",
        "a\r\nb",
        "  \n x",
        "a\n\n\nb\n",
        "# head\n\n- item\n",
    ),
    *(" lead", "x" * 130, "many words " * 20 + "end", "\ufeffx", "tab\there", "\u2028"),
]
TEXTS = st.text(max_size=12) | st.sampled_from(ODD_TEXTS)
SCALARS = st.one_of(TEXTS, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)


@st.composite
def layouts(draw, document):
    """A tool's text in house style or as JSON, with comments and empty lines put in wherever they may stand."""
    tool = Tool.model_validate(document).as_document()
    if not draw(st.integers(0, 4)):
        return json.dumps(tool, indent=draw(st.sampled_from([None, 1, 2])), ensure_ascii=draw(st.booleans()))
    text = write_tool(tool)
    starts = _starts_of_entries(text)
    lines = []
    for number, line in enumerate(text.splitlines()):
        if number in starts and not draw(st.integers(0, 5)):
            lines += [""] * draw(st.integers(0, 2))
            margin = " " * draw(st.sampled_from([starts[number], starts[number], 0]))
            lines += [f"{margin}# comment {number}.{count}" for count in range(draw(st.integers(0, 2)))]
        lines.append(line)
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return newline.join(lines) + draw(st.sampled_from([newline, ""]))


def _starts_of_entries(text):
    """The lines on which an entry of a block starts, and its column."""
    layout, starts = layout_of(text), {}

    def note_starts(node):
        for entry in node.entries if node.is_block else ():
            starts.setdefault(text.count("\n", 0, entry.start), layout.indent_of_line(entry.start))
            note_starts(entry.value)

    note_starts(layout.root)
    return starts


def _paths(part, path=()):
    yield path
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, inner in items:
        yield from _paths(inner, (*path, key))


@st.composite
def edits(draw, data):
    """An edit that these data allow."""
    paths = [path for path in _paths(data) if path]
    lists = [path for path in paths if isinstance(part_at(data, path), list)]
    mappings = [(), *(path for path in paths if isinstance(part_at(data, path), dict))]
    items = [path for path in paths if isinstance(path[-1], int)]
    fields = [path for path in paths if isinstance(path[-1], str)]
    kind = draw(st.sampled_from(["put", "add", "remove", "insert", "move", "move near", "rename"]))
    match kind:
        case "put":
            return Put(draw(st.sampled_from(paths)), draw(VALUES))
        case "add":
            return Put((*draw(st.sampled_from(mappings)), draw(NAMES)), draw(VALUES))
        case "remove":
            return Remove(draw(st.sampled_from(paths)))
        case "insert":
            path = draw(st.sampled_from(lists))
            return Insert(path, draw(st.integers(0, len(part_at(data, path)))), draw(VALUES))
        case "rename":
            return Rename(draw(st.sampled_from(fields)), draw(NAMES))
    path = draw(st.sampled_from(items))
    target = path[:-1] if kind == "move near" else draw(st.sampled_from(lists))
    return Move(path, target, draw(st.integers(0, len(part_at(data, target)) - (target == path[:-1]))))


def lines_of(text):
    return Counter(line.rstrip("\r") for line in text.split("\n") if line.strip())


def comments_of(text):
    """The lines of comment; none of the values that the tests write hold such a line."""
    return Counter(line.strip() for line in text.splitlines() if line.strip().startswith("# comment "))


def carries_comments(text, change):
    """Whether no comment may be lost: none is part of what is replaced, or goes from a block in between brackets."""
    if isinstance(change, Put | Remove):
        return False
    layout = layout_of(text)
    return not isinstance(change, Move) or layout.node_at(change.list_path).is_block


def lines_that_may_change(text, change):
    """The lines of the part that is edited, and those its brackets or its dash stand on."""
    layout = layout_of(text)
    if not layout.root.is_block:
        return lines_of(text)
    paths = [change.list_path, change.path] if isinstance(change, Move) else [getattr(change, "path", ())]
    if isinstance(change, Insert):
        paths = [change.list_path]
    stretches = [_stretch(layout, path, change) for path in paths]
    return sum((lines_of(text[start:end]) for start, end in stretches), Counter([text.splitlines()[-1]]))


def _stretch(layout, path, change):
    node, start, end = layout.root, 0, 0
    for depth, step in enumerate(path):
        has_it = isinstance(step, int) or any(entry.name == step for entry in node.entries)
        if not has_it or not node.is_block:
            break
        place = layout.place_in(node, step)
        entry = node.entries[place]
        is_head = depth < len(path) - 1 or isinstance(change, Insert)
        start = layout.line_start(lead_start(layout, node, place))
        end = layout.next_line(entry.value.start) if is_head and entry.value.is_block else tail_end(layout, entry)
        if depth == len(path) - 1 and place == 0 and not isinstance(change, Insert) and len(node.entries) > 1:
            # The second field of an item takes the place of the first behind the dash.
            end = layout.next_line(node.entries[1].start)
        node = entry.value
        if len(node.entries) <= 1 and node.is_block and depth == len(path) - 2:
            return start, tail_end(layout, entry)
    return start, end


@thoroughly
@given(st.data())
def test_an_edit_holds_and_touches_no_other_line(data):
    text = data.draw(layouts(data.draw(tool_documents(2, 3))))
    before = read_text(text, file="").document.data
    change = data.draw(edits(before))
    note(text)
    try:
        wanted = apply(as_read(before), change)
    except EditRefused:
        assume(False)
    edited = edit(text, [change])
    assert same(wanted, read_text(edited, file="").document.data)
    assert ("\r\n" in text) == ("\r\n" in edited) or "\n" not in text
    assert not lines_of(text) - lines_of(edited) - lines_that_may_change(text, change)
    if carries_comments(text, change):
        assert comments_of(edited) == comments_of(text)


@thoroughly
@given(st.data())
def test_several_edits_are_those_one_after_the_other(data):
    text = data.draw(layouts(data.draw(tool_documents(2, 3))))
    wanted = as_read(read_text(text, file="").document.data)
    changes, alone = [], text
    for _ in range(data.draw(st.integers(1, 5))):
        change = data.draw(edits(wanted))
        try:
            wanted = apply(wanted, change)
        except EditRefused:
            assume(False)
        changes.append(change)
        alone = edit(alone, [change])
        assume(isinstance(wanted, dict) and wanted)
    assert edit(text, changes) == alone
    assert same(wanted, read_text(alone, file="").document.data)


@thoroughly
@given(st.data())
def test_a_part_taken_out_and_put_back_moves_nothing_else(data):
    """Of a list whose items stand at equal distances, an item that leaves and comes back leaves no trace."""
    text = write_tool(Tool.model_validate(data.draw(tool_documents(3, 4))).as_document())
    document = read_text(text, file="").document.data
    items = [path for path in _paths(document) if path and isinstance(path[-1], int)]
    path = data.draw(st.sampled_from(items))
    length = len(part_at(document, path[:-1]))
    assume(length > 1)
    there = data.draw(st.integers(0, length - 1))
    moved = edit(text, [Move(path, path[:-1], there)])
    assert edit(moved, [Move((*path[:-1], there), path[:-1], path[-1])]) == text
    assert edit(text, [Remove(path), Insert(path[:-1], path[-1], part_at(document, path))]) == text
