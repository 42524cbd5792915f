"""Charts of an audit: each a matplotlib Figure with a sentence that says what it shows, and its data as a table.

Importing this package loads matplotlib: worker processes that serve forms must not.
"""

from scoring.charts.change import change_since
from scoring.charts.chart import Chart
from scoring.charts.estimates import estimated_scores
from scoring.charts.levels import levels_by_question
from scoring.charts.moves import moderation_moves
from scoring.charts.sections import section_scores
from scoring.charts.self_and_moderated import self_and_moderated

__all__ = [
    "Chart",
    "change_since",
    "estimated_scores",
    "levels_by_question",
    "moderation_moves",
    "section_scores",
    "self_and_moderated",
]
