"""A copy of a return as a workbook: a row for every question, and a sheet that says what it is a copy of."""

from collections.abc import Iterator

from formsapp.copies.copied import NOT_ANSWERED, CopiedQuestion, CopiedSection, Copy
from formsapp.copies.workbook_file import WorkbookFile, footer_text

#: Heading and width of each column.
_COLUMNS = (
    ("Number", 8),
    ("Section", 22),
    ("Question", 44),
    ("Answer", 30),
    ("Level", 7),
    ("Of how many levels (the last is best)", 12),
    ("Reason", 24),
    ("Comment", 40),
    ("Evidence", 32),
    ("Attached evidence", 32),
    ("What will be done", 32),
    ("Who will do it", 18),
    ("By when", 16),
    ("Further actions", 32),
    ("Words that were kept", 32),
    ("Last changed", 24),
)
_NUMBER, _SECTION, _QUESTION = range(3)


def copy_excel(copy: Copy) -> bytes:
    """The file's bytes."""
    with WorkbookFile(f"{copy.title}: {copy.audit}") as book:
        sheet = book.add_sheet("Answers", [width for _, width in _COLUMNS])
        book.put_row(sheet, 0, [heading for heading, _ in _COLUMNS], "heading")
        row = 1
        for values in _rows(copy):
            row = book.put_row(sheet, row, values)
        sheet.freeze_panes(1, _QUESTION + 1)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(row - 1, 1), len(_COLUMNS) - 1)
        sheet.set_footer(footer_text(f"{copy.state} {copy.title}"))
        about = book.add_sheet("About", [26, 100], landscape=False)
        row = 0
        for name, text in _facts(copy):
            after = book.put_row(about, row, [name, text])
            book.put(about, row, 0, name, "heading")
            row = after
    return book.content


def _rows(copy: Copy) -> Iterator[list[str | int | None]]:
    for section in copy.sections:
        for question in section.questions:
            yield _row(section, question)


def _row(section: CopiedSection, question: CopiedQuestion) -> list[str | int | None]:
    answer = question.table.words if question.table else question.answer
    return [
        question.number,
        f"{section.number}. {section.title}",
        question.title,
        answer if question.is_answered else NOT_ANSWERED,
        question.level,
        question.levels,
        question.reason,
        question.comment,
        question.evidence,
        "\n".join(question.attached),
        question.action,
        question.who,
        question.by,
        "\n".join(one.sentence for one in question.further),
        "\n".join(question.kept),
        question.changed,
    ]


def _facts(copy: Copy) -> list[tuple[str, str]]:
    further = "\n".join(one.sentence for one in copy.further)
    facts = [("Return", copy.title), ("State", copy.state), *copy.facts]
    return facts + [
        (name, text) for name, text in (("Actions of the return", further), ("Declaration", copy.declaration)) if text
    ]
