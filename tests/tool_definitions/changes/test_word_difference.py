import pytest
from hypothesis import given
from hypothesis import strategies as st

from tool_definitions.changes import Piece, abridged, word_difference
from tool_definitions.changes.word_difference import same_words

texts = st.text(st.sampled_from("ab. \n"), max_size=40)


def written(before: str, after: str) -> str:
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return " ".join(marks[what].format(text.strip()) for what, text in word_difference(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The lead has time", "The lead has time", "The lead has time"),
        ("The lead has time", "The lead has time and authority", "The lead has time [+and authority+]"),
        ("The lead has some time", "The lead has time", "The lead has [-some-] time"),
        ("Old words stay", "New words stay", "[-Old-] [+New+] words stay"),
        ("", "All new", "[+All new+]"),
        ("All gone", "", "[-All gone-]"),
        ("checked by the head", "signed by the governors", "[-checked-] [+signed+] by the [-head-] [+governors+]"),
        ("Read\nthis", "Read this", "Read this"),
    ],
)  # fmt: skip
def test_what_stays_goes_and_comes(before, after, expected):
    assert written(before, after) == expected


def test_a_short_word_between_two_changes_goes_with_them():
    assert written("x one of two y", "x three of four y") == "x [-one of two-] [+three of four+] y"


@given(texts, texts)
def test_the_pieces_are_the_words_of_both_texts(before, after):
    pieces = word_difference(before, after)
    assert "".join(text for what, text in pieces if what != "removed").split() == after.split()
    assert "".join(text for what, text in pieces if what != "added").split() == before.split()
    assert all(text for _, text in pieces)


@given(texts, texts)
def test_texts_have_the_same_words_where_no_piece_differs(before, after):
    differs = any(what != "kept" and text.strip() for what, text in word_difference(before, after))
    assert same_words(before, after) is not differs


def test_long_texts_are_compared_sentence_by_sentence():
    sentence = "This is a sentence of eight words, number {}. "
    before = "".join(sentence.format(number) for number in range(400))
    after = before.replace("number 7.", "number seven.")
    changed = [piece for piece in word_difference(before, after) if piece.what != "kept"]
    assert [piece.text.split()[-1] for piece in changed] == ["7.", "seven."]


def test_long_runs_that_stayed_are_cut_around_the_changes():
    many = " ".join(f"w{number}" for number in range(50))
    pieces = word_difference(f"old {many} old {many}", f"new {many} new {many}")
    cut = abridged(pieces, words=2)
    assert [piece.text for piece in cut if piece.what == "kept"] == [" w0 w1 … w48 w49", " w0 w1 …"]
    assert abridged((Piece("kept", "a few words stay"),), words=1) == (Piece("kept", "a few words stay"),)


@pytest.mark.parametrize(
    ("before", "after"),
    [("a " * 9000, "a b " * 4500), ("x. " * 6000, "y. x. " * 3000), ("a\n" * 9000, "a\nb\n" * 4500)],
    ids=["one word", "one sentence", "one line"],
)
def test_texts_of_one_word_over_and_over_are_two_texts(before, after):
    """Each pair of equal words is a way to match them: to look for the best would take minutes."""
    assert [piece.what for piece in word_difference(before, after)] == ["removed", "added"]


def test_a_long_text_with_a_small_change_is_compared_word_by_word():
    long = "the lead and the deputy and the rest " * 400
    assert word_difference(f"{long}stay {long}", f"{long}go {long}")[1:3] == (
        Piece("removed", " stay"),
        Piece("added", " go"),
    )
