"""The drafted report as a Word file: headings, lists, charts with text alternatives, tables with header rows."""

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from scoring.charts import Chart
from scoring.reports.content import Content, Part, Table
from scoring.reports.word_file import SOFT, finish_row, new_document, repeat_row, written
from scoring.reports.writable import clean


def as_word(content: Content) -> bytes:
    """The file's bytes."""
    document = new_document(content.title)
    document.add_heading(clean(content.title), 0)
    _soft(document, content.subtitle)
    _facts(document, content.facts)
    if content.note:
        document.add_paragraph().add_run(clean(content.note)).bold = True
    for part in content.parts:
        _part(document, part)
    _figures(document, content)
    document.add_heading("How to read this", 1)
    for sentence in content.reading:
        document.add_paragraph(clean(sentence), style="List Bullet")
    return written(document)


def _soft(document: Document, text: str) -> None:
    run = document.add_paragraph().add_run(clean(text))
    run.font.color.rgb = SOFT


def _facts(document: Document, facts: Sequence[tuple[str, str]]) -> None:
    for name, value in facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(f"{clean(name)}: ")
        paragraph.add_run(clean(value)).bold = True


def _part(document: Document, part: Part) -> None:
    document.add_heading(clean(part.title), 1)
    if not part.lines:
        document.add_paragraph(clean(part.empty))
    for number, line in enumerate(part.lines, start=1):
        _numbered(document, number, line.text)
        for under in line.under:
            _indented(document, under)


def _numbered(document: Document, number: int, text: str) -> None:
    """Numbered by hand: Word would go on counting from list to list."""
    paragraph = document.add_paragraph(f"{number}.\t{clean(text)}")
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent, form.space_after = Cm(0.9), Cm(-0.9), Pt(6)
    form.tab_stops.add_tab_stop(Cm(0.9))


def _indented(document: Document, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.9)
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.color.rgb = Pt(10), SOFT


def _figures(document: Document, content: Content) -> None:
    if content.charts or content.tables:
        document.add_heading("Figures", 1)
    for chart in content.charts:
        document.add_heading(clean(chart.title), 2)
        _picture(document, chart)
        _soft(document, chart.text_alternative)
        _table(document, Table(chart.title, chart.headers, chart.rows))
    for table in content.tables:
        document.add_heading(clean(table.title), 2)
        _table(document, table)
        _soft(document, table.note)


def _picture(document: Document, chart: Chart) -> None:
    size = chart.figure.get_size_inches()
    width = min(17.0, 24.0 * size[0] / size[1])
    picture: Any = document.add_picture(io.BytesIO(chart.png()), width=Cm(width))
    properties = picture._inline.docPr  # noqa: SLF001 (python-docx gives no other way to a picture's description)
    properties.set("descr", clean(chart.text_alternative))
    properties.set("title", clean(chart.title))


def _table(document: Document, table: Table) -> None:
    made: Any = document.add_table(rows=1, cols=len(table.headers), style="Light List Accent 1")
    made.autofit = True
    for cell, text in zip(made.rows[0].cells, table.headers, strict=True):
        cell.text = clean(text)
    repeat_row(made.rows[0])
    for row in table.rows:
        for place, (cell, text) in enumerate(zip(made.add_row().cells, row, strict=True)):
            cell.text = clean(text)
            if place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row in made.rows:
        finish_row(row)
    document.add_paragraph()
