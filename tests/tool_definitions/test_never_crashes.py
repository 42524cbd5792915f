"""Whatever the text, the checker answers with problems: it never crashes and never lets a broken tool through."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import tool_documents
from tool_definitions.checker import check_tool_text
from tool_definitions.loader import ToolError, load_tool_text
from tool_definitions.problems import has_errors
from tool_definitions.rules import RULES

mangling = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
SNIPPETS = st.sampled_from([*"[]{}:|>%\"'#\t\n\x00", "&a", "*a", "!!x", "<<:", "---\n", "- ", "? ", "\\u12", ""])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def answers_with_problems(text):
    problems = check_tool_text(text)
    assert {found.code for found in problems} <= set(RULES)
    assert all(found.line >= 1 and "\n" not in str(found) for found in problems)
    if has_errors(problems):
        with pytest.raises(ToolError) as refusal:
            load_tool_text(text)
        assert list(refusal.value.problems) == problems
    else:
        assert load_tool_text(text).questions


@mangling
@given(st.text(max_size=200))
def test_any_text(text):
    answers_with_problems(text)


@mangling
@given(st.lists(SNIPPETS | st.text(max_size=3), max_size=40).map("".join))
def test_any_text_that_looks_like_yaml(text):
    answers_with_problems(text)


@mangling
@given(tool_documents(1, 3), st.data())
def test_a_tool_file_with_a_piece_cut_out_and_another_put_in(document, data):
    text = json.dumps(document, ensure_ascii=False, indent=1)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    answers_with_problems(text[:start] + data.draw(SNIPPETS | st.text(max_size=5)) + text[end:])


def _places(part, path=()):
    yield path
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, inner in items:
        yield from _places(inner, (*path, key))


@mangling
@given(tool_documents(2, 3), st.data())
def test_a_tool_with_any_part_replaced_by_anything(document, data):
    *way, last = data.draw(st.sampled_from([path for path in _places(document) if path]))
    document = json.loads(json.dumps(document))
    part = document
    for key in way:
        part = part[key]
    part[last] = data.draw(json_values)
    answers_with_problems(json.dumps(document, ensure_ascii=False))
