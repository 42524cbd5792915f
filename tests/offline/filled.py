"""A workbook of a return as somebody fills it in: downloaded, changed with another program, brought back."""

import html
import re
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

VALUE, COMMENT, ACTION, WHO, BY = (
    "Your answer",
    "Comment",
    "What you will do",
    "Who will do it",
    "By when, like 28 2 2027",
)
REASON = "If not applicable: why"


def downloaded(client, url: str) -> Workbook:
    answer = client.get(f"{url}/offline/workbook.xlsx")
    assert answer.status_code == 200, answer.get_data(as_text=True)[-500:]
    return load_workbook(BytesIO(answer.data))


def cell_of(book: Workbook, number: str, heading: str = VALUE) -> Any:
    """The cell of a question, found as a person finds it: by its number and the heading of the column."""
    sheet = sheet_of(book, number)
    headings = {cell.value: cell.column for cell in sheet[3]}
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value == number)
    return sheet.cell(row, headings[heading])


def sheet_of(book: Workbook, number: str) -> Worksheet:
    return next(sheet for sheet in book if sheet.title.startswith(f"{number.partition('.')[0]} "))


def fill(book: Workbook, number: str, text: Any, heading: str = VALUE) -> None:
    cell_of(book, number, heading).value = text


def bring_back(client, url: str, book: Workbook | bytes, name: str = "return.xlsx"):
    content = book
    if isinstance(book, Workbook):
        buffer = BytesIO()
        book.save(buffer)
        content = buffer.getvalue()
    return client.post_form(f"{url}/offline", {"file": (BytesIO(content), name)}, content_type="multipart/form-data")


def changes_page(client, url: str) -> str:
    answer = client.get(f"{url}/offline/changes")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def save(client, url: str, **more: str):
    page = changes_page(client, url)
    shown = re.search(r'name="shown" value="([^"]*)"', page)
    return client.post_form(f"{url}/offline/changes", {"shown": html.unescape(shown.group(1)), "then": "save", **more})
