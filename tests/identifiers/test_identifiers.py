"""What the guard for children's names sees, and what it lets stand."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formsapp.identifiers import Kind, find_identifiers, words_for
from formsapp.identifiers.numbers import is_nhs_number, is_upn
from tests.identifiers.figures import YEAR, figures, negatives, positives, unseen

ROOT = Path(__file__).parents[2]


def found(text: str, **more) -> list[tuple[str, str]]:
    return [(one.kind.value, one.words(text)) for one in find_identifiers(text, year=YEAR, **more)]


def test_the_check_digit_of_an_nhs_number():
    # 943 476 591: 9x10 + 4x9 + 3x8 + 4x7 + 7x6 + 6x5 + 5x4 + 9x3 + 1x2 = 299; 299 = 27 x 11 + 2; 11 - 2 = 9.
    assert is_nhs_number("9434765919")
    assert not any(is_nhs_number(f"943476591{digit}") for digit in range(9))
    assert not is_nhs_number("7777777777")  # right by the sum, and what people type for no number


def test_the_check_letter_of_a_unique_pupil_number():
    # 801200005001: 8x2 + 0x3 + 1x4 + 2x5 + 5x10 + 1x13 = 93; 93 = 4 x 23 + 1, and the second letter is B.
    assert is_upn("B801200005001")
    assert not is_upn("C801200005001")
    # A temporary one, 80120000500D: 16 + 4 + 10 + 50 + D (3) x 13 = 119; 119 = 5 x 23 + 4, and the fifth letter is E.
    assert is_upn("E80120000500D")
    assert not is_upn("E80120000500O")


def test_what_is_found_is_cut_out_exactly():
    text = "Zoë’s file\u00a0(NHS\u00a0943\u202f476\u00ad\u202f5919) at ZX4 2BD, case no. 441902."
    assert found(text) == [
        ("nhs_number", "943\u202f476\u00ad\u202f5919"),
        ("postcode", "ZX4 2BD"),
        ("case_number", "441902"),
    ]


def test_the_organisations_own_postcode_may_stand():
    assert found("We are at ZX4 2BD", allowed=["zx4 2bd"]) == []
    assert found("We are at ZX4 2BD", allowed=["ZX4 2BE"]) == [("postcode", "ZX4 2BD")]


def test_the_codes_of_an_audits_cases_may_stand():
    assert found("Case C01, case number C14 and case ref. C-203 are recorded well") == []


def test_one_sentence_says_what_the_words_look_like():
    sentence = words_for(find_identifiers("943 476 5919, ZX4 2BD and again ZX4 2BE", year=YEAR))
    assert sentence == "This looks like an NHS number and a postcode. Take it out, or say why it must stay"
    assert words_for(()) == ""


def test_the_made_lines_are_enough_to_say_something():
    assert len(positives()) >= 300
    assert len(negatives()) >= 700
    assert {one.kind for one in positives()} == set(Kind)


@pytest.mark.parametrize(
    ("kind", "precision", "recall"),
    [
        (Kind.NHS_NUMBER, 1.0, 0.95),
        (Kind.UPN, 1.0, 1.0),
        (Kind.POSTCODE, 0.92, 0.95),
        (Kind.CASE_NUMBER, 1.0, 0.97),
        (Kind.NAME_AND_BIRTH_DATE, 0.91, 0.95),
        ("all", 0.96, 0.96),
    ],
)
def test_precision_and_recall_do_not_fall(kind, precision, recall):
    made = figures(positives() + negatives())
    assert made.precision(kind) >= precision
    assert made.recall(kind) >= recall


def test_precision_and_recall_on_lines_the_finders_were_not_made_with():
    made = figures(unseen())
    assert made.precision("all") >= 0.96
    assert made.recall("all") >= 0.8


def test_no_line_of_the_shipped_tools_and_of_the_demonstration_is_held():
    files = [*ROOT.glob("tool_definitions/tools/*.yaml"), *ROOT.glob("formsapp/demo/words/*.txt")]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 10_000
    assert [line for line in lines if find_identifiers(line, year=YEAR)] == []


@given(st.text(alphabet=st.sampled_from("019 -/.,abADKkoóé\u00a0\u200b\u0301９\nborn dob"), max_size=60))
def test_whatever_is_typed_what_is_found_lies_in_order_and_apart(text):
    ends = 0
    for one in find_identifiers(text, year=YEAR):
        assert ends <= one.start < one.end <= len(text)
        ends = one.end


@pytest.mark.parametrize(
    "piece", ["1 ", "1234 ", "dob 1/1/2014 ", "999 012 3455 ", "Kai Bramwell is 9 ", "ZX4 2BD ", "Aa-"]
)
def test_the_time_grows_with_the_length_alone(piece):
    short, long = (piece * (length // len(piece)) for length in (10_000, 80_000))
    # Eight times the text: with anything that grows with the square it would take 64 times as long.
    assert _quickest(long) < 24 * max(_quickest(short), 0.0005)


def _quickest(text: str) -> float:
    times = []
    for _ in range(3):
        begins = time.process_time()
        find_identifiers(text, year=YEAR)
        times.append(time.process_time() - begins)
    return min(times)
