"""Somebody's own sheet read as a tool document, as a mapping says."""

import re
from dataclasses import dataclass, field
from typing import Any

from tool_definitions.draft import QUESTION_TYPES
from tool_definitions.shipped import shipped_schemes
from tool_definitions.values import LONGEST_LINE
from tool_definitions.workbook.build import Built
from tool_definitions.workbook.heading_rows import numbers_after, rows_beneath, section_heading
from tool_definitions.workbook.headings import check_headings
from tool_definitions.workbook.keys import free_key, key_from
from tool_definitions.workbook.level_columns import level_of
from tool_definitions.workbook.mapping import (
    FROM_COLUMNS,
    ColumnChoice,
    Mapping,
    SheetMapping,
    open_points,
    still_to_choose,
)
from tool_definitions.workbook.notation.forms import plain_text, read_number
from tool_definitions.workbook.notation.words import NotReadable
from tool_definitions.workbook.sheets import Cell, Sheet, Sheets

Part = dict[str, Any]
OWN_SCHEME = "own-levels"
_SECTION_NUMBER = re.compile(
    r"^(?:section|standard|part|area|domain)?\s*[\dA-Z]{0,2}(?:\.\d+)*\s*[:.)–-]+\s*", re.IGNORECASE
)
_TYPES = {
    "yes/no": "yes_no",
    "yes or no": "yes_no",
    "y/n": "yes_no",
    "free text": "text",
    "comment": "text",
    "words": "text",
}


def build_from_foreign(sheets: Sheets, mapping: Mapping) -> Built:
    """The tool document that a mapping makes of a workbook. Whatever is not settled in it is a problem."""
    return _Builder(sheets, mapping).build()


@dataclass
class _Section:
    """A section as it is gathered."""

    title: str
    place: str
    questions: list[Part] = field(default_factory=list)
    places: list[dict[str, str]] = field(default_factory=list)


