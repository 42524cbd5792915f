"""Text whose lines were broken at a width in the file, shown without those breaks and given back with them.

In Markdown a single line end inside a paragraph is a space. Whoever edits the text in a box should not have to see
where the file breaks its lines; and the file should keep the lines of every paragraph that was not touched.
"""

import re
import textwrap

_STARTS_SOMETHING = re.compile(r"\s*([-*+>|#]|\d+[.)]\s)")
#: Text with code in it, or with a line end that is meant, stays as it is.
_IS_DELICATE = re.compile(r"```|~~~|^(\t| {4,})\S|( {2}|\\)$", re.MULTILINE)
WIDTH = 110


def unbroken(text: str) -> str:
    """The text with each paragraph, and each item of a list, on one line."""
    if _IS_DELICATE.search(text):
        return text
    return "\n".join(
        " ".join(line.strip() if place else line for place, line in enumerate(one)) for one in _parts(text)
    )


def broken_again(typed: str, written: str) -> str:
    """What was typed, broken as what was written was: by the same lines where a paragraph is the same."""
    if _IS_DELICATE.search(written) or _IS_DELICATE.search(typed):
        return typed
    known = {unbroken("\n".join(one)): "\n".join(one) for one in _parts(written)}
    if all("\n" not in lines for lines in known.values()):
        return typed
    return "\n".join(known.get(line) or _broken(line) for line in typed.split("\n"))


def _broken(line: str) -> str:
    marker = re.match(r"\s*(?:[-*+>]|\d+[.)])\s+", line)
    indent = " " * marker.end() if marker else ""
    lines = textwrap.fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return lines if unbroken(lines) == line else line


def _parts(text: str) -> list[list[str]]:
    """The lines of the text, those together that Markdown reads as one."""
    parts: list[list[str]] = []
    for line in text.split("\n"):
        goes_on = parts and parts[-1][-1].strip() and line.strip() and not _STARTS_SOMETHING.match(line)
        is_heading = bool(parts) and parts[-1][0].lstrip().startswith(("#", "|"))
        if goes_on and not is_heading:
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts
