"""A table of text as it came from a file or a frame: each column as places in a short list of the values in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scoring.problems import Problem

BLANK = -1
#: The value a missing number stands for: never a level, never an answer, always a fault.
NOT_A_NUMBER = "\0NaN"


@dataclass(frozen=True)
class Cells:
    """One column: `places[row]` is the place of the row's text in `values`, or BLANK."""

    places: NDArray[np.int32]
    values: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.places)

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> "Cells":
        """From texts, spaces at the ends dropped; an empty one is blank."""
        known: dict[str, int] = {}
        places = [BLANK if not text else known.setdefault(text, len(known)) for text in map(str.strip, texts)]
        return cls(np.array(places, dtype=np.int32), tuple(known))

    def text(self, row: int) -> str | None:
        """The text of one row, None where blank."""
        place = self.places[row]
        return None if place == BLANK else self.values[place]

    def texts(self) -> list[str | None]:
        """The text of every row, None where blank."""
        return [None if place == BLANK else self.values[place] for place in self.places.tolist()]

    def only(self, rows: NDArray[np.bool_]) -> "Cells":
        """The same column with these rows alone."""
        return Cells(self.places[rows], self.values)


@dataclass(frozen=True)
class Sheet:
    """A table with a header. `row_numbers` are those a spreadsheet shows: the header is row 1. `faults` are those of
    rows that do not fit the header.
    """

    columns: Mapping[str, Cells]
    row_numbers: NDArray[np.int32]
    raw: Sequence[Sequence[str]] = field(default=(), repr=False)
    faults: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.row_numbers)

    def without(self, bad: set[int]) -> "Sheet":
        """The same sheet without the rows of these numbers."""
        keep = ~np.isin(self.row_numbers, sorted(bad))
        columns = {name: cells.only(keep) for name, cells in self.columns.items()}
        raw = [cells for cells, kept in zip(self.raw, keep.tolist(), strict=True) if kept] if self.raw else ()
        faults = tuple(fault for fault in self.faults if fault.row not in bad)
        return Sheet(columns, self.row_numbers[keep], raw, faults)
