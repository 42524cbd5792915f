"""What an edit does to the text: the part it changes and nothing else, comments carried along."""

import json

import pytest

from tool_definitions.document import read_text
from tool_definitions.editing import EditRefused, Insert, Move, Put, Remove, Rename, edit
from tool_definitions.loader import shipped_tool_paths

BLOCK = """\
# The head of the file.
key: example  # its key
title:   Spaced out   # a note

threads:  # what runs through it
  # first
  a: Alpha
  b: |  # several lines
    # not a comment
    Text

  # third
  c: Gamma
sections:
- key: one   # a dash at the left
  # above the title
  title: "One"

# above two
# still above two
- key: two
  title: Two
  # further in than its dash

- key: three
  questions: []
# The end.
"""
BRACKETS = """\
audience: {types: [school,  # one
    college]}  # two
small: {a: 1, b: 2}
list: [x, y]
empty: {}
nothing:
"""


def after(text, *edits):
    return edit(text, edits)


def swap(text, old, new):
    assert text.count(old) == 1
    return text.replace(old, new)


BLOCK_EDITS = {
    "a value keeps its comment": (Put(("key",), "other"), ("key: example  # its key", "key: other  # its key")),
    "a value keeps its distance": (Put(("title",), "Other"), ("title:   Spaced out   #", "title:   Other   #")),
    "text gets quotes where it must": (Put(("title",), "a: b"), ("Spaced out ", '"a: b" ')),
    "text of several lines is a block": (
        Put(("threads", "a"), "One\n\nTwo\n"),
        ("a: Alpha\n", "a: |\n    One\n\n    Two\n"),
    ),
    "a comment goes to the head of a block": (
        Put(("key",), "x\ny"),
        ("key: example  # its key\n", "key: |- # its key\n  x\n  y\n"),
    ),
    "the comment at the head of a block stays": (
        Put(("threads", "b"), "Short"),
        ("b: |  # several lines\n    # not a comment\n    Text\n", "b: Short # several lines\n"),
    ),
    "a field goes with the comment above it": (
        Remove(("threads", "a")),
        ("  # first\n  a: Alpha\n", ""),
    ),
    "and with the empty line above it": (Remove(("threads", "c")), ("\n  # third\n  c: Gamma\n", "")),
    "the first field of an item": (Remove(("sections", 0, "key")), ("- key: one   # a dash at the left\n  #", "- #")),
    "an item goes with what is further in": (
        Remove(("sections", 1)),
        (
            "\n# above two\n# still above two\n- key: two\n  title: Two\n  # further in than its dash\n",
            "",
        ),
    ),
    "the last item": (Remove(("sections", 2)), ("\n- key: three\n  questions: []\n", "")),
    "a field is added where it usually stands": (
        Put(("sections", 1, "weight"), 2),
        ("  title: Two\n  # further in than its dash\n", "  title: Two\n  weight: 2\n  # further in than its dash\n"),
    ),
    "a field before the first": (
        Put(("sections", 2, "questions"), [{"type": "text", "key": "q", "title": "Why?"}]),
        (
            "  questions: []\n",
            "  questions:\n    - key: q\n      type: text\n      title: Why?\n",
        ),
    ),
    "a field of no usual place comes last": (
        Put(("threads", "d"), "Delta"),
        ("  c: Gamma\n", "  c: Gamma\n  d: Delta\n"),
    ),
    "a renamed field": (Rename(("threads", "b"), "2"), ("  b: |", '  "2": |')),
    "an item in front": (
        Insert(("sections",), 0, {"key": "none"}),
        ("sections:\n", "sections:\n- key: none\n\n"),
    ),
    "an item at the end": (
        Insert(("sections",), 3, {"key": "four", "title": "Four"}),
        ("  questions: []\n", "  questions: []\n\n- key: four\n  title: Four\n"),
    ),
}


@pytest.mark.parametrize(("change", "difference"), BLOCK_EDITS.values(), ids=BLOCK_EDITS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "mark"])
def test_a_splice_in_a_block(change, difference, newline, mark):
    wanted = mark + swap(BLOCK, *difference).replace("\n", newline)
    assert after(mark + BLOCK.replace("\n", newline), change) == wanted


