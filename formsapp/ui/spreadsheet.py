"""CSV that a spreadsheet opens as it is: UTF-8 with its mark, and no cell that could run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from flask import Response

Cell = str | float | int | None
_STARTS_A_FORMULA = ("=", "+", "-", "@", "|", "%")
_STARTS_ANEW = ("\t", "\r", "\n")


def as_csv(rows: Iterable[Sequence[Cell]], name: str) -> Response:
    """The rows as a download."""
    text = io.StringIO()
    csv.writer(text).writerows([safe_cell(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


def safe_cell(cell: Cell) -> Cell:
    """Text that a spreadsheet may take for a formula gets an apostrophe before it; numbers stay numbers.

    Some spreadsheets take a full-width sign for the plain one.
    """
    if not isinstance(cell, str):
        return cell
    plain = normalize("NFKC", cell[:20].lstrip())
    is_formula = plain.startswith(_STARTS_A_FORMULA) or cell.startswith(_STARTS_ANEW)
    return f"'{cell}" if is_formula else cell
