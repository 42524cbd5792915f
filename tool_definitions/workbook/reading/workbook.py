"""The parts of a workbook around its sheets: what it may hold, where its sheets are, its texts and date formats."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tool_definitions.workbook.reading.package import Package
from tool_definitions.workbook.reading.refusals import Refused, damaged, too_large
from tool_definitions.workbook.reading.xml import Attributes, Element, elements, local, parse

MOST_TEXT = 12_000_000
MOST_TEXTS = 400_000
LONGEST_CELL = 32_767
#: Excel allows 31, other programs more.
LONGEST_NAME = 100
_MACROS = ("vbaproject", "macrosheet", "intlmacrosheet", "dialogsheet", "activex", "vbadata")
#: Parts that fetch or embed something, by a word in their path.
_REACHING_OUT = {
    "/externallinks/": "links to other workbooks",
    "/externalreferences/": "links to other workbooks",
    "/connections": "a connection to data elsewhere",
    "/querytables/": "a web or data query",
    "/embeddings/": "an embedded object",
    "/oleobject": "an embedded object",
    "/model/": "a data model",
    "/webextensions/": "a web extension",
}
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_A_DATE_LETTER = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Relation:
    """A relationship of a part to another."""

    id: str
    type: str
    target: str
    is_external: bool


@dataclass(frozen=True)
class SheetPart:
    """Where a worksheet is."""

    name: str
    is_hidden: bool
    part: str


@dataclass(frozen=True)
class WorkbookParts:
    """What is needed to read the sheets of a workbook."""

    sheets: tuple[SheetPart, ...]
    texts: list[str | None]
    #: Numbers of styles, as cells name them.
    date_styles: frozenset[str]
    coloured_styles: frozenset[str]
    from_1904: bool


def check_contents(package: Package) -> None:
    """Refuse macros and everything that reaches outside the workbook. Raises Refused."""
    types = list(elements(package.pieces("[Content_Types].xml")))
    declared = " ".join(each.attributes.get("ContentType", "") for each in types).casefold()
    names = [f"/{name.casefold()}" for name in package.parts]
    if "sheet.binary" in declared:
        message = "the file is a binary Excel workbook (.xlsb), not an Excel workbook (.xlsx)"
        raise Refused("not-a-workbook", message, "open it in Excel and save it as an Excel workbook (.xlsx)")
    if "macroenabled" in declared or any(word in text for word in _MACROS for text in (declared, *names)):
        raise Refused("macros", "Macros are not accepted", "save it as an Excel workbook without macros (.xlsx)")
    for word, what in _REACHING_OUT.items():
        if any(word in name for name in names):
            raise _reaches_out(what)
    for name in package.parts:
        if name.endswith(".rels"):
            _check_relations(relations(package, name))


def _check_relations(found: Iterator[Relation]) -> None:
    for relation in found:
        kind = relation.type.rpartition("/")[2]
        if relation.is_external and kind != "hyperlink":
            what = "a picture from elsewhere" if kind == "image" else f"a link to something elsewhere ({kind})"
            raise _reaches_out(what)


def _reaches_out(what: str) -> Refused:
    message = f"the workbook holds {what}; nothing outside the workbook is ever read"
    return Refused("reaches-outside", message, "copy the sheets into a new workbook and paste values only")


def relations(package: Package, name: str) -> Iterator[Relation]:
    """The relationships in this part, their targets as names of parts."""
    folder = posixpath.dirname(posixpath.dirname(name))
    for element in elements(package.pieces(name)):
        if element.name == "Relationship":
            target = element.attributes.get("Target", "")
            is_external = element.attributes.get("TargetMode", "").casefold() == "external"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield Relation(element.attributes.get("Id", ""), element.attributes.get("Type", ""), target, is_external)


def relations_of(package: Package, part: str) -> list[Relation]:
    """The relationships of a part; none where it has no list of them."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    return list(relations(package, listed)) if listed in package else []


