"""How conditions and lists are typed into a cell: one meaning each, and exact words where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tool_definitions.workbook.notation.conditions import read_condition, written_condition
from tool_definitions.workbook.notation.words import (
    NotReadable,
    read_lists,
    read_rest,
    read_words,
    written_lists,
    written_rest,
    written_words,
)

words = st.one_of(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=8),
    st.sampled_from(("is", "not", "and", "or", "at", "all", "any", '"', '""', "a;b", "“x”")),
)
keys = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}", fullmatch=True)
leaves = st.one_of(
    st.builds(lambda key, values: {"question": key, "is": values}, keys, st.lists(words, min_size=1, max_size=3)),
    st.builds(lambda key, level: {"question": key, "at_or_below": level}, keys, words),
    st.builds(lambda key, level: {"question": key, "at_or_above": level}, keys, words),
    st.builds(lambda key, answered: {"question": key, "answered": answered}, keys, st.booleans()),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)


@given(conditions)
def test_a_condition_is_read_as_it_was_written(condition):
    assert read_condition(written_condition(condition)) == condition


@given(st.dictionaries(words, st.lists(words, max_size=3), max_size=3))
def test_lists_are_read_as_they_were_written(lists):
    assert read_lists(written_lists(lists)) == lists


@given(st.lists(words, min_size=1, max_size=4))
def test_words_are_read_as_they_were_written(listed):
    assert read_words(written_words(listed)) == listed


@given(words)
def test_the_rest_of_a_line_is_read_as_it_was_written(text):
    assert read_rest(written_rest(text)) == text


@given(st.text(max_size=40))
def test_any_text_is_a_condition_or_refused_in_words(text):
    try:
        condition = read_condition(text)
    except NotReadable:
        return
    assert read_condition(written_condition(condition)) == condition


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("leadership.nursery is yes", {"question": "leadership.nursery", "is": ["yes"]}),
        ("A1 IS Yes", {"question": "A1", "is": ["Yes"]}),
        ("a is at or below partly_met", {"question": "a", "at_or_below": "partly_met"}),
        ('a at or above "mostly met"', {"question": "a", "at_or_above": "mostly met"}),
        ("a is not no, unsure", {"not": {"question": "a", "is": ["no", "unsure"]}}),
        ("a is answered", {"question": "a", "answered": True}),
        ("a is not answered", {"question": "a", "answered": False}),
        ("a is x and b is y and c is z", {"all": [{"question": key, "is": [of]} for key, of in ("ax", "by", "cz")]}),
        (
            "(a is x or b is y) and not (c is z)",
            {
                "all": [
                    {"any": [{"question": "a", "is": ["x"]}, {"question": "b", "is": ["y"]}]},
                    {"not": {"question": "c", "is": ["z"]}},
                ]
            },
        ),
    ],
)
def test_what_people_type(typed, meant):
    assert read_condition(typed) == meant


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("a is x or b is y and c is z", "'and' and 'or' are mixed"),
        ("a is x b is y", "'b is y' stands where 'and', 'or' or the end is expected"),
        ("a", "after 'a' one of these is expected: is, is not, at or below"),
        ("a is", "nothing more comes where an answer is expected"),
        ("a is yes,", "nothing more comes where an answer is expected"),
        ("(a is yes", "a bracket is opened and not closed"),
        ("not a is yes", "there is no bracket after 'not'"),
        ("a is “yes”", "the quotation marks before '“yes”' are curly"),
        ("a = 3", "after 'a' one of these is expected"),
        ("__import__('os').system('x')", "after '__import__' one of these is expected"),
        ("9**9**9", "after '9**9**9' one of these is expected"),
        ("(" * 200 + "a is x" + ")" * 200, "more than 15 brackets within brackets"),
        ("a is x and " * 1_000, "longer than 5,000 characters"),
        ("", "nothing more comes where the key of a question is expected"),
    ],
)
def test_what_has_no_single_meaning_is_refused_in_words(typed, message):
    with pytest.raises(NotReadable) as refusal:
        read_condition(typed)
    assert message in refusal.value.message


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("phase primary", "there is no colon after 'phase'"),
        ("phase: primary secondary", "'secondary' stands after the values"),
        ("phase: a\nphase: b", "'phase' stands there twice"),
        ("phase: a,", "nothing more comes where a value is expected"),
    ],
)
def test_lists_that_are_not_plain_are_refused(typed, message):
    with pytest.raises(NotReadable) as refusal:
        read_lists(typed)
    assert message in refusal.value.message
