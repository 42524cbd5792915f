"""Workbooks made part by part, so that a test can put into one what no spreadsheet program would."""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HEADINGS = ("Ref", "Section", "Question")


def text_cell(address: str, text: str, attributes: str = "") -> str:
    return f'<c r="{address}" t="inlineStr"{attributes}><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def row_of(number: int, cells: Iterable[str], attributes: str = "") -> str:
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def text_row(number: int, texts: Iterable[str], attributes: str = "") -> str:
    cells = [text_cell(f"{chr(65 + place)}{number}", text) for place, text in enumerate(texts) if text]
    return row_of(number, cells, attributes)


def sheet_xml(rows: str, *, before: str = "", after: str = "", start: str = _START) -> str:
    namespaces = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
    return f"{start}<worksheet {namespaces}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def relations_xml(related: Iterable[str]) -> str:
    return f'{_START}<Relationships xmlns="{PACKAGE}/relationships">{"".join(related)}</Relationships>'


def relation(number: int, kind: str, target: str, mode: str = "") -> str:
    mode = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{escape(target)}"{mode}/>'


def parts_of(sheet: str, *, state: str = "", content_type: str = SHEET_TYPE) -> dict[str, bytes | str]:
    """The parts of a workbook with one sheet, Audit."""
    state = f' state="{state}"' if state else ""
    return {
        "[Content_Types].xml": f'{_START}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{content_type}"/></Types>',
        "_rels/.rels": relations_xml([relation(1, "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{_START}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="Audit" sheetId="1" r:id="rId1"{state}/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations_xml([relation(1, "worksheet", "worksheets/sheet1.xml")]),
        "xl/worksheets/sheet1.xml": sheet,
    }


def packed(parts: dict[str, bytes | str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def audit_rows(*more: str, headings: Iterable[str] = HEADINGS) -> str:
    """A heading row, two questions, and more rows."""
    rows = [text_row(1, headings), text_row(2, ("a1", "Leadership", "Is there a plan?"))]
    return "".join([*rows, text_row(3, ("a2", "Leadership", "Is it known?")), *more])
