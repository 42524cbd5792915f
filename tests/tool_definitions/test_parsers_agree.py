"""The quick parser's yes is the strict parser's: the same data, lines and problems."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.strategies import tool_documents
from tool_definitions import document
from tool_definitions.document import read_text
from tool_definitions.editing import write_tool
from tool_definitions.loader import shipped_tool_paths
from tool_definitions.tool import Tool
from tool_definitions.values import PlainScalar

INVALID = sorted((Path(__file__).parent / "invalid").glob("*.yaml"))
PIECES = [
    *"[]{}:|>%\"'#\n,-?&*!@`~",
    *("\n\n", "\r\n", "\r", ": ", "- ", "? ", "  ", "    ", "key", "a", "b: c\n", "- x\n", "|\n  t\n", ">-\n  t\n"),
    *("---\n", "...\n", "# c\n", " #x", "\\u12", "\\x41", "é", "👩", "\ufeff", "\xa0", "\u2028", "\t", "'q'", '"q"'),
    *("{a: b}", "[x, y]", "!!str ", "&a ", "*a", "<<: ", "|2\n", "|+\n  k\n\n", "[a?, b:c]", "|#", "|\n \n   x\n"),
]
thoroughly = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
with_tools = settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))


def quickly(text):
    return None if document._FORBIDDEN.search(text) else document._read_quickly(text, "tool.yaml")


def strictly(text):
    return document._Builder("tool.yaml").read(text, YAML(typ="safe", pure=True))


def with_kinds(part):
    if isinstance(part, dict):
        return {name: with_kinds(inner) for name, inner in part.items()}
    if isinstance(part, list):
        return [with_kinds(inner) for inner in part]
    return str(part), isinstance(part, PlainScalar)


def agree(text):
    """Whether the quick parser read the text; if so, the strict one read the same."""
    quick = quickly(text)
    if quick is None:
        return False
    strict = strictly(text)
    if quick.document is None:  # too large or too deep, for both
        assert quick == strict
        return True
    assert strict.document is not None, strict.problems
    assert with_kinds(quick.document.data) == with_kinds(strict.document.data)
    assert quick.document.lines == strict.document.lines
    assert quick.problems == strict.problems
    return True


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_shipped_tools_are_read_quickly_and_alike(path):
    assert agree(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_what_is_refused_is_refused_in_the_same_words(path):
    text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    if not document._FORBIDDEN.search(text) and not agree(text):
        assert read_text(text, file="tool.yaml") == strictly(text)


@with_tools
@given(tool_documents())
def test_generated_tools_are_read_alike(written):
    tool = Tool.model_validate(written).as_document()
    assert agree(write_tool(tool))
    agree(json.dumps(tool, ensure_ascii=False, indent=1))
    agree(json.dumps(tool))


@thoroughly
@given(
    st.sampled_from(["k: ", "k:\n  ", "k: {", "k:\n- ", "k: |\n  ", ""]), st.lists(st.sampled_from(PIECES), max_size=14)
)
def test_any_text_that_both_parsers_take_is_read_alike(start, pieces):
    agree(start + "".join(pieces))


@thoroughly
@given(st.data())
def test_a_shipped_tool_with_a_piece_of_it_replaced(data):
    text = shipped_tool_paths()[0].read_text(encoding="utf-8")[:3000]
    start = data.draw(st.integers(0, len(text)))
    end = start + data.draw(st.sampled_from([0, 0, 1, 5, 20]))
    agree(text[:start] + data.draw(st.sampled_from(PIECES)) + text[end:])


@pytest.mark.parametrize(
    "text",
    [
        "a: {title: What helped?, link: http://x.y/?a=b}",
        "a: b\tc",
        "a: x\u2028b\nc: d",
        "%YAML 1.1\n---\na: b",
        "a: b\n# c\n\ufeff",
        "a: |#\n  b",
        "a: |\n \n   x\n",
    ],
)
def test_where_they_differ_the_strict_parser_decides(text):
    assert quickly(text) is None
    assert read_text(text, file="tool.yaml") == strictly(text)
