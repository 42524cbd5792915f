"""From a sheet of ratings, long or wide, to `Ratings`: every fault found first, then nothing or everything."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.answers_check import FAULTY, AnswerCheck
from scoring.packed import UNANSWERED, Codes
from scoring.problems import BadRatings, Problem
from scoring.ratings import Ratings
from scoring.sheet import BLANK, NOT_A_NUMBER, Cells, Sheet
from scoring.visible import hide_uncounted, questions_in_conditions
from tool_definitions.tool import Tool

LONG = ("return_id", "question", "rating")
LONG_ALSO = ("organisation_id", "moderated_rating", "comment")
#: Rows of a long table read at a time.
BLOCK = 1 << 16
#: One organisation's attributes, by organisation id.
Organisations = Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True)
class Given:
    """What a sheet gave, before it is known which questions count."""

    return_ids: tuple[str, ...]
    organisation_ids: tuple[str, ...]
    codes: Codes
    moderated: Codes | None
    answers: Mapping[str, Cells]
    comments: Mapping[tuple[str, str], str] | None
    feedback: Mapping[str, Sequence[str]]


def assemble(tool: Tool, sheet: Sheet, organisations: Organisations | None = None) -> Ratings:
    """The ratings in a sheet. Raises BadRatings with every fault in it."""
    problems = header_problems(tool, sheet)
    if not problems and not len(sheet):
        problems = [Problem(2, "return_id", "there are no ratings under the header")]
    if problems:
        raise BadRatings(problems)
    given, problems = (_from_long if is_long(tool, sheet) else _from_wide)(tool, sheet)
    problems += [*sheet.faults, *_unknown_organisations(sheet, organisations)]
    if problems or given is None:
        raise BadRatings(problems)
    attributes = _attributes(given.organisation_ids, organisations)
    codes = hide_uncounted(tool, given.codes, given.answers, attributes)
    return Ratings(
        given.return_ids,
        given.organisation_ids,
        codes,
        given.moderated,
        attributes or {},
        given.comments,
        feedback=given.feedback,
    )


def is_long(tool: Tool, sheet: Sheet) -> bool:
    """Whether the header is that of a long table."""
    return any(name in sheet.columns and name not in tool.questions for name in ("question", "rating"))


def header_problems(tool: Tool, sheet: Sheet) -> list[Problem]:
    """Columns that are missing, and columns that mean nothing here."""
    long = is_long(tool, sheet)
    needed = LONG if long else ("return_id",)
    known = {*LONG, *LONG_ALSO} if long else {"return_id", "organisation_id", *tool.questions}
    missing = [Problem(1, name, "this column is missing") for name in needed if name not in sheet.columns]
    what = "not a column of a long ratings table" if long else "not a question of this tool"
    unknown = [Problem(1, name, what) for name in sheet.columns if name not in known]
    if not long and not missing and not any(name in tool.questions for name in sheet.columns):
        missing = [Problem(1, "question", "neither a question column nor any of the tool's questions is here")]
    return missing + unknown


def _unknown_organisations(sheet: Sheet, organisations: Organisations | None) -> list[Problem]:
    if organisations is None:
        return []
    own = sheet.columns.get("organisation_id")
    problems = []
    for row, return_id in enumerate(sheet.columns["return_id"].texts()):
        named = own.text(row) if own is not None else None
        organisation = named or return_id
        if organisation is not None and organisation not in organisations:
            column = "organisation_id" if named else "return_id"
            problems.append(_at(sheet, row, column, f"{organisation!r} is not in the table of organisations"))
    return problems


def _attributes(
    organisation_ids: Sequence[str], organisations: Organisations | None
) -> dict[str, list[str | None]] | None:
    if organisations is None:
        return None
    names = dict.fromkeys(name for attributes in organisations.values() for name in attributes)
    return {name: [organisations[key].get(name) for key in organisation_ids] for name in names}


def _at(sheet: Sheet, row: int, column: str, message: str) -> Problem:
    return Problem(int(sheet.row_numbers[row]), column, message)


def _blank(sheet: Sheet, column: str) -> list[Problem]:
    cells = sheet.columns[column]
    blank = cells.places == BLANK
    if NOT_A_NUMBER in cells.values:
        blank = blank | (cells.places == cells.values.index(NOT_A_NUMBER))
    rows = np.flatnonzero(blank)
    return [_at(sheet, row, column, "is blank") for row in rows.tolist()]


# Wide


def _from_wide(tool: Tool, sheet: Sheet) -> tuple[Given | None, list[Problem]]:
    check = AnswerCheck(tool)
    problems = _blank(sheet, "return_id") + _repeated(sheet)
    codes = np.full((len(tool.scored_questions), len(sheet)), UNANSWERED, dtype=np.int8)
    places = {key: place for place, key in enumerate(tool.scored_questions)}
    for key, cells in sheet.columns.items():
        if key not in tool.questions:
            continue
        wrong = check.faults(key, cells.values)
        problems += [
            _at(sheet, row, key, wrong[int(cells.places[row])])
            for place in wrong
            for row in np.flatnonzero(cells.places == place).tolist()
        ]
        if key in places:
            codes[places[key]] = check.codes(key, cells.values)[cells.places]
    if problems:
        return None, problems
    return_ids = _filled(sheet.columns["return_id"])
    organisation_ids = _organisation_ids(sheet, return_ids)
    answers = {key: sheet.columns[key] for key in questions_in_conditions(tool) if key in sheet.columns}
    feedback = {key: _said(sheet.columns[key]) for key in _feedback_questions(tool) if key in sheet.columns}
    return Given(return_ids, organisation_ids, codes.T, None, answers, None, feedback), []


def _feedback_questions(tool: Tool) -> list[str]:
    return [key for key, question in tool.questions.items() if question.asks_for == "feedback"]


def _said(cells: Cells) -> list[str]:
    return [text for text in cells.texts() if text is not None]


def _repeated(sheet: Sheet) -> list[Problem]:
    cells = sheet.columns["return_id"]
    counts = np.bincount(cells.places + 1, minlength=len(cells.values) + 1)[1:]
    if not (counts > 1).any():
        return []
    rows = np.flatnonzero((cells.places != BLANK) & (np.append(counts, 0)[cells.places] > 1)).tolist()
    return [_at(sheet, row, "return_id", f"the return {cells.text(row)!r} is here more than once") for row in rows]


def _filled(cells: Cells) -> tuple[str, ...]:
    return tuple(text or "" for text in cells.texts())


def _organisation_ids(sheet: Sheet, return_ids: tuple[str, ...]) -> tuple[str, ...]:
    own = sheet.columns.get("organisation_id")
    if own is None:
        return return_ids
    return tuple(text or return_id for text, return_id in zip(own.texts(), return_ids, strict=True))


# Long


def _from_long(tool: Tool, sheet: Sheet) -> tuple[Given | None, list[Problem]]:
    problems = _blank(sheet, "return_id") + _blank(sheet, "question") + _unknown_questions(tool, sheet)
    problems += _long_duplicates(sheet) + _two_organisations(sheet)
    check = AnswerCheck(tool)
    own, own_problems = _long_codes(check, sheet, "rating")
    moderated, moderated_problems = _long_codes(check, sheet, "moderated_rating")
    problems += own_problems + moderated_problems
    if problems or own is None:
        return None, problems
    return_ids = sheet.columns["return_id"].values
    order = _first_seen(sheet.columns["return_id"])
    ids = tuple(return_ids[place] for place in order)
    return Given(
        return_ids=ids,
        organisation_ids=_long_organisations(sheet, ids),
        codes=_in_order(own, order),
        moderated=None if moderated is None or not _any_moderated(sheet) else _in_order(moderated, order),
        answers=_long_answers(tool, sheet, order),
        comments=_comments(sheet),
        feedback=_long_feedback(tool, sheet),
    ), []


def _in_order(codes: Codes, order: NDArray[np.intp]) -> Codes:
    return codes if np.array_equal(order, np.arange(len(codes))) else codes[order]


def _any_moderated(sheet: Sheet) -> bool:
    return bool((sheet.columns["moderated_rating"].places != BLANK).any())


def _first_seen(cells: Cells) -> NDArray[np.intp]:
    """The places of the values that occur, in the order of the rows."""
    first = np.full(len(cells.values), len(cells), dtype=np.int32)
    first[cells.places[::-1]] = np.arange(len(cells) - 1, -1, -1, dtype=np.int32)
    order = np.argsort(first, kind="stable")
    return order[first[order] < len(cells)]


def _unknown_questions(tool: Tool, sheet: Sheet) -> list[Problem]:
    cells = sheet.columns["question"]
    unknown = np.array([*(value not in tool.questions for value in cells.values), False])
    if not unknown.any():
        return []
    rows = np.flatnonzero(unknown[cells.places]).tolist()
    return [_at(sheet, row, "question", f"{cells.text(row)!r} is not a question of this tool") for row in rows]


def _long_duplicates(sheet: Sheet) -> list[Problem]:
    returns, questions = sheet.columns["return_id"], sheet.columns["question"]
    width = len(questions.values) + 1
    seen = np.zeros((len(returns.values) + 1) * width, dtype=np.uint8)
    for rows in _blocks(sheet):
        seen[_pairs(returns, questions, rows, width)] = 1
    named = (returns.places != BLANK) & (questions.places != BLANK)
    if np.count_nonzero(seen.reshape(-1, width)[1:, 1:]) == np.count_nonzero(named):
        return []
    pairs = _pairs(returns, questions, slice(None), width)
    again = np.bincount(pairs)[pairs] > 1
    return [
        _at(sheet, row, "question", f"{questions.text(row)!r} is rated more than once in return {returns.text(row)!r}")
        for row in np.flatnonzero(again & named).tolist()
    ]


def _blocks(sheet: Sheet) -> Iterator[slice]:
    """The rows, so many at a time that what is made of them stays in the processor's cache."""
    return (slice(start, start + BLOCK) for start in range(0, len(sheet), BLOCK))


