"""How changes, weights and contributions are written."""

from scoring.shown import rounded


def difference(value: float | None) -> str:
    """A change in points, with its sign, a true minus; a dash where there is none."""
    if value is None:
        return "–"
    text = rounded(value)
    if text.startswith("-"):
        return f"−{text[1:]}"
    return text if text == "0.0" else f"+{text}"


def points(value: float | None) -> str:
    """A contribution, with two decimals so that a column of them adds up by eye; a dash where there is none."""
    return "–" if value is None else rounded(value, 2)


def weight(value: float) -> str:
    """A weight: 1, 2 or 0.5."""
    return f"{value:g}"
