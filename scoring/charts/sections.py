"""The mean score of each section, with the bands it falls into."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.axes import Axes

from scoring.charts.chart import ACCENT, INK, LINE, LOOK, SOFT_INK, Chart, bars_figure, name_rows, score_axis
from scoring.distributions import Average
from scoring.shown import rounded, score_text
from tool_definitions.tool import Tool


def section_scores(tool: Tool, sections: Mapping[str, Average], title: str = "Average score of each section") -> Chart:
    """The mean effective score of each section, 0 to 100; a section without a score has no bar."""
    with mpl.rc_context(LOOK):
        figure, axes = bars_figure(len(sections), row=0.42, above=0.15 + 0.35 * bool(tool.scoring.bands), below=0.35)
        score_axis(axes)
        for place, found in enumerate(sections.values()):
            _bar(axes, place, found)
        name_rows(axes, [tool.section(key).title for key in sections], lines=2)
        _bands(axes, tool)
    return Chart(
        figure=figure,
        title=title,
        text_alternative=_sentence(tool, sections),
        headers=("Section", "Average score", "Returns with a score"),
        rows=tuple((tool.section(key).title, score_text(part.mean), str(part.n)) for key, part in sections.items()),
    )


def _bar(axes: Axes, place: int, found: Average) -> None:
    if found.mean is None:
        axes.text(1, place, "no score", va="center", fontsize=8, color=SOFT_INK)
        return
    axes.barh(place, found.mean, height=0.5, color=ACCENT)
    inside = found.mean > 88
    axes.text(
        found.mean + (-1.5 if inside else 1.5),
        place,
        rounded(found.mean),
        va="center",
        ha="right" if inside else "left",
        fontsize=8.5,
        color="white" if inside else INK,
        bbox=None if inside else {"facecolor": "white", "edgecolor": "none", "pad": 1},
    )
    axes.text(103, place, f"{found.n} return{'' if found.n == 1 else 's'}", va="center", fontsize=7.5, color=SOFT_INK)


def _bands(axes: Axes, tool: Tool) -> None:
    """Each band's name over its stretch of the scale, on two heights in turn so that long ones do not touch."""
    bands = tool.scoring.bands
    for place, band in enumerate(bands):
        if band.from_ > 0:
            axes.axvline(band.from_, color=SOFT_INK, linewidth=0.8, linestyle=(0, (3, 2)), zorder=0)
        until = bands[place + 1].from_ if place + 1 < len(bands) else 100
        axes.annotate(
            band.label,
            ((band.from_ + until) / 2, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 5 + 11 * (place % 2)),
            textcoords="offset points",
            ha="center",
            fontsize=7.5,
            color=SOFT_INK,
        )
    axes.axvline(0, color=LINE, linewidth=1)


def _sentence(tool: Tool, sections: Mapping[str, Average]) -> str:
    means = {key: part.mean for key, part in sections.items() if part.mean is not None}
    if not means:
        return "No section has a score yet."
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    return (
        f"Section averages run from {rounded(means[worst])} for ‘{tool.section(worst).title}’ to "
        f"{rounded(means[best])} for ‘{tool.section(best).title}’, out of 100."
    )
