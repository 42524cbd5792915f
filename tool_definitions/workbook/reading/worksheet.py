"""One worksheet read as a stream: values, formulas, errors, merged ranges, and what is hidden."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tool_definitions.workbook.reading.package import Package
from tool_definitions.workbook.reading.refusals import damaged, too_large
from tool_definitions.workbook.reading.workbook import (
    LONGEST_CELL,
    MOST_TEXT,
    SheetPart,
    WorkbookParts,
    cleaned,
    relations_of,
)
from tool_definitions.workbook.reading.xml import Attributes, elements, parse
from tool_definitions.workbook.sheets import (
    LAST_COLUMN,
    LAST_ROW,
    Cell,
    CellFault,
    CellKind,
    Merge,
    Sheet,
    address_of,
    place_of_address,
)

MOST_CELLS = 150_000
MOST_MERGES = 20_000
MOST_FAULTS = 200
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_NAMES = {
    f"{namespace} {name}": name
    for namespace in _NAMESPACES
    for name in ("row", "c", "v", "f", "is", "t", "rPh", "mergeCell", "col")
}
_TRUE = {"1", "true"}


class _Reader:
    """Takes the elements of a worksheet one by one."""

    def __init__(self, parts: WorkbookParts) -> None:
        self.parts = parts
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.faults: list[CellFault] = []
        self.is_coloured = False
        self.count = self.length = 0
        self.row = self.column = 0
        self.is_hidden_row = self.is_formula = self.in_cell = self.takes_text = False
        self.phonetic = 0
        self.attributes: Attributes = {}
        self.pieces: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        kind = _NAMES.get(name)
        if kind == "c":
            self._start_cell(attributes)
        elif kind == "row":
            self._start_row(attributes)
        elif kind is None:
            return
        elif self.in_cell:
            if kind == "f":
                self.is_formula = True
            elif kind == "rPh":
                self.phonetic += 1
            self.takes_text = kind in {"v", "t"} and not self.phonetic
        elif kind == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif kind == "col":
            self._column(attributes)

    def end(self, name: str) -> None:
        kind = _NAMES.get(name)
        if kind == "c":
            if self.pieces or self.is_formula:
                self._end_cell()
            if not self.is_coloured:
                self._look_at_colour()
            self.in_cell = False
        elif kind == "rPh":
            self.phonetic -= 1
        elif kind in {"v", "t"}:
            self.takes_text = False

    def text(self, piece: str) -> None:
        if self.takes_text:
            self.length += len(piece)
            if self.length > MOST_TEXT:
                raise too_large("it holds too much text")
            self.pieces.append(piece)

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self.row = int(number) if number else self.row + 1
        if not 1 <= self.row <= LAST_ROW:
            raise damaged("it has a row that no sheet can have")
        self.column = 0
        self.is_hidden_row = attributes.get("hidden") in _TRUE or attributes.get("ht") in {"0", "0.0"}

    def _start_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        if address:
            self.row, self.column = place_of_address(address)
        else:
            self.column += 1
        if self.column > LAST_COLUMN:
            raise damaged("it has a column that no sheet can have")
        self.attributes = attributes
        self.in_cell, self.is_formula, self.pieces = True, False, []

    def _end_cell(self) -> None:
        self.count += 1
        if self.count > MOST_CELLS:
            raise too_large(f"a sheet holds more than {MOST_CELLS:,} filled cells")
        written = "".join(self.pieces)
        kind = self.attributes.get("t", "n")
        if self.is_formula:
            self._fault("formula-cell", "is a formula; paste values", "copy it and paste values only")
        elif kind == "e":
            self._fault("error-cell", f"holds the error {cleaned(written)[:40]}", "type what should stand there")
        else:
            self._keep(kind, written)

    def _keep(self, kind: str, written: str) -> None:
        read = self._value(kind, written)
        if read is None or len(read[1]) > LONGEST_CELL:
            message = f"holds more than {LONGEST_CELL:,} characters, the limit of a cell"
            self._fault("cell-too-long", message, "shorten it, or divide it into several cells")
        elif read[1].strip():
            self.rows.setdefault(self.row, {})[self.column] = Cell(self.row, self.column, *read)
            if self.is_hidden_row:
                self.hidden_rows.add(self.row)

    def _look_at_colour(self) -> None:
        """A blank cell counts too: in many a sheet the colour is all there is."""
        style = self.attributes.get("s", "")
        self.is_coloured = style.isdecimal() and int(style) in self.parts.coloured_styles

    def _value(self, kind: str, written: str) -> tuple[CellKind, str] | None:
        """What a cell holds; None for text that is too long."""
        match kind:
            case "s":
                place = int(written)
                if not 0 <= place < len(self.parts.texts):
                    raise damaged("a cell holds a text that is not there")
                text = self.parts.texts[place]
                return None if text is None else ("text", cleaned(text))
            case "inlineStr" | "str":
                return "text", cleaned(written)
            case "b":
                return "truth", "yes" if written.strip() in _TRUE else "no"
            case "d":
                return "date", _day(datetime.fromisoformat(written.strip()))
        return self._number(written.strip())

    def _number(self, written: str) -> tuple[CellKind, str]:
        number = float(written)
        style = self.attributes.get("s", "")
        if style.isdecimal() and int(style) in self.parts.date_styles and 0 <= number < 2_958_466:
            start = datetime(1904, 1, 1) if self.parts.from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  a day has no zone
            return "date", _day(start + timedelta(days=number))
        return "number", str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)

    def _fault(self, code: str, message: str, remedy: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(CellFault(address_of(self.row, self.column), code, message, remedy))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        self.merges.append(Merge(*place_of_address(first), *place_of_address(last or first)))
        if len(self.merges) > MOST_MERGES:
            raise too_large("it holds too many merged ranges")

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _TRUE or attributes.get("width") in {"0", "0.0"}:
            self.hidden_columns.append((int(attributes.get("min", "0")), int(attributes.get("max", "0"))))


def _day(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(" ", "seconds")


def read_worksheet(package: Package, sheet: SheetPart, parts: WorkbookParts) -> Sheet:
    """The sheet with every cell that holds something. Raises Refused."""
    reader = _Reader(parts)
    try:
        parse(package.pieces(sheet.part), reader.start, reader.end, reader.text)
    except (ValueError, OverflowError) as fault:
        raise damaged(f"a cell of its sheet {sheet.name!r} cannot be read") from fault
    related = relations_of(package, sheet.part)
    return Sheet(
        name=sheet.name,
        rows=_only_first_of_merged(reader),
        is_hidden=sheet.is_hidden,
        merges=tuple(reader.merges),
        hidden_rows=frozenset(reader.hidden_rows),
        hidden_columns=tuple(reader.hidden_columns),
        faults=tuple(reader.faults),
        comments=sum(_comments(package, [each.target for each in related if each.type.endswith("/comments")])),
        pictures=any(each.type.endswith("/drawing") for each in related),
        coloured=reader.is_coloured,
    )


def _comments(package: Package, parts: list[str]) -> Iterator[int]:
    for part in parts:
        if part in package:
            yield sum(element.name == "comment" for element in elements(package.pieces(part)))


def _only_first_of_merged(reader: _Reader) -> dict[int, dict[int, Cell]]:
    """Excel keeps what stood under a merged range and shows none of it; nor is it read."""
    ranges = [merge for merge in reader.merges if merge.last_row > merge.row or merge.last_column > merge.column]
    for merge in ranges:
        rows = range(merge.row, merge.last_row + 1)
        for number in rows if len(rows) < len(reader.rows) else [row for row in reader.rows if row in rows]:
            cells = reader.rows.get(number, {})
            under = [
                column
                for column in cells
                if merge.column <= column <= merge.last_column and (number, column) != (merge.row, merge.column)
            ]
            for column in under:
                del cells[column]
    return {number: dict(sorted(cells.items())) for number, cells in sorted(reader.rows.items()) if cells}
