"""Proposing which column of a sheet is what. Where two things are possible nothing is chosen: a person does that."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

from tool_definitions.tool import Kind
from tool_definitions.workbook.heading_rows import has_heading_rows
from tool_definitions.workbook.heading_words import ACTION, ANSWER, FILLED_IN, Meaning, answered_as, meaning_of
from tool_definitions.workbook.headings import headings_in_two_rows, is_group_of_headings, same_heading, trimmed
from tool_definitions.workbook.keys import key_from
from tool_definitions.workbook.level_columns import fitting_schemes, is_bare_number, is_not_applicable
from tool_definitions.workbook.mapping import (
    FROM_COLUMNS,
    ONE_ONLY,
    ColumnChoice,
    Mapping,
    SectionsFrom,
    SheetMapping,
    Use,
)
from tool_definitions.workbook.sheets import Cell, Sheet, Sheets, column_letters

_SEARCHED_ROWS = 40
_YEAR = re.compile(r"\b(20\d\d)(?:\s*[-–/]\s*(?:20)?(\d\d))?\b")
_QUESTION_NUMBER = re.compile(r"[A-Za-z]{0,3}\s?\d{0,3}[a-z]?(?:[.\-]\d{1,3}[a-z]?){0,3}[.)]?", re.ASCII)


def guess_mapping(sheets: Sheets, *, name: str = "") -> Mapping:
    """What each column most likely is, with the reasons. `name` (of the file) stands in for a title."""
    visible = [sheet for sheet in sheets.sheets if not sheet.is_hidden and sheet.rows]
    proposed = [found for sheet in visible if (found := guess_sheet(sheet))]
    answers = [answer for _, mapping in proposed for answer in _answers(mapping)]
    schemes = {scheme: None for _, mapping in proposed for scheme in _schemes(mapping)}
    named = {scheme: None for _, scheme in answers if scheme}
    types = Counter(kind for kind, _ in answers)
    candidates = list(schemes or named)
    bare = any(is_bare_number(column.heading) for _, mapping in proposed for column in mapping.using("level"))
    title = _title(proposed[0][0], proposed[0][1]) if proposed else ""
    return Mapping(
        title=title or name or None,
        key=key_from(_YEAR.sub("", title or name), "tool") if title or name else None,
        version=_version(title, name, *(mapping.sheet for _, mapping in proposed)),
        kind=Kind.SELF_ASSESSMENT,
        question_type=_question_type(types, has_levels=bool(schemes) or bare),
        scheme=candidates[0] if len(candidates) == 1 and not bare else None,
        scheme_could_be=tuple(candidates) or ((FROM_COLUMNS,) if bare else ()),
        reasons=("self-assessment is the usual kind: choose another if it is not one",),
        sheets=tuple(_with_sections(mapping, several=len(proposed) > 1) for _, mapping in proposed),
    )


def _question_type(types: Counter[str], *, has_levels: bool) -> str | None:
    if has_levels:
        return "rating"
    return next(iter(types)) if len(types) == 1 else None


def _with_sections(mapping: SheetMapping, *, several: bool) -> SheetMapping:
    """Where sheets are alike and have no sections of their own, each sheet is a section."""
    if mapping.sections is None and several:
        return mapping.model_copy(update={"sections": "sheet"})
    return mapping


def guess_sheet(sheet: Sheet) -> tuple[Sheet, SheetMapping] | None:
    """How a sheet is most likely read; None where it has no heading that names a question or a standard."""
    row = heading_row(sheet)
    return None if row is None else (sheet, mapping_of_sheet(sheet, row))


def mapping_of_sheet(
    sheet: Sheet, row: int, *, hidden_rows: bool = False, hidden_columns: bool = False
) -> SheetMapping:
    """How a sheet is most likely read if this row holds its headings."""
    columns = sheet.columns_to_read(hidden_too=hidden_columns)
    choices = tuple(_one_of_each(list(_choices(sheet, row, headings_in_two_rows(sheet, row, columns)))))
    mapping = SheetMapping(
        sheet=sheet.name, heading_row=row, columns=choices, hidden_rows=hidden_rows, hidden_columns=hidden_columns
    )
    return mapping.model_copy(update={"sections": _sections(sheet, mapping)})


def heading_row(sheet: Sheet) -> int | None:
    """The row, near the top, with the most headings that are known; None where none names a question.

    Of headings in two rows, some merged over several columns, it is the second.
    """
    rows = sheet.used_rows(hidden_too=False)[:_SEARCHED_ROWS]
    best = max(rows, key=lambda row: len(_meanings(sheet, row)), default=None)
    if best is None or not {"question", "standard"} & set(_meanings(sheet, best)):
        return None
    return best + 1 if is_group_of_headings(sheet, best) else best


def _meanings(sheet: Sheet, row: int) -> list[str]:
    found = (meaning_of(trimmed(cell.text)) for cell in sheet.rows[row].values() if cell.kind != "date")
    return [meaning for meaning in found if meaning]


def _beneath(sheet: Sheet, row: int, column: int, heading: str) -> list[Cell]:
    """The cells of a column beneath its heading, without those that repeat it."""
    cells = [cells[column] for number, cells in sheet.rows.items() if number > row and column in cells]
    return [cell for cell in cells if same_heading(cell.text) != same_heading(heading)]


def _choices(sheet: Sheet, row: int, headings: dict[int, str]) -> Iterator[ColumnChoice]:
    levels = _level_headings(headings)
    repeated = Counter(heading.casefold() for heading in headings.values())
    meanings = {meaning_of(heading) for heading in headings.values()}
    for column, heading in headings.items():
        beneath = _beneath(sheet, row, column, heading)
        if not heading or repeated[heading.casefold()] > 1:
            reason = "it has no heading" if not heading else "another column has the same heading"
            yield _choice(column, heading, None, reason, could_be=("guidance", "leave_out"))
        elif column in levels:
            yield _level_choice(column, heading, beneath)
        else:
            yield _known_choice(sheet, column, heading, beneath, has_question="question" in meanings)


def _choice(
    column: int, heading: str, use: Use | None, reason: str, *, could_be: tuple[Use, ...] = (), certain: bool = False
) -> ColumnChoice:
    confidence = "unknown" if use is None else "certain" if certain else "likely"
    return ColumnChoice(
        column=column_letters(column), heading=heading, use=use, could_be=could_be, confidence=confidence, reason=reason
    )


def _level_headings(headings: dict[int, str]) -> set[int]:
    """The columns whose headings are levels of a scheme we ship, or two bare numbers and more."""
    fitting = {column for columns in fitting_schemes(headings).values() for column in columns}
    bare = {column for column, heading in headings.items() if is_bare_number(heading)}
    return fitting | (bare if len(bare) > 1 else set())


def _level_choice(column: int, heading: str, beneath: list[Cell]) -> ColumnChoice:
    if not beneath:
        return _choice(column, heading, "leave_out", "a level with nothing beneath: respondents mark it themselves")
    return _choice(column, heading, "level", "its heading is a level and texts stand beneath it", certain=True)


def _known_choice(sheet: Sheet, column: int, heading: str, beneath: list[Cell], *, has_question: bool) -> ColumnChoice:
    meaning = meaning_of(heading)
    if meaning is None:
        return _unknown_choice(column, heading, beneath)
    if meaning == "standard":
        use: Use = "section" if has_question else "question"
        reason = "beside a column of questions, standards are the sections" if has_question else "the only question"
        return _choice(column, heading, use, reason)
    if meaning in FILLED_IN:
        return _filled_in_choice(column, heading, beneath, meaning)
    if meaning == "number" and not all(_is_number(sheet, cell) for cell in beneath):
        reason = "the heading says a number, but not all beneath it are"
        return _choice(column, heading, None, reason, could_be=("number", "reference", "section", "leave_out"))
    return _choice(column, heading, cast("Use", meaning), "the heading says so", certain=True)


def _is_number(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell may number a question. Alone in its row it may be a heading; other than text, it is read later."""
    return len(sheet.rows[cell.row]) == 1 or cell.kind != "text" or bool(_QUESTION_NUMBER.fullmatch(cell.text.strip()))


