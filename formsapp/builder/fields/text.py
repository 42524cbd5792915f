"""Boxes that are typed into: a line, Markdown, a list with an item a line, a number."""

from typing import Any

from formsapp.builder.fields.field import ABSENT, CannotBeSaved, Field, Posted, is_nothing, typed_in
from formsapp.builder.lines import broken_again, unbroken
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath
from tool_definitions.values import NUMBER_PATTERN


class Box(Field):
    """A box with text in it."""

    typed = ""

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show what is written."""
        super().open(written, path, prefix)
        self.typed = "" if self.is_odd else self.shown()

    def shown(self) -> str:
        """What is written, as text to type into."""
        return str(self.default if self.written is ABSENT else self.written)

    def post(self, posted: Posted) -> None:
        """Take the text, and see whether a file can hold it."""
        if self.is_odd or self.id not in posted:
            return
        self.typed = typed_in(posted, self.id)
        try:
            self.after()
        except CannotBeSaved as refusal:
            self.error = str(refusal)

    def after(self) -> Any:
        """What was typed; what is written, where that is the same or cannot be saved; nothing for an empty box."""
        if self.is_odd or self.error or self.typed.strip() == self.shown().strip():
            return self.written
        typed = self.typed.strip()
        return ABSENT if typed in {"", str(self.default)} else self.read(typed)

    def read(self, typed: str) -> Any:
        """The value for what was typed; raises CannotBeSaved."""
        return typed

    @property
    def is_odd(self) -> bool:
        """Whether a set of fields or a list stands where text belongs."""
        return isinstance(self.written, dict | list)


class Line(Box):
    """One line of text."""

    component = "line"

    def __init__(self, name: str, label: str, *, hint: str = "", width: str | int | None = None) -> None:
        super().__init__(name, label, hint=hint)
        self.width = width

    def read(self, typed: str) -> Any:
        """The text; what was pasted with line ends in it becomes one line."""
        return " ".join(typed.split("\n"))


class Words(Box):
    """Text of several lines, or a line too long for a narrow box."""

    component = "words"

    def __init__(
        self, name: str, label: str, *, hint: str = "", rows: int = 5, is_line: bool = False, is_markdown: bool = True
    ) -> None:
        super().__init__(name, label, hint=hint)
        self.rows, self.is_line, self.is_markdown = rows, is_line, is_markdown and not is_line

    def shown(self) -> str:
        """What is written, without the line ends that only the file has."""
        return super().shown() if self.is_line else unbroken(super().shown())

    def read(self, typed: str) -> Any:
        """The text, closed by a line end where it has several lines or had one; a long line stays one."""
        if self.is_line:
            return " ".join(typed.split())
        lines = "\n".join(line.rstrip() for line in typed.split("\n"))
        if isinstance(self.written, str):
            lines = broken_again(lines, self.written)
        ends = isinstance(self.written, str) and self.written.endswith("\n")
        return f"{lines}\n" if ends or "\n" in lines else lines


class Number(Box):
    """A number."""

    component = "number"

    def __init__(self, name: str, label: str, *, hint: str = "", default: str = "", suffix: str = "") -> None:
        super().__init__(name, label, hint=hint)
        self.default, self.suffix = default, suffix

    def read(self, typed: str) -> Any:
        """A whole number or a decimal one; anything else cannot be saved, and stays in the box."""
        if not NUMBER_PATTERN.fullmatch(typed) or len(typed) > 20 or "e" in typed.lower():
            raise CannotBeSaved(f"{self.label} must be a number, such as 2 or 0.5")
        number = float(typed)
        return int(number) if number.is_integer() else number


class Lines(Box):
    """A list of short texts, one a line."""

    component = "lines"

    def __init__(self, name: str, label: str, *, hint: str = "One on each line", rows: int = 4) -> None:
        super().__init__(name, label, hint=hint)
        self.rows = rows

    def shown(self) -> str:
        """The items under each other."""
        return "" if is_nothing(self.written) else "\n".join(str(item) for item in self.written)

    def read(self, typed: str) -> Any:
        """The items, without empty ones."""
        return [line.strip() for line in typed.split("\n") if line.strip()]

    @property
    def is_odd(self) -> bool:
        """Whether anything but a list of short texts is written."""
        if is_nothing(self.written):
            return False
        return not isinstance(self.written, list) or any(
            is_mapping(item) or not isinstance(item, str) or "\n" in item for item in self.written
        )
