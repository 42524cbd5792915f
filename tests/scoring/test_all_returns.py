"""What all returns say together, worked by hand: distributions, change, internal checks, oddities, small numbers."""

import numpy as np
import pandas as pd
import pytest

from scoring import (
    Ratings,
    Scores,
    compare,
    distributions,
    internal_checks,
    oddities,
    oddities_of_return,
    score_returns,
)
from scoring.change import tool_before
from scoring.internal_checks import cronbach_alpha
from scoring.summary.small_numbers import hidden_cells, publishable
from tests.scoring.conftest import rated, scheme, tool_of
from tool_definitions.tool import Tool


def scores_of(tool: Tool, columns: dict[str, str], moderated: dict[str, str] | None = None, **more) -> Scores:
    """Scores from one text a question, a character a return: a level, `-` not applicable, `.` unanswered."""
    n = len(next(iter(columns.values())))
    codes = _codes(tool, columns, n)
    settled = None if moderated is None else _codes(tool, moderated, n)
    ids = tuple(f"r{place}" for place in range(n))
    organisations = more.pop("organisations", ids)
    return Scores(tool, Ratings(ids, tuple(organisations), codes, settled, **more))


def _codes(tool: Tool, columns: dict[str, str], n: int) -> np.ndarray:
    signs = {"-": -2, ".": -1}
    rows = [[signs.get(sign) or int(sign) for sign in columns.get(key, "." * n)] for key in tool.scored_questions]
    return np.array(rows, dtype=np.int8).T


def test_the_distribution_of_one_question():
    found = distributions(scores_of(tool_of([rated("q")]), {"q": "01123-."})).audit.questions["q"].self
    assert found.levels == {"0": 1, "1": 2, "2": 1, "3": 1}
    assert (found.counted, found.n, found.not_applicable, found.unanswered) == (7, 5, 1, 1)
    # (0 + 33.3333*2 + 66.6667 + 100) / 5 = 46.6667
    assert found.mean == pytest.approx(46.666666666666667, abs=1e-9)
    assert found.median_level == "1"
    assert (found.strength_share, found.concern_share, found.meets_share) == pytest.approx((0.2, 0.6, 0.4))


def test_the_median_of_an_even_count_is_the_lower_level():
    found = distributions(scores_of(tool_of([rated("q")]), {"q": "0123"})).audit.questions["q"].self
    assert found.median_level == "1"


def test_a_question_nobody_rated_has_counts_and_no_shares():
    found = distributions(scores_of(tool_of([rated("q")]), {"q": "-."})).audit.questions["q"].self
    assert (found.n, found.mean, found.median_level, found.strength_share) == (0, None, None, None)


def test_what_moderation_did_to_a_question():
    tool = tool_of([rated("q")])
    # 3->3 upheld; 3->1 lowered, -66.6667; 0->2 raised, +66.6667; 2->1 lowered, -33.3333; 2->n/a and .->1 neither
    found = distributions(scores_of(tool, {"q": "33022.1"}, {"q": "312-11."})).audit.questions["q"].moderated
    assert (found.n, found.upheld, found.raised, found.lowered) == (6, 1, 1, 2)
    assert found.mean_shift == pytest.approx((0 - 200 / 3 + 200 / 3 - 100 / 3) / 4, abs=1e-9)


def test_groups_are_those_of_an_attribute_the_unstated_last():
    scores = scores_of(tool_of([rated("q")]), {"q": "3300"}, attributes={"phase": ["b", None, "a", "a"]})
    found = distributions(scores, "phase", in_scope={None: 9, "a": 4})
    assert list(found.groups) == ["a", "b", ""]
    assert (found.audit.in_scope, found.groups["a"].in_scope, found.groups["b"].in_scope) == (9, 4, None)
    assert [group.overall.mean for group in found.groups.values()] == pytest.approx([0, 100, 100])


def test_change_is_over_the_organisations_that_rated_both_times():
    tool = tool_of([rated("q1"), rated("q2")])
    now = scores_of(tool, {"q1": "3210", "q2": "...."}, organisations="abcd")
    before = scores_of(tool, {"q1": "0.13"}, organisations="abcx")
    change = compare(now, before)
    assert change.matched == 3
    # a: 0 -> 100; c: 33.3333 -> 33.3333; b was not rated before, d was not there
    question = change.questions["q1"]
    assert question.matched == 2
    assert question.mean == pytest.approx((100 + 100 / 3) / 2 - (0 + 100 / 3) / 2, abs=1e-9)
    # concern: 2 of 2 before, 1 of 2 now
    assert question.concern_share == pytest.approx(-0.5)
    assert (change.questions["q2"].matched, change.questions["q2"].mean) == (0, None)


