"""A text as the finders read it: digits of any script as 0 to 9, letters without marks, a space for every space."""

import re
import unicodedata

#: Characters that take no room of their own: people's word processors leave them inside numbers, or apart from letters.
_INVISIBLE = re.compile("[\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff]")
#: Letters with a bar or a ring that are no letter and mark to Unicode.
_BARRED = dict(zip("ŁłØøĐđÆæŒœßıĦħ", "LlOoDdAaOosiHh", strict=True))


class _Plain(dict[int, str]):
    """What to read for each character, worked out the first time it is met; always one character for one."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain_character(chr(code))
        return self[code]


def _plain_character(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category == "Pd" or character == "\u2212":
        return "-"
    if character in "\u2018\u2019\u02bc":
        return "'"
    first = _BARRED.get(character) or unicodedata.normalize("NFKD", character)[0]
    return first if first.isascii() else character


_PLAIN = _Plain()


class PlainText:
    """The plain text, and where each of its characters stands in the text as it was typed."""

    def __init__(self, typed: str) -> None:
        self._places: list[int] | None = None
        if typed.isascii():
            self.text = typed
            return
        if _INVISIBLE.search(typed):
            self._places = [place for place, one in enumerate(typed) if not _INVISIBLE.match(one)]
            typed = _INVISIBLE.sub("", typed)
        self.text = typed.translate(_PLAIN)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch in the text as it was typed."""
        if self._places is None:
            return start, end
        return self._places[start], self._places[end - 1] + 1
