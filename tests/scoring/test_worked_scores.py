"""Every rule of docs/scoring.md, section 2, on ratings small enough to work by hand."""

import numpy as np
import pandas as pd
import pytest

from scoring import (
    DOES_NOT_APPLY,
    HIDDEN,
    NOT_APPLICABLE,
    UNANSWERED,
    Ratings,
    Scores,
    codes_of,
    explain,
    score_returns,
)
from scoring.documents import return_document
from scoring.score import band_places
from tests.scoring.conftest import rated, tool_of
from tool_definitions.tool import Tool

THIRD = 100 / 3


def one_return(tool: Tool, moderated: dict[str, str] | None = None, **ratings: str) -> dict:
    """The document of one return with these ratings."""
    keys = dict.fromkeys([*ratings, *(moderated or {})])
    rows = [
        {
            "return_id": "r",
            "question": key,
            "rating": ratings.get(key, ""),
            "moderated_rating": (moderated or {}).get(key, ""),
        }
        for key in keys
    ]
    return return_document(score_returns(tool, pd.DataFrame(rows)), 0)


def test_the_worked_example_by_sections(worked_tool):
    found = one_return(worked_tool, q1="3", q2="1", q3="not_applicable", q4="", q5="0")
    section = found["sections"]["a"]
    # (1*100 + 2*33.3333) / 3 = 55.5556; q3 not applicable counts as answered: (1+2+1) / 5 = 0.8
    assert section["effective"] == pytest.approx(55.555555555555556, abs=1e-9)
    assert section["coverage"] == pytest.approx(0.8, abs=1e-9)
    assert section["provisional"] is True
    assert section["capped_by"] == []
    overall = found["overall"]
    # (55.5556 + 0) / 2 = 27.7778; coverage (1+2+1+1) / 6
    assert overall["effective"] == pytest.approx(27.777777777777779, abs=1e-9)
    assert overall["coverage"] == pytest.approx(5 / 6, abs=1e-9)
    assert (overall["provisional"], overall["capped_by"]) == (True, ["q5"])


def test_the_worked_example_by_questions(worked_tool):
    by_questions = worked_tool.model_copy(
        update={"scoring": worked_tool.scoring.model_copy(update={"overall": "questions"})}
    )
    found = one_return(by_questions, q1="3", q2="1", q3="not_applicable", q5="0")
    # (1*100 + 2*33.3333 + 1*0) / 4 = 41.6667
    assert found["overall"]["effective"] == pytest.approx(41.666666666666667, abs=1e-9)


def test_a_rating_score_follows_the_scores_not_the_places():
    uneven = {
        "key": "uneven",
        "title": "Uneven",
        "levels": [
            {"value": "red", "label": "Red", "score": -2, "stance": "concern"},
            {"value": "amber", "label": "Amber", "score": 1, "stance": "adequate"},
            {"value": "green", "label": "Green", "score": 8, "stance": "strength"},
        ],
    }
    tool = tool_of([rated("q", scheme="uneven")], rating_schemes={"uneven": uneven})
    # (1 - -2) / (8 - -2) = 3/10
    assert one_return(tool, q="amber")["overall"]["self"] == pytest.approx(30, abs=1e-9)


def test_a_section_with_nothing_rated_has_no_score_and_weighs_nothing():
    tool = tool_of([rated("a1")], [rated("b1"), rated("b2")])
    found = one_return(tool, a1="2", b1="not_applicable")
    section = found["sections"]["b"]
    assert section["effective"] is None
    assert section["band"] is None
    # b1 not applicable is answered, b2 is not: 1/2
    assert section["coverage"] == pytest.approx(0.5, abs=1e-9)
    # section a alone: 2/3 of 100
    assert found["overall"]["effective"] == pytest.approx(2 * THIRD, abs=1e-9)


def test_section_weights_make_the_overall_score():
    tool = tool_of([rated("a1")], [rated("b1")])
    sections = [part.model_copy(update={"weight": weight}) for part, weight in zip(tool.sections, (3, 1), strict=True)]
    tool = Tool.model_validate(
        {**tool.as_document(), "sections": [part.model_dump(by_alias=True) for part in sections]}
    )
    # (3*100 + 1*33.3333) / 4 = 83.3333
    assert one_return(tool, a1="3", b1="1")["overall"]["self"] == pytest.approx(83.333333333333333, abs=1e-9)


