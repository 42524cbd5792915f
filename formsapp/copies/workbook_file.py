"""What every workbook of a return has in common: text is text, never a formula or a link, and none of it is cut off."""

import io
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from scoring.reports.writable import clean
from tool_definitions.workbook.escapes import WorkbookWithEscapes
from tool_definitions.workbook.write import LONGEST_CELL, could_be_a_formula

A4 = 9
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_EVERY_CELL = {"text_wrap": True, "valign": "top"}
_STYLES: dict[str, dict[str, Any]] = {
    "heading": {"bold": True, "bg_color": "#e8f1f8", "border": 1, "border_color": "#505a5f", "num_format": "@"},
    "title": {"bold": True, "font_size": 14, "text_wrap": False, "num_format": "@"},
    "section": {"bold": True, "font_size": 12, "bg_color": "#f3f2f1", "num_format": "@"},
    "words": {"num_format": "@"},
    "text": {"num_format": "@", "border": 1, "border_color": "#b1b4b6"},
    "strong": {"bold": True, "num_format": "@", "border": 1, "border_color": "#b1b4b6"},
    "asked": {"num_format": "@", "border": 1, "border_color": "#b1b4b6", "bg_color": "#f3f2f1"},
    "asked_strong": {
        "bold": True,
        "num_format": "@",
        "border": 1,
        "border_color": "#b1b4b6",
        "bg_color": "#f3f2f1",
    },
    "number": {"border": 1, "border_color": "#b1b4b6"},
    "open": {"num_format": "@", "border": 1, "border_color": "#505a5f", "locked": False},
}


class WorkbookFile:
    """A workbook that is being written. `content` is its bytes once it is closed."""

    def __init__(self, title: str) -> None:
        self._buffer = io.BytesIO()
        self.book: Any = WorkbookWithEscapes(self._buffer, dict(_OPTIONS))
        self.book.set_properties({"title": clean(title)[:255], "author": "", "comments": ""})
        self._formats: dict[tuple[str, bool], Format] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.book.close()

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self._buffer.getvalue()

    def style(self, kind: str, *, quoted: bool = False) -> Format:
        """The format of a kind of cell; `quoted` keeps Excel from ever taking its text for a formula."""
        if (kind, quoted) not in self._formats:
            properties = {**_EVERY_CELL, **_STYLES[kind], "quote_prefix": quoted}
            self._formats[kind, quoted] = self.book.add_format(properties)
        return self._formats[kind, quoted]

    def add_sheet(self, name: str, widths: Sequence[int], *, landscape: bool = True) -> Worksheet:
        """A sheet with columns of these widths, set up to be printed."""
        sheet = self.book.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, value: str | int | None, kind: str = "text") -> None:
        """Write a text or a number, never anything else, as much of it as a cell can hold."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.style(kind))
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.style("number"))
        else:
            text = clean(value)[:LONGEST_CELL]
            sheet.write_string(row, column, text, self.style(kind, quoted=could_be_a_formula(text)))

    def put_row(self, sheet: Worksheet, row: int, values: Sequence[str | int | None], kind: str = "text") -> int:
        """Write a row, and go on in the next ones where a text is longer than a cell can be; the row after them."""
        while True:
            for column, value in enumerate(values):
                self.put(sheet, row, column, value[:LONGEST_CELL] if isinstance(value, str) else value, kind)
            row += 1
            rest = [value[LONGEST_CELL:] if isinstance(value, str) else None for value in values]
            if not any(rest):
                return row
            values = rest


def footer_text(text: str) -> str:
    """A text as it stands at the foot of every printed page: short, and an ampersand would begin a code."""
    return f"&L{clean(text)[:115].replace('&', '&&')}&R&P / &N"
