"""Headings as people type them: trimmed, compared without regard to case, and never two alike."""

import unicodedata

from tool_definitions.workbook.build import Built
from tool_definitions.workbook.sheets import Sheet


def trimmed(text: str) -> str:
    """The first line of a heading without the spaces around it, hard ones too."""
    lines = unicodedata.normalize("NFKC", text).strip().split("\n")
    return " ".join(lines[0].split())


def same_heading(text: str) -> str:
    """A heading as it is compared with others."""
    return trimmed(text).casefold()


def headings_of(sheet: Sheet, row: int, columns: list[int]) -> dict[int, str]:
    """The headings of a row, by column; a blank one is an empty text."""
    cells = sheet.rows.get(row, {})
    return {column: trimmed(cells[column].text) if column in cells else "" for column in columns}


def is_group_of_headings(sheet: Sheet, row: int) -> bool:
    """Whether a row holds headings merged over several columns, with headings of their own in the row beneath."""
    beneath = sheet.rows.get(row + 1, {})
    groups = [
        merge for merge in sheet.merges if merge.row == row == merge.last_row and merge.last_column > merge.column
    ]
    return len(sheet.rows.get(row, {})) > 1 and any(
        {merge.column, merge.column + 1} <= set(beneath) for merge in groups if merge.column in sheet.rows[row]
    )


def headings_in_two_rows(sheet: Sheet, row: int, columns: list[int]) -> dict[int, str]:
    """The headings of a row; one that is blank, or merged downwards, is that of the group of headings above it."""
    above = sheet.rows.get(row - 1, {}) if is_group_of_headings(sheet, row - 1) else {}
    found = {column: sheet.cell(row, column) or above.get(column) for column in columns}
    return {column: trimmed(cell.text) if cell else "" for column, cell in found.items()}


def check_headings(built: Built, sheet: Sheet, row: int, headings: dict[int, str]) -> None:
    """No heading may be blank above a column that holds something, and no two alike."""
    seen: dict[str, int] = {}
    for column, heading in headings.items():
        if not heading:
            message = "has no heading, though its column holds something"
            built.find("blank-heading", sheet.place(row, column), message, "type a heading, or empty the column")
        elif heading.casefold() in seen:
            message = f"has the same heading as {sheet.place(row, seen[heading.casefold()])}: '{heading}'"
            built.find("same-heading", sheet.place(row, column), message, "give each column a heading of its own")
        else:
            seen[heading.casefold()] = column