def test_where_nothing_counts_there_is_neither_score_nor_coverage():
    tool = tool_of([rated("a1", weight=0)], [rated("b1")])
    section = one_return(tool, a1="3", b1="3")["sections"]["a"]
    assert (section["effective"], section["coverage"], section["provisional"]) == (None, None, False)


@pytest.mark.parametrize(
    ("rating", "label"),
    # 0 -> 0; 33.3333 < 40; 66.6667 is >= 40 and < 70; 100
    [("0", "Weak"), ("1", "Weak"), ("2", "Developing"), ("3", "Good")],
)
def test_a_band_is_the_last_that_starts_at_or_below_the_score(rating, label):
    assert one_return(tool_of([rated("q")]), q=rating)["overall"]["band"] == label


def test_a_score_a_rounding_error_below_a_band_is_in_it():
    # 70 - 1e-10 is within the tolerance of 1e-9, 70 - 1e-8 is not
    places = band_places(np.array([70 - 1e-10, 70 - 1e-8, np.nan]), np.array([0.0, 40.0, 70.0]))
    assert places.tolist() == [2, 1, -1]


def test_a_limit_caps_the_band_and_not_the_score(practice_tool):
    # a1 weight 2 rated 0, a2 rated 3, a3 weight 3 rated 3: (0 + 100 + 300) / 6 = 66.6667, Developing, capped at Weak
    found = one_return(practice_tool, a1="0", a2="3", a3="3", nursery="no", b2="1", c2="3")
    section = found["sections"]["a"]
    assert section["effective"] == pytest.approx(2 * THIRD, abs=1e-9)
    assert (section["band"], section["capped_by"]) == ("Weak", ["a1"])
    # Sections 66.6667, 100 and 100: 88.8889, Good, capped at Developing
    assert found["overall"]["effective"] == pytest.approx(88.888888888888889, abs=1e-9)
    assert (found["overall"]["band"], found["overall"]["capped_by"]) == ("Developing", ["a1"])


def test_a_cap_that_does_not_bite_is_still_named(practice_tool):
    # c2 rated 1 is 33.3333: Weak already, below the cap at Developing; it caps the section alone, not the whole
    found = one_return(practice_tool, c2="1")
    assert (found["sections"]["c"]["band"], found["sections"]["c"]["capped_by"]) == ("Weak", ["c2"])
    assert found["overall"]["capped_by"] == []


def test_a_limit_reads_the_effective_rating(practice_tool):
    raised = one_return(practice_tool, {"a1": "1"}, a1="0")
    assert raised["overall"]["capped_by"] == []
    lowered = one_return(practice_tool, {"a1": "0"}, a1="3")
    assert lowered["overall"]["capped_by"] == ["a1"]


def test_the_four_scores_stand_side_by_side():
    tool = tool_of([rated("q1"), rated("q2", weight=2), rated("q3")])
    score = one_return(tool, {"q2": "1", "q3": "not_applicable"}, q1="3", q2="3", q3="0")["overall"]
    # self: (100 + 2*100 + 0) / 4 = 75
    assert score["self"] == pytest.approx(75, abs=1e-9)
    # moderated: q2 alone, since q3 was found not applicable: 33.3333
    assert score["moderated"] == pytest.approx(THIRD, abs=1e-9)
    # the self score over the moderated questions q2 and q3: (2*100 + 0) / 3 = 66.6667
    assert score["self_on_moderated"] == pytest.approx(2 * THIRD, abs=1e-9)
    # effective: q1 100, q2 33.3333: (100 + 2*33.3333) / 3 = 55.5556
    assert score["effective"] == pytest.approx(55.555555555555556, abs=1e-9)
    # of the weight rated (q1 and q2: 3), q2 was moderated: 2/3
    assert score["share_moderated"] == pytest.approx(2 / 3, abs=1e-9)


def test_a_moderated_rating_answers_what_was_left_blank():
    score = one_return(tool_of([rated("q1"), rated("q2")]), {"q2": "0"}, q1="3")["overall"]
    # self is q1 alone; effective (100 + 0) / 2; both are answered now
    assert (score["self"], score["effective"], score["coverage"]) == pytest.approx((100, 50, 1), abs=1e-9)
    assert score["self_on_moderated"] is None


