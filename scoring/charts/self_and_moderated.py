"""What organisations said of themselves beside what moderation settled on, over the same questions."""

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from scoring.charts.chart import ACCENT, CONCERN, INK, LINE, LOOK, SOFT_INK, Chart, bars_figure, name_rows, score_axis
from scoring.score import Scores
from scoring.shown import rounded

#: One section: its place, its mean self score over moderated questions, its mean moderated score, how many returns.
_Pair = tuple[int, float, float, int]


def self_and_moderated(
    scores: Scores, title: str = "Self rating beside moderated rating", least_moderated: int = 1
) -> Chart:
    """Section means over the moderated questions alone, in the returns that have both scores.

    Sections with fewer than `least_moderated` such returns are in neither the figure nor the table.
    """
    pairs = [pair for pair in _pairs(scores) if pair[3] >= least_moderated]
    sections = scores.tool.sections
    with mpl.rc_context(LOOK):
        figure, axes = bars_figure(len(pairs), row=0.44, above=0.42, below=0.35)
        score_axis(axes)
        for row, pair in enumerate(pairs):
            _dumbbell(axes, row, pair)
        name_rows(axes, [sections[place].title for place, *_ in pairs], lines=2)
        _legend(figure)
    return Chart(
        figure=figure,
        title=title,
        text_alternative=_sentence(scores, pairs),
        headers=("Section", "Self", "Moderated", "Difference", "Moderated returns"),
        rows=tuple(
            (sections[place].title, rounded(own), rounded(moderated), _signed(moderated - own), str(n))
            for place, own, moderated, n in pairs
        ),
    )


def _pairs(scores: Scores) -> list[_Pair]:
    own, moderated = scores.part("self_on_moderated").sections, scores.part("moderated").sections
    both = ~np.isnan(own) & ~np.isnan(moderated)
    return [
        (place, float(own[rows, place].mean()), float(moderated[rows, place].mean()), int(rows.sum()))
        for place, rows in enumerate(both.T)
        if rows.any()
    ]


def _dumbbell(axes: Axes, row: int, pair: _Pair) -> None:
    _, own, moderated, n = pair
    lower = moderated < own
    axes.plot([own, moderated], [row, row], color=CONCERN[1] if lower else ACCENT, linewidth=2.2, zorder=2)
    axes.plot(own, row, "o", markersize=8, markerfacecolor="white", markeredgecolor=INK, markeredgewidth=1.4, zorder=3)
    axes.plot(moderated, row, "D", markersize=7, color=CONCERN[0] if lower else ACCENT, zorder=4)
    axes.text(103, row, f"{_signed(moderated - own)}  ({n})", va="center", fontsize=8, color=SOFT_INK)
    axes.axhline(row, color=LINE, linewidth=0.6, zorder=0)


def _legend(figure: Figure) -> None:
    handles = [
        Line2D([], [], marker="o", linestyle="", markerfacecolor="white", markeredgecolor=INK, label="Self"),
        Line2D([], [], marker="D", linestyle="", color=INK, label="Moderated"),
        Line2D([], [], linestyle="", label="Right: change in points (returns moderated)"),
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=8)


def _signed(points: float) -> str:
    text = rounded(points)
    return text.replace("-", "−") if text.startswith("-") else f"+{text}" if float(text) > 0 else text


def _sentence(scores: Scores, pairs: list[_Pair]) -> str:
    if not pairs:
        return "Nothing has been moderated yet."
    place, own, moderated, _ = max(pairs, key=lambda pair: abs(pair[2] - pair[1]))
    title = scores.tool.sections[place].title
    if rounded(moderated) == rounded(own):
        return "Moderation left the average of every section where it was."
    way = "lower" if moderated < own else "higher"
    points = rounded(abs(moderated - own))
    return f"The largest difference is in ‘{title}’, where moderated scores are {points} points {way} than self scores."
