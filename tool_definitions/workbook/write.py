"""A tool written as an Excel workbook: nothing is left out, and nothing in it is a formula or a link."""

import io
from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from tool_definitions.tool import Tool
from tool_definitions.workbook.escapes import WorkbookWithEscapes
from tool_definitions.workbook.layout import (
    LAYOUT,
    LEVEL_HEADING,
    LEVEL_WIDTH,
    LEVELS_AFTER,
    MARK,
    QUESTIONS,
    SCHEMES,
    SECTIONS,
    TOOL_LINES,
    TOOL_SHEET,
    Column,
    Table,
)
from tool_definitions.workbook.notation.forms import TEXT, CellValue
from tool_definitions.workbook.parts import Row, described_levels, is_blank, level_places, rows_of, value_at

LONGEST_CELL = 32_767
#: Rows from 0, as the writer counts them.
HEADING_ROW = 1
FIRST_ROW = 2
#: Blank rows beneath the last, which have the same lists to choose from.
SPARE_ROWS = 300
_A4, _A3 = 9, 8
_HOW = (
    "White cells can be changed. Grey cells hold keys, which link answers with the years before; they are locked. "
    "To remove a row, unprotect the sheet (there is no password) and delete it."
)
_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
    "delete_rows": True,
}

_EVERY_CELL = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#b1b4b6"}
_STYLES: dict[str, dict[str, Any]] = {
    "heading": {"bold": True, "bg_color": "#e8f1f8", "locked": True, "border_color": "#505a5f"},
    "title": {"bold": True, "font_size": 14, "border": 0, "text_wrap": False, "locked": True},
    "about": {"border": 0, "text_wrap": False, "locked": True, "font_color": "#505a5f"},
    "key": {"bg_color": "#f3f2f1", "locked": True, "num_format": "@"},
    "text": {"locked": False, "num_format": "@"},
    "number": {"locked": False},
    "blank": {"locked": False, "num_format": "@", "border": 0},
}


class CannotBeWritten(ValueError):
    """A text of the tool is too long for a cell."""


