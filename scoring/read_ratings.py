"""Ratings and organisations from a file: CSV (UTF-8, or cp1252) or XLSX; every fault named by row and column."""

import csv
import io
import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from scoring.assemble import Organisations, assemble
from scoring.organisations import organisations_from_sheet
from scoring.problems import BadRatings, Problem
from scoring.ratings import Ratings
from scoring.sheet import Cells, Sheet
from scoring.workbook_faults import faulty_cells
from tool_definitions.tool import Tool

WHOLE_FILE = "(file)"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


def read_ratings(tool: Tool, path: Path, organisations: Organisations | None = None) -> Ratings:
    """The ratings in a file, long or wide. Raises BadRatings with every fault, OSError if the file cannot be opened."""
    return assemble(tool, read_sheet(path), organisations)


def read_good_rows(
    tool: Tool, path: Path, organisations: Organisations | None = None
) -> tuple[Ratings, Sheet, tuple[Problem, ...]]:
    """The ratings in the rows that can be scored, the rest as a sheet, and what is wrong with those.

    A whole row is good or bad; of two rows for one question of one return, both are bad. Raises BadRatings where the
    file or its header is at fault, or no good row is left.
    """
    sheet = read_sheet(path)
    try:
        return assemble(tool, sheet, organisations), sheet.without(set(sheet.row_numbers.tolist())), ()
    except BadRatings as bad:
        rows = {problem.row for problem in bad.problems}
        if rows & {0, 1} or len(rows) >= len(sheet):
            raise
        good = set(sheet.row_numbers.tolist()) - rows
        return assemble(tool, sheet.without(rows), organisations), sheet.without(good), bad.problems


def read_organisations(path: Path) -> Organisations:
    """The attributes in a file of organisations, by organisation id. Raises BadRatings, OSError."""
    return organisations_from_sheet(read_sheet(path))


def read_sheet(path: Path) -> Sheet:
    """The table in a file. Raises BadRatings where it is not a table of text, OSError if it cannot be opened."""
    content = path.read_bytes()
    if not content.strip():
        raise BadRatings([Problem(1, WHOLE_FILE, "the file is empty")])
    is_workbook = path.suffix.lower() in {".xlsx", ".xlsm"} or content.startswith(b"PK\x03\x04")
    return _workbook_sheet(content) if is_workbook else _sheet(_csv_rows(_decoded(content)))


def _decoded(content: bytes) -> str:
    """UTF-8 with or without BOM, else cp1252."""
    if content.startswith(_OTHER_ENCODINGS) or b"\0" in content:
        at = 0 if content.startswith(_OTHER_ENCODINGS) else content.index(b"\0")
        raise BadRatings([_encoding_fault(content, at, "save it as CSV UTF-8: this file is in another encoding")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if content.startswith(BOM_UTF8):
            message = "the file says that it is UTF-8, but this is not"
            raise BadRatings([_encoding_fault(content, fault.start + len(BOM_UTF8), message)]) from None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as fault:
        message = "neither UTF-8 nor cp1252: save the file as CSV UTF-8"
        raise BadRatings([_encoding_fault(content, fault.start, message)]) from None


def _encoding_fault(content: bytes, at: int, message: str) -> Problem:
    before = content[:at].decode("latin-1").split("\n")
    header = content.removeprefix(BOM_UTF8).decode("latin-1").partition("\n")[0].strip().split(",")
    place = before[-1].count(",")
    named = place < len(header) and header[place].strip() and header[place].isprintable()
    column = header[place].strip() if named else str(place + 1)
    return Problem(len(before), column if at else WHOLE_FILE, f"{message} (byte {at + 1})")


def _csv_rows(text: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):  # noqa: B007 (the fault below names the row reached)
            yield row
    except csv.Error as fault:
        raise BadRatings([Problem(number + 1, WHOLE_FILE, f"is not CSV: {fault}")]) from None


def _workbook_sheet(content: bytes) -> Sheet:
    """The first sheet; a spreadsheet's own first row stays row 1."""
    import python_calamine  # noqa: PLC0415 (needed only for workbooks)

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
        faulty = list(faulty_cells(content))
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, LookupError) as fault:
        raise BadRatings([Problem(1, WHOLE_FILE, f"is not an Excel workbook: {fault}")]) from None
    sheet = _sheet([_cell_text(value) for value in row] for row in rows)
    names = list(sheet.columns)
    found = [
        Problem(row, names[column - 1] if column <= len(names) else str(column), what) for row, column, what in faulty
    ]
    return replace(sheet, faults=(*sheet.faults, *found))


def _cell_text(value: Any) -> str:
    """A workbook's cell as text: 3.0 reads 3, since Excel keeps every number so."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if not isinstance(value, timedelta) else str(value.total_seconds())


def _sheet(rows: Iterable[list[str]]) -> Sheet:
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row))
    first = next(numbered, None)
    if first is None:
        raise BadRatings([Problem(1, WHOLE_FILE, "the file is empty")])
    header_row, names = first[0], [name.strip() for name in first[1]]
    while names and not names[-1]:
        names.pop()
    _check_header(header_row, names)
    numbers, kept, faults = _fitted(names, numbered)
    columns = zip(*kept, strict=True) if kept else ((),) * len(names)
    cells = {name: Cells.from_texts(column) for name, column in zip(names, columns, strict=True)}
    return Sheet(cells, np.array(numbers, dtype=np.int32), kept, tuple(faults))


def _check_header(row: int, names: list[str]) -> None:
    problems = [
        Problem(row, str(place), "this column has no name") for place, name in enumerate(names, start=1) if not name
    ]
    repeated = dict.fromkeys(name for name in names if name and names.count(name) > 1)
    problems += [Problem(row, name, "this column is here twice") for name in repeated]
    if problems:
        raise BadRatings(problems)


def _fitted(
    names: list[str], rows: Iterator[tuple[int, list[str]]]
) -> tuple[list[int], list[list[str]], list[Problem]]:
    """The rows, each as wide as the header, and what is wrong with those that were not."""
    numbers, kept, faults = [], [], []
    width = len(names)
    for number, row in rows:
        if len(row) != width:
            faults += _misfit(names, number, row)
        numbers.append(number)
        kept.append(row if len(row) == width else [*row, *[""] * width][:width])
    return numbers, kept, faults


def _misfit(names: list[str], number: int, row: list[str]) -> list[Problem]:
    """Blank cells beyond the header are nothing."""
    width = len(names)
    if len(row) < width:
        return [Problem(number, names[len(row)], "the row ends before this column")]
    beyond = [place for place, cell in enumerate(row[width:], start=width + 1) if cell.strip()]
    return [Problem(number, str(place), f"is beyond the {width} columns of the header") for place in beyond[:1]]
