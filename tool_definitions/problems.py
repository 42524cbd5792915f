"""Problems found in a tool file: what is wrong, where, and how to put it right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tool_definitions.rules import RULES

#: Where a problem is in the document: the names and list positions that lead to it.
DocumentPath = tuple[str | int, ...]


class Severity(StrEnum):
    """Whether a tool can be used in spite of the problem."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One problem of one file. `str()` gives it on one line."""

    file: str
    line: int
    severity: Severity
    code: str
    path: str
    message: str
    remedy: str = ""
    #: The same as `path`, part by part.
    place: DocumentPath = field(default=(), compare=False)

    def __str__(self) -> str:
        remedy = f" – {self.remedy}" if self.remedy else ""
        return _one_line(f"{self.file}:{self.line}: {self.severity} {self.code} {self.message}{remedy}")


class ToolError(Exception):
    """A tool or rating scheme cannot be used. `problems` holds every problem found, warnings too."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def problem(
    code: str, *, file: str, line: int, path: DocumentPath = (), message: str | None = None, remedy: str = ""
) -> Problem:
    """A problem with the severity of its code's rule; message and remedy are the rule's own unless given."""
    rule = RULES[code]
    return Problem(
        file=file,
        line=line,
        severity=Severity.WARNING if rule.is_warning else Severity.ERROR,
        code=code,
        path=written_path(path),
        place=path,
        message=message or rule.sentence,
        remedy=remedy or rule.remedy,
    )


def written_path(path: DocumentPath) -> str:
    """A path as people write it: `sections[0].questions[2].title`."""
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return written.removeprefix(".")


def has_errors(problems: Sequence[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(found.severity is Severity.ERROR for found in problems)


def _one_line(text: str) -> str:
    """The text with anything that would break the line or hide in it written as an escape."""
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)
