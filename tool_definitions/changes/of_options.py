"""What an answer is chosen from: the options of a choice, the columns of a table."""

from collections.abc import Iterator, Sequence

from tool_definitions.changes.change import Change, ChangeKind
from tool_definitions.changes.pairs import in_another_order, paired
from tool_definitions.changes.phrases import reworded
from tool_definitions.question import Column, Option

_KIND = ChangeKind.ANSWER


def changes_of_options(before: Sequence[Option], after: Sequence[Option]) -> Iterator[Change]:
    """The differences between the options of two versions of a question."""
    for pair in paired(before, after, lambda one: one.value):
        yield from _option(*pair)
    if in_another_order([one.value for one in before], [one.value for one in after]):
        yield _other_order("options", [one.label for one in before], [one.label for one in after])


def _other_order(field: str, before: list[str], after: list[str]) -> Change:
    sentence = f"The {field} stand in another order: {', '.join(after)}."
    return Change(_KIND, field, sentence, ", ".join(before), ", ".join(after))


def _option(old: Option | None, new: Option | None) -> Iterator[Change]:
    if old is None:
        yield Change(_KIND, "options", f"A new option: “{new.label if new else ''}”.", None, new.label if new else None)
    elif new is None:
        yield Change(_KIND, "options", f"The option “{old.label}” is removed.", old.label, None)
    else:
        if old.label != new.label:
            sentence = f"The option “{old.label}” now reads “{new.label}”."
            yield Change(_KIND, "options", sentence, old.label, new.label)
        if old.hint != new.hint:
            yield reworded("options", f"Hint of the option “{new.label}”", old.hint, new.hint)


def changes_of_columns(before: Sequence[Column], after: Sequence[Column]) -> Iterator[Change]:
    """The differences between the columns of two versions of a table."""
    for pair in paired(before, after, lambda one: one.key):
        yield from _column(*pair)
    if in_another_order([one.key for one in before], [one.key for one in after]):
        yield _other_order("columns", [one.title for one in before], [one.title for one in after])


def _column(old: Column | None, new: Column | None) -> Iterator[Change]:
    if old is None:
        yield Change(_KIND, "columns", f"A new column: “{new.title if new else ''}”.", None, new.title if new else None)
    elif new is None:
        yield Change(_KIND, "columns", f"The column “{old.title}” is removed.", old.title, None)
    else:
        if old.title != new.title:
            yield Change(
                _KIND, "columns", f"The column “{old.title}” is now called “{new.title}”.", old.title, new.title
            )
        if old.type != new.type:
            what = {"text": "words", "number": "numbers"}[new.type]
            yield Change(_KIND, "columns", f"The column “{new.title}” is now for {what}.", old.type, new.type)
