"""Worksheets as they were read: cells with their addresses, what is merged and hidden, and what is wrong with a cell.

Part of what reads a workbook in a process of its own: nothing but the standard library may be imported here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

CellKind = Literal["text", "number", "date", "truth"]
#: As many as Excel has.
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 28 is AB."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def column_number(letters: str) -> int:
    """The column with these letters, counted from 1; ValueError if there is none."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - ord("A") + 1
    if not 1 <= number <= LAST_COLUMN:
        raise ValueError(letters)
    return number


def place_of_address(address: str) -> tuple[int, int]:
    """Row and column, both from 1, of an address such as B7; ValueError if it is none."""
    letters = address.rstrip("0123456789")
    row = int(address[len(letters) :])
    if not 1 <= row <= LAST_ROW:
        raise ValueError(address)
    return row, column_number(letters)


def address_of(row: int, column: int) -> str:
    """The address of a cell: row 7 and column 2 are B7."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True)
class Cell:
    """A cell that holds something.

    `text` is the value as text: a number as it stands in the file, a date as 2025-09-01, a truth as yes or no.
    """

    row: int
    column: int
    kind: CellKind
    text: str

    @property
    def address(self) -> str:
        """Where it is on its sheet, such as B7."""
        return address_of(self.row, self.column)


@dataclass(frozen=True)
class CellFault:
    """Why a cell cannot be used: a code, a sentence without the address, and what to do."""

    address: str
    code: str
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Merge:
    """A range of merged cells, which shows the value of its first cell; rows and columns from 1."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One worksheet: rows by number, each a mapping of column number to cell; blank cells are left out."""

    name: str
    rows: dict[int, dict[int, Cell]]
    is_hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    faults: tuple[CellFault, ...] = ()
    comments: int = 0
    pictures: bool = False
    coloured: bool = False

    def place(self, row: int, column: int) -> str:
        """The address of a cell with the name of the sheet: `Questions!B7`."""
        return f"{self.name}!{address_of(row, column)}"

    def cells(self) -> Iterator[Cell]:
        """Every cell that holds something, row by row."""
        for row in self.rows.values():
            yield from row.values()

    def is_hidden_column(self, column: int) -> bool:
        """Whether the column is hidden on the sheet."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    @cached_property
    def used_columns(self) -> tuple[int, ...]:
        """The columns that hold something, in order."""
        return tuple(sorted({cell.column for cell in self.cells()}))

    @property
    def has_hidden(self) -> bool:
        """Whether the sheet, or any row or column of it that holds something, is hidden."""
        return self.is_hidden or bool(self.hidden_rows) or bool(self.hidden_used_columns)

    @cached_property
    def hidden_used_columns(self) -> tuple[int, ...]:
        """The columns that hold something and are hidden."""
        return tuple(column for column in self.used_columns if self.is_hidden_column(column))

    @cached_property
    def _merged_down(self) -> dict[tuple[int, int], Cell]:
        """The first cell of each range merged over several rows, for its other rows that hold something."""
        found: dict[tuple[int, int], Cell] = {}
        for merge in self.merges:
            first = self.rows.get(merge.row, {}).get(merge.column)
            if first and merge.last_row > merge.row:
                rows = (row for row in self.rows if merge.row < row <= merge.last_row)
                found |= {(row, merge.column): first for row in rows}
        return found

    def cell(self, row: int, column: int) -> Cell | None:
        """What a cell shows: its own value, or that of the range merged downwards over it."""
        return self.rows.get(row, {}).get(column) or self._merged_down.get((row, column))

    @cached_property
    def merged_across(self) -> frozenset[tuple[int, int]]:
        """The first cells of the ranges merged over several columns."""
        return frozenset((merge.row, merge.column) for merge in self.merges if merge.last_column > merge.column)

    def used_rows(self, *, hidden_too: bool) -> list[int]:
        """The numbers of the rows that hold something, hidden ones only if asked for."""
        return [row for row in self.rows if hidden_too or row not in self.hidden_rows]

    def columns_to_read(self, *, hidden_too: bool) -> list[int]:
        """The columns that hold something, hidden ones only if asked for."""
        return [column for column in self.used_columns if hidden_too or not self.is_hidden_column(column)]

    def as_json(self) -> dict[str, Any]:
        """Plain data that `sheet_from_json` reads back."""
        return {
            "name": self.name,
            "is_hidden": self.is_hidden,
            "cells": [[cell.row, cell.column, cell.kind, cell.text] for cell in self.cells()],
            "merges": [[merge.row, merge.column, merge.last_row, merge.last_column] for merge in self.merges],
            "hidden_rows": sorted(self.hidden_rows),
            "hidden_columns": [list(span) for span in self.hidden_columns],
            "faults": [[fault.address, fault.code, fault.message, fault.remedy] for fault in self.faults],
            "comments": self.comments,
            "pictures": self.pictures,
            "coloured": self.coloured,
        }


@dataclass(frozen=True)
class Sheets:
    """A workbook that was read: its worksheets in their order, and the parts of the file that were never looked at."""

    sheets: tuple[Sheet, ...]
    ignored_parts: tuple[str, ...] = ()

    def named(self, name: str) -> Sheet | None:
        """The sheet of this name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def as_json(self) -> dict[str, Any]:
        """Plain data that `sheets_from_json` reads back."""
        return {"sheets": [sheet.as_json() for sheet in self.sheets], "ignored_parts": list(self.ignored_parts)}


def sheet_from_json(data: dict[str, Any]) -> Sheet:
    """A sheet from the plain data that `Sheet.as_json` gives."""
    rows: dict[int, dict[int, Cell]] = {}
    for row, column, kind, text in data["cells"]:
        rows.setdefault(row, {})[column] = Cell(row, column, kind, text)
    return Sheet(
        name=data["name"],
        rows=rows,
        is_hidden=data["is_hidden"],
        merges=tuple(Merge(*merge) for merge in data["merges"]),
        hidden_rows=frozenset(data["hidden_rows"]),
        hidden_columns=tuple((first, last) for first, last in data["hidden_columns"]),
        faults=tuple(CellFault(*fault) for fault in data["faults"]),
        comments=data["comments"],
        pictures=data["pictures"],
        coloured=data["coloured"],
    )


def sheets_from_json(data: dict[str, Any]) -> Sheets:
    """Sheets from the plain data that `Sheets.as_json` gives."""
    return Sheets(tuple(sheet_from_json(sheet) for sheet in data["sheets"]), tuple(data["ignored_parts"]))