class _Builder:
    """Gathers sections and questions from the sheets of one mapping."""

    def __init__(self, sheets: Sheets, mapping: Mapping) -> None:
        self.sheets, self.mapping = sheets, mapping
        self.built = Built()
        self.sections: list[_Section] = []
        self.levels: dict[tuple[str, str], str] = {}

    def build(self) -> Built:
        """The document, problems too."""
        self.built.problems += still_to_choose(self.mapping)
        self._read_sheets()
        document: Part = {
            name: str(value)
            for name in ("key", "version", "title", "kind")
            if (value := getattr(self.mapping, name)) is not None
        }
        if scheme := self._scheme():
            document["rating_schemes"] = scheme
        document["sections"] = list(self._keyed_sections())
        self.built.document = document
        if not self.built.problems and not any(section.questions for section in self.sections):
            self.built.find("no-questions", "", "no question was found", "choose the sheet and the column of questions")
        return self.built

    def _read_sheets(self) -> None:
        for sheet_mapping in self.mapping.sheets:
            sheet = self.sheets.named(sheet_mapping.sheet)
            if sheet is None:
                self.built.find("missing-sheet", "", f"there is no sheet '{sheet_mapping.sheet}'", "choose another")
                continue
            self.built.take_faults(sheet)
            undecided = {column.number: column.heading for column in sheet_mapping.columns if column.use is None}
            check_headings(self.built, sheet, sheet_mapping.heading_row, undecided)
            self._match_levels(sheet_mapping)
            if not any(open_points(sheet_mapping)):
                _SheetReader(self, sheet, sheet_mapping).read()

    def _match_levels(self, sheet: SheetMapping) -> None:
        """Which level each level column describes."""
        scheme = shipped_schemes().get(self.mapping.scheme or "")
        for column in sheet.using("level"):
            level = column.level or (level_of(column.heading, scheme) if scheme else column.heading)
            if level is None or (scheme and level not in scheme.ranks):
                place = f"{sheet.sheet}!{column.column}{sheet.heading_row}"
                message = f"'{column.heading}' is not a level of '{self.mapping.scheme}'"
                self.built.find("choose", place, message, "say which level the column describes")
            elif level in {self.levels.get((sheet.sheet, other.column)) for other in sheet.using("level")}:
                place = f"{sheet.sheet}!{column.column}{sheet.heading_row}"
                self.built.find("choose", place, f"two columns describe the level '{level}'", "choose one of them")
            else:
                self.levels[sheet.sheet, column.column] = level

    def _scheme(self) -> Part:
        """The field `rating_schemes`."""
        if self.mapping.scheme is None:
            return {}
        if self.mapping.scheme != FROM_COLUMNS:
            if self.mapping.scheme not in shipped_schemes():
                message = f"no shipped rating scheme is called '{self.mapping.scheme}'"
                self.built.find("choose", "", message, "use one of: " + ", ".join(shipped_schemes()))
            return {self.mapping.scheme: {"use": self.mapping.scheme}}
        columns = [column for sheet in self.mapping.sheets[:1] for column in sheet.using("level")]
        if self.mapping.worst_level == "last":
            columns.reverse()
        levels = [self._level(column, score) for score, column in enumerate(columns)]
        return {OWN_SCHEME: {"key": OWN_SCHEME, "title": "Levels of the sheet", "levels": levels}}

    def _level(self, column: ColumnChoice, score: int) -> Part:
        if column.stance is None:
            place = f"{self.mapping.sheets[0].sheet}!{column.column}{self.mapping.sheets[0].heading_row}"
            message = f"'{column.heading}' needs a stance: concern, adequate or strength"
            self.built.find("choose", place, message, "it is never worked out from the number of the level")
        value = column.level or column.heading
        return {"value": value, "label": column.heading, "score": score, "stance": str(column.stance or "concern")}

    @property
    def scheme_name(self) -> str | None:
        """The name by which questions use the scheme."""
        return OWN_SCHEME if self.mapping.scheme == FROM_COLUMNS else self.mapping.scheme

    def _keyed_sections(self) -> list[Part]:
        sections: list[Part] = []
        taken: set[str] = set()
        questions: set[str] = set()
        for place, section in enumerate(self.sections):
            key = free_key(key_from(_SECTION_NUMBER.sub("", section.title), f"section-{place + 1}"), taken)
            taken.add(key)
            self.built.places[("sections", place)] = section.place
            if not section.questions:
                message = f"the section '{section.title[:60]}' has no questions beneath it"
                self.built.find("empty-section", section.place, message, "delete the row, or hide it")
            for number, question in enumerate(section.questions):
                question["key"] = self._key(question, key, questions, section.places[number])
                questions.add(question["key"])
                path = ("sections", place, "questions", number)
                self.built.places[path] = section.places[number]["title"]
                for name, cell in section.places[number].items():
                    self.built.places[(*path, *name.split(" ", 1))] = cell
            sections.append({"key": key, "title": section.title, "questions": section.questions})
        return sections

    def _key(self, question: Part, section: str, taken: set[str], places: dict[str, str]) -> str:
        number = question.pop("number", "")
        if not number:
            return free_key(f"{section}.{key_from(question['title'], 'question')}", taken)
        plain = re.sub(r"[^a-z0-9._-]+", "-", number.casefold()).strip("-._")
        key = f"{section}.{plain}" if plain else f"{section}.question"
        if key in taken:
            self.built.find("same-number", places["number"], f"'{number}' is the number of two questions", "change one")
        return key


