"""What moderation did to the self ratings: one bar a section, split into lowered, upheld and raised."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from scoring.charts.chart import ADEQUATE, CONCERN, INK, LOOK, SOFT_INK, STRENGTH, Chart, bars_figure, name_rows
from scoring.moderation.moves import Moves
from scoring.shown import percent
from tool_definitions.tool import Tool

_KINDS = (("Lowered", CONCERN[0], "white"), ("Upheld", ADEQUATE[0], INK), ("Raised", STRENGTH[2], "white"))
#: A segment narrower than this share has no room for its count; the table has it.
_NARROWEST = 0.055


def moderation_moves(
    tool: Tool, sections: Mapping[str, Moves], title: str = "What moderation changed in each section"
) -> Chart:
    """The share of compared ratings lowered, upheld and raised, for these sections in this order.

    Ratings that were or became no level are in the table's count of moderated ratings and in no bar.
    """
    with mpl.rc_context(LOOK):
        figure, axes = bars_figure(len(sections), row=0.44, above=0.42, below=0.08)
        for place, moves in enumerate(sections.values()):
            _bar(axes, place, moves)
        name_rows(axes, [tool.section(key).title for key in sections], lines=2)
        axes.set_xlim(0, 1)
        axes.set_xticks([])
        _legend(figure)
    return Chart(
        figure=figure,
        title=title,
        text_alternative=_sentence(tool, sections),
        headers=("Section", "Moderated", "Lowered", "Upheld", "Raised"),
        rows=tuple(
            (tool.section(key).title, *map(str, (one.n, one.lowered, one.upheld, one.raised)))
            for key, one in sections.items()
        ),
    )


def _bar(axes: Axes, place: int, moves: Moves) -> None:
    start = 0.0
    for count, (_, colour, ink) in zip((moves.lowered, moves.upheld, moves.raised), _KINDS, strict=True):
        share = count / moves.compared if moves.compared else 0
        axes.barh(place, share, left=start, height=0.58, color=colour, edgecolor="white", linewidth=0.8)
        if share >= _NARROWEST:
            axes.text(start + share / 2, place, str(count), ha="center", va="center", fontsize=8, color=ink)
        start += share
    axes.text(1.02, place, f"{moves.compared} compared", va="center", fontsize=7.5, color=SOFT_INK)


def _legend(figure: Figure) -> None:
    handles = [Patch(facecolor=colour, label=name) for name, colour, _ in _KINDS]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=8)


def _sentence(tool: Tool, sections: Mapping[str, Moves]) -> str:
    compared = {key: one for key, one in sections.items() if one.compared}
    if not compared:
        return "Nothing has been moderated yet."
    most = max(compared, key=lambda key: compared[key].lowered / compared[key].compared)
    found = compared[most]
    if not found.lowered:
        return "Moderation lowered no rating in any section."
    return (
        f"Ratings were lowered most often in ‘{tool.section(most).title}’: {found.lowered} of {found.compared} "
        f"({percent(found.lowered / found.compared)})."
    )
