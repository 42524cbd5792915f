"""The Department for Education's register of schools, read from its CSV file: bytes in, schools and problems out.

Columns are matched by name. Nothing about a head teacher is read, though the file holds it.
"""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from typing import BinaryIO

from formsapp.organisations.register_row import (
    OPTIONAL_COLUMNS,
    REQUIRED_COLUMNS,
    ReadRow,
    RowProblem,
    School,
    Unsure,
    read_row,
)
from formsapp.organisations.register_text import (
    SEPARATORS,
    NotARegisterError,
    TextKind,
    kind_of_text,
    separator_of,
)

LONGEST_HEADER = 64 * 1024
MOST_PROBLEMS = 500


@dataclass(frozen=True)
class Columns:
    """Where the columns that are read stand in the file."""

    places: dict[str, int]
    count: int

    @property
    def provides(self) -> frozenset[str]:
        """The attributes of an organisation that this file says something about."""
        fixed = {"name", "urn", "type", "phase", "sector", "provision", "duty", "status"}
        return frozenset(fixed | {OPTIONAL_COLUMNS[name] for name in self.places if OPTIONAL_COLUMNS.get(name)})


@dataclass(frozen=True)
class RegisterFile:
    """What a file of the register holds, and what is wrong with it. Use it only where there are no problems."""

    schools: tuple[School, ...]
    problems: tuple[RowProblem, ...]
    unsure: tuple[Unsure, ...]
    provides: frozenset[str]
    encoding: str
    separator: str
    columns: int
    columns_read: int
    rows: int
    #: Rows of other local authorities, left out because of the filter.
    elsewhere: int
    #: Rows that repeat an earlier row word for word.
    repeated: int


class _Reading:
    """The state of reading one file."""

    def __init__(self, columns: Columns, kind: TextKind, wanted: set[int]) -> None:
        self.columns, self.kind, self.wanted = columns, kind, wanted
        self.schools: dict[str, tuple[int, School]] = {}
        self.problems: list[RowProblem] = []
        self.unsure: dict[str, tuple[Unsure, ...]] = {}
        self.rows = self.elsewhere = self.repeated = 0

    def keep(self, row: ReadRow) -> None:
        """Keep what a row says, unless another row said something else about the same school."""
        self.problems += row.problems
        if row.school is None:
            return
        first, known = self.schools.setdefault(row.school.urn, (row.number, row.school))
        if first == row.number:
            self.unsure[row.school.urn] = row.unsure
        elif known == row.school:
            self.repeated += 1
        else:
            words = f"URN {row.school.urn} is also on row {first}, with other details"
            self.problems.append(RowProblem(row.number, "URN", words))

    def take(self, number: int, cells: list[str]) -> None:
        """Read one record, unless it is of a local authority that was not asked for."""
        whole = len(cells) == self.columns.count
        if whole and self.wanted and not self._is_wanted(cells):
            self.elsewhere += 1
            return
        self.rows += 1
        if whole:
            looking = self.kind.has_unreadable_bytes
            self.keep(read_row(number, cells, self.columns.places, look_for_unreadable=looking))
        else:
            words = f"This row has {len(cells)} cells where {self.columns.count} are expected: the file may be cut off"
            self.problems.append(RowProblem(number, "", words))

    def _is_wanted(self, cells: list[str]) -> bool:
        """Whether the local authority was asked for; a code that cannot be read is looked at more closely."""
        code = cells[self.columns.places["LA (code)"]].strip()
        return not (code.isascii() and code.isdigit()) or int(code[:9]) in self.wanted


def read_register(source: bytes | BinaryIO, *, local_authorities: Collection[str] = ()) -> RegisterFile:
    """The schools in a file of the register, of these local authorities (codes such as "353") or of all.

    Raises NotARegisterError where the file as a whole cannot be used; what is wrong with single rows is in `problems`.
    """
    stream = BytesIO(source) if isinstance(source, bytes) else source
    kind = kind_of_text(stream)
    text = TextIOWrapper(stream, encoding=kind.encoding, errors="surrogateescape", newline="")
    try:
        return _read(text, kind, {int(code) for code in local_authorities})
    finally:
        text.detach()


def _read(text: TextIOWrapper, kind: TextKind, wanted: set[int]) -> RegisterFile:
    separator = separator_of(text.readline(LONGEST_HEADER))
    text.seek(0)
    records = _records(text, separator)
    reading = _Reading(_columns(next(records)[1]), kind, wanted)
    try:
        for number, cells in records:
            reading.take(number, cells)
            if len(reading.problems) > MOST_PROBLEMS:
                break
    except csv.Error:
        where = reading.rows + reading.elsewhere + 2
        words = "A quotation mark is not closed from here on: the file may be cut off. Download it again"
        reading.problems.append(RowProblem(where, "", words))
    if not reading.rows and not reading.elsewhere and not reading.problems:
        raise NotARegisterError("The file has column names but no schools. Download it again")
    return _result(reading, separator)


def _records(text: TextIOWrapper, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its row number as a spreadsheet counts; blank lines are counted and left out."""
    rows = csv.reader(text, delimiter=separator, strict=True)
    yield from ((number, cells) for number, cells in enumerate(rows, start=1) if cells or number == 1)


def _columns(header: list[str]) -> Columns:
    """Find the columns by name, whatever their order and case."""
    names = {name.casefold(): name for name in (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)}
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = names.get(" ".join(cell.split()).casefold())
        if name in places:
            raise NotARegisterError(f"The column “{name}” is there twice. Download the file again")
        if name is not None:
            places[name] = place
    missing = [f"“{name}”" for name in REQUIRED_COLUMNS if name not in places]
    if missing:
        raise NotARegisterError(
            f"These columns are missing: {', '.join(missing)}. Choose “Establishment fields CSV” when you download"
        )
    return Columns(places, len(header))


def _result(reading: _Reading, separator: str) -> RegisterFile:
    return RegisterFile(
        schools=tuple(school for _row, school in reading.schools.values()),
        problems=tuple(reading.problems[:MOST_PROBLEMS]),
        unsure=tuple(one for several in reading.unsure.values() for one in several),
        provides=reading.columns.provides,
        encoding=reading.kind.words,
        separator=SEPARATORS[separator],
        columns=reading.columns.count,
        columns_read=len(reading.columns.places),
        rows=reading.rows,
        elsewhere=reading.elsewhere,
        repeated=reading.repeated,
    )
