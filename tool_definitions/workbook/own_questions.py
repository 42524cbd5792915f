"""The sheets Questions, Options and Table columns of our own workbook, sorted into the sections of a document."""

from collections.abc import Iterator
from typing import Any

from tool_definitions.draft import QUESTION_TYPES
from tool_definitions.shipped import shipped_schemes
from tool_definitions.tool import Section
from tool_definitions.workbook import layout
from tool_definitions.workbook.build import Built
from tool_definitions.workbook.defaults import without_defaults
from tool_definitions.workbook.keys import free_key, key_from
from tool_definitions.workbook.layout import Table
from tool_definitions.workbook.tables import ReadRow

Part = dict[str, Any]


class QuestionSheets:
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
        if title and title not in titles:
            message = f"'{title}' is not the title of a section; that of '{key}' is '{titles[self.places[key]]}'"
            remedy = "change titles on the sheet Sections; here the key says to which section a question belongs"
            self.built.find("other-title", row.place("section_title"), message, remedy)
        return self.places[key]

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
        return without_defaults(question, model)

    def _levels(self, row: ReadRow, path: tuple[str | int, ...], texts: dict[str, str]) -> Iterator[tuple[str, str]]:
        values = self._values(row.text("scheme"))
        for name, text in texts.items():
            place = int(name.removeprefix("level "))
            if not row.text("type"):
                # The type cannot be read, and that was said.
                return
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
            yield {**without_defaults(row.part(), Section), "questions": questions}
