"""Sheets as lists of rows, for tests that need no file."""

from tool_definitions.workbook.sheets import Cell, Merge, Sheet, Sheets


def sheet(*rows, name="Audit", merges=(), hidden_rows=(), hidden_columns=()):
    """A sheet whose first row is `rows[0]`; None is a blank cell, a number a number."""
    cells = {
        number: {
            place: Cell(number, place, "text" if isinstance(value, str) else "number", str(value))
            for place, value in enumerate(row, start=1)
            if value is not None
        }
        for number, row in enumerate(rows, start=1)
    }
    return Sheet(
        name=name,
        rows={number: found for number, found in cells.items() if found},
        merges=tuple(Merge(*merge) for merge in merges),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=tuple(hidden_columns),
    )


def workbook(*sheets):
    return Sheets(tuple(sheets))
