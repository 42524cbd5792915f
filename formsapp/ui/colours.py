"""Whether the partnership's own colour can carry white text."""

import re

WHITE_TEXT_CONTRAST = 4.5


def has_enough_contrast(colour: str) -> bool:
    """Whether white text on this #rrggbb colour reaches the contrast WCAG 2.2 AA asks for."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return False
    return 1.05 / (_luminance(colour) + 0.05) >= WHITE_TEXT_CONTRAST


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
