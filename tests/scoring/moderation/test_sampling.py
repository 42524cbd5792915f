"""The deep-dive sample: worked by hand, the same for ever, and refused in sentences that say what would do."""

import hashlib
import random
import string
from fractions import Fraction
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.moderation.sampling import BadSample, Candidate, apportion, draw_sample, signs_of_risk, stratum_of
from scoring.score import score_returns
from tool_definitions.tool import Tool

SIGNS = {"critical": "rates a critical question at its limit", "jump": "rose", "all_top": "all top"}


def returns(number: int, **attributes) -> list[Candidate]:
    return [Candidate(f"r{place}", attributes) for place in range(number)]


def by_phase(**numbers: int) -> list[Candidate]:
    return [Candidate(f"{phase}{n}", {"phase": phase}) for phase, number in numbers.items() for n in range(number)]


def ids(sample, how=None):
    return [pick.return_id for pick in sample.picks if how in {None, pick.pick}]


def test_the_random_order_is_a_digest_anybody_can_work_out_again():
    sample = draw_sample(returns(30), size=4, seed=2026)
    by_hand = sorted((f"r{n}" for n in range(30)), key=lambda one: hashlib.sha256(f"2026:{one}".encode()).hexdigest())
    assert ids(sample) == by_hand[:4]
    assert ids(sample) == ["r27", "r21", "r6", "r3"]  # as it was drawn the first time, for ever


def test_a_larger_sample_keeps_the_smaller_one():
    small, large = (set(ids(draw_sample(returns(40), size=size, seed=7))) for size in (5, 15))
    assert small < large


def test_largest_remainders_by_hand():
    # 10 seats for 50, 30 and 17 of 97: quotas 5.155, 3.093, 1.753.
    assert apportion({"a": 50, "b": 30, "c": 17}, 10) == {"a": 5, "b": 3, "c": 2}
    # 6 seats for 90, 6 and 4: the small ones are below one seat and get one each; the large one has the other four.
    assert apportion({"a": 90, "b": 6, "c": 4}, 6) == {"a": 4, "b": 1, "c": 1}
    # Taking the small one's seat first leaves 4 of 99 for 49 and 50: quotas 1.98 and 2.02.
    assert apportion({"a": 49, "b": 50, "c": 1}, 5) == {"a": 2, "b": 2, "c": 1}
    # Equal remainders: the larger group, then the name.
    assert apportion({"b": 10, "a": 10, "c": 10}, 4) == {"a": 2, "b": 1, "c": 1}
    assert apportion({"a": 3, "none": 0}, 3) == {"a": 3, "none": 0}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=9), st.data())
def test_the_share_of_each_stratum_is_proportional_within_one(sizes, data):
    populations = dict(zip(string.ascii_lowercase, sizes, strict=False))
    groups = sum(size > 0 for size in sizes)
    if not groups:
        return
    seats = data.draw(st.integers(groups, sum(sizes)))
    shares = apportion(populations, seats)
    assert sum(shares.values()) == seats
    raised = {name for name, size in populations.items() if size and Fraction(seats * size, sum(sizes)) < 1}
    for name, size in populations.items():
        assert min(1, size) <= shares[name] <= size
        if not raised:
            assert abs(shares[name] - Fraction(seats * size, sum(sizes))) < 1
        elif name in raised:
            assert shares[name] == 1
    by_size = sorted(populations, key=populations.__getitem__)
    for smaller, larger in pairwise(by_size):
        if populations[smaller] < populations[larger]:
            assert shares[smaller] <= shares[larger]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.data())
