"""What is wrong in a workbook, each with its cell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WorkbookProblem:
    """One problem of a workbook. `place` is a cell (`Questions!B7`), a sheet, or nothing for the whole file."""

    code: str
    place: str
    message: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """The problem in a sentence: where, what is wrong, what to do."""
        what = " ".join(part for part in (self.place, self.message) if part)
        return f"{what} – {self.remedy}" if self.remedy else what

    def line(self, file: str) -> str:
        """The problem on a line of a report, after the name of the file."""
        place = f":{self.place}" if self.place else ""
        remedy = f" – {self.remedy}" if self.remedy else ""
        return _one_line(f"{file}{place}: error {self.code} {self.message}{remedy}")


def _one_line(text: str) -> str:
    """The text with anything that would break the line or hide in it written as an escape."""
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)
