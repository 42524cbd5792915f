"""Cells of a workbook that hold an error, or a formula that was never worked out: the reader gives them as blank.

A blank is an unanswered question, so such a cell would quietly become one.
"""

import io
import re
import zipfile
from collections.abc import Iterator

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION_ID = re.compile(rb"\b\w+:id=\"([^\"]+)\"")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(Id|Target)=\"([^\"]+)\"")
_CELL = re.compile(rb"<c r=\"([A-Z]+)(\d+)\"([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_VALUE = re.compile(rb"<v>([^<]*)</v>")


def faulty_cells(content: bytes) -> Iterator[tuple[int, int, str]]:
    """The row, the column (both from 1) and the fault of each such cell of the first sheet."""
    for letters, row, attributes, inside in _CELL.findall(_first_sheet(content)):
        value = _VALUE.search(inside)
        if b't="e"' in attributes:
            error = value.group(1).decode("ascii", "replace") if value else "an error"
            yield int(row), _column(letters), f"holds an error of the spreadsheet: {error}"
        elif b"<f" in inside and b't="str"' not in attributes and not (value and value.group(1)):
            yield int(row), _column(letters), "holds a formula that was never worked out: open and save the workbook"


def _first_sheet(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = _SHEET.search(archive.read("xl/workbook.xml"))
        wanted = _RELATION_ID.search(sheet.group()) if sheet else None
        for relationship in _RELATIONSHIP.findall(archive.read("xl/_rels/workbook.xml.rels")):
            found = dict(_ATTRIBUTE.findall(relationship))
            if wanted and found.get(b"Id") == wanted.group(1):
                target = found[b"Target"].decode()
                return archive.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return b""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
