"""How figures of moderation are written: signs, intervals, and words where there is no figure."""

from scoring.moderation.statistic import MORE_THAN_TWO, NO_VARIATION, TOO_ALIKE, TOO_FEW, Statistic
from scoring.shown import rounded

_WHY = {
    TOO_FEW: "Too few",
    NO_VARIATION: "Too alike to tell",
    TOO_ALIKE: "Too alike to tell",
    MORE_THAN_TWO: "Only for two moderators",
}
_NONE = "–"


def signed(value: float | None, places: int = 1) -> str:
    """A shift with its sign, a true minus; a dash where there is none."""
    if value is None:
        return _NONE
    text = rounded(value, places)
    if text.startswith("-"):
        return f"−{text[1:]}"
    return text if float(text) == 0 else f"+{text}"


def figure(found: Statistic) -> str:
    """A statistic with two decimals, or why there is none."""
    return _WHY.get(found.why, found.why) if found.value is None else rounded(found.value, 2).replace("-", "−")


def interval(found: Statistic, places: int = 2) -> str:
    """From where to where the statistic may lie, or why that cannot be told."""
    if found.value is None:
        return _NONE
    if found.low is None or found.high is None:
        return _WHY.get(found.why, found.why) or _NONE
    return between(found.low, found.high, places)


def between(low: float, high: float, places: int = 1) -> str:
    """'0.41 to 0.63'."""
    return " to ".join(rounded(one, places).replace("-", "−") for one in (low, high))
