"""Trying a tool out: scores of test answers worked by hand, and what thresholds do to made-up returns."""

from types import SimpleNamespace

import numpy as np
import pytest

from formsapp.previews.made_up import MIXTURES, Fill, answers_made_up, returns_made_up
from formsapp.previews.thresholds import WhatIf
from formsapp.previews.trial import Trial, trial_of
from formsapp.previews.tried import tried
from scoring.packed import HIDDEN
from scoring.ratings import Ratings
from scoring.score import Scores
from tests.builders import make_person, make_tool_version, rating, tool_document
from tests.previews.previewing import Preview, rows_of_every_table
from tool_definitions.length import Respondent
from tool_definitions.loader import shipped_tools
from tool_definitions.tool import Tool

BANDS = [{"from": 0, "label": "Low"}, {"from": 40, "label": "Fair"}, {"from": 70, "label": "Good"}]
TOOL = tool_document(
    {
        "a": [
            {"key": "a.gate", "type": "yes_no", "title": "Is there a nursery?"},
            rating("a.one", title="First", limit={"at_or_below": "not_met", "section": "Low", "overall": "Fair"}),
            rating("a.two", title="Second", weight=2),
            rating("a.three", title="Third", show_if={"question": "a.gate", "is": ["yes"]}),
        ],
        "b": [rating("b.one", title="Fourth", applies_to={"phase": ["primary"]})],
    },
    scoring={"bands": BANDS},
    audience={"organisation_types": ["school"]},
)
PRIMARY = Respondent({"type": "school", "phase": "primary"})


def tool(**changes) -> Tool:
    return Tool.model_validate({**TOOL, **changes})


def test_the_levels_follow_the_rule_and_gates_are_answered_so_that_all_is_asked():
    for fill, level in ((Fill.BEST, "embedded"), (Fill.MIDDLE, "partly_met"), (Fill.WORST, "not_met")):
        answers = answers_made_up(tool(), fill, 1)
        assert {answers[key] for key in ("a.one", "a.two", "a.three", "b.one")} == {level}
        assert answers["a.gate"] == "yes"


def test_of_two_answers_that_bring_up_questions_the_one_that_brings_up_more_is_given():
    asked = [
        {"key": "a.gate", "type": "yes_no", "title": "Any?"},
        {"key": "a.why", "type": "text", "title": "Why not?", "show_if": {"question": "a.gate", "is": ["no"]}},
        rating("a.one", show_if={"question": "a.gate", "is": ["yes"]}),
        rating("a.two", show_if={"question": "a.gate", "is": ["yes"]}),
    ]
    made = answers_made_up(Tool.model_validate(tool_document({"a": asked})), Fill.BEST, 1)
    assert made["a.gate"] == "yes"


def test_the_same_seed_gives_the_same_answers_and_another_seed_others():
    whole = shipped_tools()["school-safeguarding"]
    assert answers_made_up(whole, Fill.RANDOM, 5) == answers_made_up(whole, Fill.RANDOM, 5)
    assert answers_made_up(whole, Fill.RANDOM, 5) != answers_made_up(whole, Fill.RANDOM, 6)
    one, same, other = (returns_made_up(whole, 12, MIXTURES["mixed"], seed) for seed in (5, 5, 6))
    assert np.array_equal(one.codes, same.codes)
    assert one.attributes == same.attributes
    assert not np.array_equal(one.codes, other.codes)


def test_scores_bands_and_the_way_to_the_next():
    # Levels 0 to 3 score 0, 33.3, 66.7, 100. Section a: (33.3 + 2 * 100) / 3 = 77.8; b: 33.3; overall their mean, 55.6.
    answers = {"a.gate": "no", "a.one": "partly_met", "a.two": "embedded", "b.one": "partly_met"}
    found = tried(tool(), answers, PRIMARY)
    assert found.overall.score == pytest.approx(55.5556, abs=1e-3)
    assert (found.overall.band, found.overall.next_band) == ("Fair", "Good")
    assert found.overall.to_next == pytest.approx(14.4444, abs=1e-3)
    first, second = found.sections
    assert (first.band, first.next_band, first.to_next) == ("Good", None, None)
    assert (second.band, second.next_band) == ("Low", "Fair")
    assert second.to_next == pytest.approx(6.6667, abs=1e-3)


def test_a_limit_holds_a_band_down():
    found = tried(tool(), {"a.one": "not_met", "a.two": "embedded", "b.one": "embedded"}, PRIMARY)
    # Section a: 200 / 3 = 66.7 is Fair by the score, Low by the limit; overall 83.3 is Good, held at Fair.
    assert (found.sections[0].by_score, found.sections[0].band) == ("Fair", "Low")
    assert (found.overall.by_score, found.overall.band, found.overall.is_held_down) == ("Good", "Fair", True)


