"""The blank tool as a workbook: a row for every question, with what may be answered and empty columns to write in."""

from formsapp.copies.workbook_file import WorkbookFile, footer_text
from formsapp.previews.blank import BlankQuestion, BlankTool
from formsapp.previews.prose import plain_of

_COLUMNS = (
    ("Number", 8),
    ("Section", 22),
    ("Question", 44),
    ("Guidance", 44),
    ("What may be answered", 44),
    ("Your answer", 30),
    ("Comment", 40),
    ("Evidence", 32),
    ("What you will do", 32),
    ("Who will do it", 18),
    ("By when", 16),
)


def blank_excel(tool: BlankTool) -> bytes:
    """The file's bytes."""
    with WorkbookFile(tool.title) as book:
        sheet = book.add_sheet("Questions", [width for _, width in _COLUMNS])
        book.put_row(sheet, 0, [heading for heading, _ in _COLUMNS], "heading")
        row = 1
        for section in tool.sections:
            for question in section.questions:
                row = book.put_row(sheet, row, [question.number, section.title, *_asked(question)])
        sheet.freeze_panes(1, 3)
        sheet.repeat_rows(0)
        sheet.set_footer(footer_text(f"{tool.title}, version {tool.version}. Blank form."))
        about = book.add_sheet("About", [26, 100], landscape=False)
        facts = [
            ("Tool", tool.title),
            ("Version", tool.version),
            ("For", tool.seen_as or "Everybody"),
            ("What it is", "A blank form. It is not read by the website."),
            ("Purpose", plain_of(tool.purpose)),
        ]
        for place, (name, text) in enumerate(facts):
            book.put(about, place, 0, name, "heading")
            book.put(about, place, 1, text)
    return book.content


def _asked(question: BlankQuestion) -> list[str]:
    may = [f"{one.label}: {plain_of(one.means)}" if one.means else one.label for one in question.ticks]
    if question.grid:
        may.append("A table: " + ", ".join(question.grid.columns))
    title = f"{question.title} (optional)" if question.is_optional else question.title
    return [title, "\n".join((*question.notes, plain_of(question.guidance))).strip(), "\n".join(may), *[""] * 6]
