"""The drafted four lists, each threshold worked by hand from docs/scoring.md, section 5."""

import pytest

from scoring import summarise
from scoring.shown import counted, listed, percent, rounded
from scoring.summary import Agreement, Collection
from tests.scoring.conftest import rated, tool_of
from tests.scoring.test_all_returns import scores_of


def about(lines):
    return [line.about for line in lines]


def reasons(summary, question):
    line = next(line for line in summary.concerns if line.about == question)
    return {reason["reason"]: reason for reason in line.reasons}


def test_a_strength_needs_three_quarters_and_enough_returns():
    tool = tool_of([rated("q1"), rated("q2"), rated("q3")])
    # q1: 6 of 8 = 0.75; q2: 5 of 8; q3: 4 of 4, but fewer than 5 rated
    found = summarise(tool, scores_of(tool, {"q1": "33333322", "q2": "33333222", "q3": "3333...."}))
    assert about(found.working_well) == ["q1", "a"]
    # every section score lies between 66.6667 and 100, and most at 88.8889 or above: the section's mean is over 75
    assert found.working_well[0].reasons[0]["strength_share"] == pytest.approx(0.75)
    assert found.note is None


def test_strengths_rank_by_share_then_mean_then_tool_order():
    tool = tool_of([rated("q1"), rated("q2"), rated("q3"), rated("q4")])
    columns = {"q1": "33332222"[:5] + "333", "q2": "33333332", "q3": "33333331", "q4": "33333332"}
    found = summarise(tool, scores_of(tool, columns))
    # q1 7 of 8 with a 2... all have 7 of 8; q3 has the lowest mean (a 1); the rest tie and keep tool order
    assert about(found.working_well)[:4] == ["q1", "q2", "q4", "q3"]


def test_a_concern_is_no_strength():
    tool = tool_of([rated("q", limit={"at_or_below": "0", "overall": "Weak"})])
    # 9 of 10 at strength, but one return is at the limit
    found = summarise(tool, scores_of(tool, {"q": "3333333330"}))
    assert about(found.working_well) == ["a"]
    assert reasons(found, "q") == {"critical": {"reason": "critical", "at_or_below": "0", "returns": 1, "n": 10}}


def test_a_quarter_at_concern_is_prevalent():
    tool = tool_of([rated("q1"), rated("q2")])
    # q1: 2 of 8 = 0.25; q2: 2 of 9 = 0.222
    found = summarise(tool, scores_of(tool, {"q1": "01222222.", "q2": "012222222"}))
    assert about(found.concerns) == ["q1"]
    assert reasons(found, "q1")["prevalent"] == {"reason": "prevalent", "concern_share": 0.25, "concern": 2, "n": 8}


@pytest.mark.parametrize(
    ("before", "now", "declines"),
    [
        # ten returns: 3 of them from 3 to 2 is 3 * 33.3333 / 10 = 10 points
        ("3333333333", "2223333333", True),
        ("3333333333", "2233333333", False),
        # one more at concern in ten: 0.1, while the mean falls by 3.3333 only
        ("2333333333", "1333333333", True),
    ],
)
def test_a_fall_of_ten_points_or_a_tenth_is_a_decline(before, now, declines):
    tool = tool_of([rated("q")])
    found = summarise(tool, scores_of(tool, {"q": now}), scores_of(tool, {"q": before}))
    assert [line.about for line in found.concerns if any(r["reason"] == "declined" for r in line.reasons)] == [
        "q"
    ] * declines


def test_a_decline_needs_enough_matched_organisations():
    tool = tool_of([rated("q")])
    before = scores_of(tool, {"q": "3333"})
    assert summarise(tool, scores_of(tool, {"q": "2222222"}), before).concerns == ()


def test_a_quarter_lowered_of_five_moderated_is_over_rated():
    tool = tool_of([rated("q1"), rated("q2")])
    # q1: 2 of 5 moderated lowered; q2: 4 of 4, but fewer than 5
    scores = scores_of(tool, {"q1": "333333", "q2": "333333"}, {"q1": "22333.", "q2": "2222.."})
    found = summarise(tool, scores)
    assert reasons(found, "q1")["over_rated"]["lowered_share"] == pytest.approx(0.4)
    assert about(found.concerns) == ["q1"]


def test_groups_twenty_points_apart_are_uneven():
    tool = tool_of([rated("q1"), rated("q2")])
    phases = ["a"] * 5 + ["b"] * 5 + ["c"] * 4
    # q1: a 100, b (4 * 66.6667 + 100) / 5 = 73.3333, apart 26.6667; c is 4 only. q2: a 100, b 93.3333
    scores = scores_of(
        tool, {"q1": "33333" + "22223" + "2222", "q2": "33333" + "23333" + "2222"}, attributes={"phase": phases}
    )
    found = summarise(tool, scores)
    assert about(found.concerns) == ["q1"]
    uneven = reasons(found, "q1")["uneven"]
    assert (uneven["best"], uneven["worst"], uneven["by"]) == ("a", "b", "phase")
    assert uneven["difference"] == pytest.approx(100 - 220 / 3, abs=1e-9)