def _filled_in_choice(column: int, heading: str, beneath: list[Cell], meaning: Meaning) -> ColumnChoice:
    """A column that respondents fill in: a comment or evidence is asked for, ratings and actions are left out."""
    if meaning in {ANSWER, ACTION}:
        reason = "it holds answers or actions, which belong to a return" if beneath else "respondents fill it in"
        return _choice(column, heading, "leave_out", reason, certain=not beneath)
    asks = cast("Use", meaning)
    if beneath:
        reason = "the heading asks for it, but texts stand beneath it"
        return _choice(column, heading, None, reason, could_be=("guidance", asks, "leave_out"))
    return _choice(column, heading, asks, "respondents fill it in", certain=True)


def _unknown_choice(column: int, heading: str, beneath: list[Cell]) -> ColumnChoice:
    if is_not_applicable(heading):
        return _choice(column, heading, "leave_out", "not applicable is part of every scheme")
    if not beneath:
        return _choice(column, heading, "leave_out", "nothing stands beneath it")
    return _choice(column, heading, None, "the heading is not one we know", could_be=("guidance", "level", "leave_out"))


def _one_of_each(choices: list[ColumnChoice]) -> Iterator[ColumnChoice]:
    """Of two columns that could be the same thing neither is it until a person says so."""
    counts = Counter(choice.use for choice in choices)
    for choice in choices:
        if choice.use in ONE_ONLY | {"guidance"} and counts[choice.use] > 1:
            could_be = (choice.use, "guidance", "leave_out") if choice.use != "guidance" else ("guidance", "leave_out")
            update = {"use": None, "could_be": could_be, "confidence": "unknown", "reason": "two columns could be this"}
            yield choice.model_copy(update=update)
        else:
            yield choice


def _sections(sheet: Sheet, mapping: SheetMapping) -> SectionsFrom | None:
    if mapping.using("section"):
        return "column"
    if not mapping.using("question") or any(
        "section" in choice.could_be for choice in mapping.columns if not choice.use
    ):
        return None
    if has_heading_rows(sheet, mapping):
        return "rows"
    return "sheet"


def _answers(mapping: SheetMapping) -> Iterator[tuple[str, str | None]]:
    for column in mapping.columns:
        if column.heading and meaning_of(column.heading) == ANSWER and (found := answered_as(column.heading)):
            yield found


def _schemes(mapping: SheetMapping) -> list[str]:
    return list(fitting_schemes({column.number: column.heading for column in mapping.columns}))


def _title(sheet: Sheet, mapping: SheetMapping) -> str:
    """The first text above the headings."""
    above = (row for row in sheet.used_rows(hidden_too=False) if row < mapping.heading_row)
    return next((trimmed(cell.text) for row in above for cell in sheet.rows[row].values() if cell.kind == "text"), "")


def _version(*texts: str) -> str | None:
    for text in texts:
        if found := _YEAR.search(text):
            year, end = found.groups()
            return f"{year}-{end}" if end else year
    return None