def test_items_change_places_with_their_comments():
    first, rest = BLOCK.split("- key: one")
    one, two = ("- key: one" + rest).split("\n# above two")
    two, three = ("# above two" + two).split("\n- key: three")
    moved = first + two + "\n" + one + "\n- key: three" + three
    assert after(BLOCK, Move(("sections", 0), ("sections",), 1)) == moved
    assert after(BLOCK, Move(("sections", 1), ("sections",), 0)) == moved
    assert after(moved, Move(("sections", 1), ("sections",), 0)) == BLOCK
    assert after(BLOCK, Move(("sections", 1), ("sections",), 1)) == BLOCK


def test_an_item_moves_to_a_list_further_in():
    moved = after(BLOCK, Move(("sections", 1), ("sections", 2, "questions"), 0))
    assert moved == swap(
        swap(BLOCK, BLOCK[BLOCK.index("\n# above two") : BLOCK.index("\n- key: three")], ""),
        "  questions: []\n",
        "  questions:\n    # above two\n    # still above two\n    - key: two\n      title: Two\n"
        "      # further in than its dash\n",
    )
    back = after(moved, Move(("sections", 1, "questions", 0), ("sections",), 1))
    assert back == BLOCK


BRACKET_EDITS = {
    "a value": (Put(("small", "a"), 7), ("{a: 1,", "{a: 7,")),
    "a field added": (Put(("small", "c"), "x, y"), ("b: 2}", 'b: 2, c: "x, y"}')),
    "a field taken out": (Remove(("small", "a")), ("{a: 1, b: 2}", "{b: 2}")),
    "the last field taken out": (Remove(("small", "b")), ("{a: 1, b: 2}", "{a: 1}")),
    "an item in front": (Insert(("list",), 0, "w?"), ("[x, y]", '["w?", x, y]')),
    "an item at the end": (Insert(("list",), 2, "z"), ("[x, y]", "[x, y, z]")),
    "items change places": (Move(("list", 0), ("list",), 1), ("[x, y]", "[y, x]")),
    "a comment stays": (Remove(("audience", "types", 1)), ("school,  # one\n    college]", "school  # one\n    ]")),
    "lines of text in a list of one": (
        Put(("empty",), ["one\ntwo\n"]),
        ("empty: {}\n", "empty:\n  - |\n    one\n    two\n"),
    ),
    "the first field of none": (Put(("empty", "a"), "b"), ("empty: {}", "empty: {a: b}")),
    "an empty value": (Put(("nothing",), "some"), ("nothing:\n", "nothing: some\n")),
    "a renamed field": (Rename(("small", "b"), "c"), ("b: 2", "c: 2")),
    "lines of text open the brackets": (
        Put(("small", "b"), "one\ntwo\n"),
        ("small: {a: 1, b: 2}\n", "small:\n  a: 1\n  b: |\n    one\n    two\n"),
    ),
    "and so does too long a line": (
        Insert(("list",), 2, "many words " * 11),
        ("list: [x, y]\n", f'list:\n  - x\n  - y\n  - "{"many words " * 11}"\n'),
    ),
}


@pytest.mark.parametrize(("change", "difference"), BRACKET_EDITS.values(), ids=BRACKET_EDITS)
def test_a_splice_between_brackets(change, difference):
    assert after(BRACKETS, change) == swap(BRACKETS, *difference)


@pytest.mark.parametrize("indent", [None, 1, 2, 4])
def test_json_stays_json(indent):
    data = {"a": {"b": "c", "n": 1.5}, "list": [{"k": "v"}, {"k": "w"}], "none": []}
    text = json.dumps(data, indent=indent)
    changes = [
        Put(("a", "b"), 'say "yes"\n'),
        Put(("a", "new"), True),
        Insert(("list",), 1, {"k": "between", "deep": [1, 2]}),
        Move(("list", 0), ("list",), 2),
        Remove(("list", 1)),
        Rename(("a", "n"), "number"),
        Insert(("none",), 0, "one"),
    ]
    changed = {
        "a": {"b": 'say "yes"\n', "number": 1.5, "new": True},
        "list": [{"k": "between", "deep": [1, 2]}, {"k": "v"}],
        "none": ["one"],
    }
    assert json.loads(edit(text, changes)) == changed
    untouched = edit(text, [Put(("a", "b"), "c"), Move(("list", 0), ("list",), 1), Move(("list", 1), ("list",), 0)])
    assert untouched == text


