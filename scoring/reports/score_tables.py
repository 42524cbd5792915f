"""Scores as a table for people, as CSV rows and as a workbook. Text that could pass for a formula is kept text."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scoring.distributions import Distribution, distributions
from scoring.documents import return_document
from scoring.score import KINDS, Scores
from scoring.shown import percent, rounded, score_text

#: A cell that starts so would be run as a formula by a spreadsheet that opens the file.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEADER = ("return_id", "organisation_id", "of", "section", *KINDS)
_HEADER_END = ("share_moderated", "coverage", "provisional", "band", "capped_by")

Row = list[Any]


def score_rows(scores: Scores) -> Iterator[Row]:
    """A header, then a row a return for its overall score and one for each section; None where there is none."""
    yield [*_HEADER, *_HEADER_END]
    for place, organisation in enumerate(scores.ratings.organisation_ids):
        document = return_document(scores, place)
        name = [document["return_id"], organisation]
        yield [*name, "overall", "", *_values(document["overall"])]
        for key, score in document["sections"].items():
            yield [*name, "section", key, *_values(score)]


def _values(score: dict[str, Any]) -> Row:
    return [*list(score.values())[:-1], "; ".join(score["capped_by"])]


def question_rows(scores: Scores, audit: Distribution) -> Iterator[Row]:
    """A header, then a row a question: how its effective ratings are spread, and what moderation did."""
    figures = (
        "counted",
        "n",
        "not_applicable",
        "unanswered",
        "mean",
        "median_level",
        "strength_share",
        "concern_share",
    )
    moves = ("n", "upheld", "raised", "lowered", "mean_shift")
    yield ["question", "section", "title", "levels", *figures, *(f"moderated_{name}" for name in moves)]
    for key, found in audit.questions.items():
        levels = "; ".join(f"{value}: {count}" for value, count in found.effective.levels.items())
        place = [key, scores.tool.section_of[key].key, scores.tool.questions[key].title, levels]
        shared = [getattr(found.effective, name) for name in figures]
        yield [*place, *shared, *(getattr(found.moderated, name) for name in moves)]


def as_csv(rows: Iterable[Row]) -> str:
    """CSV with a byte order mark, so that Excel reads its accents; blank where there is nothing."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + buffer.getvalue()


def _safe(cell: Any) -> Any:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return repr(cell) if isinstance(cell, float) else cell


def as_workbook(scores: Scores) -> bytes:
    """A workbook of two sheets: Scores and Questions."""
    return workbook_of({"Scores": score_rows(scores), "Questions": question_rows(scores, distributions(scores).audit)})


def workbook_of(sheets: Mapping[str, Iterable[Row]]) -> bytes:
    """A workbook of these sheets, each a header and its rows."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 (no types are published; needed only here)

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        for name, rows in sheets.items():
            _fill(workbook, name, rows)
    return buffer.getvalue()


def _fill(workbook: Any, name: str, rows: Iterable[Row]) -> None:
    sheet = workbook.add_worksheet(name)
    heading, one_decimal = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "0.0##"})
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if number == 0:
                sheet.write_string(0, place, cell, heading)
                sheet.set_column(place, place, max(12, len(cell) + 2))
            elif isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif isinstance(cell, bool):
                sheet.write_boolean(number, place, cell)
            elif cell is not None:
                sheet.write_number(number, place, cell, one_decimal if isinstance(cell, float) else None)


def as_text(scores: Scores) -> str:
    """A table of overall scores to read in a terminal."""
    rows: list[tuple[str, ...]] = [("return", "self", "moderated", "effective", "coverage", "band", "capped by")]
    rows += [_text_row(scores, place) for place in range(len(scores))]
    found = distributions(scores).audit.overall
    lines = aligned(rows)
    average = f"{rounded(found.mean)} out of 100" if found.mean is not None else "no score"
    return (
        "\n".join([*lines, "", f"{found.n} of {len(scores)} returns have a score; their average is {average}."]) + "\n"
    )


def _text_row(scores: Scores, place: int) -> tuple[str, ...]:
    score = return_document(scores, place)["overall"]
    coverage = percent(score["coverage"]) + (" provisional" if score["provisional"] else "")
    four = (score_text(score[kind]) for kind in ("self", "moderated", "effective"))
    name = scores.ratings.return_ids[place]
    return (name, *four, coverage, score["band"] or "–", ", ".join(score["capped_by"]) or "–")


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns under one another, two spaces apart."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