def workbook_parts(package: Package) -> WorkbookParts:
    """The sheets of the workbook and what they refer to. Raises Refused."""
    main = _one(relations_of(package, ""), "officeDocument")
    if main is None:
        raise damaged("it does not say where its sheets are")
    related = relations_of(package, main)
    texts, styles = _one(related, "sharedStrings"), _one(related, "styles")
    date_styles, coloured_styles = _styles(package, styles) if styles else (frozenset(), frozenset())
    found = list(elements(package.pieces(main)))
    return WorkbookParts(
        sheets=tuple(_sheets(found, {relation.id: relation for relation in related})),
        texts=_texts(package, texts) if texts else [],
        date_styles=date_styles,
        coloured_styles=coloured_styles,
        from_1904=any(each.name == "workbookPr" and each.attributes.get("date1904") in {"1", "true"} for each in found),
    )


def _one(related: list[Relation], kind: str) -> str | None:
    return next((relation.target for relation in related if relation.type.endswith(f"/{kind}")), None)


def _sheets(found: list[Element], related: dict[str, Relation]) -> Iterator[SheetPart]:
    seen: set[str] = set()
    for name, attributes in found:
        if name == "sheet":
            title = attributes.get("name", "")
            if title.casefold() in seen or not 0 < len(title) <= LONGEST_NAME:
                raise damaged("a sheet has no name of its own")
            seen.add(title.casefold())
            relation = related.get(attributes.get("id", ""))
            if relation is None:
                raise damaged(f"its sheet {title!r} is missing")
            if relation.type.endswith("/worksheet"):
                is_hidden = attributes.get("state", "visible") != "visible"
                yield SheetPart(title, is_hidden, relation.target)


class _Texts:
    """The shared texts of a workbook, in order; None for one too long for a cell."""

    def __init__(self) -> None:
        self.texts: list[str | None] = []
        self.pieces: list[str] = []
        self.length = 0
        self.is_text = False
        self.phonetic = 0

    def start(self, name: str, _attributes: Attributes) -> None:
        match local(name):
            case "si":
                self.pieces = []
            case "rPh":
                self.phonetic += 1
            case "t":
                self.is_text = not self.phonetic

    def end(self, name: str) -> None:
        match local(name):
            case "si":
                text = "".join(self.pieces)
                self.texts.append(text if len(text) <= LONGEST_CELL else None)
                if len(self.texts) > MOST_TEXTS:
                    raise too_large("it holds too many texts")
            case "rPh":
                self.phonetic -= 1
            case "t":
                self.is_text = False

    def text(self, piece: str) -> None:
        if self.is_text:
            self.length += len(piece)
            if self.length > MOST_TEXT:
                raise too_large("it holds too much text")
            self.pieces.append(piece)


def _texts(package: Package, name: str) -> list[str | None]:
    reader = _Texts()
    parse(package.pieces(name), reader.start, reader.end, reader.text)
    return reader.texts


def _styles(package: Package, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Which cell styles show a number as a date, and which fill the cell with a colour."""
    formats: dict[str, str] = {}
    fills: list[bool] = []
    dates, coloured = set(), set()
    place, is_cell_format = -1, False
    for element in elements(package.pieces(name)):
        match element.name:
            case "numFmt":
                formats[element.attributes.get("numFmtId", "")] = element.attributes.get("formatCode", "")
            case "patternFill":
                fills.append(element.attributes.get("patternType") == "solid")
            case "cellStyleXfs" | "cellStyles" | "dxfs":
                is_cell_format = False
            case "cellXfs":
                is_cell_format = True
            case "xf" if is_cell_format:
                place += 1
                number_format, fill = element.attributes.get("numFmtId", "0"), element.attributes.get("fillId", "0")
                if _is_date(number_format, formats):
                    dates.add(str(place))
                if fill.isdecimal() and int(fill) < len(fills) and fills[int(fill)]:
                    coloured.add(str(place))
    return frozenset(dates), frozenset(coloured)


def _is_date(number_format: str, formats: dict[str, str]) -> bool:
    if number_format in formats:
        return any(letter in _NOT_A_DATE_LETTER.sub("", formats[number_format]).casefold() for letter in "dmyhs")
    return number_format.isdecimal() and int(number_format) in _BUILT_IN_DATES


def cleaned(text: str) -> str:
    """Text as people meant it: escapes decoded, every line ending a line feed, other control characters gone."""
    text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _UNWANTED.sub("", text)
