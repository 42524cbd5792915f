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
from tool_definitions.workbook.reading.xml import Attributes, elements, feed, stream_parser
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

MOST_CELLS = 60_000
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
_INSIDE_A_CELL = frozenset({"v", "f", "is", "t", "rPh"})
_TRUE = frozenset({"1", "true"})
_NO_HEIGHT = frozenset({"0", "0.0"})


class _Reader:
    """Takes the elements of a worksheet one by one.

    A sheet may have a million formatted rows with nothing in them, so of a blank cell no more is kept than its
    attributes: where it is, is worked out when something is found inside. Ends are only heard inside such a cell.
    """

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
        self.row_attributes: Attributes = {}
        self.rows_since = self.cells_since = 0
        self.last_row = self.last_address = ""
        self.is_formula = self.takes_text = False
        self.phonetic = 0
        self.attributes: Attributes = {}
        self.pieces: list[str] = []
        self.parser = stream_parser()
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: Attributes) -> None:
        """An element starts."""
        kind = _NAMES.get(name)
        if kind == "c":
            self._start_cell(attributes)
        elif kind == "row":
            self._start_row(attributes)
        elif kind in _INSIDE_A_CELL:
            self._inside(kind)
        elif kind == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif kind == "col":
            self._column(attributes)

    def _start_row(self, attributes: Attributes) -> None:
        self.row_attributes = attributes
        self.last_address, self.cells_since = "", 0
        if "r" in attributes:
            self.last_row, self.rows_since = attributes["r"], 0
        else:
            self.rows_since += 1

    def _start_cell(self, attributes: Attributes) -> None:
        self.attributes = attributes
        if "r" in attributes:
            self.last_address, self.cells_since = attributes["r"], 0
        else:
            self.cells_since += 1
        if not self.is_coloured and attributes.get("s", "") in self.parts.coloured_styles:
            # A blank cell counts too: in many a sheet the colour is all there is.
            self.is_coloured = True

    def _inside(self, kind: str | None) -> None:
        """Something stands in the cell: from here on, listen until it ends."""
        if self.parser.EndElementHandler is None:
            self.is_formula, self.pieces, self.phonetic = False, [], 0
            self.parser.EndElementHandler = self.end
            self.parser.CharacterDataHandler = self.text
        self.is_formula |= kind == "f"
        self.phonetic += kind == "rPh"
        self.takes_text = kind in {"v", "t"} and not self.phonetic

    def end(self, name: str) -> None:
        """An element ends, in a cell that holds something."""
        kind = _NAMES.get(name)
        if kind == "c":
            self.parser.EndElementHandler = self.parser.CharacterDataHandler = None
            self._place()
            if self.pieces or self.is_formula:
                self._end_cell()
        elif kind == "rPh":
            self.phonetic -= 1
        elif kind in {"v", "t"}:
            self.takes_text = False

    def text(self, piece: str) -> None:
        """Text of a cell."""
        if self.takes_text:
            self.length += len(piece)
            if self.length > MOST_TEXT:
                raise too_large("it holds too much text")
            self.pieces.append(piece)

    def _place(self) -> None:
        """Where the cell is: as it says, or counted from the last that said so."""
        if self.last_address:
            self.row, self.column = place_of_address(self.last_address)
        else:
            self.row, self.column = int(self.last_row or "0") + self.rows_since, 0
        self.column += self.cells_since
        if not (1 <= self.row <= LAST_ROW and 1 <= self.column <= LAST_COLUMN):
            raise damaged("it has a cell that no sheet can have")

    def _end_cell(self) -> None:
        self.count += 1
        if self.count > MOST_CELLS:
            raise too_large(f"a sheet holds more than {MOST_CELLS:,} filled cells")
        written = "".join(self.pieces)
        kind = self.attributes.get("t", "n")
        if self.is_formula:
            self._fault("formula-cell", "is a formula; paste values")
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
            if self.row_attributes.get("hidden") in _TRUE or self.row_attributes.get("ht") in _NO_HEIGHT:
                self.hidden_rows.add(self.row)

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
        if style in self.parts.date_styles and 0 <= number < 2_958_466:
            start = datetime(1904, 1, 1) if self.parts.from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  a day has no zone
            return "date", _day(start + timedelta(days=number))
        return "number", str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)

    def _fault(self, code: str, message: str, remedy: str = "") -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(CellFault(address_of(self.row, self.column), code, message, remedy))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        self.merges.append(Merge(*place_of_address(first), *place_of_address(last or first)))
        if len(self.merges) > MOST_MERGES:
            raise too_large("it holds too many merged ranges")

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _TRUE or attributes.get("width") in _NO_HEIGHT:
            self.hidden_columns.append((int(attributes.get("min", "0")), int(attributes.get("max", "0"))))


def _day(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(" ", "seconds")


def read_worksheet(package: Package, sheet: SheetPart, parts: WorkbookParts) -> Sheet:
    """The sheet with every cell that holds something. Raises Refused."""
    reader = _Reader(parts)
    try:
        feed(reader.parser, package.pieces(sheet.part))
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
