"""How a text stands in a file: bare where the very same text is read back, else quoted, or as a block of lines."""

import re

from tool_definitions.values import DAY_PATTERN, PlainScalar

#: What no file may hold as it is, or what ends a line.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NEVER_BARE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|: | #|:$|^[\\s,\\[\\]{}#&*!|>'\"%@`]|\\s$")
_INDICATOR_FIRST = re.compile(r"[-?:](\s|$)|---|\.\.\.|<<$|=$")
#: Beside what a bare text may not hold between brackets, what one parser or another does not take there.
_NOT_IN_FLOW = re.compile(r"[,\[\]{}?:]|^-(?![\d.])")
#: Text that other readers of YAML would take for a number, a truth value or nothing.
_LIKE_A_NUMBER = re.compile(r"[-+.]?\d[\d_.,:eExXoOa-fA-F+-]*|[-+]?\.(inf|nan)", re.IGNORECASE)
_LIKE_A_WORD = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null", "~"})
LINE_WIDTH = 120


def one_line(text: str, *, in_flow: bool = False) -> str:
    """The text on one line: bare if it may be, else in double quotes, with escapes where needed."""
    return text if may_be_bare(text, in_flow=in_flow) else quoted(text)


def may_be_bare(text: str, *, in_flow: bool) -> bool:
    """Whether the text without quotes is read as the same text, and not elsewhere as a number or truth value."""
    if not text or _NEVER_BARE.search(text) or _INDICATOR_FIRST.match(text):
        return False
    if in_flow and _NOT_IN_FLOW.search(text):
        return False
    return isinstance(text, PlainScalar) or not _like_data(text)


def _like_data(text: str) -> bool:
    if text.lower() in _LIKE_A_WORD:
        return True
    return _LIKE_A_NUMBER.fullmatch(text) is not None and not DAY_PATTERN.fullmatch(text)


def quoted(text: str) -> str:
    """The text in double quotes, as both YAML and JSON read it."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04x}"


def literal(text: str) -> list[str] | None:
    """The text as a `|` block: its head, then its lines without indent; None where a block would change it."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    is_spaced = any(line.isspace() for line in lines)
    if "\n" not in text or not lines[0] or not lines[-1] or lines[0][0].isspace() or is_spaced:
        return None
    if _UNPRINTABLE.search(text):
        return None
    return ["|" if body != text else "|-", *lines]


def folded(text: str, width: int) -> list[str] | None:
    """The one line of text as a `>-` block of shorter lines; None where a block would change it."""
    words = text.split(" ")
    if not all(words) or _UNPRINTABLE.search(text) or "\n" in text or "\t" in text:
        return None
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return [">-", *lines] if len(lines) > 1 else None


def in_quotes_of(written: str, style: str, text: str, *, in_flow: bool) -> str | None:
    """The text on one line as another before it was written: in its quotes, or bare on an equally long line.

    None where house style is to decide.
    """
    is_on_lines = "\n" in written or "\r" in written
    if is_on_lines or literal(text):
        return None
    if style == '"':
        return quoted(text)
    if style == "'" and not _UNPRINTABLE.search(text) and "\n" not in text and "\t" not in text:
        return "'" + text.replace("'", "''") + "'"
    return one_line(text, in_flow=in_flow) if not style and len(written) > LINE_WIDTH else None
