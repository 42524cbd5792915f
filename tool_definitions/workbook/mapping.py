"""Which column of somebody's sheet is what: proposed by `guess`, settled by a person, followed by `foreign`."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from tool_definitions.scheme import Stance
from tool_definitions.tool import Kind
from tool_definitions.values import Key, Line, Part, Text, Truth, Whole, Word
from tool_definitions.workbook.problems import WorkbookProblem
from tool_definitions.workbook.sheets import column_number

Use = Literal[
    "section",
    "number",
    "question",
    "guidance",
    "reference",
    "level",
    "weight",
    "type",
    "asks_comment",
    "asks_evidence",
    "leave_out",
]
#: How each use is put to a person.
USES: dict[Use, str] = {
    "section": "The section",
    "number": "The number of the question",
    "question": "The question",
    "guidance": "Guidance: what to look at",
    "reference": "Law or guidance it rests on (kept with the guidance)",
    "level": "What a level of the rating looks like",
    "weight": "The weight",
    "type": "The type of question",
    "asks_comment": "Asks for a comment",
    "asks_evidence": "Asks for evidence",
    "leave_out": "Leave it out",
}
#: At most one column of a sheet may be each of these.
ONE_ONLY: frozenset[Use] = frozenset({"section", "number", "question", "weight", "type"})
SectionsFrom = Literal["column", "rows", "sheet"]
Confidence = Literal["certain", "likely", "unknown"]
#: Names a scheme made from the level columns themselves.
FROM_COLUMNS = "from-columns"
_REMEDY = "choose in the mapping"


class ColumnChoice(Part):
    """What one column is. Without `use` it still has to be chosen; `could_be` are the likeliest."""

    column: Word
    heading: str = ""
    use: Use | None = None
    #: The value of the level that the column describes, where its heading does not say so.
    level: Word | None = None
    #: What the level says about practice, where the scheme is made from the columns.
    stance: Stance | None = None
    could_be: tuple[Use, ...] = ()
    confidence: Confidence = "unknown"
    reason: Text = ""

    @property
    def number(self) -> int:
        """The column counted from 1; ValueError if there is none of these letters."""
        return column_number(self.column)


class SheetMapping(Part):
    """How one sheet is read."""

    sheet: str
    heading_row: Whole = Field(ge=1)
    #: Where the sections are: in a column, in rows of their own, or each sheet is one.
    sections: SectionsFrom | None = None
    hidden_rows: Truth = False
    hidden_columns: Truth = False
    columns: tuple[ColumnChoice, ...]

    def using(self, use: Use) -> tuple[ColumnChoice, ...]:
        """The columns chosen for this use."""
        return tuple(column for column in self.columns if column.use == use)

    def one(self, use: Use) -> int | None:
        """The number of the first column chosen for this use."""
        return next((column.number for column in self.using(use)), None)


class Mapping(Part):
    """How a whole workbook is read as a tool."""

    title: Line | None = None
    key: Key | None = None
    version: Word | None = None
    kind: Kind | None = None
    #: The type of every question whose row does not say.
    question_type: Literal["rating", "yes_no", "text"] | None = None
    #: A scheme we ship, or `from-columns`; needed for ratings.
    scheme: Key | None = None
    #: The schemes that fit the headings, where more than one does or the headings are bare numbers.
    scheme_could_be: tuple[Key, ...] = ()
    #: For `from-columns`: which of the level columns is the worst level.
    worst_level: Literal["first", "last"] | None = None
    reasons: tuple[str, ...] = ()
    sheets: tuple[SheetMapping, ...] = ()

    @property
    def has_levels(self) -> bool:
        """Whether any column describes a level."""
        return any(sheet.using("level") for sheet in self.sheets)


def still_to_choose(mapping: Mapping) -> list[WorkbookProblem]:
    """Everything that a person has to settle before the mapping can be followed."""
    return [*_about_tool(mapping), *(found for sheet in mapping.sheets for found in open_points(sheet))]


def _choose(place: str, message: str) -> WorkbookProblem:
    return WorkbookProblem("choose", place, message, _REMEDY)


def _about_tool(mapping: Mapping) -> Iterator[WorkbookProblem]:
    if not mapping.sheets:
        yield _choose("", "no sheet with questions was recognised")
    for name in ("title", "key", "version", "kind"):
        if getattr(mapping, name) is None:
            yield _choose("", f"the tool needs its {name}")
    if mapping.question_type is None:
        yield _choose("", "the sheet does not show how questions are answered: as ratings, yes or no, or in words")
    if (mapping.question_type == "rating" or mapping.has_levels) and mapping.scheme is None:
        fits = " or ".join(mapping.scheme_could_be)
        yield _choose("", f"ratings need a rating scheme{f': perhaps {fits}' if fits else ''}")
    if mapping.scheme == FROM_COLUMNS and mapping.worst_level is None:
        yield _choose("", "say whether the first or the last level column is the worst level")


def open_points(sheet: SheetMapping) -> Iterator[WorkbookProblem]:
    """What has to be settled before a sheet can be read."""
    if not sheet.using("question"):
        yield _choose(sheet.sheet, "no column is the question")
    if sheet.sections is None:
        yield _choose(
            sheet.sheet, "it is not plain where the sections are: in a column, in rows of their own, or the sheet"
        )
    for column in sheet.columns:
        place = f"{sheet.sheet}!{column.column}{sheet.heading_row}"
        if column.use is None:
            could_be = " or ".join(USES[use].lower() for use in column.could_be) or "several things"
            yield _choose(place, f"'{column.heading}' could be: {could_be}")
        elif column.use in ONE_ONLY and sheet.using(column.use)[0] is not column:
            yield _choose(place, f"a second column is {USES[column.use].lower()}")
