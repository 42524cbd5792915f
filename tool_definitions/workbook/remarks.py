"""What a workbook holds that is not imported: every remark a sentence that a person may want to act on."""

from collections.abc import Iterator

from tool_definitions.workbook.sheets import Sheet, Sheets, column_letters


def remarks(sheets: Sheets, *, is_ours: bool = False) -> list[str]:
    """What was seen and left out. In a workbook of our own layout colour means nothing."""
    found = [remark for sheet in sheets.sheets for remark in _of_sheet(sheet, is_ours=is_ours)]
    if sheets.ignored_parts:
        found.append("parts of the file whose path leads out of it were ignored")
    return found


def _of_sheet(sheet: Sheet, *, is_ours: bool) -> Iterator[str]:
    if sheet.is_hidden:
        yield f"the sheet '{sheet.name}' is hidden: it is not imported unless you choose it"
    if sheet.hidden_rows:
        rows = ", ".join(_spans(sorted(sheet.hidden_rows)))
        yield f"hidden rows of '{sheet.name}' are not imported unless you choose them: {rows}"
    if sheet.hidden_used_columns:
        columns = ", ".join(column_letters(column) for column in sheet.hidden_used_columns)
        yield f"hidden columns of '{sheet.name}' are not imported unless you choose them: {columns}"
    if sheet.comments:
        yield f"comments on cells of '{sheet.name}' ({sheet.comments}) are not imported"
    if sheet.pictures:
        yield f"pictures and charts on '{sheet.name}' are not imported"
    if sheet.coloured and not is_ours:
        yield f"colour is not read: if a colour on '{sheet.name}' means something, write it in a column"


def _spans(numbers: list[int]) -> Iterator[str]:
    """Runs of numbers as people write them: 3, 5 to 9."""
    start = last = numbers[0]
    for number in [*numbers[1:], -1]:
        if number != last + 1:
            yield str(start) if start == last else f"{start} to {last}"
            start = number
        last = number