def test_any_draw_is_whole_stratified_and_independent_of_the_order_of_rows(seed, data):
    phases = data.draw(st.lists(st.sampled_from(["primary", "secondary", "", None]), min_size=6, max_size=40))
    signs = data.draw(st.lists(st.sets(st.sampled_from(sorted(SIGNS))), min_size=len(phases), max_size=len(phases)))
    everyone = [
        Candidate(f"r{n}", {"phase": phase}, {sign: SIGNS[sign] for sign in sign_set})
        for n, (phase, sign_set) in enumerate(zip(phases, signs, strict=True))
    ]
    must = {f"r{n}": "asked for" for n in data.draw(st.sets(st.integers(0, len(phases) - 1), max_size=2))}
    asked = data.draw(st.integers(0, 2))
    size = data.draw(st.integers(min(len(phases), 4 + len({phase or "" for phase in phases})), len(phases)))
    if size < len(must) + asked + 3:
        size = len(phases)
    rules = {"size": size, "seed": seed, "strata": ["phase"], "must_include": must, "risk_picks": asked}
    sample = draw_sample(everyone, **rules)

    assert len(set(ids(sample))) == len(sample.picks) == size
    assert ids(sample, "must_include") == sorted(must)
    risky = {one.return_id for one in everyone if one.risk} - set(must)
    assert len(ids(sample, "risk")) == min(asked, len(risky))
    assert set(ids(sample, "risk")) <= risky
    assert sum(stratum.population for stratum in sample.strata) == len(everyone)
    for stratum in sample.strata:
        here = [pick.pick for pick in sample.picks if pick.stratum == stratum.name]
        assert stratum.drawn == here.count("random")
        assert stratum.certain == len(here) - stratum.drawn
        assert min(1, stratum.population - stratum.certain) <= stratum.drawn <= stratum.population - stratum.certain
    shuffled = list(everyone)
    random.Random(seed).shuffle(shuffled)
    assert draw_sample(shuffled, **rules) == sample


def test_every_return_of_a_stratum_is_drawn_as_often_as_any_other():
    times = dict.fromkeys((f"r{n}" for n in range(20)), 0)
    for seed in range(2000):
        for return_id in ids(draw_sample(returns(20), size=5, seed=seed)):
            times[return_id] += 1
    # 2,000 draws at a quarter: 500, standard deviation 19.4; the chi-square of 19 degrees at 0.1% is 43.8.
    assert sum((n - 500) ** 2 / 500 / 0.75 for n in times.values()) * 19 / 20 < 43.8


def test_each_pick_says_why_it_is_in():
    everyone = [
        Candidate("a", {"phase": "primary", "sector": None}),
        Candidate("b", {"phase": "primary", "sector": " "}, {"all_top": "all top", "critical": "a limit"}),
        Candidate("c", {"phase": "primary"}),
        Candidate("d", {"phase": "secondary", "sector": "academy"}),
        Candidate("e", {"phase": "primary"}),
    ]
    must = {"a": " A new head. "}
    sample = draw_sample(everyone, size=4, seed=1, strata=["phase", "sector"], must_include=must, risk_picks=3)
    chosen = {pick.return_id: (pick.pick, pick.stratum, pick.reason) for pick in sample.picks}
    assert chosen["a"] == ("must_include", "primary / not stated", "A new head.")
    assert chosen["b"] == ("risk", "primary / not stated", "a limit; all top")
    alone = "drawn with every return in the stratum secondary / academy"
    assert chosen["d"] == ("random", "secondary / academy", alone)
    (drawn,) = (pick for pick in sample.picks if pick.return_id in {"c", "e"})
    assert drawn.reason == (
        "the one drawn at random from the two returns in the stratum primary / not stated"
        " that were not picked by judgement"
    )
    assert [(s.name, s.population, s.certain, s.drawn) for s in sample.strata] == [
        ("secondary / academy", 1, 0, 1),
        ("primary / not stated", 4, 2, 1),
    ]


def test_risk_picks_are_the_most_points_and_ties_go_by_the_random_order():
    everyone = [Candidate(f"r{n}", risk={"jump": "rose"}) for n in range(9)] + [
        Candidate("both", risk={"jump": "rose", "all_top": "all top"}),
        Candidate("worst", risk={"critical": "a limit", "all_top": "all top"}),
        Candidate("quiet"),
    ]
    sample = draw_sample(everyone, size=6, seed=3, risk_picks=4)
    tied = ids(draw_sample(everyone[:9], size=9, seed=3))[:2]
    assert ids(sample, "risk") == ["worst", "both", *tied]
    without = draw_sample(everyone, size=6, seed=3, risk_picks=4, risk_points={"critical": 1, "jump": 0, "all_top": 0})
    assert ids(without, "risk") == ["worst"]
    assert without.picks[0].reason == "a limit"


