"""Charts of moderation: what they say in a sentence and in a table, the same bytes for the same figures."""

from scoring.charts import estimated_scores, moderation_moves
from scoring.moderation.changed import Changed
from scoring.moderation.effect import moderation_effect
from scoring.moderation.estimate import estimate_population
from scoring.moderation.population import InPopulation
from tests.builders import tool_document
from tool_definitions.tool import Tool

TOOL = Tool.model_validate(tool_document())


def test_moves_name_the_section_lowered_most_often_and_draw_a_bar_each():
    changes = [Changed(str(one), "leadership.a", 2, 1 if one < 3 else 2) for one in range(4)]
    changes += [Changed(str(one), "practice.a", 1, 2) for one in range(4)]
    chart = moderation_moves(TOOL, moderation_effect(TOOL, changes).sections)
    assert chart.text_alternative == "Ratings were lowered most often in ‘Leadership’: 3 of 4 (75%)."
    assert chart.rows == (("Leadership", "4", "3", "1", "0"), ("Practice", "4", "0", "0", "4"))
    assert chart.svg() == moderation_moves(TOOL, moderation_effect(TOOL, changes[::-1]).sections).svg()
    assert moderation_moves(TOOL, {}).text_alternative == "Nothing has been moderated yet."


def test_estimates_stand_beside_the_self_mean_with_their_interval():
    shifts = {0: -10.0, 1: -20.0, 2: -6.0}
    returns = [InPopulation(str(one), "All", 60.0, 60 + shifts[one] if one in shifts else None) for one in range(9)]
    found = estimate_population(returns)
    nothing = estimate_population(returns[3:])
    chart = estimated_scores({"Overall": found, "Practice": nothing})
    assert chart.rows[0][:3] == ("Overall", "60.0", "48.0")
    assert chart.rows[1] == ("Practice", "60.0", "–", "–", "6", "0")
    assert chart.text_alternative.startswith("Overall: 60.0 by self rating, 48.0 by the estimate, likely between ")
    assert "<svg" in chart.svg()
    assert estimated_scores({"Practice": nothing}).text_alternative.startswith("Too few returns")
