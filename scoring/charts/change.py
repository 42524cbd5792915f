"""What moved since the earlier audit: the questions that changed most, before and now."""

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from scoring.change import Change, QuestionChange
from scoring.charts.chart import ACCENT, CONCERN, INK, LINE, LOOK, SOFT_INK, Chart, bars_figure, name_rows, score_axis
from scoring.shown import counted, rounded
from tool_definitions.tool import Tool

MOST_DRAWN = 12


def change_since(
    tool: Tool, change: Change, title: str = "What changed since last time", least_matched: int = 5
) -> Chart:
    """The means of the questions that moved most, over the organisations that answered both times.

    Questions with fewer than `least_matched` organisations are in neither the figure nor the table.
    """
    known = [found for found in change.questions.values() if found.mean is not None and found.matched >= least_matched]
    drawn = sorted(known, key=lambda found: -abs(found.mean or 0))[:MOST_DRAWN]
    drawn.sort(key=lambda found: found.mean or 0)
    with mpl.rc_context(LOOK):
        figure, axes = bars_figure(len(drawn), above=0.42, below=0.35)
        score_axis(axes)
        for row, found in enumerate(drawn):
            _arrow(axes, row, found)
        name_rows(axes, [tool.questions[found.question].title for found in drawn])
        _legend(figure)
    return Chart(
        figure=figure,
        title=title,
        text_alternative=_sentence(tool, drawn),
        headers=("Question", "Before", "Now", "Change", "Organisations matched"),
        rows=tuple(_row(tool, found) for found in known),
    )


def _row(tool: Tool, found: QuestionChange) -> tuple[str, ...]:
    means = (found.before.mean or 0.0, found.now.mean or 0.0)
    return (tool.questions[found.question].title, *map(rounded, means), _moved(found), str(found.matched))


def _moved(found: QuestionChange) -> str:
    text = rounded(found.mean or 0.0)
    return text.replace("-", "−") if text.startswith("-") else f"+{text}" if float(text) > 0 else text


def _arrow(axes: Axes, row: int, found: QuestionChange) -> None:
    before, now = found.before.mean or 0.0, found.now.mean or 0.0
    fell = now < before
    colour = CONCERN[0] if fell else ACCENT
    axes.plot([before, now], [row, row], color=colour, linewidth=2.2, zorder=2)
    axes.plot(before, row, "o", markersize=7, markerfacecolor="white", markeredgecolor=INK, zorder=3)
    axes.plot(now, row, "<" if fell else ">" if now > before else "D", markersize=8, color=colour, zorder=4)
    axes.text(103, row, f"{_moved(found)}  ({found.matched})", va="center", fontsize=8, color=SOFT_INK)
    axes.axhline(row, color=LINE, linewidth=0.6, zorder=0)


def _legend(figure: Figure) -> None:
    handles = [
        Line2D([], [], marker="o", linestyle="", markerfacecolor="white", markeredgecolor=INK, label="Before"),
        Line2D([], [], marker=">", linestyle="", color=ACCENT, label="Now, risen"),
        Line2D([], [], marker="<", linestyle="", color=CONCERN[0], label="Now, fallen"),
        Line2D([], [], linestyle="", label="Right: change in points (organisations)"),
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, fontsize=8)


def _sentence(tool: Tool, drawn: list[QuestionChange]) -> str:
    if not drawn:
        return "No question could be compared with the earlier audit."
    found = max(drawn, key=lambda line: abs(line.mean or 0))
    way = "fell" if (found.mean or 0) < 0 else "rose"
    points, organisations = rounded(abs(found.mean or 0)), counted(found.matched, "organisation")
    title = tool.questions[found.question].title
    return f"The average of ‘{title}’ moved most: it {way} by {points} points over {organisations}."
