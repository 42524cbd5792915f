"""Words: what is kept, what is mended, what is refused."""

import pytest

from formsapp.returns.fields.given import NOTHING, Given
from formsapp.returns.fields.wording import is_blank, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("from\x0bWord", "from\nWord"),
        ("page\x0cbreak", "page\nbreak"),
        ("odd\ufffe\uffff\x07end", "oddend"),
        ("  outer  ", "outer"),
        ("\u202eright to left, 👩‍👧 and e\u0301", "\u202eright to left, 👩‍👧 and e\u0301"),
        ("nul\x00stays", "nul\x00stays"),
        ("", ""),
        (" \u200b\ufeff\n", " "),
    ],
)
def test_tidy(typed, kept):
    assert tidy(typed) == kept
    assert tidy(kept) in {kept, " "}


def test_blank():
    assert [is_blank(text) for text in ("", " ", None, "x")] == [True, True, True, False]


@pytest.mark.parametrize("text", ["x" * 10, "👩" * 10, ("ab\r\n" * 3) + "c"])
def test_the_limit_counts_characters_and_a_line_end_as_one(ask, read, text):
    asked = ask(type="text", maximum_length=10)
    assert asked.faults(read(asked, {"q-s.q": text})) == {}
    longer = read(asked, {"q-s.q": text + "y"})
    assert asked.faults(longer) == {"value": "Your answer must be 10 characters or fewer. You have used 11"}


def test_a_nul_is_refused_in_words(ask, read):
    asked = ask(type="text")
    fault = asked.faults(read(asked, {"q-s.q": "a\x00b"}))["value"]
    assert fault.startswith("Your answer contains a character we cannot store")


@pytest.mark.parametrize(("required", "faults"), [(True, {"value": "Enter your answer in words"}), (False, {})])
def test_only_spaces(ask, read, required, faults):
    asked = ask(type="text", required=required)
    given = read(asked, {"q-s.q": " \u200b "})
    assert asked.faults(given) == faults
    assert asked.settled(given) == NOTHING


def test_what_is_missing(ask):
    assert ask(type="text").gaps(NOTHING) == {}
    assert ask(type="text", required=True).gaps(NOTHING) == {"value": "Answer this question"}
    assert ask(type="text", required=True).gaps(Given("x")) == {}
