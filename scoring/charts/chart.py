"""What every chart has: the figure, what it says in one sentence, its data as a table, and one look."""

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH = 7.2
INK = "#1d2a33"
SOFT_INK = "#56646e"
LINE = "#d5dce0"
#: Told apart by everyone: orange-brown for what worries, grey between, blue for what is strong (and dark to light).
CONCERN = ("#a8480f", "#d97b3c", "#efb98e")
ADEQUATE = ("#c9d1d6", "#dde3e6", "#b3bec5")
STRENGTH = ("#8dbbd9", "#3f86b5", "#14577f")
ACCENT = STRENGTH[2]
LOOK: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT_INK,
    "xtick.color": SOFT_INK,
    "ytick.color": INK,
    "svg.hashsalt": "scoring",
    "svg.fonttype": "path",
}


@dataclass(frozen=True)
class Chart:
    """A figure, its title, its one-sentence text alternative, and its data as a table of text."""

    figure: Figure
    title: str
    text_alternative: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def svg(self) -> str:
        """The figure as SVG: the same bytes for the same data."""
        buffer = io.StringIO()
        with mpl.rc_context(LOOK):
            self.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
        text = buffer.getvalue()
        return text[text.index("<svg") :]

    def png(self, dots_per_inch: int = 200) -> bytes:
        """The figure as PNG on white."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=dots_per_inch, facecolor="white", metadata={"Software": None})
        return buffer.getvalue()


def bars_figure(count: int, *, row: float = 0.5, above: float = 0.6, below: float = 0.45) -> tuple[Figure, Axes]:
    """A figure for `count` rows, tall enough for each to be read, first row on top."""
    with mpl.rc_context(LOOK):
        height = above + below + row * max(count, 1)
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0.40, below / height, 0.42, row * max(count, 1) / height))
    axes.set_ylim(max(count, 1) - 0.5, -0.5)
    axes.spines[["top", "right", "bottom", "left"]].set_visible(False)
    axes.tick_params(length=0, labelsize=8.5)
    return figure, axes


def name_rows(axes: Axes, names: Sequence[str], width: int = 44, lines: int = 3) -> None:
    """The rows' names, wrapped; the table beside the chart has them whole."""
    axes.set_yticks(range(len(names)), [wrapped(name, width, lines) for name in names], fontsize=8, linespacing=1.15)


def wrapped(name: str, width: int, lines: int) -> str:
    """The name on at most so many lines. Dollar signs stay dollar signs."""
    parts = textwrap.wrap(name, width, max_lines=lines, placeholder=" …")
    return "\n".join(parts).replace("$", r"\$")


def score_axis(axes: Axes) -> None:
    """A quiet scale from 0 to 100."""
    axes.set_xlim(0, 100)
    axes.set_xticks(range(0, 101, 25))
    axes.grid(axis="x", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", labelsize=8)
