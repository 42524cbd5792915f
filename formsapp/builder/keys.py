"""Keys for what is new: made of the words of its title, and free."""

import re
import unicodedata
from typing import Any

from tool_definitions.editing.structure import free_key

_SMALL_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "do", "does", "for", "from", "has", "have", "how", "in",
    "is", "it", "its", "of", "on", "or", "our", "that", "the", "their", "there", "they", "this", "to", "was", "we",
    "were", "what", "when", "which", "who", "will", "with", "you", "your",
})  # fmt: skip
_LONGEST = 40


def key_from_title(data: Any, title: str, *, inside: str = "") -> str:
    """A free key such as `leadership.lead-has-time`, from the first telling words of a title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    telling = [word for word in words if word not in _SMALL_WORDS] or words
    key = ""
    for word in telling[:4]:
        key = f"{key}-{word}" if key and len(key) + len(word) < _LONGEST else key or word[:_LONGEST]
    key = key or "new"
    return free_key(data, f"{inside}.{key}" if inside else key)