def _pairs(returns: Cells, questions: Cells, rows: slice, width: int) -> NDArray[np.intp]:
    """One number for each return and question, those of blank ones apart from all others."""
    return (returns.places[rows].astype(np.intp) + 1) * width + (questions.places[rows] + 1)


def _two_organisations(sheet: Sheet) -> list[Problem]:
    own = sheet.columns.get("organisation_id")
    if own is None:
        return []
    returns = sheet.columns["return_id"]
    first = np.full(len(returns.values) + 1, BLANK, dtype=np.int32)
    given = own.places != BLANK
    first[returns.places[given][::-1]] = own.places[given][::-1]
    rows = np.flatnonzero(given & (first[returns.places] != own.places) & (returns.places != BLANK)).tolist()
    return [
        _at(sheet, row, "organisation_id", f"return {returns.text(row)!r} belongs to another organisation above")
        for row in rows
    ]


def _long_codes(check: AnswerCheck, sheet: Sheet, column: str) -> tuple[Codes | None, list[Problem]]:
    """Returns x scored questions (in the order of the values of `return_id`), and the faults of the column."""
    if column not in sheet.columns:
        return None, []
    returns, questions, ratings = (sheet.columns[name] for name in ("return_id", "question", column))
    table = check.table(ratings.values, moderated=column != "rating")
    first_of = check.kind_of(questions.values) * table.shape[1] + 1
    column_of = check.columns_of(questions.values)
    codes = np.full((len(returns.values), len(check.tool.scored_questions)), UNANSWERED, dtype=np.int8)
    problems: list[Problem] = []
    for rows in _blocks(sheet):
        question, return_ = questions.places[rows], returns.places[rows]
        found = table.reshape(-1)[first_of[question] + ratings.places[rows]]
        scored = column_of[question]
        if found.min() == FAULTY or scored.min() < 0 or return_.min() == BLANK:
            problems += _faulty(check, sheet, column, np.flatnonzero(found == FAULTY) + rows.start)
            good = (scored >= 0) & (return_ != BLANK) & (found != FAULTY)
            return_, scored, found = return_[good], scored[good], found[good]
        codes[return_, scored] = found
    return codes, problems


