"""What every Word file that is made here has in common: its page, its language, its headings, what its tables do."""

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from scoring.reports.writable import clean

ACCENT, SOFT = RGBColor(0x14, 0x57, 0x7F), RGBColor(0x56, 0x64, 0x6E)
#: A Word file carries a date; this one says nothing about when it was made, so the same content gives the same file.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def new_document(title: str) -> Document:
    """An empty document on A4 in British English; its properties say its title and nothing else."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = clean(title)[:255], "", "en-GB"
    properties.comments = ""
    properties.created = properties.modified = _NO_DATE
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    styles: Any = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
    _set_language(styles["Normal"])
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        _plain_heading(styles[name])
    return document


def written(document: Document) -> bytes:
    """The file's bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def repeat_row(row: Any) -> None:
    """The header row stands at the top of every page the table runs over."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)  # noqa: SLF001 (python-docx gives no other way to repeat a header)


def finish_row(row: Any) -> None:
    """A row stands on one page, in small type."""
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001 (nor to keep a row on one page)
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(1)
            for run in paragraph.runs:
                run.font.size = Pt(9)


def _set_language(style: Any) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(language)


def _plain_heading(style: Any) -> None:
    style.font.color.rgb = ACCENT
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    style.font.name = "Calibri"
