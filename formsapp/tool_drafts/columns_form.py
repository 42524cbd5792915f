"""The form on which somebody says which column of their sheet is what. Its fields follow the workbook."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from tool_definitions.scheme import Stance
from tool_definitions.shipped import shipped_schemes
from tool_definitions.values import KEY_PATTERN, LONGEST_KEY
from tool_definitions.words import KINDS
from tool_definitions.workbook.guess import heading_row, mapping_of_sheet
from tool_definitions.workbook.mapping import FROM_COLUMNS, ONE_ONLY, USES, ColumnChoice, Mapping, SheetMapping
from tool_definitions.workbook.sheets import LAST_ROW, Sheet, Sheets

SECTIONS = {
    "column": "In a column of their own",
    "rows": "As rows between the questions",
    "sheet": "The whole sheet is one section",
}
TYPES = {"rating": "As ratings", "yes_no": "Yes or no", "text": "In words"}
WORST = {"first": "The first level column is the worst level", "last": "The last level column is the worst level"}
STANCES = {Stance.CONCERN: "A concern", Stance.ADEQUATE: "Adequate", Stance.STRENGTH: "A strength"}
_OF_TOOL = ("title", "key", "version", "kind", "question_type", "scheme", "worst_level")
_SAMPLES = 3


class ToolFieldsForm(FlaskForm):
    """What the sheet cannot say of the tool itself, or may say wrongly."""

    title = StringField("Title of the tool", validators=[Length(max=500)])
    key = StringField(
        "Key",
        validators=[Length(max=LONGEST_KEY)],
        description="Stays the same from year to year: small letters, digits and hyphens",
    )
    version = StringField("Version", validators=[Length(max=LONGEST_KEY)], description="Such as 2026-27")
    kind = SelectField("Kind of audit")
    question_type = SelectField("How are the questions answered?")
    scheme = SelectField("Rating scheme", description="Needed where questions are answered as ratings")
    worst_level = SelectField(
        "Which end of the level columns is the worst?",
        description="Only for a scheme made from the columns of the sheet: it is never worked out from their numbers",
    )


def _chosen_from(words: dict[Any, str], nothing: str = "Choose") -> list[SelectChoice]:
    return [SelectChoice("", nothing), *(SelectChoice(str(value), text) for value, text in words.items())]


class ColumnsForm:
    """The form of one workbook: the fields of the tool, and those of each sheet that is read."""

    def __init__(self, sheets: Sheets, mapping: Mapping) -> None:
        self.sheets, self.mapping = sheets, mapping
        self.by_name = {sheet.sheet: sheet for sheet in mapping.sheets}
        fields = {
            name: field for place, sheet in enumerate(sheets.sheets) for name, field in self._fields(place, sheet)
        }
        self.form = type("_ColumnsForm", (ToolFieldsForm,), fields)(data=self._data())
        schemes = {key: scheme.title for key, scheme in shipped_schemes().items()}
        offered = {**schemes, FROM_COLUMNS: "Make one from the level columns of the sheet"}
        choices = {"kind": KINDS, "question_type": TYPES, "scheme": offered, "worst_level": WORST}
        for name, words in choices.items():
            self.form[name].choices = _chosen_from(words, "None" if name in {"scheme", "worst_level"} else "Choose")

    def _fields(self, place: int, sheet: Sheet) -> Iterator[tuple[str, Any]]:
        hint = "This sheet is hidden in the workbook" if sheet.is_hidden else ""
        yield f"read_{place}", BooleanField(f"Read the sheet “{sheet.name}”", description=hint)
        mapped = self.by_name.get(sheet.name)
        if mapped is None:
            return
        yield (
            f"row_{place}",
            IntegerField("Row with the headings", validators=[Optional(), NumberRange(min=1, max=LAST_ROW)]),
        )
        yield f"sections_{place}", SelectField("Where are the sections?", choices=_chosen_from(SECTIONS))
        if sheet.hidden_rows:
            yield f"hidden_rows_{place}", BooleanField(f"Read its hidden rows too ({len(sheet.hidden_rows)})")
        if sheet.hidden_used_columns:
            count = len(sheet.hidden_used_columns)
            yield f"hidden_columns_{place}", BooleanField(f"Read its hidden columns too ({count})")
        for column in mapped.columns:
            yield from self._column_fields(place, sheet, mapped, column)

    def _column_fields(
        self, place: int, sheet: Sheet, mapped: SheetMapping, column: ColumnChoice
    ) -> Iterator[tuple[str, Any]]:
        name = f"Column {column.column}: {column.heading or 'no heading'}"
        samples = _samples(sheet, mapped, column)
        hint = ". ".join(
            part
            for part in (f"Such as {samples}" if samples else "", column.reason[:1].upper() + column.reason[1:])
            if part
        )
        yield f"use_{place}_{column.column}", SelectField(name, choices=_chosen_from(USES), description=hint)
        if column.use != "level":
            return
        scheme = shipped_schemes().get(self.mapping.scheme or "")
        if scheme:
            levels = {level.value: level.label for level in scheme.levels}
            choices = _chosen_from(levels, "The level its heading names")
            yield (
                f"level_{place}_{column.column}",
                SelectField(f"Level that column {column.column} describes", choices=choices),
            )
        if self.mapping.scheme == FROM_COLUMNS:
            label = f"What “{column.heading}” says about practice"
            yield f"stance_{place}_{column.column}", SelectField(label, choices=_chosen_from(STANCES))

    def _data(self) -> dict[str, Any]:
        data: dict[str, Any] = {name: str(getattr(self.mapping, name) or "") for name in _OF_TOOL}
        for place, sheet in enumerate(self.sheets.sheets):
            mapped = self.by_name.get(sheet.name)
            data[f"read_{place}"] = mapped is not None
            if mapped is None:
                continue
            data[f"row_{place}"], data[f"sections_{place}"] = mapped.heading_row, mapped.sections or ""
            data[f"hidden_rows_{place}"], data[f"hidden_columns_{place}"] = mapped.hidden_rows, mapped.hidden_columns
            for column in mapped.columns:
                data[f"use_{place}_{column.column}"] = column.use or ""
                data[f"level_{place}_{column.column}"] = column.level or ""
                data[f"stance_{place}_{column.column}"] = column.stance or ""
        return data

    def columns_of(self, place: int) -> list[Sequence[Field]]:
        """The fields of each column of a sheet, for the page."""
        mapped = self.by_name.get(self.sheets.sheets[place].name)
        names = [column.column for column in mapped.columns] if mapped else []
        kinds = ("use", "level", "stance")
        return [
            [self.form[f"{kind}_{place}_{name}"] for kind in kinds if f"{kind}_{place}_{name}" in self.form]
            for name in names
        ]

    def chosen(self) -> tuple[Mapping, bool]:
        """The mapping as it was chosen, and whether sheets or headings changed so that there is more to choose."""
        sheets, is_new = [], False
        for place, sheet in enumerate(self.sheets.sheets):
            if not self.form[f"read_{place}"].data:
                continue
            mapped = self.by_name.get(sheet.name)
            made = self._sheet(place, sheet, mapped) if mapped else mapping_of_sheet(sheet, _first_headings(sheet))
            is_new |= mapped is None or [each.column for each in made.columns] != [
                each.column for each in mapped.columns
            ]
            is_new |= mapped is not None and made.heading_row != mapped.heading_row
            sheets.append(made)
        of_tool = {name: (self.form[name].data or "").strip() or None for name in _OF_TOOL}
        return Mapping.model_validate({**of_tool, "sheets": sheets}), is_new

    def _sheet(self, place: int, sheet: Sheet, mapped: SheetMapping) -> SheetMapping:
        hidden = {name: self._data_of(f"{name}_{place}") for name in ("hidden_rows", "hidden_columns")}
        row = self._data_of(f"row_{place}") or mapped.heading_row
        if row != mapped.heading_row or bool(hidden["hidden_columns"]) != mapped.hidden_columns:
            return mapping_of_sheet(
                sheet, row, hidden_rows=bool(hidden["hidden_rows"]), hidden_columns=bool(hidden["hidden_columns"])
            )
        columns = tuple(self._column(place, column) for column in mapped.columns)
        sections = self._data_of(f"sections_{place}") or None
        return mapped.model_copy(
            update={"sections": sections, "hidden_rows": bool(hidden["hidden_rows"]), "columns": columns}
        )

    def _column(self, place: int, column: ColumnChoice) -> ColumnChoice:
        fields = {name: self._data_of(f"{name}_{place}_{column.column}") or None for name in ("use", "level", "stance")}
        return ColumnChoice.model_validate({**column.model_dump(), **fields})

    def _data_of(self, name: str) -> Any:
        return self.form[name].data if name in self.form else None

    def mark_open(self, mapping: Mapping) -> None:
        """Put an error on every field that still has to be chosen."""
        for name, words in (("title", "title"), ("key", "key"), ("version", "version"), ("kind", "kind of audit")):
            if getattr(mapping, name) is None:
                self.form[name].errors = [f"Enter the {words}" if name != "kind" else "Choose the kind of audit"]
        if mapping.question_type is None:
            self.form["question_type"].errors = ["Choose how the questions are answered"]
        if (mapping.question_type == "rating" or mapping.has_levels) and mapping.scheme is None:
            self.form["scheme"].errors = ["Choose the rating scheme"]
        if mapping.scheme == FROM_COLUMNS and mapping.worst_level is None:
            self.form["worst_level"].errors = ["Choose which end is the worst"]
        if not mapping.sheets:
            self.form["read_0"].errors = ["Choose the sheet with the questions"]
        for sheet in mapping.sheets:
            self._mark_sheet(sheet)

    def _mark_sheet(self, sheet: SheetMapping) -> None:
        place = next(number for number, each in enumerate(self.sheets.sheets) if each.name == sheet.sheet)
        if not sheet.using("question"):
            self.form[f"row_{place}"].errors = [f"Choose the column of “{sheet.sheet}” that is the question"]
        if sheet.sections is None:
            self.form[f"sections_{place}"].errors = [f"Choose where the sections of “{sheet.sheet}” are"]
        for column in sheet.columns:
            field = self.form[f"use_{place}_{column.column}"]
            if column.use is None:
                field.errors = [f"Choose what column {column.column} is, “{column.heading or 'without a heading'}”"]
            elif column.use in ONE_ONLY and sheet.using(column.use)[0] is not column:
                field.errors = [
                    f"Column {column.column} cannot be the same as column {sheet.using(column.use)[0].column}"
                ]
            elif (
                sheet.sheet and column.use == "level" and self.mapping.scheme == FROM_COLUMNS and column.stance is None
            ):
                stance = f"stance_{place}_{column.column}"
                if stance in self.form:
                    self.form[stance].errors = [f"Choose what “{column.heading}” says about practice"]


def key_refusal(key: str | None) -> str | None:
    """Why a key cannot be one."""
    if key and not KEY_PATTERN.fullmatch(key):
        return "Use small letters, digits, dots, hyphens and underscores, starting with a letter or digit"
    return None


def _first_headings(sheet: Sheet) -> int:
    """The row that is taken for the headings of a sheet in which none was recognised: the first with two texts."""
    known = heading_row(sheet)
    several = (row for row, cells in sheet.rows.items() if len(cells) > 1)
    return known or next(several, 1)


def _samples(sheet: Sheet, mapped: SheetMapping, column: ColumnChoice) -> str:
    texts = [
        cells[column.number].text
        for row, cells in sheet.rows.items()
        if row > mapped.heading_row and column.number in cells
    ]
    return " · ".join(text if len(text) <= 60 else f"{text[:59]}…" for text in texts[:_SAMPLES])
