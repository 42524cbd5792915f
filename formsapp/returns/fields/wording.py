"""Text as people type it: what is kept, what is mended and what is refused."""

import re

LONGEST_COMMENT = 5_000
LONGEST_LINE = 300

#: What stands for a box in which only spaces were typed: not an answer, but not untouched either.
ONLY_SPACES = " "

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNUSABLE = re.compile("[\x01-\x08\x0e-\x1b\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
#: Spaces, and what takes no room at all.
_INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff]*"
)


def tidy(raw: str) -> str:
    """What was typed, with one kind of line end and without outer spaces or characters that no document can hold.

    A NUL stays, so that it can be refused; text with nothing to be seen in it becomes `ONLY_SPACES`.
    """
    if not raw:
        return ""
    text = raw if _ODD.search(raw) is None else _UNUSABLE.sub("", _LINE_ENDS.sub("\n", raw))
    text = text.strip()
    return ONLY_SPACES if _INVISIBLE.fullmatch(text) else text


def is_blank(text: str | None) -> bool:
    """Whether there is nothing to read in a text."""
    return not text or text == ONLY_SPACES


def fault_of(text: str, longest: int, what: str) -> str | None:
    """Why a text cannot be stored, in a sentence; length is counted in characters, a line end as one."""
    if "\x00" in text:
        return f"{what} contains a character we cannot store. Remove it, or type the words again"
    if len(text) > longest:
        return f"{what} must be {longest:,} characters or fewer. You have used {len(text):,}"
    return None
