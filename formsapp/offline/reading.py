"""What somebody typed into a workbook of ours: which question each row answers, cell by cell, not judged yet."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from formsapp.offline.layout import HEADING_ROW, KEY, LAYOUT, MADE_FOR, NUMBER, PARTS, QUESTION
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.rows_of_boxes import RowsOfBoxes
from formsapp.returns.fields.wording import tidy
from formsapp.returns.opened import OpenedReturn
from tool_definitions.workbook.sheets import Sheet, Sheets, address_of

#: How far down a sheet its headings may have moved.
_LAST_HEADING_ROW = HEADING_ROW + 8
_OPTIONAL = " (optional)"
_HEADINGS = {one.part: one.heading for one in PARTS}
OTHER_RETURN = "This workbook was made for another return. Download the one of this return, and fill that in."
OTHER_QUESTIONS = (
    "This workbook was made for another version of the questions. Download a new one, and copy your answers into it."
)
NOT_OURS = (
    "This is not a workbook that was downloaded for this return: no row of it holds one of its questions. "
    "Download the workbook on this page, and fill that in."
)


class Typed(NamedTuple):
    """What one cell holds, and where it is."""

    text: str
    place: str


@dataclass
class Reading:
    """What a workbook holds for one return."""

    #: By question, by part of the answer.
    rows: dict[str, dict[str, Typed]] = field(default_factory=dict)
    #: The revision of each answer that the workbook showed, and the digest of its text; None where it no longer says.
    bases: dict[str, tuple[int, str]] | None = None
    #: What is wrong with cells, a sentence each.
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain data that `from_json` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Reading":
        """What `as_json` gave."""
        rows = {key: {part: Typed(*cell) for part, cell in cells.items()} for key, cells in data["rows"].items()}
        bases = data["bases"]
        return cls(rows, bases and {key: (base[0], base[1]) for key, base in bases.items()}, data["problems"])


class NotThisReturn(Exception):
    """The workbook is not one of this return; the sentence says what it is, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_return(sheets: Sheets, opened: OpenedReturn) -> Reading:
    """What the workbook answers. Raises NotThisReturn."""
    made_for = sheets.named(MADE_FOR)
    reading = Reading(bases=_bases(made_for, opened) if made_for else None)
    for sheet in sheets.sheets:
        if sheet is not made_for:
            _read_sheet(sheet, opened, reading)
    if not reading.rows and not reading.problems:
        raise NotThisReturn(NOT_OURS)
    return reading


def _bases(sheet: Sheet, opened: OpenedReturn) -> dict[str, tuple[int, str]]:
    layout, return_id, fingerprint = (_text(sheet, 1, column) for column in (1, 2, 3))
    if layout != LAYOUT:
        raise NotThisReturn(NOT_OURS)
    if return_id != str(opened.id):
        raise NotThisReturn(OTHER_RETURN)
    if fingerprint != opened.tool.tool.fingerprint:
        raise NotThisReturn(OTHER_QUESTIONS)
    found = {}
    for row in sheet.rows:
        key, revision, digest = (_text(sheet, row, column) for column in (1, 2, 3))
        if row > 1 and key in opened.tool.questions and revision.isascii() and revision.isdigit() and digest:
            found[key] = (int(revision[:9]), digest)
    return found


def _read_sheet(sheet: Sheet, opened: OpenedReturn, reading: Reading) -> None:
    headings, columns = _columns(sheet)
    if not columns:
        return
    for row in sorted(sheet.rows):
        asked = _question_of(sheet, row, columns, opened) if row > headings else None
        if asked is None or isinstance(asked, RowsOfBoxes):
            continue
        if refusal := _refusal(asked, opened, reading):
            reading.problems.append(f"{_place(sheet, row, columns[NUMBER], NUMBER, asked)} {refusal}")
            continue
        reading.rows[asked.key] = dict(_cells(sheet, row, columns, asked))
        reading.problems += _faults(sheet, row, columns, asked)


def _refusal(asked: Asked[Any], opened: OpenedReturn, reading: Reading) -> str:
    section = next(key for key, one in opened.tool.sections.items() if asked.key in one.by_key)
    if not opened.opens(section):
        return f"question {asked.number} is in a section that you were not asked to help with"
    if asked.key in reading.rows:
        return f"question {asked.number} stands here a second time – delete one of the two rows"
    return ""


def _faults(sheet: Sheet, row: int, columns: Mapping[str, int], asked: Asked[Any]) -> Iterator[str]:
    """Formulas and errors in the cells of an answer."""
    faulty = {fault.address: fault for fault in sheet.faults}
    for part, column in _parts(columns, asked):
        if fault := faulty.get(address_of(row, column)):
            remedy = f" – {fault.remedy}" if fault.remedy else ""
            yield f"{_place(sheet, row, column, _HEADINGS[part], asked)} {fault.message}{remedy}"


def _cells(sheet: Sheet, row: int, columns: Mapping[str, int], asked: Asked[Any]) -> Iterator[tuple[str, Typed]]:
    for part, column in _parts(columns, asked):
        yield part, Typed(_text(sheet, row, column), _place(sheet, row, column, _HEADINGS[part], asked))


def _place(sheet: Sheet, row: int, column: int, heading: str, asked: Asked[Any]) -> str:
    """Where something is, as people look for it: the sheet, the question, the column, and the cell."""
    return f"“{sheet.name}”, question {asked.number}, “{heading}” ({address_of(row, column)}):"


def _parts(columns: Mapping[str, int], asked: Asked[Any]) -> Iterator[tuple[str, int]]:
    for one in PARTS:
        if one.heading in columns and (one.part == "value" or one.part in asked.parts):
            yield one.part, columns[one.heading]


def _columns(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the column of each; nothing where the sheet is not one of a section."""
    wanted = {_plain(heading): heading for heading in (NUMBER, QUESTION, KEY, *(part.heading for part in PARTS))}
    for row in sorted(sheet.rows)[:_LAST_HEADING_ROW]:
        found = {
            wanted[_plain(cell.text)]: column for column, cell in sheet.rows[row].items() if _plain(cell.text) in wanted
        }
        if {NUMBER, QUESTION, PARTS[0].heading} <= found.keys():
            return row, found
    return 0, {}


def _question_of(sheet: Sheet, row: int, columns: Mapping[str, int], opened: OpenedReturn) -> Asked[Any] | None:
    """The question of a row: by its hidden key; where that is lost, by its number and its words."""
    key = _text(sheet, row, columns[KEY]) if KEY in columns else ""
    if key in opened.tool.questions:
        return opened.tool.questions[key]
    number, title = _text(sheet, row, columns[NUMBER]), _plain(_text(sheet, row, columns[QUESTION]))
    same = (one for one in opened.tool.questions.values() if one.number == number)
    return next((one for one in same if _plain(one.question.title) == title.removesuffix(_OPTIONAL)), None)


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    return tidy(cell.text).strip() if cell else ""


def _plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split()).casefold()