@pytest.mark.parametrize("text", ["a:\n  - x\n  - y", "a:\n  - x\n  - y\n\n\n"])
def test_the_end_of_the_file(text):
    ending = text.partition("- y")[2]
    assert after(text, Insert(("a",), 2, "z")) == f"a:\n  - x\n  - y\n  - z{ending}"
    assert after(text, Put(("b",), "c")) == f"a:\n  - x\n  - y\nb: c{ending}"


def test_the_last_part_taken_out_leaves_an_empty_list_or_empty_fields():
    text = "a:\n  # gone\n  - x\nb:\n  c: d\ne: [f]\n"
    assert after(text, Remove(("a", 0)), Remove(("b", "c")), Remove(("e", 0))) == "a: []\nb: {}\ne: []\n"


def test_a_whole_part_put_again_changes_only_what_is_different():
    section = {"key": "two", "title": "Two anew", "weight": 3}
    assert after(BLOCK, Put(("sections", 1), section)) == swap(BLOCK, "title: Two\n", "title: Two anew\n  weight: 3\n")
    data = read_text(BLOCK, file="").document.data
    assert after(BLOCK, Put((), data)) == BLOCK
    sections = [data["sections"][0], {"key": "new"}, data["sections"][2]]
    changed = after(BLOCK, Put(("sections",), sections))
    assert "# above two\n# still above two\n- key: new\n" in changed
    fewer = after(BLOCK, Put(("sections",), data["sections"][1:]))
    assert fewer == after(BLOCK, Remove(("sections", 0)))


def test_a_repeated_field_is_renamed_and_removed_wherever_it_stands():
    text = "a: 1\nb: 2\na: 3\n"
    assert after(text, Remove(("a",))) == "b: 2\n"
    assert after(text, Rename(("a",), "c")) == "c: 1\nb: 2\nc: 3\n"
    assert after(text, Put(("a",), 4)) == "a: 4\nb: 2\na: 3\n"


@pytest.mark.parametrize(
    ("text", "change", "wanted"),
    [
        ("? a\n: b # c\nd: e\n", Put(("a",), "f"), "? a\n: f # c\nd: e\n"),
        ("a:\n-   # c\n  x\n- y\n", Put(("a", 0), "z"), "a:\n- z # c\n- y\n"),
        ("- a\n- b\n", Remove((0,)), "- b\n"),
        ("{a: b}", Put(("a",), "c"), "{a: c}"),
        ("a: >-\n  many\n  words\n", Put(("a",), "few"), "a: few\n"),
        ("a: |+\n  kept\n\nb: c\n", Put(("a",), "d"), "a: d\nb: c\n"),
        ("a: |+\n  kept\n\nb: c\n", Put(("b",), "d"), "a: |+\n  kept\n\nb: d\n"),
        ("a: 'one\n\n  two'\nb: c\n", Put(("a",), "d"), "a: d\nb: c\n"),
        ("a:\n  - - x\n    - y\n", Move(("a", 0, 0), ("a", 0), 1), "a:\n  - - y\n    - x\n"),
        ("--- # d\na: b\n...\n", Put(("c",), "d"), "--- # d\na: b\nc: d\n...\n"),
        ("a: [b?, c:d]\n", Insert(("a",), 1, "e"), "a: [b?, e, c:d]\n"),
        ("a: [{b: c}, {d: e}]\nf:\n  - g\n", Move(("a", 0), ("f",), 1), "a: [{d: e}]\nf:\n  - g\n  - {b: c}\n"),
        ("a: [{d: e}]\nf:\n  - g: h\n  - i\n", Move(("f", 0), ("a",), 1), "a: [{d: e}, {g: h}]\nf:\n  - i\n"),
    ],
)
def test_layouts_of_other_hands(text, change, wanted):
    assert after(text, change) == wanted


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("{? a : b, c}\n", Put(("c",), "d")),
        ("a: [b: c, d]\n", Put(("a", 0, "b"), "e\nf")),
        ("x:\n  # kept\n  ? - a\n", None),
        ("a:\n  - b\n  # kept\n  - &x c\n", None),
    ],
)
def test_odd_layouts_hold_what_was_wanted_or_are_refused(text, change):
    if change is None:
        with pytest.raises(EditRefused, match="cannot be read"):
            after(text, Put(("z",), "z"))
    else:
        part = read_text(after(text, change), file="").document.data
        for step in change.path:
            part = part[step]
        assert part == change.value


