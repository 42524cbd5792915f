"""The arithmetic and the colours of the small charts that pages draw as SVG."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from formsapp.ui.colours import has_enough_contrast

#: By tone, for one, two or three levels of it, worst to best. The ends are dark and the middle is light, so that levels
#: are told apart in grey, in print, and with every kind of colour blindness; more levels of one tone share the last.
SHADES = {
    "concern": (("#d9601a",), ("#a63c06", "#ef9a5d"), ("#7f2d04", "#d9601a", "#f6b98d")),
    "adequate": (("#b4cfe5",), ("#d3e3f0", "#a3c4de"), ("#dfebf5", "#b9d2e7", "#93b8d6")),
    "strength": (("#12436d",), ("#4679a6", "#12436d"), ("#6c97bd", "#39699a", "#12436d")),
    "neutral": (("#dcdfe1",), ("#e9ebec", "#cdd2d5"), ("#e9ebec", "#dcdfe1", "#cdd2d5")),
}
BLACK, WHITE = "#0b0c0c", "#ffffff"
#: A narrower segment, in per cent, has no room for its number.
NARROWEST_WITH_A_NUMBER = 6


@dataclass(frozen=True)
class BarPart:
    """One segment of a bar: where it stands, in per cent of the bar's width, and its colour."""

    text: str
    count: float
    tone: str
    left: float
    width: float
    fill: str

    @property
    def middle(self) -> float:
        """Where the number stands."""
        return round(self.left + self.width / 2, 2)

    @property
    def label_fits(self) -> bool:
        """Whether the number can be read inside."""
        return self.width >= NARROWEST_WITH_A_NUMBER

    @property
    def ink(self) -> str:
        """The colour of the number on it."""
        return WHITE if has_enough_contrast(self.fill) else BLACK


def bar_parts(segments: Sequence[tuple[str, float, str]]) -> list[BarPart]:
    """The segments (text, count, tone) side by side over the whole width; of no width where nothing was counted."""
    total = sum(count for _, count, _ in segments) or 1
    parts: list[BarPart] = []
    before = 0.0
    for (text, count, tone), fill in zip(segments, _fills([tone for _, _, tone in segments]), strict=True):
        left, right = round(100 * before / total, 2), round(100 * (before + count) / total, 2)
        parts.append(BarPart(text, count, tone, left, round(right - left, 2), fill))
        before += count
    return parts


def tone_fill(tone: str) -> str:
    """The colour of a tone that stands alone."""
    return SHADES[tone][0][0]


def _fills(tones: list[str]) -> list[str]:
    in_all, so_far = Counter(tones), Counter[str]()
    fills = []
    for tone in tones:
        shades = SHADES[tone][min(in_all[tone], 3) - 1]
        fills.append(shades[min(so_far[tone], len(shades) - 1)])
        so_far[tone] += 1
    return fills
