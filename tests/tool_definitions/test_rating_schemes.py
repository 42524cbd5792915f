"""Rating schemes: order, scores and stances, worked by hand."""

import pytest

from tool_definitions.loader import shipped_schemes
from tool_definitions.scheme import RatingScheme, Stance

SHIPPED = {
    # key: the values, worst first
    "confidence-1-5": "1 2 3 4 5",
    "four-levels-of-practice": "not_met partly_met met embedded",
    "gm-section-11-0-3": "0 1 2 3",
    "met-not-met": "not_met met",
    "met-partly-not-met": "not_met partly_met met",
    "ofsted-education-five-2025": "urgent_improvement needs_attention expected_standard strong_standard exceptional",
    "ofsted-social-care-four": "inadequate requires_improvement good outstanding",
    "percent-in-fives": " ".join(str(five) for five in range(0, 101, 5)),
    "rag": "red amber green",
    "yes-no": "no yes",
}


def test_the_shipped_schemes_and_their_levels():
    assert {key: " ".join(scheme.ranks) for key, scheme in shipped_schemes().items()} == SHIPPED


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_scheme_says_what_each_level_means(key):
    scheme = shipped_schemes()[key]
    assert all(level.means.endswith(".") for level in scheme.levels)
    assert scheme.levels[0].stance is Stance.CONCERN
    assert scheme.levels[-1].stance is not Stance.CONCERN
    stances = [list(Stance).index(level.stance) for level in scheme.levels]
    assert stances == sorted(stances)
    assert scheme.source


def scheme(*scores, **changes):
    levels = [
        {"value": str(place), "label": f"Level {place}", "score": score, "stance": "adequate"}
        for place, score in enumerate(scores)
    ]
    return RatingScheme.model_validate({"key": "s", "title": "S", "levels": levels, **changes})


def test_rating_scores():
    # 0-3: (1-0)/(3-0) = 33.33, (2-0)/(3-0) = 66.67
    assert scheme(0, 1, 2, 3).rating_scores == pytest.approx((0, 100 / 3, 200 / 3, 100))
    # Unequal steps from -2 to 8: (0+2)/10 = 20, (3+2)/10 = 50
    assert scheme(-2, 0, 3, 8).rating_scores == (0, 20, 50, 100)
    # 1-5: (2-1)/4 = 25
    assert shipped_schemes()["confidence-1-5"].rating_scores == (0, 25, 50, 75, 100)


def test_meeting_the_standard_is_every_level_that_is_no_concern_unless_said():
    practice = shipped_schemes()["four-levels-of-practice"]
    assert [level.meets for level in practice.levels] == [False, False, True, True]
    levels = [
        {"value": "a", "label": "A", "score": 0, "stance": "concern", "meets_standard": True},
        {"value": "b", "label": "B", "score": 1, "stance": "strength", "meets_standard": False},
    ]
    assert [level.meets for level in scheme(levels=levels).levels] == [True, False]


def test_the_order_shown_and_the_best_end_said():
    best_first = shipped_schemes()["gm-section-11-0-3"]
    assert [level.value for level in best_first.shown_levels] == ["3", "2", "1", "0"]
    assert best_first.best_end == "3 (Fully met) is best, 0 (Not met) is worst"
    assert [level.value for level in scheme(0, 1, show="worst_first").shown_levels] == ["0", "1"]


def test_a_level_by_its_value():
    assert scheme(0, 1).level("1").label == "Level 1"
    with pytest.raises(KeyError):
        scheme(0, 1).level("2")


@pytest.mark.parametrize("scores", [(), (1,), (1, 1), (2, 1), (0, 2, 1), (0, float("inf"))])
def test_levels_that_are_not_worst_first(scores):
    with pytest.raises(ValueError, match=r"levels|score"):
        scheme(*scores)


def test_not_applicable_is_not_a_level():
    with pytest.raises(ValueError, match="not applicable"):
        scheme(0, 1, not_applicable={"value": "0"})
