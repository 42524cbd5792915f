"""The difference between two texts as one splice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formsapp.tool_drafts.splice import Splice, splice_between

texts = st.text("ab\n", max_size=30)


@given(texts, texts)
def test_a_splice_works_both_ways(before, after):
    splice = splice_between(before, after)
    assert splice.forwards(before) == after
    assert splice.backwards(after) == before


@pytest.mark.parametrize(
    ("before", "after", "splice"),
    [
        ("title: Old\n", "title: New\n", Splice(7, "Old", "New")),
        ("ab", "ab", Splice(2, "", "")),
        ("aa", "aaa", Splice(2, "", "a")),
        ("abab", "ab", Splice(2, "ab", "")),
        ("", "x", Splice(0, "", "x")),
    ],
)
def test_a_splice_is_as_short_as_can_be(before, after, splice):
    assert splice_between(before, after) == splice


def test_a_splice_does_not_fit_another_text():
    with pytest.raises(ValueError, match="not the one"):
        Splice(3, "abc", "d").forwards("something else")