def test_change_takes_all_returns_of_an_organisation_that_rated_both_times():
    tool = tool_of([rated("q1"), rated("q2")])
    now = scores_of(tool, {"q1": "30.-2", "q2": ".1..0"}, organisations="baabc")
    before = scores_of(tool, {"q1": "1103", "q2": "0..."}, organisations="bbac")
    change = compare(now, before)
    assert change.matched == 3
    # q1, now: b 100 (its other return is unanswered), a 0 (its other one is not applicable), c 66.6667
    question = change.questions["q1"]
    assert question.now.levels == {"0": 1, "1": 0, "2": 1, "3": 1}
    # q1, before: b 33.3333 twice, a 0, c 100
    assert question.before.levels == {"0": 1, "1": 2, "2": 0, "3": 1}
    assert (question.matched, question.now.counted, question.before.counted) == (3, 3, 4)
    # q2: a and c rated it now, b before: nobody both times
    assert (change.questions["q2"].matched, change.questions["q2"].now.n) == (0, 0)


def test_change_without_an_organisation_in_both_is_no_change():
    tool = tool_of([rated("q")])
    change = compare(scores_of(tool, {"q": "3"}, organisations="a"), scores_of(tool, {"q": "0"}, organisations="b"))
    assert (change.matched, change.questions["q"].matched, change.questions["q"].mean) == (0, 0, None)


def test_only_the_same_and_reworded_questions_on_the_same_levels_are_compared():
    before = tool_of([rated("same"), rated("old"), rated("parent"), rated("other")])
    now = tool_of(
        [
            rated("same"),
            rated("new", **{"from": {"key": "old", "relation": "reworded"}}),
            rated("child", **{"from": {"key": "parent", "relation": "split"}}),
            rated("other", scheme="two"),
            rated("fresh"),
        ]
    )
    change = compare(scores_of(now, {"new": "3"}), scores_of(before, {"old": "1"}))
    assert list(change.questions) == ["same", "new"]
    assert change.questions["new"].mean == pytest.approx(200 / 3, abs=1e-9)
    reasons = {line.question: line.reason for line in change.not_comparable}
    assert reasons == {
        "child": "it was split from 'parent'",
        "other": "its rating scheme has other levels",
        "fresh": "it is new",
    }


def test_the_tool_before_reads_last_years_names():
    now = tool_of(
        [
            rated("new", **{"from": {"key": "old", "relation": "reworded"}}),
            rated("next", show_if={"question": "new", "at_or_above": "2"}),
        ]
    )
    before = tool_before(now)
    assert list(before.questions) == ["old", "next"]
    last_year = score_returns(before, pd.DataFrame([{"return_id": "r0", "old": "1", "next": ""}]))
    assert compare(scores_of(now, {"new": "3"}), last_year).questions["new"].mean == pytest.approx(200 / 3, abs=1e-9)


def test_cronbachs_alpha_by_hand():
    # items 1: 2 4 6, variance 4; items 2: 1 3 2, variance 1; sums 3 7 8, variance 7: 2/1 * (1 - 5/7) = 4/7
    assert cronbach_alpha(np.array([[2.0, 1], [4, 3], [6, 2]])) == pytest.approx(4 / 7, abs=1e-12)
    assert cronbach_alpha(np.array([[1.0, 2], [1, 2]])) is None


def test_the_checks_of_the_tool_itself():
    tool = tool_of([rated("q1"), rated("q2"), rated("q3")], [rated("q4")])
    scores = scores_of(tool, {"q1": "2222222222", "q2": "---3210123", "q3": "..32101233", "q4": "33210123-."})
    checks = internal_checks(scores)
    assert checks.rated_alike == ("q1",)
    # q2: 3 of 10 not applicable, over 20%; q3: 2 of 10 unanswered, over 10%; q4: 1 of 10 of each, not over either
    assert checks.not_applicable == {"q2": 0.3}
    assert checks.unanswered == {"q3": 0.2}
    assert checks.alpha["b"].reason == "fewer than two questions"
    assert checks.alpha["a"].n == 7
    assert checks.without_reason is None


def test_not_applicable_without_the_reason_asked_for():
    tool = tool_of([rated("q1"), rated("q2", not_applicable="allowed")])
    scores = scores_of(tool, {"q1": "--", "q2": "--"}, comments={("r0", "q1"): "We have no sixth form."})
    assert internal_checks(scores).without_reason == {"q1": ("r1",)}


