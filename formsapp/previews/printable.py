"""What the typefaces of a PDF can draw. They are those that come with matplotlib, the same on every machine: Latin with
every accent, Greek, Cyrillic, Arabic, Hebrew and many signs; not Urdu, the scripts of South and East Asia, or most
emoji. What they cannot draw is replaced by words in square brackets, never by an empty box, and is said at the end.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path

#: In the order in which they are tried: the plain face and the bold one of each.
FACES = (("DejaVu Sans", "DejaVuSans", "DejaVuSans-Bold"), ("STIXGeneral", "STIXGeneral", "STIXGeneralBol"))
RIGHT_TO_LEFT = {"R", "AL"}
#: Joiners and selectors of emoji: without their emoji they mean nothing.
_NAMED_ALONE = {"LATIN", "GREEK", "CYRILLIC", "COMBINING", "MODIFIER", "MATHEMATICAL"}
_SPACES = "\n\t"
_WORDS = re.compile(r"\S+\s*|\s+")
_JOINING = re.compile("[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]")
#: Letters that Urdu has and Arabic, Persian and Kurdish have not.
_URDU = re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06c3\u06d2\u06d3]")


@cache
def font_folder() -> Path:
    """Where the typefaces are. matplotlib itself is never imported here."""
    found = find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("matplotlib, which brings the typefaces, is not installed")
    return Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"


@cache
def drawable() -> frozenset[int]:
    """The characters that can be drawn, plain and bold."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  read once, and only where a PDF is made

    def characters(file: str) -> set[int]:
        with TTFont(font_folder() / f"{file}.ttf", lazy=True) as font:
            return set(font.getBestCmap())

    return frozenset().union(*(characters(plain) & characters(bold) for _, plain, bold in FACES))


#: What every typeface of the world can draw: Latin with its accents, and the punctuation of English.
PLAIN = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—‘’“”•…☐")])


def direction(text: str) -> str:
    """`rtl` where the first letter that has a direction runs from right to left, else `ltr`."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in kinds if kind in {"L", *RIGHT_TO_LEFT}), "L")
    return "rtl" if first in RIGHT_TO_LEFT else "ltr"


def language(text: str) -> str:
    """The language to read a text aloud in, as far as its letters tell: English, Arabic, Urdu or Hebrew."""
    if direction(text) == "ltr":
        return "en"
    if any(unicodedata.bidirectional(letter) == "R" for letter in text):
        return "he"
    return "ur" if _URDU.search(text) else "ar"


class Printable:
    """Makes texts printable with the characters that are known to be drawn, and remembers what it had to replace."""

    def __init__(self, known: frozenset[int]) -> None:
        self.known = known
        self.replaced: dict[str, None] = {}

    def __call__(self, text: str) -> str:
        """The text with whatever cannot be drawn replaced by words in square brackets."""
        if self._draws(text):
            return text
        text = "".join(map(self._plainer, text))
        missing = {letter for letter in text if not self._draws(letter)}
        scripts = {_script(letter) for letter in missing} - {""}
        return "".join(self._pieces(text, missing, scripts))

    def said(self, text: str) -> dict[str, str]:
        """The printable text with the direction and the language to read it in, as the templates take it."""
        return {"text": self(text), "dir": direction(text), "lang": language(text)}

    def _draws(self, text: str) -> bool:
        return all(ord(letter) in self.known or letter in _SPACES for letter in text)

    def _plainer(self, letter: str) -> str:
        """What cannot be drawn, as what it stands for where that can be; nothing where it cannot be seen anyway."""
        if _JOINING.match(letter):
            return ""
        if self._draws(letter):
            return letter
        if unicodedata.category(letter) in {"Cc", "Cf"}:
            return ""
        plain = unicodedata.normalize("NFKC", letter)
        return plain if self._draws(plain) else letter

    def _pieces(self, text: str, missing: set[str], scripts: set[str]) -> Iterator[str]:
        """A script of which a letter cannot be drawn is left out as a whole: half a word misleads."""
        for script, run in _runs_of(text, scripts):
            if script:
                inner = run.strip()
                yield run.replace(inner, self._replace(f"words in {_spoken(script, text)}"))
            else:
                yield "".join(self._replace(_name(one)) if one in missing else one for one in run)

    def _replace(self, words: str) -> str:
        self.replaced[words] = None
        return f"[{words}]"


def _runs_of(text: str, scripts: set[str]) -> Iterator[tuple[str, str]]:
    """The text in runs of whole words that hold a letter of one of these scripts, and of all others ("")."""
    words = ((next(filter(scripts.__contains__, map(_script, word)), ""), word) for word in _WORDS.findall(text))
    for script, run in groupby(words, key=itemgetter(0)):
        yield script, "".join(word for _, word in run)


def _name(letter: str) -> str:
    return unicodedata.name(letter, "").lower() or f"character U+{ord(letter):04X}"


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The script of a letter or of a mark on one, by the first word of its name; empty where single letters of it can
    be named inside a word, and for everything that is no letter.
    """
    word = unicodedata.name(letter, "").partition(" ")[0] if unicodedata.category(letter)[0] in "LM" else ""
    return "" if word in _NAMED_ALONE else word


def _spoken(script: str, text: str) -> str:
    if script == "ARABIC":
        return "Urdu" if _URDU.search(text) else "Arabic script"
    return {"CJK": "Chinese or Japanese", "HANGUL": "Korean"}.get(script, script.capitalize())
