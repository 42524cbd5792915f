"""Our own workbook read back as a tool document."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from tool_definitions.draft import QUESTION_TYPES
from tool_definitions.scheme import NotApplicable, RatingScheme
from tool_definitions.shipped import shipped_schemes
from tool_definitions.tool import Audience, Case, Moderation, Scoring, Section, SummaryThresholds
from tool_definitions.workbook import layout
from tool_definitions.workbook.build import Built
from tool_definitions.workbook.headings import same_heading
from tool_definitions.workbook.keys import free_key, key_from
from tool_definitions.workbook.layout import Field, Table
from tool_definitions.workbook.sheets import Sheet, Sheets
from tool_definitions.workbook.tables import ReadRow, read_cell, read_table

Part = dict[str, Any]
_NEW_SHEET = "download the workbook again and copy your changes into it"
#: What a part of each kind needs to be made at all, so that its defaults can be looked up.
_LEAST: Part = {
    "key": "a",
    "title": "a",
    "scheme": "a",
    "levels": {},
    "options": [{"value": "a", "label": "a"}] * 2,
    "columns": [{"key": "a", "title": "a"}],
}
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
                document[part] = _without_defaults(document[part], _defaults(model))
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
        questions = _Questions(self.built, rows, schemes)
        for row in self._rows(layout.QUESTIONS):
            questions.add(row)
        for table, name in layout.ON_OTHER_SHEETS.items():
            for row in self._rows(table):
                questions.add_to_question(row, name, table)
        for place, row in enumerate(rows):
            self._remember(("sections", place), row)
        return list(questions.sections())


class _Questions:
    """The questions of a workbook, sorted into their sections."""

    def __init__(self, built: Built, rows: list[ReadRow], schemes: Part) -> None:
        self.built, self.rows, self.schemes = built, rows, schemes
        self.places = {row.text("key"): place for place, row in enumerate(rows) if row.text("key")}
        self.questions: list[list[Part]] = [[] for _ in rows]
        self.by_key: dict[str, tuple[int, int]] = {}
        self.without_key: list[tuple[int, int, Part]] = []

    def add(self, row: ReadRow) -> None:
        """One row of the sheet Questions."""
        section = self._section(row)
        if section is None:
            return
        place = len(self.questions[section])
        path = ("sections", section, "questions", place)
        self.built.places[path] = row.place()
        levels = {field[0]: text for field, text in row.values.items() if field[0].startswith("level ")}
        question = self._own_fields(row, row.part(without=("section", "section_title", *levels)))
        for field in row.cells:
            self.built.places[(*path, *field)] = row.place(*field)
        if levels:
            question["levels"] = dict(self._levels(row, path, levels))
        self.questions[section].append(question)
        key = row.text("key")
        if key:
            self.by_key.setdefault(key, (section, place))
        else:
            self.without_key.append((section, place, question))

    def _section(self, row: ReadRow) -> int | None:
        key, title = row.text("section"), row.text("section_title")
        titles = [each.text("title") for each in self.rows]
        if not key and titles.count(title) == 1:
            return titles.index(title)
        if key not in self.places:
            message = f"'{key}' is not a section" if key else "the question does not say to which section it belongs"
            self.built.find("unknown-name", row.place("section"), message, "use a key of the sheet Sections")
            return None
        place = self.places[key]
        if title and title != titles[place]:
            message = f"'{title}' is not the title of section '{key}', which is '{titles[place]}'"
            remedy = "change the title on the sheet Sections, or the section's key here"
            self.built.find("other-title", row.place("section_title"), message, remedy)
        return place

    def _own_fields(self, row: ReadRow, question: Part) -> Part:
        """The fields without those at their default, each allowed for the type of the question."""
        model = QUESTION_TYPES.get(row.text("type"))
        if model is None:
            if ("type",) not in row.cells:
                self.built.find("no-type", row.place(), "the question has no type", "choose one in the column Type")
            return question
        allowed = {field.alias or name for name, field in model.model_fields.items()}
        for path in [path for path in row.values if path[0] in question and path[0] not in allowed]:
            heading = next(column.heading for column in layout.QUESTIONS.columns if column.field == path)
            message = f"a question of type {row.text('type')} has no '{heading}'"
            self.built.find("not-for-type", row.place(*path), message, "empty the cell, or choose another type")
        scheme = row.text("scheme")
        if scheme and scheme not in self.schemes:
            message = f"'{scheme}' is not on the sheet {layout.SCHEMES.name}"
            self.built.find("unknown-scheme", row.place("scheme"), message, f"use one of: {', '.join(self.schemes)}")
        return _without_defaults(question, _defaults(model))

    def _levels(self, row: ReadRow, path: tuple[str | int, ...], texts: dict[str, str]) -> Iterator[tuple[str, str]]:
        values = self._values(row.text("scheme"))
        for name, text in texts.items():
            place = int(name.removeprefix("level "))
            if row.text("type") != "rating" or not row.text("scheme"):
                message = "describes a level, but the question is not a rating with a scheme"
                self.built.find("not-for-type", row.place(name), message, "empty the cell, or name the scheme")
            elif values is None:
                # The scheme is not known, and that was said.
                return
            elif not 1 <= place <= len(values):
                message = f"describes level {place}, but the scheme has {len(values)} levels"
                self.built.find("not-for-type", row.place(name), message, "empty the cell")
            else:
                self.built.places[(*path, "levels", values[place - 1])] = row.place(name)
                yield values[place - 1], text

    def _values(self, scheme: str) -> list[str] | None:
        """The values of a scheme's levels, worst first."""
        part = self.schemes.get(scheme)
        if part is None:
            return None
        levels = part["levels"] if "levels" in part else shipped_schemes()[part["use"]].model_dump()["levels"]
        return [str(level.get("value", "")) for level in levels]

    def add_to_question(self, row: ReadRow, name: str, table: Table) -> None:
        """One row of a sheet about questions: an option, or a column of a table."""
        key = row.text("question")
        if key not in self.by_key:
            message = f"no question has the key '{key}'" if key else "the row does not say to which question it belongs"
            self.built.find("unknown-name", row.place("question"), message, "use a key of the sheet Questions")
            return
        section, place = self.by_key[key]
        question = self.questions[section][place]
        model = QUESTION_TYPES.get(question.get("type", ""))
        if model and name not in model.model_fields:
            message = f"'{key}' is of type {question['type']}, which has nothing on the sheet {table.name}"
            self.built.find("not-for-type", row.place("question"), message, "delete the row, or change the type")
            return
        listed = question.setdefault(name, [])
        path = ("sections", section, "questions", place, name, len(listed))
        for field in row.cells:
            self.built.places[(*path, *field)] = row.place(*field)
        listed.append(row.part(without=("question",)))

    def sections(self) -> Iterator[Part]:
        """The sections with their questions; questions without a key are given one."""
        taken = set(self.by_key)
        for section, _place, question in self.without_key:
            start = self.rows[section].text("key")
            key = free_key(f"{start}.{key_from(question.get('title', ''), 'question')}", taken)
            taken.add(key)
            question["key"] = key
        for row, questions in zip(self.rows, self.questions, strict=True):
            yield {**_without_defaults(row.part(), _defaults(Section)), "questions": questions}


