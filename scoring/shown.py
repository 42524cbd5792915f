"""How figures are written for people: rounded half up, only when shown."""

from decimal import ROUND_HALF_UP, Decimal

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def rounded(value: float, places: int = 1) -> str:
    """The number with this many decimals, half up (a hair below a half, from summing, counts as the half)."""
    steadied = Decimal(repr(round(value, 9)))
    figure = steadied.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return str(abs(figure) if figure == 0 else figure)


def score_text(value: float | None) -> str:
    """A score as shown, an en dash where there is none."""
    return "–" if value is None else rounded(value)


def percent(share: float | None) -> str:
    """A share as a whole percentage, an en dash where there is none."""
    return "–" if share is None else f"{rounded(100 * share, 0)}%"


def careful_percent(share: float | None) -> str:
    """A whole percentage that is 100% or 0% only where it is exactly that: a count stands beside it."""
    near_all, near_none = 0.995 <= (share or 0) < 1, 0 < (share or 0) < 0.005
    return "over 99%" if near_all else "under 1%" if near_none else percent(share)


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """'one return', '12 returns': numbers under ten in words."""
    word = _WORDS[number] if number < len(_WORDS) else str(number)
    return f"{word} {singular if number == 1 else plural or singular + 's'}"


def in_words(number: int) -> str:
    """A count: numbers under ten in words, but 0 as 'none'."""
    if number == 0:
        return "none"
    return _WORDS[number] if number < len(_WORDS) else str(number)


def listed(parts: list[str], joint: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"