def test_a_section_of_which_nothing_is_asked_is_not_listed_and_nothing_rated_has_no_score():
    found = tried(tool(), {}, Respondent({"type": "school", "phase": "secondary"}))
    assert [one.title for one in found.sections] == ["A"]
    assert (found.overall.score, found.overall.band, found.overall.next_band) == (None, None, None)


def ratings_of(rows: list[list[int]], phases: list[str]) -> Ratings:
    """Returns with these levels (by place) for a.one, a.two, a.three, b.one."""
    names = tuple(f"r{place}" for place in range(len(rows)))
    return Ratings(names, names, np.array(rows, dtype=np.int8), attributes={"phase": phases})


#: Ten returns. a.one: all at level 2, but two at 0. a.two: 8 of 10 at the strength level 3. a.three: hidden.
#: b.one: 5 of 5 primary at 3, 5 of 5 secondary at 0.
ROWS = [
    [0, 3, HIDDEN, 3],
    [0, 3, HIDDEN, 3],
    *[[2, 3, HIDDEN, 3]] * 3,
    *[[2, 3, HIDDEN, 0]] * 3,
    *[[2, 1, HIDDEN, 0]] * 2,
]
PHASES = ["primary"] * 5 + ["secondary"] * 5


def test_what_a_share_of_strengths_would_do():
    steps = {step.value: step for step in WhatIf(tool(), ratings_of(ROWS, [None] * 10)).steps("strength_share")}
    # a.two has 80% at strength and 20% at concern; a.one is a concern by its limit; b.one by 50% at concern.
    assert steps[0.75].is_own
    assert steps[0.75].outcome.working_well == {"a.two"}
    assert steps[0.75].outcome.concerns == {"a.one", "b.one"}
    assert steps[0.75].outcome.neither == 1
    assert steps[0.8].outcome.working_well == {"a.two"}
    assert steps[0.85].outcome.working_well == frozenset()
    assert steps[0.85].moved == ("a.two",)


def test_what_a_share_of_concerns_would_do():
    steps = {step.value: step for step in WhatIf(tool(), ratings_of(ROWS, [None] * 10)).steps("concern_share")}
    assert steps[0.25].outcome.concerns == {"a.one", "b.one"}
    assert steps[0.2].outcome.concerns == {"a.one", "a.two", "b.one"}
    assert steps[0.2].outcome.working_well == frozenset()
    assert steps[0.2].moved == ("a.two",)


def test_what_smallest_numbers_would_do():
    what_if = WhatIf(tool(), ratings_of(ROWS, PHASES))
    groups = {step.value: step for step in what_if.steps("min_group")}
    # a.two: primary 100, secondary (3 * 100 + 2 * 33.3) / 5 = 73.3, so 26.7 apart; a.one: primary 40, secondary 66.7;
    # b.one: 100 and 0. All three are uneven while groups of five count.
    assert (groups[5].outcome.uneven, groups[6].outcome.uneven) == (3, 0)
    assert (what_if.too_small(5), what_if.too_small(6)) == (0, 2)
    few = WhatIf(tool(), ratings_of(ROWS[:4], PHASES[:4]))
    returns = {step.value: step for step in few.steps("min_returns")}
    assert returns[5].outcome.working_well == frozenset()
    assert returns[4].outcome.working_well == {"a.two", "b.one"}
    assert returns[5].outcome.concerns == {"a.one"}


def test_how_often_limits_bite_and_the_bands_before_and_after():
    what_if = WhatIf(tool(), ratings_of(ROWS, PHASES))
    (limit,) = what_if.limits
    # The first two returns: section a (0 + 200) / 3 = 66.7 (Fair, capped at Low); overall 83.3 (Good, capped at Fair).
    assert (limit.question, limit.level, limit.returns) == ("a.one", "Not met", 2)
    assert (limit.lowers_section, limit.lowers_overall) == (2, 2)
    # By the score alone: 5 primaries (83.3 or 94.4) Good; secondaries with a = 88.9: 44.4 Fair; with 44.4: 22.2 Low.
    assert what_if.bands == (("Low", 2, 2), ("Fair", 3, 5), ("Good", 5, 3))


@pytest.mark.parametrize("key", sorted(shipped_tools()))
def test_every_shipped_tool_can_be_tried_out(key):
    shipped = shipped_tools()[key]
    wave = next(iter(shipped.waves), None)
    made = returns_made_up(shipped, 30, MIXTURES["strong"], 3, wave)
    assert len(made) == 30
    what_if = WhatIf(shipped, made)
    for threshold in ("strength_share", "concern_share", "min_returns", "min_group"):
        for step in what_if.steps(threshold):
            outcome = step.outcome
            everything = len(outcome.working_well) + len(outcome.concerns) + outcome.neither
            assert everything == len(shipped.scored_questions)