def test_names_of_strata_never_run_into_one_another():
    one = Candidate("x", {"phase": "a / b", "sector": "c"})
    other = Candidate("y", {"phase": "a", "sector": "b / c"})
    assert stratum_of(one, ["phase", "sector"]) == '"a / b" / c'
    assert stratum_of(other, ["phase", "sector"]) == 'a / "b / c"'
    assert stratum_of(one, []) == "all returns"


REFUSED = [
    ([], {}, "There are no returns to draw from."),
    (returns(3), {"size": 0}, "The sample must have at least one return."),
    (returns(3), {"size": 4}, "A sample of 4 is more than the three returns there are to draw from."),
    ([*returns(2), Candidate("r0")], {}, "'r0' is among the returns more than once: keep each once."),
    (
        returns(3),
        {"strata": ["phase"]},
        "No return has an attribute 'phase' to make strata of; they have no attributes.",
    ),
    (returns(3, a=1, b=2), {"strata": ["c"]}, "No return has an attribute 'c' to make strata of; there are: a, b."),
    (returns(3, a=1), {"strata": ["a", "a"]}, "An attribute makes strata once: name each once."),
    (
        returns(3),
        {"must_include": {"z": "why", "y": "why"}},
        "'y' and 'z' must be included but are not among the returns to draw from.",
    ),
    (returns(3), {"must_include": {"r1": " "}}, "Say why 'r1' must be included."),
    (
        returns(5),
        {"must_include": {"r1": "x", "r2": "x"}},
        "A sample of 1 has no room for 2 that must be included: make it at least 2.",
    ),
    (
        [Candidate("a", risk={"jump": "rose"}), *returns(3)],
        {"must_include": {"r1": "x"}, "risk_picks": 2},
        "A sample of 1 has no room for 1 that must be included and 1 picked for risk: make it at least 2.",
    ),
    (
        by_phase(primary=5, secondary=2, special=1),
        {"size": 2, "strata": ["phase"]},
        (
            "A sample of 2 is too small to draw one from each of 3 strata at random:"
            " make it at least 3, or use fewer strata."
        ),
    ),
    (
        by_phase(primary=5, secondary=2, special=1),
        {"size": 2, "strata": ["phase"], "must_include": {"special0": "x"}},
        (
            "A sample of 2 is too small to draw one from each of 2 strata at random"
            " beside the 1 that must be included: make it at least 3, or use fewer strata."
        ),
    ),
    (
        returns(3),
        {"must_include": {"r1": "x"}},
        (
            "A sample of 1 is too small to draw one return at random beside the 1 that must be included:"
            " make it at least 2."
        ),
    ),
    (returns(3), {"risk_picks": -1}, "The number of risk picks cannot be below nought."),
    (
        returns(3),
        {"risk_points": {"jump": float("nan")}},
        "The points of the sign of risk 'jump' must be a number from nought upwards.",
    ),
    ([Candidate("a", risk={"late": "late"})], {}, "No points are stated for the sign of risk 'late'."),
]


@pytest.mark.parametrize(("candidates", "rules", "sentence"), REFUSED)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(candidates, rules, sentence):
    with pytest.raises(BadSample) as refused:
        draw_sample(candidates, **{"size": 1, "seed": 1, **rules})
    assert refused.value.sentence == sentence


def test_what_the_refusal_says_would_do_does():
    everyone = by_phase(primary=5, secondary=2, special=1)
    sample = draw_sample(everyone, size=3, seed=1, strata=["phase"], must_include={"special0": "x"})
    assert sorted(stratum.drawn for stratum in sample.strata) == [0, 1, 1]


# Signs of risk