def test_priority_orders_concerns_and_their_recommendations():
    limit = {"at_or_below": "0", "overall": "Weak"}
    tool = tool_of(
        [rated("q1"), rated("q2", weight=3), rated("q3", limit=limit), rated("q4")],
        summary={"max_recommendations": 2},
    )
    # q1: 1 * 0.5; q2: 3 * 0.3 = 0.9; q3: 1 * (0.1 + 0.5) = 0.6; q4: 1 * 0.5, after q1 in the tool
    columns = {"q1": "0000022222", "q2": "0002222222", "q3": "0222222222", "q4": "1111122222"}
    found = summarise(tool, scores_of(tool, columns))
    assert about(found.concerns) == ["q2", "q3", "q1", "q4"]
    assert about(found.recommendations) == ["q2", "q3"]
    assert about(found.also_noted) == ["q1", "q4"]
    assert [line.reasons[0]["priority"] for line in found.recommendations] == pytest.approx([0.9, 0.6])


def test_a_recommendation_is_the_questions_else_the_sections_else_made():
    own = {"text": "Train every governor.", "owner": "setting"}
    tool = tool_of([rated("q1", recommendation=own), rated("q2", recommendation=own), rated("q3")], [rated("q4")])
    sections = tool.as_document()["sections"]
    sections[0]["recommendation"] = "Review the section."
    tool = type(tool).model_validate({**tool.as_document(), "sections": sections})
    found = summarise(tool, scores_of(tool, dict.fromkeys(("q1", "q2", "q3", "q4"), "000000")))
    texts = [line.text for line in found.recommendations]
    assert texts == [
        "Train every governor.",
        "Review the section.",
        "Agree what will change, who will do it and by when, on ‘Question q4’.",
    ]
    assert [reason["question"] for reason in found.recommendations[0].reasons] == ["q1", "q2"]
    assert found.recommendations[0].reasons[0]["owner"] == "setting"


def test_few_returns_leave_the_critical_alone_and_say_why():
    tool = tool_of([rated("q1"), rated("q2", limit={"at_or_below": "1", "section": "Weak"})])
    found = summarise(tool, scores_of(tool, {"q1": "000", "q2": "133"}))
    assert (found.working_well, found.learning) == ((), ())
    assert about(found.concerns) == ["q2"]
    assert [reason["reason"] for reason in found.concerns[0].reasons] == ["critical"]
    assert "three returns were scored" in found.note


def test_what_was_learnt_about_the_audit_itself():
    tool = tool_of([rated("q1"), rated("q2")])
    scores = scores_of(tool, {"q1": "012301", "q2": "01230."}, {"q1": "112..."}, feedback={})
    found = summarise(tool, scores, None, Agreement(12, 0.75), collection=Collection(in_scope=8, returned=6, late=2))
    texts = [line.text for line in found.learning]
    assert texts[0] == "Six of the eight organisations asked sent a return (75%), two of them after the closing date."
    # five returns answered all, one half: 5.5 / 6 = 0.91667
    assert texts[1].startswith("On average 92% of what was asked was answered, and one score is provisional")
    assert texts[2] == (
        "Moderation looked at three ratings and changed one of them (33%), raising one and lowering none."
    )
    assert texts[3] == "Two moderators gave the same first rating 75% of the time, over 12 ratings."


def test_a_not_applicable_that_was_upheld_has_not_been_changed():
    tool = tool_of([rated("q1")])
    found = summarise(tool, scores_of(tool, {"q1": "33--."}, {"q1": "32-1."}))
    assert "Moderation looked at four ratings and changed two of them (50%), raising none and lowering one." in [
        line.text for line in found.learning
    ]


def test_sentences_read_plainly():
    tool = tool_of([rated("q", limit={"at_or_below": "0", "overall": "Weak"})])
    found = summarise(tool, scores_of(tool, {"q": "0011223333"}))
    # 4 of 10 at concern
    assert found.concerns[0].text == (
        "On ‘Question q’, four of the 10 rated returns (40%) are rated ‘Level 0’ or ‘Level 1’; "
        "fewer than five returns are rated ‘Level 0’, which limits the judgement on them."
    )


@pytest.mark.parametrize(
    ("value", "text"), [(0.05, "0.1"), (27.777777, "27.8"), (0.25, "0.3"), (99.95, "100.0"), (-0.04, "0.0")]
)
def test_scores_are_shown_to_one_decimal_half_up(value, text):
    assert rounded(value) == text


def test_small_words():
    assert percent(0.125) == "13%"
    assert (counted(1, "return"), counted(12, "return")) == ("one return", "12 returns")
    assert listed(["a", "b", "c"], "or") == "a, b or c"
