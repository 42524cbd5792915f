"""Keys for what has none yet: proposed from a section and a title, and never one that is taken."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

LONGEST_PROPOSED = 40
_WEAK = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "do", "does", "for", "from", "has", "have", "how", "in", "is",
    "it", "its", "of", "on", "or", "our", "that", "the", "their", "there", "this", "to", "we", "what", "when", "which",
    "who", "with", "you", "your",
})  # fmt: skip


def key_from(text: str, fallback: str) -> str:
    """A key made of the first strong words of a text: 'Is the record up to date?' gives `record-up-date`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    strong = [word for word in words if word not in _WEAK] or words
    key = ""
    for word in strong[:6]:
        if key and len(key) + len(word) >= LONGEST_PROPOSED:
            break
        key = f"{key}-{word}" if key else word[:LONGEST_PROPOSED]
    return key or fallback


def free_key(wanted: str, taken: Container[str]) -> str:
    """The key itself, or with the first number after it that is free."""
    if wanted not in taken:
        return wanted
    return next(key for number in count(2) if (key := f"{wanted}-{number}") not in taken)
