"""How previews say things."""

from dataclasses import dataclass

_SPACE = "\N{NO-BREAK SPACE}"
_QUARTERS = {0: "", 15: "¼", 30: "½", 45: "¾"}


def duration(minutes: float) -> str:
    """An estimate of time as people say it: to five minutes below an hour, to a quarter of an hour above."""
    if minutes < 60:
        rounded = max(5, round(minutes / 5) * 5)
        return f"1{_SPACE}hour" if rounded == 60 else f"{rounded}{_SPACE}minutes"
    hours, rest = divmod(round(minutes / 15) * 15, 60)
    return f"{hours}{_QUARTERS[rest]}{_SPACE}{'hour' if (hours, rest) == (1, 0) else 'hours'}"


@dataclass(frozen=True)
class Threshold:
    """A threshold of the summary as people read it."""

    title: str
    hint: str


#: The thresholds that a try-out moves, in the order shown.
THRESHOLD_WORDS = {
    "strength_share": Threshold(
        "Working well from this share of strengths",
        "Lower it and more questions work well; a question that is a concern never does.",
    ),
    "concern_share": Threshold(
        "An emerging concern from this share of concerns",
        "Lower it and more questions become a concern. Limits and uneven groups make concerns whatever the share.",
    ),
    "min_returns": Threshold(
        "Conclusions from this many returns",
        "The whole audit needs so many, and so does each question that is to be called working well.",
    ),
    "min_group": Threshold(
        "A group counts from this many returns",
        "Smaller groups are not shown in what is published, and are not compared with others.",
    ),
}
