"""The arithmetic of the small charts that pages draw as SVG."""

from collections.abc import Iterable
from dataclasses import dataclass

#: Told apart by lightness as well as hue: in grey, in print, and with every kind of colour blindness.
FILLS = {"concern": "#d9601a", "adequate": "#b4cfe5", "strength": "#12436d", "neutral": "#d8dcdf"}
INKS = {"concern": "#0b0c0c", "adequate": "#0b0c0c", "strength": "#ffffff", "neutral": "#0b0c0c"}
#: A narrower segment has no room for its number.
NARROWEST_WITH_A_NUMBER = 6


@dataclass(frozen=True)
class BarPart:
    """One segment of a bar, in per cent of its width."""

    text: str
    count: float
    tone: str
    left: float
    width: float

    @property
    def middle(self) -> float:
        """Where the number stands."""
        return round(self.left + self.width / 2, 2)

    @property
    def label_fits(self) -> bool:
        """Whether the number can be read inside."""
        return self.width >= NARROWEST_WITH_A_NUMBER

    @property
    def fill(self) -> str:
        """The colour of the segment."""
        return FILLS[self.tone]

    @property
    def ink(self) -> str:
        """The colour of the number on it."""
        return INKS[self.tone]


def bar_parts(segments: Iterable[tuple[str, float, str]]) -> list[BarPart]:
    """The segments (text, count, tone) side by side over the whole width; none where nothing was counted."""
    counted = [(text, count, tone) for text, count, tone in segments if count > 0]
    total = sum(count for _, count, _ in counted)
    parts: list[BarPart] = []
    before = 0.0
    for text, count, tone in counted:
        left, right = 100 * before / total, 100 * (before + count) / total
        parts.append(BarPart(text, count, tone, round(left, 2), round(right - left, 2)))
        before += count
    return parts


def tone_fill(tone: str) -> str:
    """The colour of a tone."""
    return FILLS[tone]
