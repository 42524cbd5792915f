"""What is wrong with a table of ratings: every fault at once, each with its row and column."""

from collections.abc import Sequence
from dataclasses import dataclass

#: More faults than this are counted, not listed: the first screenful is enough to see what happened.
MOST_LISTED = 50


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: the row as a spreadsheet numbers it (the header is row 1), the column, and what is wrong with it."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: {self.message}"


class BadRatings(ValueError):
    """The table cannot be scored. `problems` holds every fault, in the order of the rows."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """One line a fault, at most `MOST_LISTED` of them and the number of the rest."""
        shown = [str(problem) for problem in self.problems[:MOST_LISTED]]
        rest = len(self.problems) - len(shown)
        return [*shown, f"and {rest} more"] if rest > 0 else shown
