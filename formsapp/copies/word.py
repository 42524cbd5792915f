"""A copy of a return as a Word file: headings, tables with header rows, and every text as it was typed."""

from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from formsapp.copies.copied import NOT_ANSWERED, CopiedQuestion, CopiedTable, Copy
from formsapp.previews.printable import direction
from scoring.reports.word_file import SOFT, finish_row, new_document, repeat_row, written
from scoring.reports.writable import clean

#: What must stand after it in a paragraph's properties, as far as these files have it.
_AFTER_BIDI = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")


def copy_word(copy: Copy) -> bytes:
    """The file's bytes."""
    document = new_document(f"{copy.title}: {copy.audit}")
    add_footer(document, f"{copy.title}: {copy.audit}. {copy.state}")
    heading(document, copy.title, 0)
    add_text(document, copy.state, bold=True)
    for name, text in copy.facts:
        _named(document, name, text)
    for section in copy.sections:
        heading(document, f"{section.number}. {section.title}", 1)
        for question in section.questions:
            _question(document, question)
    if copy.further:
        heading(document, "Actions of the return as a whole", 1)
        rows = tuple(tuple(one) for one in copy.further)
        add_table(document, CopiedTable(("What will be done", "Who will do it", "By when", "How far it is"), rows))
    if copy.declaration:
        heading(document, "Declaration", 1)
        add_text(document, copy.declaration)
    return written(document)


def _question(document: Document, question: CopiedQuestion) -> None:
    heading(document, f"{question.number} {question.title}", 2)
    if not question.is_answered:
        add_text(document, NOT_ANSWERED, soft=True)
    if question.answer:
        paragraph = add_text(document, question.answer, bold=question.is_chosen)
        if question.level_words:
            run = paragraph.add_run(f"  ({question.level_words})")
            run.font.color.rgb = SOFT
    if question.table:
        add_table(document, question.table)
    for name, text in question.parts:
        _named(document, name, text)


def heading(document: Document, text: str, level: int) -> None:
    """A heading; one that starts from the right is set from the right."""
    _towards(document.add_heading(clean(text), level), text)


def add_text(document: Document, text: str, *, bold: bool = False, soft: bool = False) -> Any:
    """What somebody typed: one paragraph, with its line ends. Gives the paragraph."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(clean(text))
    run.bold = bold or None
    if soft:
        run.font.color.rgb = SOFT
    return _towards(paragraph, text)


def _named(document: Document, name: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.add_run(f"{name}: ").bold = True
    paragraph.add_run(clean(text))
    _towards(paragraph, text)


def add_table(document: Document, table: CopiedTable) -> None:
    """A table whose first row is its header on every page."""
    made: Any = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    _fill(made.rows[0], table.columns, bold=True)
    repeat_row(made.rows[0])
    for row in table.rows:
        _fill(made.add_row(), row)
    for row in made.rows:
        finish_row(row)
    document.add_paragraph()


def _fill(row: Any, texts: Iterable[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(clean(text))
        run.bold = bold or None
        _towards(cell.paragraphs[0], text)


def _towards(paragraph: Any, text: str) -> Any:
    if direction(text) == "rtl":
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  python-docx gives no other way
        properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
    return paragraph


def add_footer(document: Document, text: str) -> None:
    """What stands on every page, with the number of the page."""
    paragraph: Any = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(clean(f"{text}  Page "))
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)  # noqa: SLF001  python-docx knows no fields
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8), SOFT
