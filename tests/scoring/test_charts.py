"""Each chart has a figure without pyplot, one sentence that says what it shows, and its data as a table."""

import sys

import pytest

from scoring import compare, distributions
from scoring.charts import change_since, levels_by_question, section_scores, self_and_moderated
from scoring.charts.levels import level_colours
from tests.scoring.conftest import rated, scheme, tool_of
from tests.scoring.test_all_returns import scores_of
from tool_definitions.scheme import RatingScheme

TOOL = tool_of([rated("q1"), rated("q2")], [rated("q3")])
NOW = {"q1": "333332", "q2": "001-.1", "q3": "222222"}


def charts():
    scores = scores_of(TOOL, NOW, {"q1": "2222..", "q2": "0....."})
    before = scores_of(TOOL, {"q1": "222222", "q2": "333333", "q3": "222222"})
    audit = distributions(scores).audit
    counts = {key: question.effective for key, question in audit.questions.items()}
    return {
        "levels": levels_by_question(TOOL, counts),
        "sections": section_scores(TOOL, audit.sections),
        "moderated": self_and_moderated(scores),
        "change": change_since(TOOL, compare(scores, before), least_matched=1),
    }


@pytest.mark.parametrize("name", ["levels", "sections", "moderated", "change"])
def test_a_chart_has_a_sentence_and_a_table(name):
    chart = charts()[name]
    assert chart.text_alternative.endswith(".")
    assert chart.text_alternative.count(". ") == 0
    assert chart.rows
    assert {len(row) for row in chart.rows} == {len(chart.headers)}
    assert chart.svg().startswith("<svg")
    assert chart.png(50).startswith(b"\x89PNG")
    assert chart.svg() == charts()[name].svg()
    assert "matplotlib.pyplot" not in sys.modules


def test_the_table_of_levels_holds_the_counts():
    rows = {row[0]: row[1:] for row in charts()["levels"].rows}
    # q2 effective: 0, 0, 1, n/a, unanswered, 1
    assert rows["Question q2"] == ("2", "2", "0", "0", "4", "1", "1")


def test_self_and_moderated_compare_the_same_questions():
    # section a, r0: self q1 100 and q2 0, moderated 66.6667 and 0; r1-r3: q1 alone, 100 and 66.6667
    # self (50 + 100 * 3) / 4 = 87.5; moderated (33.3333 + 66.6667 * 3) / 4 = 58.3333
    assert charts()["moderated"].rows == (("Section A", "87.5", "58.3", "−29.2", "4"),)


def test_nothing_to_draw_says_so():
    scores = scores_of(TOOL, {"q1": "."})
    assert self_and_moderated(scores).text_alternative == "Nothing has been moderated yet."
    empty = section_scores(TOOL, distributions(scores).audit.sections)
    assert empty.text_alternative == "No section has a score yet."


def test_questions_of_two_schemes_are_not_drawn_together():
    tool = tool_of([rated("q1"), rated("q2", scheme="two")])
    counts = {k: q.self for k, q in distributions(scores_of(tool, {"q1": "3", "q2": "1"})).audit.questions.items()}
    with pytest.raises(ValueError, match="one rating scheme"):
        levels_by_question(tool, counts)


def test_every_level_has_a_colour_of_its_own():
    six = scheme("six", ["concern", "concern", "concern", "adequate", "strength", "strength"])
    colours = level_colours(RatingScheme.model_validate(six).levels)
    assert len(set(colours)) == 6
