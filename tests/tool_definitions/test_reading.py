"""Reading files safely: what is refused, at which line, and that unquoted values stay text."""

import json
from pathlib import Path

import pytest

from tool_definitions import document
from tool_definitions.checker import check_file, check_tool, check_tool_text
from tool_definitions.document import LARGEST_FILE, read_text
from tool_definitions.loader import ToolError, load_scheme, load_tool, load_tool_text
from tool_definitions.problems import Severity
from tool_definitions.values import PlainScalar

TOOL = """\
key: example
version: 1.10
title: An example
kind: self_assessment
sections:
  - key: on
    title: Yes
    questions:
      - {key: 4.1, type: text, title: First}
      - {key: 4.10, type: text, title: 010}
      - key: 12.30
        type: choice
        title: 12:30
        options: [{value: yes, label: no}, {value: 1_000, label: off}, {value: ~, label: null}]
"""


def first(problems):
    return problems[0].line, problems[0].code


def test_unquoted_values_are_text():
    tool = load_tool_text(TOOL)
    assert tool.version == "1.10"
    assert tool.sections[0].key == "on"
    assert tool.sections[0].title == "Yes"
    assert list(tool.questions) == ["4.1", "4.10", "12.30"]
    assert tool.questions["4.10"].title == "010"
    options = tool.questions["12.30"].options
    assert [(option.value, option.label) for option in options] == [("yes", "no"), ("1_000", "off"), ("~", "null")]


def test_a_bare_number_is_a_number_only_where_one_is_asked_for():
    bare = TOOL + "summary: {strength_share: 0.5, min_returns: 3}\n"
    assert load_tool_text(bare).summary.strength_share == 0.5
    assert load_tool_text(bare).summary.min_returns == 3
    quoted = check_tool_text(TOOL + 'summary: {strength_share: "0.5"}\n')
    assert (15, "not-a-number") in {(found.line, found.code) for found in quoted}


def test_only_unquoted_scalars_are_plain():
    data = read_text("a: b\nc: \"d\"\ne: |\n  f\ng: 'h'\n", file="x").document.data
    assert [isinstance(value, PlainScalar) for value in data.values()] == [True, False, False, False]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file(text):
    assert {found.code for found in check_tool_text(text)} <= {"empty-file", "not-fields"} != set()
    with pytest.raises(ToolError):
        load_tool_text(text)


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (TOOL.encode("utf-16"), 1, "not-utf-8"),
        (b"key: example\ntitle: caf\xe9\n", 2, "not-utf-8"),
        (b"...\n", 1, "bad-yaml"),
        (b"key: example\ntitle: a\x00b\n", 2, "control-character"),
        (b"key: example\n\ntitle: a\x07b\n", 3, "control-character"),
        ("key: a\ntitle: a\u0085b\n".encode(), 2, "control-character"),
        (b"a" * (LARGEST_FILE + 1), 1, "too-large"),
        (b"[" * 5000, 1, "too-deep"),
        (b"\n".join(b" " * depth + b"a:" for depth in range(200)), 41, "too-deep"),
        (b"\n\n" + b"- " * 5000, 3, "too-deep"),
    ],
    ids=["utf-16", "latin-1", "dots", "nul", "bell", "c1", "big", "flow", "block", "lists"],
)
def test_files_that_are_refused_unread(tmp_path, content, line, code):
    path = tmp_path / "tool.yaml"
    path.write_bytes(content)
    assert [(found.line, found.code) for found in check_tool(path)] == [(line, code)]


def test_a_file_of_very_many_parts_is_refused_before_it_is_built(monkeypatch):
    monkeypatch.setattr(document, "MOST_PARTS", 1000)
    assert [found.code for found in check_tool_text("a: [" + "b," * 1000 + "]")] == ["too-large"]
    assert "too-large" not in {found.code for found in check_tool_text("a: [" + "b," * 900 + "]")}


def test_a_byte_order_mark_is_accepted(tmp_path):
    path = tmp_path / "tool.yaml"
    path.write_bytes(TOOL.encode("utf-8-sig"))
    assert load_tool(path) == load_tool_text(TOOL) == load_tool_text("\ufeff" + TOOL)


def test_windows_line_ends_make_the_same_tool():
    assert load_tool_text(TOOL.replace("\n", "\r\n")) == load_tool_text(TOOL)


def test_a_file_that_cannot_be_read(tmp_path):
    assert [found.code for found in check_tool(tmp_path / "none.yaml")] == ["unreadable-file"]
    assert [found.code for found in check_tool(tmp_path)] == ["unreadable-file"]


def test_a_tag_runs_nothing(tmp_path):
    sentinel = tmp_path / "sentinel"
    text = TOOL + f'purpose: !!python/object/apply:os.system ["touch {sentinel}"]\n'
    assert first(check_tool_text(text)) == (15, "tag")
    assert not sentinel.exists()


def test_an_alias_bomb_is_refused_with_every_line_named():
    bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"
    found = check_tool_text(bomb)
    assert {each.code for each in found} == {"alias"}
    assert {each.line for each in found} == {1, 2, 3}


def test_both_lines_of_a_repeated_field_are_named():
    (repeated,) = [each for each in check_tool_text(TOOL + "title: Again\n") if each.severity is Severity.ERROR]
    assert repeated.message == "'title' appears on lines 3 and 15"


@pytest.mark.parametrize("title", ["Gwrando ar blant", "بچوں کی بات", "الطفل", "👩‍🏫 leads", "e\u0301t\u00e9"])
def test_any_script_is_kept_to_the_letter(title):
    assert load_tool_text(TOOL.replace("First", title)).questions["4.1"].title == title


def test_a_character_that_json_writes_as_two_escapes_is_one():
    title = json.dumps("👩 leads")
    assert load_tool_text(TOOL.replace("First", title)).questions["4.1"].title == "👩 leads"
    half = check_tool_text(TOOL.replace("First", '"\\ud83d leads"'))
    assert first(half) == (9, "control-character")


def test_a_very_long_name_of_a_field_is_refused():
    assert first(check_tool_text("a: b\n" + "x" * 151 + ": c\n")) == (2, "bad-field-name")
    assert read_text("x" * 150 + ": c\n", file="x").document is not None


def test_problems_are_one_line_whatever_they_quote():
    found = check_tool_text(TOOL + '"x\\ny\\u202e\\u2028": 1\n')
    written = [str(each) for each in found]
    assert all(len(line.splitlines()) == 1 and "\u202e" not in line for line in written)


def test_a_rating_scheme_file_is_checked_as_one(tmp_path):
    path = tmp_path / "scheme.yaml"
    path.write_text("key: s\ntitle: S\nlevels:\n  - {value: a, label: A, score: 1, stance: concern, x: y}\n")
    assert [(found.line, found.code) for found in check_file(path)] == [(3, "too-few-levels"), (4, "unknown-field")]
    with pytest.raises(ToolError, match=r"too-few-levels|unknown-field"):
        load_scheme(path)


def test_a_problem_names_the_file_the_line_and_the_path():
    (found,) = [
        each for each in check_tool_text(TOOL + "sumary: {}\n", file="a/b.yaml") if each.code == "unknown-field"
    ]
    assert (found.file, found.line, found.path) == ("a/b.yaml", 15, "sumary")
    assert str(found) == "a/b.yaml:15: error unknown-field there is no field 'sumary' here – did you mean 'summary'?"


def test_a_path_may_be_text_too(tmp_path):
    path = tmp_path / "tool.yaml"
    path.write_text(TOOL, encoding="utf-8")
    assert load_tool(str(path)) == load_tool(Path(path))