def _shortest(scheme: Part) -> Part:
    """The scheme as `{use: NAME}` where it is one we ship, word for word."""
    shipped = shipped_schemes().get(scheme.get("key", ""))
    short = _without_defaults(scheme, _defaults(RatingScheme))
    if "not_applicable" in short:
        short["not_applicable"] = _without_defaults(short["not_applicable"], _defaults(NotApplicable))
    if shipped is not None and shipped.model_dump(mode="json", exclude_defaults=True) == short:
        return {"use": shipped.key}
    return short


@cache
def _defaults(model: type[BaseModel]) -> Part:
    """The values that the fields of a part have where they are left out, as written in a document."""
    least = {name: _LEAST[name] for name in _LEAST if name in model.model_fields}
    if "type" in model.model_fields:
        least["type"] = model.model_fields["type"].annotation.__args__[0]  # type: ignore[union-attr]
    if model is Section:
        least["questions"] = [{"key": "a", "type": "text", "title": "a"}]
    if model is RatingScheme:
        level = {"label": "a", "stance": "concern"}
        least["levels"] = [{**level, "value": "a", "score": 0}, {**level, "value": "b", "score": 1}]
    made = model.model_validate(least).model_dump(mode="json", by_alias=True)
    return {name: value for name, value in made.items() if name not in least}


def _without_defaults(part: Part, defaults: Part) -> Part:
    return {name: value for name, value in part.items() if name not in defaults or defaults[name] != value}