def write_workbook(tool: Tool) -> bytes:
    """The tool as an .xlsx file. Raises CannotBeWritten where a list of texts is too long for one cell."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with WorkbookWithEscapes(content, options) as workbook:
        workbook.set_properties({"title": tool.title, "subject": f"{tool.key} {tool.version}", "author": ""})
        writer = _Writer(workbook, tool)
        writer.write_tool_sheet()
        for table, rows in rows_of(tool).items():
            writer.write_table(table, rows)
    return content.getvalue()


class _Writer:
    """Writes the sheets of one tool."""

    def __init__(self, workbook: xlsxwriter.Workbook, tool: Tool) -> None:
        self.workbook, self.tool = workbook, tool
        self.formats: dict[tuple[str, bool], Format] = {}
        self.written = tool.model_dump(mode="json", by_alias=True)
        self.rows = rows_of(tool)

    def style(self, kind: str, *, quoted: bool = False) -> Format:
        """The format of a kind of cell; `quoted` keeps Excel from ever taking its text for a formula."""
        if (kind, quoted) not in self.formats:
            properties = {**_EVERY_CELL, **_STYLES[kind], "quote_prefix": quoted}
            self.formats[kind, quoted] = self.workbook.add_format(properties)
        return self.formats[kind, quoted]

    def put(self, sheet: Worksheet, row: int, column: int, value: CellValue, kind: str) -> None:
        """Write a text or a number, never anything else."""
        if not isinstance(value, str):
            sheet.write_number(row, column, value, self.style("number" if kind == "text" else kind))
            return
        if len(value) > LONGEST_CELL:
            raise CannotBeWritten(
                f"'{value[:60]}…' is longer than a cell of Excel can hold ({LONGEST_CELL:,} characters)"
            )
        sheet.write_string(row, column, value, self.style(kind, quoted=could_be_a_formula(value)))

    def write_tool_sheet(self) -> None:
        """The first sheet: one line for each field of the tool itself."""
        sheet = self.workbook.add_worksheet(TOOL_SHEET)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 90)
        sheet.set_column(2, 2, 60)
        self.put(sheet, 0, 0, f"{MARK} {LAYOUT}", "title")
        self.put(sheet, 1, 0, _HOW, "about")
        for row, line in enumerate(TOOL_LINES, start=FIRST_ROW):
            self.put(sheet, row, 0, line.heading, "heading")
            self._cell(sheet, row, 1, line, self.written)
            self.put(sheet, row, 2, line.help, "about")
            _offer(sheet, 1, line, first=row, last=row)
        sheet.freeze_panes(FIRST_ROW, 1)
        _finish(sheet, _A4)

    def _cell(self, sheet: Worksheet, row: int, place: int, column: Column, part: Row) -> None:
        value = value_at(part, column.field)
        kind = "key" if column.is_key else "text"
        if is_blank(value):
            sheet.write_blank(row, place, None, self.style(kind))
        else:
            self.put(sheet, row, place, column.form.write(value), kind)

    def write_table(self, table: Table, rows: Sequence[Row]) -> None:
        """A sheet with a heading row and one row for each part."""
        sheet = self.workbook.add_worksheet(table.name)
        columns = self._columns(table)
        self.put(sheet, 0, 0, table.about, "about")
        last = FIRST_ROW + len(rows) + SPARE_ROWS
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, self.style("blank"))
            self.put(sheet, HEADING_ROW, place, column.heading, "heading")
            _offer(sheet, place, column, first=FIRST_ROW, last=last, names=self._names(table, column))
        for number, part in enumerate(rows, start=FIRST_ROW):
            levels = self._levels_of(part) if table is QUESTIONS else {}
            for place, column in enumerate(columns):
                self._cell(sheet, number, place, column, {**part, **levels})
        sheet.freeze_panes(FIRST_ROW, table.frozen)
        sheet.repeat_rows(HEADING_ROW)
        if rows:
            sheet.autofilter(HEADING_ROW, 0, HEADING_ROW + len(rows), len(columns) - 1)
        _finish(sheet, _A3 if table is QUESTIONS else _A4)

    def _columns(self, table: Table) -> list[Column]:
        columns = list(table.columns)
        if table is QUESTIONS:
            after = [column.heading for column in columns].index(LEVELS_AFTER) + 1
            columns[after:after] = [
                Column(_level_heading(place, label), (f"level {place}",), TEXT, LEVEL_WIDTH)
                for place, label in enumerate(level_places(self.tool), start=1)
            ]
        return columns

    def _levels_of(self, question: Row) -> Row:
        return {f"level {place}": text for place, text in enumerate(described_levels(self.tool, question), start=1)}

    def _names(self, table: Table, column: Column) -> str:
        """Where the names stand from which this column chooses."""
        source = {"scheme": SCHEMES, "section": SECTIONS}.get(column.field[0]) if table is QUESTIONS else None
        return (
            f"='{source.name}'!$A${FIRST_ROW + 1}:$A${FIRST_ROW + len(self.rows[source]) + SPARE_ROWS}"
            if source
            else ""
        )


def _level_heading(place: int, label: str) -> str:
    heading = LEVEL_HEADING.format(place=place)
    return f"{heading}\n{label}" if label else heading


def could_be_a_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula once somebody edits it."""
    plain = normalize("NFKC", text[:20].lstrip())
    return plain.startswith(("=", "+", "-", "@", "|", "%")) or text.startswith(("\t", "\r", "\n"))


def _offer(sheet: Worksheet, place: int, column: Column, *, first: int, last: int, names: str = "") -> None:
    """A list to choose from and a hint, where the column has them."""
    options: dict[str, Any] = {"validate": "any"}
    if names or column.form.choices:
        options = {"validate": "list", "source": names or list(column.form.choices)}
        options["show_error"] = not (names or column.form.is_open)
        options["error_title"], options["error_message"] = "Choose from the list", f"{column.heading}: choose one."
    if column.help:
        options["input_title"], options["input_message"] = column.heading[:32], column.help[:255]
    if column.help or options["validate"] == "list":
        sheet.data_validation(first, place, last, place, options)


def _finish(sheet: Worksheet, paper: int) -> None:
    sheet.protect("", _PROTECTION)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")
