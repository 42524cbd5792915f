"""The text of a PDF as a program reads it out, and the glyphs it is drawn with."""

import re
from dataclasses import dataclass
from io import BytesIO

import pikepdf


@dataclass
class PdfText:
    """What a PDF says, page after page, and whether any glyph of it is the empty box of a missing one."""

    text: str
    missing: int


def text_of(pdf: bytes) -> PdfText:
    """The text of every page, by the tables that its typefaces bring."""
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = [_page(page) for page in document.pages]
    return PdfText("".join(page.text for page in pages), sum(page.missing for page in pages))


def _page(page: pikepdf.Page) -> PdfText:
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    pieces: list[str] = []
    letters: dict[int, str] = {}
    missing, spoken = 0, False
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "EMC":
                said = operands[1] if len(operands) > 1 else None
                spoken = isinstance(said, pikepdf.Dictionary) and "/ActualText" in said
                pieces += [str(said.ActualText)] if spoken else []
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                codes = _codes(operands[0])
                missing += codes.count(0)
                pieces += [] if spoken else [letters.get(code, "\ufffd") for code in codes]
            case "ET":
                pieces.append("\n")
    return PdfText("".join(pieces), missing)


def _codes(shown: pikepdf.Object) -> list[int]:
    strings = (
        [shown] if isinstance(shown, pikepdf.String) else [one for one in shown if isinstance(one, pikepdf.String)]
    )
    return [int.from_bytes(raw[at : at + 2]) for raw in map(bytes, strings) for at in range(0, len(raw), 2)]


def _letters(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode()
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return found
