"""Rows that are the heading of a section rather than a question."""

from collections.abc import Iterator

from tool_definitions.workbook.headings import same_heading
from tool_definitions.workbook.mapping import SheetMapping
from tool_definitions.workbook.sheets import Cell, Sheet


def rows_beneath(sheet: Sheet, mapping: SheetMapping) -> Iterator[tuple[int, dict[int, Cell]]]:
    """The rows beneath the headings that are read, each with the cells that are; not headings that are repeated."""
    headings = {choice.number: same_heading(choice.heading) for choice in mapping.columns}
    columns = set(sheet.columns_to_read(hidden_too=mapping.hidden_columns))
    for row in sheet.used_rows(hidden_too=mapping.hidden_rows):
        if row > mapping.heading_row:
            cells = {column: cell for column, cell in sheet.rows[row].items() if column in columns}
            is_repeated = len(cells) > 1 and all(
                same_heading(cell.text) == headings.get(column) for column, cell in cells.items()
            )
            if cells and not is_repeated:
                yield row, cells


def section_heading(sheet: Sheet, mapping: SheetMapping, row: int, cells: dict[int, Cell], number_after: str) -> str:
    """The title of the section that a row starts; nothing where it is a question.

    A heading stands alone in its row: merged across columns, outside the column of questions, or without a number
    where questions have one. With a number it is one if the next row's number begins with it: 4, then 4.1.
    """
    question, number = mapping.one("question"), mapping.one("number")
    if question and question not in cells and sheet.cell(row, question):
        # The row goes on with a question merged over it.
        return ""
    if len(cells) == 1:
        (column, cell), *_ = cells.items()
        alone = column != question or number is not None or (row, column) in sheet.merged_across
        return " ".join(cell.text.split()) if alone else ""
    if number in cells and question in cells and len(cells) == 2:
        own = cells[number].text.strip().rstrip(".)")
        if own and number_after.startswith(f"{own}."):
            return " ".join(cells[question].text.split())
    return ""


def numbers_after(rows: list[tuple[int, dict[int, Cell]]], number: int | None) -> list[str]:
    """For each row the number of the row after it; nothing for the last."""
    numbers = [cells[number].text.strip() if number in cells else "" for _, cells in rows]
    return [*numbers[1:], ""] if numbers else []


def has_heading_rows(sheet: Sheet, mapping: SheetMapping) -> bool:
    """Whether some rows, but not all, are headings of sections."""
    rows = list(rows_beneath(sheet, mapping))
    after = numbers_after(rows, mapping.one("number"))
    titles = [
        section_heading(sheet, mapping, row, cells, next_) for (row, cells), next_ in zip(rows, after, strict=True)
    ]
    return any(titles) and not all(titles)
