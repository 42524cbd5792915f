"""Our own workbook read back as a tool document."""

from typing import Any

from pydantic import BaseModel

from tool_definitions.scheme import NotApplicable, RatingScheme
from tool_definitions.shipped import shipped_schemes
from tool_definitions.tool import Audience, Case, Moderation, Scoring, SummaryThresholds
from tool_definitions.workbook import layout
from tool_definitions.workbook.build import Built
from tool_definitions.workbook.defaults import without_defaults
from tool_definitions.workbook.headings import same_heading
from tool_definitions.workbook.layout import Field, Table
from tool_definitions.workbook.own_questions import QuestionSheets
from tool_definitions.workbook.sheets import Sheet, Sheets
from tool_definitions.workbook.tables import ReadRow, read_cell, read_table

Part = dict[str, Any]
_NEW_SHEET = "download the workbook again and copy your changes into it"
_PARTS_OF_TOOL: dict[str, type[BaseModel]] = {
    "audience": Audience,
    "scoring": Scoring,
    "summary": SummaryThresholds,
    "moderation": Moderation,
    "case": Case,
}


def is_own_workbook(sheets: Sheets) -> bool:
    """Whether a workbook has our own layout, of whatever number."""
    return _mark(sheets) is not None


def _mark(sheets: Sheets) -> str | None:
    tool = sheets.named(layout.TOOL_SHEET)
    first = tool.rows.get(1, {}).get(1) if tool else None
    return first.text.strip() if first and first.text.strip().startswith(layout.MARK) else None


def build_from_own(sheets: Sheets, *, hidden_too: bool = False) -> Built:
    """The tool document in a workbook of our own layout. Hidden rows, columns and sheets only where asked for."""
    return _Reader(sheets, hidden_too=hidden_too).build()


class _Reader:
    """Reads one workbook."""

    def __init__(self, sheets: Sheets, *, hidden_too: bool) -> None:
        self.sheets, self.hidden_too = sheets, hidden_too
        self.built = Built()

    def build(self) -> Built:
        """Everything, problems too."""
        if _mark(self.sheets) != f"{layout.MARK} {layout.LAYOUT}":
            message = f"the workbook has another layout than {layout.LAYOUT}, the one read here"
            self.built.find("other-layout", f"{layout.TOOL_SHEET}!A1", message, _NEW_SHEET)
            return self.built
        for table in (layout.SECTIONS, layout.QUESTIONS):
            if self._sheet(table.name) is None:
                self.built.find("missing-sheet", "", f"there is no sheet '{table.name}'", _NEW_SHEET)
        document = self._tool()
        self._lists(document)
        document["rating_schemes"] = self._schemes()
        document["sections"] = self._sections(document["rating_schemes"])
        self.built.document = {name: value for name, value in document.items() if value or name == "case"}
        return self.built

    def _sheet(self, name: str) -> Sheet | None:
        sheet = self.sheets.named(name)
        return sheet if sheet and (self.hidden_too or not sheet.is_hidden) else None

    def _rows(self, table: Table) -> list[ReadRow]:
        return read_table(self.built, self._sheet(table.name), table, hidden_too=self.hidden_too)

    def _tool(self) -> Part:
        sheet = self._sheet(layout.TOOL_SHEET)
        if sheet is None:
            return {}
        self.built.take_faults(sheet)
        lines = {same_heading(line.heading): line for line in layout.TOOL_LINES}
        row = ReadRow(sheet, 1)
        for number in sheet.used_rows(hidden_too=self.hidden_too):
            name, cell = sheet.rows[number].get(1), sheet.rows[number].get(2)
            line = lines.pop(same_heading(name.text), None) if name else None
            if line and cell:
                row.number = number
                read_cell(self.built, row, cell, line)
                self.built.places[line.field] = sheet.place(number, 2)
            elif cell:
                message = "stands beside no name of a field, or the field is there twice"
                self.built.find_in(sheet, cell, message, "put back the names in column A", "unknown-line")
        document = row.part()
        for part, model in _PARTS_OF_TOOL.items():
            if part in document:
                document[part] = without_defaults(document[part], model)
        return document

    def _lists(self, document: Part) -> None:
        bands = self._listed(layout.BANDS, ("scoring", "bands"))
        if bands:
            document.setdefault("scoring", {})["bands"] = bands
        document["sign_off"] = self._listed(layout.SIGN_OFF, ("sign_off",))
        document["references"] = self._keyed(layout.REFERENCES, "references")
        threads = self._keyed(layout.THREADS, "threads")
        document["threads"] = {key: part.get("label", "") for key, part in threads.items()}

    def _listed(self, table: Table, path: Field) -> list[Part]:
        rows = self._rows(table)
        for place, row in enumerate(rows):
            self._remember((*path, place), row)
        return [row.part() for row in rows]

    def _keyed(self, table: Table, name: str) -> dict[str, Part]:
        """Parts by their keys. None may be blank or there twice."""
        parts: dict[str, Part] = {}
        for row in self._rows(table):
            key = row.text(table.columns[0].field[0])
            if self._is_new_key(row, table, key, parts):
                self._remember((name, key), row)
                parts[key] = row.part(without=table.columns[0].field)
        return parts

    def _is_new_key(self, row: ReadRow, table: Table, key: str, taken: Part) -> bool:
        name = table.columns[0]
        if not key:
            self.built.find("no-key", row.place(), f"the row has no '{name.heading}'", "type one, or empty the row")
        elif key in taken:
            self.built.find("same-key", row.place(*name.field), f"'{key}' is there twice", "give it another key")
        return bool(key) and key not in taken

    def _remember(self, path: tuple[str | int, ...], row: ReadRow) -> None:
        self.built.places[path] = row.place()
        for field in row.cells:
            self.built.places[(*path, *field)] = row.place(*field)

    def _schemes(self) -> Part:
        schemes = self._keyed(layout.SCHEMES, "rating_schemes")
        levels: dict[str, list[Part]] = {name: [] for name in schemes}
        for row in self._rows(layout.LEVELS):
            name = row.text("scheme")
            if name in levels:
                self._remember(("rating_schemes", name, "levels", len(levels[name])), row)
                levels[name].append(row.part(without=("scheme",)))
            else:
                self._unknown(row, "scheme", name, layout.SCHEMES)
        return {name: _shortest({**part, "levels": levels[name]}) for name, part in schemes.items()}

    def _unknown(self, row: ReadRow, field: str, name: str, table: Table) -> None:
        message = f"'{name}' is not on the sheet {table.name}" if name else f"the row does not name its {field}"
        self.built.find("unknown-name", row.place(field), message, f"use a name of the sheet {table.name}")

    def _sections(self, schemes: Part) -> list[Part]:
        rows = self._rows(layout.SECTIONS)
        questions = QuestionSheets(self.built, rows, schemes)
        for row in self._rows(layout.QUESTIONS):
            questions.add(row)
        for table, name in layout.ON_OTHER_SHEETS.items():
            for row in self._rows(table):
                questions.add_to_question(row, name, table)
        for place, row in enumerate(rows):
            self._remember(("sections", place), row)
        return list(questions.sections())


def _shortest(scheme: Part) -> Part:
    """The scheme as `{use: NAME}` where it is one we ship, word for word."""
    shipped = shipped_schemes().get(scheme.get("key", ""))
    short = without_defaults(scheme, RatingScheme)
    if "not_applicable" in short:
        short["not_applicable"] = without_defaults(short["not_applicable"], NotApplicable)
    if shipped is not None and shipped.model_dump(mode="json", exclude_defaults=True) == short:
        return {"use": shipped.key}
    return short