@pytest.mark.parametrize(
    ("given", "meant", "wrong"),
    [
        ({}, Trial(), []),
        ({"fill": "best", "number": " 7 ", "seed": "0", "mixture": "weak"}, Trial(Fill.BEST, 7, "weak", 0), []),
        ({"fill": "x", "mixture": "x", "number": "201", "seed": "-1"}, Trial(), ["number", "seed"]),
        ({"fill": "typed", "number": "0", "seed": "1e3"}, Trial(), ["number", "seed"]),
        ({"number": "٣", "seed": "9" * 30}, Trial(), ["number", "seed"]),
    ],
)
def test_a_trial_is_read_and_what_is_wrong_is_said(given, meant, wrong):
    found, errors = trial_of(given, has_typed=False)
    assert found == meant
    assert [field for field, _ in errors] == wrong


def wide_tool(questions: int) -> dict:
    """A tool with so many rated questions, each with a limit."""
    limit = {"at_or_below": "not_met", "overall": "Fair"}
    asked = [rating(f"a.q{number}", title=f"Question {number}", limit=limit) for number in range(questions)]
    return tool_document({"a": asked}, scoring={"bands": BANDS})


def test_the_limits_are_looked_at_once_and_not_again_for_each_step_of_each_threshold(monkeypatch):
    asked = []
    limited = Scores.limited
    monkeypatch.setattr(Scores, "limited", lambda scores, column: asked.append(column) or limited(scores, column))
    wide = Tool.model_validate(wide_tool(30))
    what_if = WhatIf(wide, returns_made_up(wide, 20, MIXTURES["weak"], 1))
    assert sum(len(what_if.steps(name)) for name in ("strength_share", "concern_share", "min_returns")) > 10
    assert len(what_if.own.concerns) > 20
    assert len(asked) <= 30


@pytest.mark.parametrize(
    ("questions", "returns"), [(0, 200), (1, 200), (200, 200), (201, 199), (3000, 13), (50_000, 1)]
)
def test_of_a_tool_with_very_many_questions_fewer_returns_are_made_up(questions, returns):
    assert Trial(number=200).returns_of(SimpleNamespace(questions=range(questions))) == returns
    assert Trial(number=1).returns_of(SimpleNamespace(questions=range(questions))) == 1


@pytest.fixture
def preview(db, client) -> Preview:
    version = make_tool_version(db, TOOL)
    officer = make_person(db, "partnership_officer")
    db.commit()
    return Preview(client.sign_in(officer), f"/tools/{version.id}/try")


def test_the_page_shows_the_scores_and_every_threshold(preview):
    preview.open("?fill=best&phase=primary&number=12&seed=4")
    assert "100.0 overall score out of 100" in preview.words
    assert "Made up from seed 4" in preview.words
    assert "12 returns" in preview.words
    for words in (
        "75% (as it is)",
        "25% (as it is)",
        "5 (as it is)",
        "at “Not met” or lower, the section at most “Low”",
    ):
        assert words in preview.words
    again = preview.page
    assert (
        preview.open("?fill=best&phase=primary&number=12&seed=4").page.partition("<main")[2]
        == again.partition("<main")[2]
    )


def test_wrong_numbers_are_refused_kindly_and_stay_in_their_boxes(preview):
    preview.open("?number=many&seed=&fill=worst")
    assert preview.status == 422
    assert "The number of returns must be a whole number from 1 to 200" in preview.words
    assert preview.form()["number"] == "many"


def test_what_was_typed_in_the_preview_is_scored_and_stored_nowhere(app, preview):
    before = rows_of_every_table(app)
    typed = Preview(preview.client, preview.url.replace("/try", "/preview")).open("?phase=secondary&go=section:a")
    typed.send("list", **{"q-a.one": "embedded", "q-a.two": "not_met"})
    typed.send(None, to=preview.url, fill="typed")
    # (100 + 0) / 3: a.one has weight 1, a.two weight 2.
    assert "33.3 overall score out of 100" in typed.words
    assert typed.form()["fill"] == "typed"
    typed.send(None, to=preview.url, fill="worst")
    assert "0.0 overall score out of 100" in typed.words
    assert rows_of_every_table(app) == before


def test_the_page_says_that_fewer_returns_were_made_up_and_why(db, preview):
    assert "You asked for" not in preview.open("?number=200").words
    version = make_tool_version(db, wide_tool(300))
    db.commit()
    preview.url = f"/tools/{version.id}/try"
    preview.open("?number=200")
    assert "You asked for 200 returns. This tool has 300 questions, so 133 returns are made up" in preview.words
    assert "no more than 40,000 answers at a time" in preview.words
    assert "133 returns Made up from seed 1" in preview.words
    assert "You asked for" not in preview.open("?number=133").words


def test_a_tool_without_scores_says_so(db, preview):
    version = make_tool_version(db, tool_document({"a": [{"key": "a.w", "type": "text", "title": "Words"}]}))
    db.commit()
    preview.url = f"/tools/{version.id}/try"
    assert "No question of this tool is scored" in preview.open().words
