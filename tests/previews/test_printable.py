"""What the typefaces of a PDF can draw, and what stands in place of what they cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formsapp.previews.printable import PLAIN, Printable, direction, drawable, language
from formsapp.previews.prose import blocks_of


def printed(text: str) -> tuple[str, list[str]]:
    printable = Printable(drawable())
    return printable(text), list(printable.replaced)


@pytest.mark.parametrize(
    "text",
    [
        "Plain “English” – with £ and ½",
        "Gwrando ar blant: ŵyrion a'r tŷ",
        "الاستماع إلى الأطفال، نعم؟",
        "گوش دادن به کودکان",  # Persian
        "ښه راغلاست",  # Pashto
        "Wysłuchanie głosu dziecka; ascultați copiii; Дитина",
        "שלום ☺ ✓ ☐ 😀",
    ],
)
def test_what_can_be_drawn_stays_as_it_is(text):
    assert printed(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "shown", "said"),
    [
        ("بچوں کی بات سنی جاتی ہے", "[words in Urdu]", ["words in Urdu"]),
        ("Ask بچوں ہے now", "Ask [words in Urdu] now", ["words in Urdu"]),
        ("Who leads 👩‍🏫?", "Who leads [woman][school]?", ["woman", "school"]),
        ("漢字 and বাংলা", "[words in Chinese or Japanese] and [words in Bengali]", None),
        ("done ✅️", "done [white heavy check mark]", ["white heavy check mark"]),
        ("Step ⑪ \U000f0000", "Step 11 [character U+F0000]", ["character U+F0000"]),
        ("a\u0000b\u2066c 漢", "abc [words in Chinese or Japanese]", None),
        ("k\u1d15y", "k[latin letter small capital ou]y", None),
    ],
)
def test_what_cannot_be_drawn_is_said_in_words(text, shown, said):
    found, replaced = printed(text)
    assert found == shown
    assert said is None or replaced == said


@given(st.text(max_size=60))
def test_nothing_is_left_that_cannot_be_drawn(text):
    for known in (drawable(), PLAIN):
        shown = Printable(known)(text)
        assert all(ord(letter) in known or letter in "\n\t" for letter in shown)


@pytest.mark.parametrize(
    ("text", "way", "tongue"),
    [
        ("English", "ltr", "en"),
        ("1. (الأطفال) and", "rtl", "ar"),
        ("بچوں کی بات", "rtl", "ur"),
        ("שלום", "rtl", "he"),
        ("123 –", "ltr", "en"),
        ("", "ltr", "en"),
    ],
)
def test_direction_and_language_follow_from_the_letters(text, way, tongue):
    assert (direction(text), language(text)) == (way, tongue)


def test_markdown_is_read_into_blocks_and_runs():
    text = "Look *closely* at **all**:\n\n- one\n  1. inner\n- [two](https://x.example/)\n\n# Head\n\n    code"
    plain = {"strong": False, "em": False}
    first, bullets, head, code = blocks_of(text)
    assert [run["text"] for run in first["runs"]] == ["Look ", "closely", " at ", "all", ":"]
    assert [(run["strong"], run["em"]) for run in first["runs"]][1:4:2] == [(False, True), (True, False)]
    one, two = bullets["items"]
    assert one[0]["runs"] == [{"text": "one", **plain}]
    assert one[1] == {"kind": "numbers", "items": [[{"kind": "paragraph", "runs": [{"text": "inner", **plain}]}]]}
    assert "".join(run["text"] for run in two[0]["runs"]) == "two (https://x.example/)"
    assert head["runs"][0]["strong"]
    assert code["runs"][0]["text"] == "code"


@given(st.text("ab*_-#>`[]()1. \n!\\<&", max_size=60))
def test_any_markdown_is_read(text):
    assert isinstance(blocks_of(text), tuple)
