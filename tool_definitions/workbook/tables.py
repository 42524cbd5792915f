"""The sheets of our own workbook read row by row into plain data."""

import difflib
import re
from dataclasses import dataclass, field
from typing import Any

from tool_definitions.workbook.build import Built
from tool_definitions.workbook.headings import check_headings, headings_of, same_heading
from tool_definitions.workbook.layout import QUESTIONS, Column, Field, Table
from tool_definitions.workbook.notation.forms import TEXT
from tool_definitions.workbook.notation.words import NotReadable
from tool_definitions.workbook.sheets import Cell, Sheet

_LEVEL = re.compile(r"level (\d{1,3})")
#: The heading row is looked for in the first rows only.
_SEARCHED_ROWS = 15


@dataclass
class ReadRow:
    """One row of a table: its values by field, and the cell of each."""

    sheet: Sheet
    number: int
    values: dict[Field, Any] = field(default_factory=dict)
    cells: dict[Field, Cell] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text of a field of one name; nothing where the cell is blank."""
        return str(self.values.get((name,), ""))

    def place(self, *field: str) -> str:
        """The cell of a field, or the row's first column."""
        cell = self.cells.get(field)
        return self.sheet.place(self.number, cell.column if cell else 1)

    def part(self, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """The values as a part of a document, fields within fields."""
        part: dict[str, Any] = {}
        for path, value in self.values.items():
            if path[0] not in without:
                _put(part, path, value)
        return part


def _put(part: dict[str, Any], path: Field, value: Any) -> None:
    for name in path[:-1]:
        part = part.setdefault(name, {})
    part[path[-1]] = value


def read_table(built: Built, sheet: Sheet | None, table: Table, *, hidden_too: bool) -> list[ReadRow]:
    """The rows of a sheet; none where there is no such sheet. Problems go to `built`."""
    if sheet is None:
        return []
    built.take_faults(sheet)
    columns = _columns(built, sheet, table, hidden_too=hidden_too)
    if columns is None:
        return []
    heading_row, found = columns
    rows = [row for row in sheet.used_rows(hidden_too=hidden_too) if row > heading_row]
    read = (_row(built, sheet, row, found) for row in rows)
    return [row for row in read if row.cells]


def _columns(built: Built, sheet: Sheet, table: Table, *, hidden_too: bool) -> tuple[int, dict[int, Column]] | None:
    """The number of the heading row and the columns found beneath it."""
    known = {same_heading(column.heading): column for column in table.columns}
    columns = sheet.columns_to_read(hidden_too=hidden_too)
    first_rows = [row for row in sheet.rows if row <= _SEARCHED_ROWS]
    heading_row = max(first_rows, key=lambda row: _known_headings(sheet, row, known), default=0)
    if not heading_row or _known_headings(sheet, heading_row, known) < 2:
        message = "no row of headings was found"
        built.find("no-headings", sheet.name, message, "put back the headings: " + ", ".join(table.by_heading))
        return None
    headings = headings_of(sheet, heading_row, columns)
    check_headings(built, sheet, heading_row, headings)
    found: dict[int, Column] = {}
    for place, heading in headings.items():
        if column := _column(heading, known, table):
            found[place] = column
        elif heading:
            _find_unknown(built, sheet.place(heading_row, place), heading, known)
    given = {column.heading for column in found.values()}
    hidden = {
        same_heading(cell.text) for column, cell in sheet.rows[heading_row].items() if sheet.is_hidden_column(column)
    }
    for column in table.columns:
        if column.heading not in given and same_heading(column.heading) not in hidden and not column.is_repeated:
            message = f"the column '{column.heading}' is missing"
            built.find("missing-column", sheet.name, message, "put it back; its cells may be blank")
    return heading_row, found


def _known_headings(sheet: Sheet, row: int, known: dict[str, Column]) -> int:
    return sum(same_heading(cell.text) in known for cell in sheet.rows[row].values())


def _column(heading: str, known: dict[str, Column], table: Table) -> Column | None:
    level = _LEVEL.fullmatch(heading.casefold()) if table is QUESTIONS else None
    if level:
        return Column(heading, (f"level {int(level.group(1))}",), TEXT)
    return known.get(heading.casefold())


def _find_unknown(built: Built, place: str, heading: str, known: dict[str, Column]) -> None:
    near = difflib.get_close_matches(heading.casefold(), known, 1)
    remedy = f"did you mean '{known[near[0]].heading}'?" if near else "delete the column, or name it as it was"
    built.find("unknown-column", place, f"'{heading}' is not a column of this sheet", remedy)


def _row(built: Built, sheet: Sheet, number: int, columns: dict[int, Column]) -> ReadRow:
    row = ReadRow(sheet, number)
    for place, column in columns.items():
        cell = sheet.cell(number, place)
        if cell and cell.text.strip():
            read_cell(built, row, cell, column)
    return row


def read_cell(built: Built, row: ReadRow, cell: Cell, column: Column) -> None:
    """Put what a cell holds into its row."""
    row.cells[column.field] = cell
    try:
        row.values[column.field] = column.form.read(cell)
    except NotReadable as fault:
        built.find("bad-cell", row.sheet.place(row.number, cell.column), fault.message, fault.remedy)
