"""Postcodes, by the shapes that a postcode can have."""

import re
from collections.abc import Container, Iterator

from formsapp.identifiers.found import Found, Kind

_POSTCODE = re.compile(
    r"(?<![\w-])"
    r"((?:[BEGLMNSW]|[A-PR-UWYZ][A-HK-Y])(?:\d\d?|\d[A-HJKMNP-Y]))"
    r"( {0,2})(\d[ABD-HJLNP-UW-Z]{2})"
    r"(?![\w]|-\w)",
    re.ASCII | re.IGNORECASE,
)
#: Ends of ordinals and units that would do as the end of a postcode: "L2 1st attempt", "S6 2hr".
_NOT_LETTERS = frozenset({"st", "nd", "rd", "th", "hr", "yr", "pt", "ft", "lb", "wk", "px", "gb", "tb", "xl", "ph"})
#: KS1 and KS2 are stages of school, EY the early years.
_NOT_OUTWARD = frozenset({"KS", "EY"})
_OFFICE = re.compile(
    r"\b(?:office|offices|town hall|civic centre|headquarters|hq|council house|police station|hospital|health centre"
    r"|county hall|fire station|court|venue|kept at|stored at|meeting at|training at|held at|conference centre)\b"
    r"[^\n]{0,50}$",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:lives?|lived|living|home|resides?|residing|moved|address is|family|mother|father|mum|dad|parents?|carers?"
    r"|child|pupil|flat|sibling|foster\w*|placement|placed)\b",
    re.IGNORECASE,
)


def find_postcodes(text: str, allowed: Container[str]) -> Iterator[Found]:
    """Postcodes that are neither allowed (written without spaces, in capitals) nor plainly those of an office."""
    for match in _POSTCODE.finditer(text):
        outward, _, inward = match.groups()
        ends_in_words = inward[1:].lower() in _NOT_LETTERS and not inward.isupper()
        if ends_in_words or outward[:2].upper() in _NOT_OUTWARD or (outward + inward).upper() in allowed:
            continue
        before = text[max(0, match.start() - 80) : match.start()]
        if not _OFFICE.search(before) or _HOME.search(before):
            yield Found(Kind.POSTCODE, *match.span())
