"""Small charts: their arithmetic, and the words that say the same."""

from itertools import pairwise

import pytest

from formsapp.ui.charts import SHADES, bar_parts
from tests.page_checks import check_page
from tests.ui.rendering import macro

LEVELS = [("Not met", 1, "concern"), ("Partly met", 0, "concern"), ("Met", 5, "adequate"), ("Embedded", 2, "strength")]


def test_segments_fill_the_bar_in_order() -> None:
    # 1, 0, 5 and 2 of 8: 12.5, 0, 62.5 and 25 per cent.
    assert [(part.left, part.width) for part in bar_parts(LEVELS)] == [(0, 12.5), (12.5, 0), (12.5, 62.5), (75, 25)]


def test_thirds_meet_without_a_gap() -> None:
    parts = bar_parts([(name, 1, "neutral") for name in "abc"])
    for one, other in pairwise(parts):
        assert one.left + one.width == pytest.approx(other.left, abs=1e-9)
    assert parts[-1].left + parts[-1].width == pytest.approx(100, abs=1e-9)


def test_nothing_counted_is_an_empty_bar() -> None:
    assert [part.width for part in bar_parts([("Met", 0, "adequate")])] == [0]
    assert bar_parts([]) == []


def test_a_narrow_segment_has_no_number_inside() -> None:
    narrow, wide = bar_parts([("Not met", 5, "concern"), ("Met", 95, "adequate")])
    assert (narrow.label_fits, wide.label_fits) == (False, True)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tone", SHADES)
def test_numbers_can_be_read_on_every_shade(tone) -> None:
    for shades in SHADES[tone]:
        for part in bar_parts([(shade, 1, tone) for shade in shades]):
            assert _contrast(part.ink, part.fill) >= 4.5, part


def test_levels_of_one_tone_have_different_shades() -> None:
    four = bar_parts([("Not met", 1, "concern"), ("Partly met", 1, "concern"), ("Met", 1, "adequate")])
    assert len({part.fill for part in four}) == 3


def test_concern_and_strength_are_told_apart_in_grey() -> None:
    for concern in SHADES["concern"][0]:
        for other in (*SHADES["adequate"][0], *SHADES["strength"][0]):
            assert _contrast(concern, other) >= 1.7


def test_a_level_bar_says_in_words_what_it_shows() -> None:
    html = str(macro("level_bar")(LEVELS, "Ratings of <this>"))
    assert 'role="img" aria-label="Ratings of &lt;this&gt;: Not met 1, Partly met 0, Met 5, Embedded 2"' in html
    assert html.count("app-key__item") == 4
    assert "app-key" not in macro("level_bar")(LEVELS, "Ratings", key=False)


def test_a_score_bar_says_in_words_what_it_shows() -> None:
    assert 'aria-label="Leadership: 72.6 out of 100"' in macro("score_bar")(72.55, "Leadership")
    empty = macro("score_bar")(None, "Leadership")
    assert 'aria-label="Leadership: no score"' in empty
    assert "–" in empty


def test_self_beside_moderated_names_both_for_screen_readers() -> None:
    html = str(macro("grouped_bars")([("Early help", 74.25, None)], "Scores"))
    assert '<span class="govuk-visually-hidden">Self: </span>' in html
    assert '<span class="govuk-visually-hidden">Moderated: </span>' in html
    assert "74.3" in html
    assert "–" in html


@pytest.mark.parametrize("name", ["level_bar", "score_bar", "grouped_bars"])
def test_charts_are_valid_and_carry_no_style(name) -> None:
    args = {
        "level_bar": (LEVELS, "Ratings"),
        "score_bar": (5, "Score"),
        "grouped_bars": ([("Early help", 1, 2)], "Scores"),
    }[name]
    head = "<!DOCTYPE html><html lang='en'><head><title>A chart</title></head><body><h1>A chart</h1>"
    check_page(f"{head}{macro(name)(*args)}</body></html>", name)