def test_oddities_are_pointed_out_return_by_return():
    tool = tool_of([rated("q1"), rated("q2"), rated("q3")])
    copied = "Our policy was reviewed in September."
    twice = "The log is read by the head each Friday."
    comments = {
        ("r0", "q1"): copied, ("r1", "q1"): copied, ("r2", "q3"): copied,
        # Two organisations may have written theirs together.
        ("r0", "q2"): twice, ("r1", "q2"): twice, ("r2", "q2"): "Seen.",
    }  # fmt: skip
    scores = scores_of(tool, {"q1": "232", "q2": "223", "q3": "221"}, comments=comments)
    before = scores_of(tool, {"q1": "3", "q2": "2", "q3": "2"}, organisations=["r1"])
    odd = oddities(scores, before, {"r0": 3.0, "r2": 45.0})
    assert {one.question for one in odd if one.return_id == "r0" and one.kind == "copied_comment"} == {"q1"}
    found = {(one.return_id, one.kind) for one in odd}
    assert found == {
        ("r0", "copied_comment"),
        ("r0", "all_alike"),
        ("r0", "quick"),
        ("r1", "copied_comment"),
        ("r1", "unchanged"),
        ("r2", "copied_comment"),
    }
    bare = scores_of(tool, {"q1": "3"}, comments={}, evidence=frozenset())
    assert [(odd.kind, odd.question) for odd in oddities(bare)] == [("top_without_evidence", "q1")]
    shown = scores_of(tool, {"q1": "3"}, comments={}, evidence=frozenset({("r0", "q1")}))
    assert oddities(shown) == ()


def test_one_return_is_told_of_its_oddities_before_it_is_submitted():
    tool = tool_of([rated("q1"), rated("q2"), rated("q3")])
    now, last_time = (scores_of(tool, {"q1": "2", "q2": "2", "q3": "2"}) for _ in range(2))
    assert [odd.kind for odd in oddities_of_return(now, last_time, minutes=9.9)] == ["all_alike", "unchanged", "quick"]
    # one level of one question is other than last time, and ten minutes are enough
    other = scores_of(tool, {"q1": "1", "q2": "2", "q3": "2"})
    assert oddities_of_return(other, last_time, minutes=10) == ()
    with pytest.raises(ValueError, match="one return"):
        oddities_of_return(scores_of(tool, {"q1": "22"}))


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 9, "b": 7}, set()),
        # b alone could be worked out from the total: the next smallest hides with it
        ({"a": 20, "b": 3, "c": 8}, {"b", "c"}),
        ({"a": 20, "b": 3, "c": 4}, {"b", "c"}),
        # two groups hidden that add up to 3: fewer than 5, so another hides
        ({"a": 20, "b": 1, "c": 2, "d": 6}, {"b", "c", "d"}),
        ({"a": 20, "b": 0, "c": 9}, {"b"}),
        ({"a": 3}, {"a"}),
        ({}, set()),
    ],
)
def test_small_groups_hide_and_cannot_be_worked_out(sizes, hidden):
    assert hidden_cells(sizes, 5) == hidden


def test_what_may_be_published_hides_small_groups_questions_and_moves():
    tool = tool_of([rated("q1"), rated("q2")])
    phases = ["primary"] * 8 + ["secondary"] * 6 + ["special"] * 2
    scores = scores_of(
        tool,
        {"q1": "3" * 16, "q2": "333" + "." * 5 + "3" * 8},
        {"q1": "2" + "." * 15},
        attributes={"phase": phases},
    )
    safe = publishable(distributions(scores, "phase"))
    # special is 2; secondary (6) is the next smallest
    assert [name for name, group in safe.groups.items() if group is None] == ["secondary", "special"]
    primary = safe.groups["primary"]
    # q2 was rated by 3 primaries only
    assert primary.questions["q2"] is None
    # one moderated rating is seen where self and effective stand side by side
    assert (primary.questions["q1"].self, primary.questions["q1"].moderated) == (None, None)
    assert (safe.hidden_as("special"), safe.hidden_as("secondary")) == ("fewer than 5", "hidden")


def test_few_moves_in_one_group_hide_the_self_ratings_of_every_group():
    scores = scores_of(
        tool_of([rated("q")]),
        {"q": "3" * 12},
        {"q": "2" + "." * 5 + "222223"},
        attributes={"phase": ["a"] * 6 + ["b"] * 6},
    )
    safe = publishable(distributions(scores, "phase"))
    # 1 of group a was moderated: with b's self ratings shown, a's would follow from the total
    assert [group.questions["q"].self for group in safe.groups.values()] == [None, None]
    assert safe.audit.questions["q"].moderated.n == 7


def test_an_audit_of_few_returns_is_hidden_whole():
    scores = scores_of(tool_of([rated("q")]), {"q": "333"}, attributes={"phase": ["a", "a", "b"]})
    safe = publishable(distributions(scores, "phase"))
    assert safe.audit is None
    assert set(safe.groups.values()) == {None}


def test_levels_of_a_scheme_that_is_not_four_long_are_counted():
    schemes = {"six": scheme("six", ["concern", "concern", "adequate", "adequate", "strength", "strength"])}
    tool = tool_of([rated("q", scheme="six")], rating_schemes=schemes)
    found = distributions(scores_of(tool, {"q": "055"})).audit.questions["q"].self
    assert found.levels == {"0": 1, "1": 0, "2": 0, "3": 0, "4": 0, "5": 2}
