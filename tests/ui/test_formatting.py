"""Dates, numbers and text, as pages show them."""

from datetime import UTC, date, datetime

import pytest

from formsapp.ui.formatting import count, day, lower_first, markdown, moment, paragraphs, score, share


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0.0"),
        (2.25, "2.3"),
        (2.35, "2.4"),
        (2.449999, "2.4"),
        (0.05, "0.1"),
        (0.04, "0.0"),
        (61.05, "61.1"),
        (66.65, "66.7"),
        (200 / 3, "66.7"),
        (99.95, "100.0"),
        (100, "100.0"),
        (None, "–"),
    ],
)
def test_scores_have_one_decimal_and_halves_go_up(value, shown) -> None:
    assert score(value) == shown


def test_a_half_that_arithmetic_left_a_hair_short_still_goes_up() -> None:
    # 0.01 + 2.44 is 2.45, which floating point makes 2.4499999999999997.
    assert score(0.01 + 2.44) == "2.5"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0%"), (0.005, "1%"), (0.004, "0%"), (0.125, "13%"), (0.285, "29%"), (2 / 3, "67%"), (1, "100%"), (None, "–")],
)
def test_shares_are_whole_percentages(value, shown) -> None:
    assert share(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 March 2026 at 12:59am"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026 at 2:00am"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026 at 1:30am"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026 at 1:30am"),
        (datetime(2026, 7, 31, 23, 5, tzinfo=UTC), "1 August 2026 at 12:05am"),
        (datetime(2026, 9, 16, 11, 0, tzinfo=UTC), "16 September 2026 at 12:00pm"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "31 December 2026 at 11:59pm"),
        (None, ""),
    ],
)
def test_moments_are_those_of_a_clock_in_london(value, shown) -> None:
    assert moment(value) == shown


def test_the_day_of_a_moment_is_the_day_in_london() -> None:
    assert day(datetime(2026, 7, 31, 23, 5, tzinfo=UTC)) == "1 August 2026"
    assert day(date(2026, 9, 6)) == "6 September 2026"
    assert day(None) == ""


def test_counts_agree_with_their_words() -> None:
    assert [count(n, "return") for n in (0, 1, 2)] == ["0 returns", "1 return", "2 returns"]
    assert count(3, "agency", "agencies") == "3 agencies"


@pytest.mark.parametrize(
    ("text", "shown"), [("Closing day", "closing day"), ("DSL", "DSL"), ("A level", "a level"), ("", "")]
)
def test_a_label_goes_into_a_sentence(text, shown) -> None:
    assert lower_first(text) == shown


def test_markdown_has_the_design_systems_classes() -> None:
    shown = markdown("## Title\n\nWords *and* **more**\n\n- one\n\n1. first\n\n[here](https://example.org/a?b=1&c=2)")
    assert '<h2 class="govuk-heading-m">Title</h2>' in shown
    assert '<p class="govuk-body">Words <em>and</em> <strong>more</strong></p>' in shown
    assert '<ul class="govuk-list govuk-list--bullet">' in shown
    assert '<ol class="govuk-list govuk-list--number">' in shown
    assert 'class="govuk-link"' in shown
    assert 'href="https://example.org/a?b=1&amp;c=2"' in shown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[go](javascript:alert(1))",
        "[go](JaVaScRiPt:alert(1))",
        "[go](data:text/html;base64,AAAA)",
        "[go](vbscript:x)",
        "<a href='javascript:alert(1)'>go</a>",
        "![x](https://example.org/track.png)",
        '<p style="position:fixed" onclick="x()">p</p>',
        "<https://example.org/><script>",
    ],
)
def test_markdown_lets_no_script_image_or_style_through(hostile) -> None:
    shown = markdown(hostile).lower()
    assert not any(
        part in shown for part in ("<script", "<img", "<p style", 'href="javascript', 'href="data', 'href="vb')
    )
    assert "onclick=x" not in shown


def test_markdown_is_made_once_for_the_same_text() -> None:
    before = markdown.cache_info().hits
    first = markdown("The same *words* twice")
    assert markdown("The same *words* twice") is first
    assert markdown.cache_info().hits == before + 1


def test_paragraphs_are_split_at_blank_lines() -> None:
    assert paragraphs("One\r\nline\r\n\r\nTwo\n\n\n Three ") == ["One\nline", "Two", "Three"]
    assert paragraphs("  \n") == []
