"""How previews say things."""

_SPACE = "\N{NO-BREAK SPACE}"
_QUARTERS = {0: "", 15: "¼", 30: "½", 45: "¾"}


def duration(minutes: float) -> str:
    """An estimate of time as people say it: to five minutes below an hour, to a quarter of an hour above."""
    if minutes < 60:
        rounded = max(5, round(minutes / 5) * 5)
        return f"1{_SPACE}hour" if rounded == 60 else f"{rounded}{_SPACE}minutes"
    hours, rest = divmod(round(minutes / 15) * 15, 60)
    return f"{hours}{_QUARTERS[rest]}{_SPACE}{'hour' if (hours, rest) == (1, 0) else 'hours'}"
