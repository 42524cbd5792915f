"""Plain English for a difference of one value."""

from datetime import date
from typing import Any

from tool_definitions.changes.change import Change, ChangeKind
from tool_definitions.changes.word_difference import same_words


def day(value: date) -> str:
    """1 September 2025."""
    return f"{value.day} {value:%B %Y}"


def number(value: float) -> str:
    """A number as people write it: 2, not 2.0."""
    return f"{value:.15g}"


def and_words(words: list[str]) -> str:
    """Words joined: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def in_words(value: Any) -> str:
    """A value of a field in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple | list):
        return ", ".join(in_words(one) for one in value)
    return str(value)


def reworded(field: str, what: str, before: str | None, after: str | None) -> Change:
    """Text that was added, removed or reworded; `what` begins a sentence, such as "Guidance"."""
    old, new = before or None, after or None
    if old is None or new is None:
        sentence = f"{what} {'added' if old is None else 'removed'}."
        return Change(ChangeKind.REWORDED, field, sentence, old, new, is_text=True)
    if same_words(old, new):
        return Change(ChangeKind.RECORD, field, f"{what} laid out anew; the words are the same.", old, new)
    return Change(ChangeKind.REWORDED, field, f"{what} reworded.", old, new, is_text=True)


def went(kind: ChangeKind, field: str, what: str, before: Any, after: Any) -> Change:
    """A value that went from one to another; `what` is inside a sentence, such as "the weight"."""
    old = None if _is_nothing(before) else in_words(before)
    new = None if _is_nothing(after) else in_words(after)
    if old is None:
        sentence = f"{_capital(what)} is now {new}; there was none."
    elif new is None:
        sentence = f"{_capital(what)}, which was {old}, is removed."
    elif old == new:
        sentence = f"{_capital(what)} changed only in how the file writes it."
    else:
        sentence = f"{_capital(what)} went from {old} to {new}."
    return Change(kind, field, sentence, old, new)


def turned(kind: ChangeKind, field: str, after: bool, yes: str, no: str) -> Change:
    """Something that is switched on or off."""
    return Change(kind, field, yes if after else no, in_words(not after), in_words(after))


def lists(kind: ChangeKind, field: str, what: str, before: list[str], after: list[str]) -> Change:
    """Lists of words: what came and what went; where neither, they stand in another order."""
    added = [one for one in after if one not in before]
    gone = [one for one in before if one not in after]
    parts = [f"now with {and_words(added)}"] if added else []
    parts += [f"no longer with {and_words(gone)}"] if gone else []
    sentence = f"{what}: {', '.join(parts) or 'the same, in another order'}."
    return Change(kind, field, sentence, ", ".join(before) or None, ", ".join(after) or None)


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", ())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