def test_a_part_that_cannot_be_spliced_is_written_anew_with_its_comments_above():
    text = "keep: me # here\na:\n  ? b  # one\n  # two\n  : c\n  d: e\n"
    changed = after(text, Put(("a", "b"), "x\ny\n"))
    assert read_text(changed, file="").document.data == {"keep": "me", "a": {"b": "x\ny\n", "d": "e"}}
    assert changed.startswith("keep: me # here\n")
    assert "# one" in changed
    assert "# two" in changed


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Put(("none", "a"), 1), "There is no 'none' in this tool"),
        (Put(("title", "a"), 1), "There is no 'title.a'"),
        (Put(("sections", 9), 1), r"There is no 'sections\[9\]'"),
        (Put(("threads", 0), 1), "has fields, and no items"),
        (Put(("title",), float("nan")), "only finite numbers"),
        (Put(("title",), None), "but no NoneType"),
        (Put(("title",), {1: "a"}), "The name of a field is text"),
        (Put(("title",), "\ud800"), "half of a character"),
        (Remove(("none",)), "There is no 'none'"),
        (Remove(()), "whole tool cannot be taken out"),
        (Remove(("sections", "x")), "There is no 'sections.x'"),
        (Insert(("title",), 0, "x"), "'title' is not a list"),
        (Insert(("sections",), 4, "x"), "has 3 items, so nothing can be put at place 5"),
        (Insert(("sections",), -1, "x"), "nothing can be put at place 0"),
        (Move(("sections", 0), ("sections",), 3), "has 2 items"),
        (Move(("sections", 2), ("sections", 2, "questions"), 0), "cannot be moved into itself"),
        (Move(("title",), ("sections",), 0), "'' is not a list|not a list"),
        (Rename(("title",), "key"), "There is already a 'key'"),
        (Rename(("sections", 0), "x"), "has no name"),
        (Rename(("none",), "x"), "There is no 'none'"),
        (Rename(("title",), "x" * 151), "cannot be written into the text"),
    ],
)
def test_edits_that_are_refused(change, sentence):
    with pytest.raises(EditRefused, match=sentence):
        after(BLOCK, Put(("key",), "changed"), change)


@pytest.mark.parametrize(
    "text", ["", "a: [", "a: &x b", "a: !t b", "a: b\n---\nc: d", "[" * 100, "a: *b", "? {a: b}\n"]
)
def test_a_text_that_cannot_be_read_cannot_be_edited(text):
    with pytest.raises(EditRefused, match="cannot be read"):
        after(text, Put(("z",), "b"))


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_a_shipped_tool_changed_and_changed_back_is_the_same_to_the_byte(path):
    text = path.read_text(encoding="utf-8")
    data = read_text(text, file="").document.data
    last = len(data["sections"]) - 1
    assert edit(text, []) == text
    assert after(text, Put((), data)) == text
    there_and_back = [
        Put(("title",), "Other"),
        Put(("title",), data["title"]),
        Insert(("sections", 1, "questions"), 1, {"key": "x", "type": "text", "title": "New", "guidance": "a\nb\n"}),
        Remove(("sections", 1, "questions", 1)),
        Move(("sections", 2, "questions", 0), ("sections", 1, "questions"), 1),
        Move(("sections", 1, "questions", 1), ("sections", 2, "questions"), 0),
        Move(("sections", 0), ("sections",), last),
        Move(("sections", last), ("sections",), 0),
        Put(("sections", 1, "copied_from"), {"tool": "t", "version": "1", "key": "k"}),
        Remove(("sections", 1, "copied_from")),
        Rename(("threads", "lived-experience"), "other"),
        Rename(("threads", "other"), "lived-experience"),
    ]
    assert edit(text, there_and_back) == text