def test_a_rating_that_does_not_count_is_not_scored(practice_tool):
    # No nursery: b1 is hidden, though rated 0. b2 at 1: b3 is hidden too. Section b is b2 alone: 100
    found = one_return(practice_tool, {"b1": "0"}, nursery="no", b1="0", b2="1", b3="0")
    assert found["sections"]["b"]["effective"] == pytest.approx(100, abs=1e-9)
    assert found["sections"]["b"]["coverage"] == pytest.approx(1, abs=1e-9)
    # With a nursery, b1 counts: (0 + 100) / 2; and unanswered b3 stays hidden
    found = one_return(practice_tool, nursery="yes", b1="0", b2="1")
    assert found["sections"]["b"]["effective"] == pytest.approx(50, abs=1e-9)


def test_what_is_left_out_is_listed_with_its_reason(practice_tool):
    ratings = pd.DataFrame(
        [
            {"return_id": "r", "question": key, "rating": rating}
            for key, rating in {"a1": "3", "a2": "", "a3": "3", "nursery": "no", "b2": "not_applicable"}.items()
        ]
    )
    organisations = pd.DataFrame([{"organisation_id": "r", "phase": "secondary"}])
    opened = explain(practice_tool, ratings, "r", organisations=organisations)
    assert {line.question: line.reason for line in opened.left_out} == {
        "a2": "unanswered",
        "a3": "does_not_apply",
        "b1": "hidden",
        "b2": "not_applicable",
        "b3": "hidden",
        "c1": "unanswered",
        "c2": "unanswered",
    }
    assert [(line.question, line.level, line.to_section) for line in opened.contributions] == [("a1", "3", 100.0)]


def test_an_attribute_left_blank_does_not_match(practice_tool):
    ratings = pd.DataFrame([{"return_id": "r", "question": "a3", "rating": "3"}])
    blank = pd.DataFrame([{"organisation_id": "r", "phase": ""}])
    assert np.isnan(score_returns(practice_tool, ratings, blank).part("self").overall[0])
    assert score_returns(practice_tool, ratings).part("self").overall[0] == pytest.approx(100)


def test_contributions_of_the_worked_example(worked_tool):
    codes = codes_of(worked_tool, {"q1": "3", "q2": "1", "q3": "not_applicable", "q5": "0"})
    assert codes.tolist() == [3, 1, NOT_APPLICABLE, UNANSWERED, 0]
    opened = explain(worked_tool, Ratings(("r",), ("r",), codes[None, :]), "r")
    # to the section: 100*1/3 and 33.3333*2/3; to the overall: half of each; q5 adds nothing
    assert [line.to_section for line in opened.contributions] == pytest.approx([THIRD, 22.22222222222222, 0], abs=1e-9)
    assert [line.to_overall for line in opened.contributions] == pytest.approx(
        [THIRD / 2, 11.11111111111111, 0], abs=1e-9
    )


def test_codes_of_say_why_a_question_does_not_count(practice_tool):
    answers = {"a3": "3", "nursery": "no", "b1": "2", "b2": "0", "b3": "1"}
    codes = codes_of(practice_tool, answers, {"phase": "secondary"})
    assert codes.tolist() == [UNANSWERED, UNANSWERED, DOES_NOT_APPLY, HIDDEN, 0, 1, UNANSWERED, UNANSWERED]


def test_a_level_that_the_scheme_lacks_is_refused_in_a_packed_row(worked_tool):
    row = np.array([4, 0, 0, 0, 0], dtype=np.int8).tobytes()
    with pytest.raises(ValueError, match="a level that its rating scheme does not have"):
        Ratings.from_packed(worked_tool, ["r"], ["r"], [row])
    with pytest.raises(ValueError, match="does not have the tool's 5 scored questions"):
        Ratings.from_packed(worked_tool, ["r"], ["r"], [row[:3]])


def test_no_returns_have_no_scores(worked_tool):
    nothing = Ratings.from_packed(worked_tool, [], [], [])
    assert Scores(worked_tool, nothing).part("effective").overall.shape == (0,)


def test_frames_have_a_row_a_return_section_and_question(worked_tool):
    rows = [{"return_id": key, "question": "q1", "rating": "3"} for key in ("s", "r")]
    scores = score_returns(worked_tool, pd.DataFrame(rows))
    assert list(scores.overall["return_id"]) == ["s", "r"]
    assert list(scores.sections["section"]) == ["a", "b", "a", "b"]
    questions = scores.questions.set_index(["return_id", "question"])
    assert questions.loc[("r", "q1"), "rating_score"] == pytest.approx(100)
    assert questions.loc[("r", "q2"), "state"] == "unanswered"
