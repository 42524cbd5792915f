"""The drafted report as a Word file: headings, lists, charts with text alternatives, tables with header rows."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from scoring.charts import Chart
from scoring.reports.content import Content, Part, Table

_ACCENT, _SOFT = RGBColor(0x14, 0x57, 0x7F), RGBColor(0x56, 0x64, 0x6E)
#: Characters that no XML file can hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A Word file carries a date; this one says nothing about when it was made, so the same figures give the same file.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def as_word(content: Content) -> bytes:
    """The file's bytes."""
    document = docx.Document()
    _prepare(document, content)
    document.add_heading(_clean(content.title), 0)
    _soft(document, content.subtitle)
    _facts(document, content.facts)
    if content.note:
        document.add_paragraph().add_run(_clean(content.note)).bold = True
    for part in content.parts:
        _part(document, part)
    _figures(document, content)
    document.add_heading("How to read this", 1)
    for sentence in content.reading:
        document.add_paragraph(_clean(sentence), style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("�", text)


def _prepare(document: Document, content: Content) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = _clean(content.title)[:255], "", "en-GB"
    properties.comments = ""
    properties.created = properties.modified = _NO_DATE
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    styles: Any = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
    _set_language(styles["Normal"])
    for name in ("Title", "Heading 1", "Heading 2"):
        _plain_heading(styles[name])


def _set_language(style: Any) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(language)


def _plain_heading(style: Any) -> None:
    style.font.color.rgb = _ACCENT
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    style.font.name = "Calibri"


def _soft(document: Document, text: str) -> None:
    run = document.add_paragraph().add_run(_clean(text))
    run.font.color.rgb = _SOFT


def _facts(document: Document, facts: Sequence[tuple[str, str]]) -> None:
    for name, value in facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(f"{_clean(name)}: ")
        paragraph.add_run(_clean(value)).bold = True


def _part(document: Document, part: Part) -> None:
    document.add_heading(_clean(part.title), 1)
    if not part.lines:
        document.add_paragraph(_clean(part.empty))
    for number, line in enumerate(part.lines, start=1):
        _numbered(document, number, line.text)
        for under in line.under:
            _indented(document, under)


def _numbered(document: Document, number: int, text: str) -> None:
    """Numbered by hand: Word would go on counting from list to list."""
    paragraph = document.add_paragraph(f"{number}.\t{_clean(text)}")
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent, form.space_after = Cm(0.9), Cm(-0.9), Pt(6)
    form.tab_stops.add_tab_stop(Cm(0.9))


def _indented(document: Document, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.9)
    run = paragraph.add_run(_clean(text))
    run.font.size, run.font.color.rgb = Pt(10), _SOFT


def _figures(document: Document, content: Content) -> None:
    if content.charts or content.tables:
        document.add_heading("Figures", 1)
    for chart in content.charts:
        document.add_heading(_clean(chart.title), 2)
        _picture(document, chart)
        _soft(document, chart.text_alternative)
        _table(document, Table(chart.title, chart.headers, chart.rows))
    for table in content.tables:
        document.add_heading(_clean(table.title), 2)
        _table(document, table)
        _soft(document, table.note)


def _picture(document: Document, chart: Chart) -> None:
    size = chart.figure.get_size_inches()
    width = min(17.0, 24.0 * size[0] / size[1])
    picture: Any = document.add_picture(io.BytesIO(chart.png()), width=Cm(width))
    properties = picture._inline.docPr  # noqa: SLF001 (python-docx gives no other way to a picture's description)
    properties.set("descr", _clean(chart.text_alternative))
    properties.set("title", _clean(chart.title))


def _table(document: Document, table: Table) -> None:
    made: Any = document.add_table(rows=1, cols=len(table.headers), style="Light List Accent 1")
    made.autofit = True
    for cell, text in zip(made.rows[0].cells, table.headers, strict=True):
        cell.text = _clean(text)
    _repeat(made.rows[0])
    for row in table.rows:
        for place, (cell, text) in enumerate(zip(made.add_row().cells, row, strict=True)):
            cell.text = _clean(text)
            if place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row in made.rows:
        _finish_row(row)
    document.add_paragraph()


def _repeat(row: Any) -> None:
    """The header row stands at the top of every page the table runs over."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)  # noqa: SLF001 (python-docx gives no other way to repeat a header)


def _finish_row(row: Any) -> None:
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001 (nor to keep a row on one page)
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(1)
            for run in paragraph.runs:
                run.font.size = Pt(9)
