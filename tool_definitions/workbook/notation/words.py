"""Words and lists of words in a cell: `primary, secondary`, `phase: primary, secondary`, one line each.

A word with spaces, commas or brackets in it stands in double quotes; a double quote inside is written twice.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

_PLAIN = re.compile(r'[^\s",;:()“”„]+')
_QUOTED = re.compile(r'"((?:[^"\n]|"")*)"')
#: Words that mean something in a condition; as a value they stand in quotes.
RESERVED = frozenset({"is", "not", "and", "or", "at", "below", "above", "answered", "all", "any", "of"})


class NotReadable(ValueError):
    """A cell does not follow its notation: the message says what was expected, the remedy what to write."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = message, remedy
        super().__init__(message)


def written_word(word: str) -> str:
    """A word as it is written in a list."""
    if _PLAIN.fullmatch(word) and word.casefold() not in RESERVED:
        return word
    return '"' + word.replace('"', '""') + '"'


def written_words(words: Iterable[str]) -> str:
    """Words with commas between them."""
    return ", ".join(written_word(word) for word in words)


def written_lists(lists: Mapping[str, Sequence[str]]) -> str:
    """Names, each with its words, one to a line: `phase: primary, secondary`."""
    return "\n".join(f"{written_word(name)}: {written_words(words)}".rstrip() for name, words in lists.items())


class Reader:
    """Takes words and signs from a text one after the other."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def skip_spaces(self) -> None:
        """Go on to what is not a space."""
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1

    @property
    def is_at_end(self) -> bool:
        """Whether nothing but spaces is left."""
        self.skip_spaces()
        return self.place == len(self.text)

    @property
    def rest(self) -> str:
        """What is left, cut where it is long: for messages."""
        self.skip_spaces()
        left = self.text[self.place :]
        return left if len(left) <= 30 else f"{left[:30]}…"

    def next_plain(self) -> str:
        """The unquoted word that comes next, in lower case, without taking it; nothing if there is none."""
        self.skip_spaces()
        found = _PLAIN.match(self.text, self.place)
        return found.group().casefold() if found else ""

    def take_sign(self, sign: str) -> bool:
        """Take this sign if it comes next."""
        self.skip_spaces()
        if self.text.startswith(sign, self.place):
            self.place += len(sign)
            return True
        return False

    def take_plain(self, *words: str) -> bool:
        """Take these unquoted words if they come next, in any case of letters."""
        start = self.place
        for word in words:
            if self.next_plain() != word:
                self.place = start
                return False
            self.place += len(word)
        return True

    def take_word(self, what: str) -> str:
        """The next word, quoted or not. `what` says what it should be."""
        self.skip_spaces()
        if self.text.startswith(("“", "”", "„"), self.place):
            raise NotReadable(f"the quotation marks before '{self.rest}' are curly", 'use straight ones: "like this"')
        if quoted := _QUOTED.match(self.text, self.place):
            self.place = quoted.end()
            return quoted.group(1).replace('""', '"')
        plain = _PLAIN.match(self.text, self.place)
        if not plain or plain.group().casefold() in RESERVED:
            found = f"'{self.rest}' stands" if not self.is_at_end else "nothing more comes"
            remedy = "put a value with spaces, signs or one of the words is, not, and, or in double quotes"
            raise NotReadable(f"{found} where {what} is expected", remedy)
        self.place = plain.end()
        return plain.group()

    def take_words(self, what: str) -> list[str]:
        """One word or more with commas between them."""
        words = [self.take_word(what)]
        while self.take_sign(","):
            words.append(self.take_word(what))
        return words

    def expect_end(self, what: str) -> None:
        """Nothing may be left."""
        if not self.is_at_end:
            remedy = "put a value with spaces or signs in it in double quotes"
            raise NotReadable(f"'{self.rest}' stands after {what}", remedy)


def read_words(text: str, what: str = "a value") -> list[str]:
    """The words of a cell such as `primary, secondary`. Raises NotReadable."""
    reader = Reader(text)
    words = reader.take_words(what)
    reader.expect_end(what)
    return words


def read_lists(text: str, name: str = "a name") -> dict[str, list[str]]:
    """The lists of a cell such as `phase: primary, secondary`, one to a line or divided by semicolons."""
    lists: dict[str, list[str]] = {}
    for line in re.split(r'\n|;(?=(?:[^"\n]*"[^"\n]*")*[^"\n]*(?:\n|$))', text):
        if not line.strip():
            continue
        reader = Reader(line)
        key = reader.take_word(name)
        if not reader.take_sign(":"):
            raise NotReadable(f"there is no colon after '{key}'", "write it like this: phase: primary, secondary")
        if key in lists:
            raise NotReadable(f"'{key}' stands there twice", "put all its values in one list")
        lists[key] = [] if reader.is_at_end else reader.take_words("a value")
        reader.expect_end("the values")
    return lists


def written_rest(text: str) -> str:
    """Text to the end of a line: in quotes only where its own ends would be lost."""
    return '"' + text.replace('"', '""') + '"' if text != text.strip() or text.startswith('"') else text


def read_rest(text: str) -> str:
    """Text to the end of a line, as `written_rest` writes it."""
    text = text.strip()
    quoted = _QUOTED.fullmatch(text)
    return quoted.group(1).replace('""', '"') if quoted else text