def tool_of(**limits) -> Tool:
    levels = [
        {"value": str(n), "label": label, "score": n, "stance": "concern" if n < 2 else "strength"}
        for n, label in enumerate(["Not met", "Partly met", "Met", "Embedded"])
    ]
    keys = ["q1", "q2", "q3"]
    questions = [{"key": key, "title": key, "type": "rating", "scheme": "four"} for key in keys]
    for question in questions:
        if question["key"] in limits:
            question["limit"] = {"at_or_below": limits[question["key"]], "overall": "Low"}
    return Tool.model_validate({
        "key": "t", "version": "1", "title": "T", "kind": "self_assessment",
        "rating_schemes": {"four": {"key": "four", "title": "Four", "levels": levels}},
        "scoring": {"bands": [{"from": 0, "label": "Low"}, {"from": 50, "label": "High"}]},
        "sections": [{"key": "a", "title": "A", "questions": questions}],
    })  # fmt: skip


def scored(tool: Tool, **rows: str):
    """One return for each: its ratings of q1, q2, q3, a dot for unanswered."""
    long = [
        {"return_id": name, "organisation_id": name.rstrip("'"), "question": f"q{n}", "rating": "" if r == "." else r}
        for name, ratings in rows.items()
        for n, r in enumerate(ratings, start=1)
    ]
    return score_returns(tool, pd.DataFrame(long))


def test_signs_of_risk_are_found_in_the_organisations_own_ratings():
    tool = tool_of(q1="1", q2="0")
    now = scored(tool, quiet="222", limit="101", top="333", one="..3", up="233", down="321")
    before = scored(tool, quiet="222", limit="101", top="333", up="211", down="333", gone="000")
    # up: 4/9 to 8/9, 44.4 points; down: 9/9 to 6/9, 33.3 points.
    assert signs_of_risk(now, before) == {
        "limit": {
            "critical": "rates two critical questions at or below their limits: q1 (Partly met) and q2 (Not met)"
        },
        "top": {"all_top": "gives the top level to every one of the 3 questions it rated"},
        "one": {"all_top": "gives the top level to the only question it rated"},
        "up": {"jump": "its own overall score rose by 44.4 points since last year, from 44.4 to 88.9"},
        "down": {"jump": "its own overall score fell by 33.3 points since last year, from 100.0 to 66.7"},
    }


def test_a_jump_counts_from_exactly_twenty_points_and_needs_both_years():
    levels = [{"value": str(n), "label": str(n), "score": n, "stance": "concern"} for n in range(6)]
    tool = Tool.model_validate({**tool_of().as_document(), "rating_schemes": {"four": {"key": "four", "title": "Six", "levels": levels}}})  # fmt: skip  # noqa: E501
    now = scored(tool, up="333", little="332", fresh="555", blank="...")
    before = scored(tool, up="222", little="222", blank="555")
    assert set(signs_of_risk(now, before)) == {"up", "fresh"}
    assert set(signs_of_risk(now, before)["fresh"]) == {"all_top"}
    assert "from 40.0 to 60.0" in signs_of_risk(now, before)["up"]["jump"]


def test_a_jump_compares_only_what_may_be_compared():
    document = tool_of().as_document()
    document["sections"][0]["questions"][2]["key"] = "brand_new"
    tool = Tool.model_validate(document)
    long = pd.DataFrame(
        [{"return_id": "r", "question": key, "rating": rating} for key, rating in [("q1", "2"), ("q2", "2")]]
        + [{"return_id": "r", "question": "brand_new", "rating": "0"}]
    )
    now = score_returns(tool, long)
    before = scored(tool_of(), r="223")
    assert signs_of_risk(now, before) == {}
    raised = scored(tool_of(), r="003")
    assert signs_of_risk(now, raised)["r"]["jump"] == (
        "its own overall score rose by 66.7 points since last year over the 2 questions that can be compared,"
        " from 0.0 to 66.7"
    )


def test_an_organisation_with_several_returns_has_no_last_year():
    tool = tool_of()
    rows = [("case1", "agency", "3"), ("case2", "agency", "2")]
    now = score_returns(tool, pd.DataFrame(
        [{"return_id": r, "organisation_id": o, "question": "q1", "rating": x} for r, o, x in rows]
    ))  # fmt: skip
    before = scored(tool, agency="000")
    assert set(signs_of_risk(now, before)) == {"case1"}
    assert set(signs_of_risk(now, before)["case1"]) == {"all_top"}
