"""What a moderated sample says about all returns: the self mean beside the estimated one with its interval."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from scoring.charts.chart import ACCENT, INK, LINE, LOOK, SOFT_INK, STRENGTH, Chart, bars_figure, name_rows, score_axis
from scoring.moderation.estimate import Estimate
from scoring.shown import rounded, score_text


def estimated_scores(estimates: Mapping[str, Estimate], title: str = "What the sample says about all returns") -> Chart:
    """The mean self score and the estimated mean of each of these (overall, sections), by their names.

    One without an estimate has its self mean alone; one without an interval no line around its estimate.
    """
    with mpl.rc_context(LOOK):
        figure, axes = bars_figure(len(estimates), row=0.44, above=0.42, below=0.35)
        score_axis(axes)
        for row, found in enumerate(estimates.values()):
            _row(axes, row, found)
        name_rows(axes, list(estimates), lines=2)
        _legend(figure)
    return Chart(
        figure=figure,
        title=title,
        text_alternative=_sentence(estimates),
        headers=("Score", "Self", "Estimate", "95% interval", "Returns", "Moderated"),
        rows=tuple(
            (
                name,
                score_text(found.self_mean),
                score_text(found.estimate),
                _interval(found),
                str(found.population),
                str(found.moderated),
            )
            for name, found in estimates.items()
        ),
    )


def _interval(found: Estimate) -> str:
    return "–" if found.low is None or found.high is None else f"{rounded(found.low)} to {rounded(found.high)}"


def _row(axes: Axes, row: int, found: Estimate) -> None:
    axes.axhline(row, color=LINE, linewidth=0.6, zorder=0)
    if found.low is not None and found.high is not None:
        axes.plot([found.low, found.high], [row, row], color=STRENGTH[0], linewidth=7, solid_capstyle="butt", zorder=2)
    if found.self_mean is not None:
        axes.plot(found.self_mean, row, "o", markersize=8, markerfacecolor="white", markeredgecolor=INK, zorder=3)
    if found.estimate is not None:
        axes.plot(found.estimate, row, "D", markersize=7, color=ACCENT, zorder=4)
    axes.text(103, row, f"{found.moderated} of {found.population}", va="center", fontsize=7.5, color=SOFT_INK)


def _legend(figure: Figure) -> None:
    handles = [
        Line2D([], [], marker="o", linestyle="", markerfacecolor="white", markeredgecolor=INK, label="Self"),
        Line2D([], [], marker="D", linestyle="-", linewidth=5, color=ACCENT, label="Estimate, 95% interval"),
        Line2D([], [], linestyle="", label="Right: returns moderated"),
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=8)


def _sentence(estimates: Mapping[str, Estimate]) -> str:
    name, found = next(((name, one) for name, one in estimates.items() if one.estimate is not None), ("", None))
    if found is None:
        return "Too few returns are moderated to say anything about the others."
    said = f"{name}: {score_text(found.self_mean)} by self rating, {score_text(found.estimate)} by the estimate"
    return (
        f"{said}, likely between {_interval(found).replace(' to ', ' and ')}." if found.low is not None else f"{said}."
    )
