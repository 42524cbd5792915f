"""How each question was rated: one bar a question, split into the levels of its scheme."""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from scoring.charts.chart import ADEQUATE, CONCERN, INK, LOOK, SOFT_INK, STRENGTH, Chart, bars_figure, name_rows
from scoring.distributions import Counts
from scoring.shown import percent
from tool_definitions.scheme import Level, RatingScheme, Stance
from tool_definitions.tool import Tool

_SHADES = {Stance.CONCERN: CONCERN, Stance.ADEQUATE: ADEQUATE, Stance.STRENGTH: STRENGTH}
#: A segment narrower than this share has no room for its count; the table has it.
_NARROWEST = 0.055


def levels_by_question(tool: Tool, counts: Mapping[str, Counts], title: str = "How each question was rated") -> Chart:
    """The share of rated returns at each level, worst on the left, for questions of one scheme, in this order.

    Raises ValueError where the questions do not share a scheme: their levels could not be set side by side.
    """
    schemes = {tool.scored_questions[key].scheme for key in counts}
    if len(schemes) != 1:
        raise ValueError("questions of one rating scheme can be drawn together")
    scheme = tool.scheme_of(next(iter(counts)))
    return Chart(
        figure=_drawn(tool, scheme, counts),
        title=title,
        text_alternative=_sentence(tool, counts),
        headers=("Question", *(level.label for level in scheme.levels), "Rated", "Not applicable", "Unanswered"),
        rows=tuple(_row(tool, key, found) for key, found in counts.items()),
    )


def _row(tool: Tool, key: str, found: Counts) -> tuple[str, ...]:
    outside = (found.n, found.not_applicable, found.unanswered)
    return (tool.questions[key].title, *map(str, found.levels.values()), *map(str, outside))


def _sentence(tool: Tool, counts: Mapping[str, Counts]) -> str:
    rated = {key: found for key, found in counts.items() if found.strength_share is not None}
    if not rated:
        return "No return has rated these questions yet."
    best = max(rated, key=lambda key: rated[key].strength_share or 0)
    worst = max(rated, key=lambda key: rated[key].concern_share or 0)
    return (
        f"Of {len(counts)} questions, ‘{tool.questions[best].title}’ has the largest share at strength "
        f"({percent(rated[best].strength_share)}) and ‘{tool.questions[worst].title}’ the largest share of concern "
        f"({percent(rated[worst].concern_share)})."
    )


def _drawn(tool: Tool, scheme: RatingScheme, counts: Mapping[str, Counts]) -> Figure:
    colours = level_colours(scheme.levels)
    with mpl.rc_context(LOOK):
        figure, axes = bars_figure(len(counts), above=0.42, below=0.08)
        for place, found in enumerate(counts.values()):
            _bar(axes, place, found, colours)
        name_rows(axes, [tool.questions[key].title for key in counts])
        axes.set_xlim(0, 1)
        axes.set_xticks([])
        _legend(figure, scheme, colours)
    return figure


def _bar(axes: Axes, place: int, found: Counts, colours: Sequence[str]) -> None:
    start = 0.0
    for count, colour in zip(found.levels.values(), colours, strict=True):
        share = count / found.n if found.n else 0
        axes.barh(place, share, left=start, height=0.58, color=colour, edgecolor="white", linewidth=0.8)
        if share >= _NARROWEST:
            ink = "white" if _is_dark(colour) else INK
            axes.text(start + share / 2, place, str(count), ha="center", va="center", fontsize=8, color=ink)
        start += share
    axes.text(1.02, place, _outside(found), va="center", fontsize=7.5, color=SOFT_INK, linespacing=1.2)


def _outside(found: Counts) -> str:
    parts = [f"{found.n} rated"]
    if found.not_applicable:
        parts.append(f"{found.not_applicable} not applicable")
    if found.unanswered:
        parts.append(f"{found.unanswered} unanswered")
    return "\n".join(parts)


def _legend(figure: Figure, scheme: RatingScheme, colours: Sequence[str]) -> None:
    handles = [Patch(facecolor=colour, label=level.label) for level, colour in zip(scheme.levels, colours, strict=True)]
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=min(len(handles), 4),
        frameon=False,
        fontsize=8,
        handlelength=1.1,
        handleheight=1.1,
        columnspacing=1.4,
    )


def level_colours(levels: Sequence[Level]) -> list[str]:
    """A colour a level: its stance's, darkest at the end of the scale."""
    by_stance: dict[Stance, list[int]] = {}
    for place, level in enumerate(levels):
        by_stance.setdefault(level.stance, []).append(place)
    colours = [""] * len(levels)
    for stance, places in by_stance.items():
        for colour, place in zip(_spread(stance, len(places)), places, strict=True):
            colours[place] = colour
    return colours


def _spread(stance: Stance, count: int) -> list[str]:
    shades = _SHADES[stance]
    if count == 1:
        return [shades[0] if stance is Stance.ADEQUATE else shades[1]]
    mixed = mpl.colors.LinearSegmentedColormap.from_list("stance", list(shades))
    return [mpl.colors.to_hex(mixed(place / (count - 1))) for place in range(count)]


def _is_dark(colour: str) -> bool:
    red, green, blue = mpl.colors.to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue < 0.55