class _SheetReader:
    """Reads the rows of one sheet."""

    def __init__(self, builder: _Builder, sheet: Sheet, mapping: SheetMapping) -> None:
        self.builder, self.sheet, self.mapping = builder, sheet, mapping
        self.built = builder.built
        self.section: _Section | None = None
        if mapping.sections == "sheet":
            self._start_section(sheet.name, sheet.name)

    def _start_section(self, title: str, place: str) -> None:
        self.section = _Section(title, place)
        self.builder.sections.append(self.section)

    def read(self) -> None:
        """Every row beneath the headings."""
        rows = list(rows_beneath(self.sheet, self.mapping))
        for (row, cells), after in zip(rows, numbers_after(rows, self.mapping.one("number")), strict=True):
            title = (
                section_heading(self.sheet, self.mapping, row, cells, after) if self.mapping.sections == "rows" else ""
            )
            if title:
                self._start_section(title, self.sheet.place(row, min(cells)))
            else:
                self._row(row, cells)

    def _row(self, row: int, cells: dict[int, Cell]) -> None:
        column = self.mapping.one("question")
        own = cells.get(column or 0)
        merged = None if own else self.sheet.cell(row, column or 0)
        if merged and self.section and self.section.questions:
            self._more_of_last(cells)
        elif own is None:
            message = "the row has no question"
            remedy = "empty the row, or put the question into its column"
            self.built.find("no-question", self.sheet.place(row, min(cells)), message, remedy)
        else:
            self._question(row, own)

    def _more_of_last(self, cells: dict[int, Cell]) -> None:
        """A further row beside a question merged over several: its texts go on."""
        assert self.section is not None
        question = self.section.questions[-1]
        for column in (*self.mapping.using("guidance"), *self.mapping.using("reference")):
            if column.number in cells and (text := self._text(cells[column.number])):
                question["guidance"] = "\n\n".join(part for part in (question.get("guidance"), text) if part)
        for column in self.mapping.using("level"):
            level = self.builder.levels.get((self.sheet.name, column.column))
            if column.number in cells and level and (text := self._text(cells[column.number])):
                levels = question.setdefault("levels", {})
                levels[level] = "\n".join(part for part in (levels.get(level), text) if part)

    def _text(self, cell: Cell) -> str:
        try:
            return plain_text(cell).strip()
        except NotReadable as fault:
            self.built.find_in(self.sheet, cell, fault.message, fault.remedy)
            return ""

    def _shown(self, row: int, use: Any) -> Cell | None:
        """The cell of this use in a row; not where it shows what is merged from above, but for sections."""
        column = self.mapping.one(use)
        return self.sheet.cell(row, column) if column else None

    def _question(self, row: int, own: Cell) -> None:
        self._section_of(row, own)
        if self.section is None:
            return
        title = " ".join(self._text(own).split())
        if len(title) > LONGEST_LINE:
            message = f"is longer than {LONGEST_LINE} characters, the limit of a question"
            self.built.find_in(self.sheet, own, message, "leave the question itself, and move the rest to guidance")
        kind = self._kind(row)
        question: Part = {"type": kind, "title": title}
        places = {"title": self.sheet.place(row, own.column)}
        if number := self._number(row):
            question["number"], places["number"] = number, self.sheet.place(row, self.mapping.one("number") or 1)
        self._add_texts(row, question, places)
        self._add_judgement(row, question, places)
        self.section.questions.append(question)
        self.section.places.append(places)

    def _section_of(self, row: int, own: Cell) -> None:
        """Take up the section that the row names; a blank one is that of the row above."""
        if self.mapping.sections != "column":
            if self.section is None:
                message = "stands before the heading of any section"
                self.built.find_in(self.sheet, own, message, "put a heading above it", "no-section")
            return
        cell = self._shown(row, "section")
        title = " ".join(self._text(cell).split()) if cell else ""
        if title and (self.section is None or self.section.title != title):
            known = next((each for each in self.builder.sections if each.title == title), None)
            if known:
                self.section = known
            else:
                self._start_section(title, self.sheet.place(cell.row, cell.column) if cell else self.sheet.name)
        elif self.section is None:
            self.built.find_in(self.sheet, own, "has no section", "type the section in its column", "no-section")

    def _number(self, row: int) -> str:
        cell = self._shown(row, "number")
        return self._text(cell).rstrip(".)") if cell else ""

    def _kind(self, row: int) -> str:
        cell = self._shown(row, "type")
        if cell is None:
            return self.builder.mapping.question_type or "text"
        words = self._text(cell).casefold()
        kind = _TYPES.get(words, words.replace(" ", "_"))
        if kind not in QUESTION_TYPES:
            message = f"'{words}' is not a type of question"
            self.built.find_in(self.sheet, cell, message, "use one of: " + ", ".join(QUESTION_TYPES))
        return kind

    def _add_texts(self, row: int, question: Part, places: dict[str, str]) -> None:
        guidance = []
        for column in self.mapping.columns:
            if column.use in {"guidance", "reference"} and (cell := self.sheet.rows[row].get(column.number)):
                text = self._text(cell)
                guidance.append(f"{column.heading}: {text}" if column.use == "reference" else text)
                places["guidance"] = self.sheet.place(row, column.number)
        if any(guidance):
            question["guidance"] = "\n\n".join(part for part in guidance if part)
        if question["type"] == "rating":
            for column in self.mapping.using("level"):
                level = self.builder.levels.get((self.sheet.name, column.column))
                cell = self.sheet.rows[row].get(column.number)
                if level and cell and (text := self._text(cell)):
                    question.setdefault("levels", {})[level] = text
                    places[f"levels {level}"] = self.sheet.place(row, column.number)

    def _add_judgement(self, row: int, question: Part, places: dict[str, str]) -> None:
        is_rating = question["type"] == "rating"
        if is_rating and self.builder.scheme_name:
            question["scheme"] = self.builder.scheme_name
        weight = self._shown(row, "weight")
        if weight:
            try:
                question["weight"] = read_number(weight)
                places["weight"] = self.sheet.place(row, weight.column)
            except NotReadable as fault:
                self.built.find_in(self.sheet, weight, fault.message, fault.remedy)
        if question["type"] in {"yes_no", "choice"}:
            for use, name in (("asks_comment", "comment"), ("asks_evidence", "evidence")):
                if self.mapping.using(use):  # type: ignore[arg-type]
                    question[name] = "optional"