def _faulty(check: AnswerCheck, sheet: Sheet, column: str, rows: NDArray[np.intp]) -> list[Problem]:
    questions, ratings = sheet.columns["question"], sheet.columns[column]
    problems = []
    for row in rows.tolist():
        question, rating = questions.text(row), ratings.text(row)
        if question in check.tool.questions and rating is not None:
            fault = check.fault(question, rating, moderated=column != "rating")
            if fault is not None:
                problems.append(_at(sheet, row, column, fault))
    return problems


def _long_organisations(sheet: Sheet, return_ids: tuple[str, ...]) -> tuple[str, ...]:
    own = sheet.columns.get("organisation_id")
    if own is None:
        return return_ids
    returns = sheet.columns["return_id"]
    given = own.places != BLANK
    pairs = dict(zip(returns.places[given].tolist(), own.places[given].tolist(), strict=True))
    named = {returns.values[return_]: own.values[organisation] for return_, organisation in pairs.items()}
    return tuple(named.get(return_id, return_id) for return_id in return_ids)


def _long_answers(tool: Tool, sheet: Sheet, order: NDArray[np.intp]) -> dict[str, Cells]:
    returns, questions, ratings = (sheet.columns[name] for name in LONG)
    answers = {}
    for key in questions_in_conditions(tool) - set(tool.scored_questions):
        if key in questions.values:
            rows = questions.places == questions.values.index(key)
            places = np.full(len(returns.values), BLANK, dtype=np.int32)
            places[returns.places[rows]] = ratings.places[rows]
            answers[key] = Cells(places[order], ratings.values)
    return answers


def _long_feedback(tool: Tool, sheet: Sheet) -> dict[str, list[str]]:
    questions, ratings = sheet.columns["question"], sheet.columns["rating"]
    asked = [key for key in _feedback_questions(tool) if key in questions.values]
    return {key: _said(ratings.only(questions.places == questions.values.index(key))) for key in asked}


def _comments(sheet: Sheet) -> dict[tuple[str, str], str] | None:
    cells = sheet.columns.get("comment")
    if cells is None:
        return None
    returns, questions = sheet.columns["return_id"], sheet.columns["question"]
    rows = np.flatnonzero(cells.places != BLANK).tolist()
    return {(returns.text(row) or "", questions.text(row) or ""): cells.text(row) or "" for row in rows}
