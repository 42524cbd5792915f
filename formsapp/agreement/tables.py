"""The figures of a page as tables for a spreadsheet: words instead of codes, numbers unrounded."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response

from formsapp.agreement.agreeing import AgreementShown, SchemeAgreement
from formsapp.agreement.drifting import DriftLine
from formsapp.agreement.effect import EffectShown, MovesLine
from formsapp.agreement.estimating import EstimateLine, EstimateShown
from formsapp.agreement.wording import figure
from formsapp.ui.spreadsheet import Cell, as_csv
from scoring.moderation.moves import Moves
from scoring.moderation.statistic import Share, Statistic

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOVES = (
    "ratings moderated", "lowered", "upheld", "raised", "not applicable after moderation", "rated anew",
    "mean shift in levels", "mean shift in points",
)  # fmt: skip
_STATISTIC = ("value", "95% interval from", "95% interval to", "note")


@dataclass(frozen=True)
class Table:
    """One table: what it is, the head, and a row of cells each."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def effect_tables(shown: EffectShown) -> Iterator[Table]:
    """What moderation changed, and how self ratings became moderated ones."""
    whole = [MovesLine("All moderated ratings", shown.whole)]
    parts = [("whole", whole), ("pick", shown.picks), ("section", shown.sections), ("question", shown.questions)]
    lines = [(part, line) for part, found in [*parts, ("group", shown.groups)] for line in found]
    yield Table("Changes", ("part", "name", *_MOVES), [[part, *_moved(line)] for part, line in lines])
    for one in shown.matrices:
        rows = [[label, *counts] for label, counts in one.rows]
        yield Table(f"Levels {one.scheme.title}", ("self rating / moderated rating", *one.heads), rows)


def agreement_tables(shown: AgreementShown) -> Iterator[Table]:
    """Reliability by scheme, pairs where they are shown, then bias."""
    yield Table("Reliability", ("rating scheme", "measure", *_STATISTIC), list(_reliability(shown)))
    if shown.sees_pairs:
        head = (
            "rating scheme", "first moderator", "second moderator", "answers both rated", "same level",
            "first rated higher", "second rated higher", "within one level", "weighted kappa", *_STATISTIC[1:],
        )  # fmt: skip
        yield Table("Pairs", head, [row for one in shown.schemes for row in _pair_rows(one)])
    bias = MovesLine("Settled ratings against self ratings", shown.bias)
    yield Table("Bias", ("name", *_MOVES), [_moved(bias)])
    yield Table(
        "How it was worked out", ("what", "value"), [["seed", shown.seed], ["ratings left out", shown.left_out]]
    )


def estimate_tables(shown: EstimateShown) -> Iterator[Table]:
    """The estimates, the strata, and what they rest on."""
    lines = [shown.overall, *shown.sections] if shown.overall else []
    head = (
        "name", "returns", "moderated", "mean self score", "shift", "estimated mean", "95% interval from",
        "95% interval to", "note",
    )  # fmt: skip
    yield Table("Estimates", head, [_estimated(line, shown.smallest) for line in lines])
    if shown.strata is not None:
        rows = [
            [s.name, s.population, s.moderated, s.shift, s.spread, "judgement" if s.certain else "random"]
            for s in shown.strata
        ]
        yield Table("Strata", ("stratum", "returns", "moderated", "mean shift", "spread", "picked by"), rows)
    if shown.overall and shown.overall.shown:
        yield Table("Conditions", ("condition",), [[one] for one in shown.overall.shown.conditions])
        counts = [["returns submitted since the draw", shown.since], ["returns moderated but not drawn", shown.beside]]
        yield Table("Not in it", ("what", "number"), counts)


def drift_tables(lines: Iterable[DriftLine]) -> Iterator[Table]:
    """Each moderator's first ratings against the self ratings."""
    head = ("moderator", "returns", "ratings", "lower than self", "same as self", "higher than self",
            "mean shift in levels", "from", "to", "mean shift in points", "from", "to")  # fmt: skip
    yield Table("Drift", head, [_drifted(line) for line in lines])


def download(tables: Iterable[Table], kind: str, name: str) -> Response:
    """The tables as a workbook of a sheet each, or as one CSV file, one below the other."""
    if kind == "xlsx":
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        return Response(_workbook(tables), content_type=_WORKBOOK, headers=headers)
    return as_csv(_one_below_the_other(tables), f"{name}.csv")


def _one_below_the_other(tables: Iterable[Table]) -> Iterator[Sequence[Cell]]:
    for place, table in enumerate(tables):
        if place:
            yield []
        yield [table.title]
        yield table.head
        yield from table.rows


def _workbook(tables: Iterable[Table]) -> bytes:
    import xlsxwriter  # noqa: PLC0415  no types are published; needed only here

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        bold = workbook.add_format({"bold": True})
        for place, table in enumerate(tables, start=1):
            _fill(workbook.add_worksheet(_sheet_name(place, table.title)), table, bold)
    return buffer.getvalue()


def _sheet_name(place: int, title: str) -> str:
    """Excel allows 31 characters, some of them nowhere, and no name twice."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title)
    return f"{place} {plain}"[:31].strip(" '")


def _fill(sheet: Any, table: Table, bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    for column, words in enumerate(table.head):
        sheet.write_string(0, column, words, bold)
        sheet.set_column(column, column, 30 if column == 0 else max(12, min(40, len(words) + 2)))
    for row, cells in enumerate(table.rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write_number(row, column, cell)


def _moved(line: MovesLine) -> list[Cell]:
    moves: Moves | None = line.moves
    if moves is None:
        return [line.name, "not shown"]
    counts = (moves.n, moves.lowered, moves.upheld, moves.raised, moves.not_applicable, moves.newly_rated)
    return [line.name, *counts, moves.mean_levels, moves.mean_points]


def _reliability(shown: AgreementShown) -> Iterator[list[Cell]]:
    for one in shown.schemes:
        title, found = one.scheme.title, one.found
        if one.hidden:
            yield [title, "not shown: the figures would be about single returns or moderators"]
            continue
        yield [title, "answers rated by two or more", found.units, None, None, one.raw]
        if one.not_applicable:
            yield [title, "ratings of not applicable, not compared", one.not_applicable]
        yield [title, "exact agreement", *_share(found.exact)]
        yield [title, "within one level", *_share(found.within_one)]
        for name, statistic in (("weighted kappa", found.kappa), ("alpha", found.alpha), ("AC2", found.ac2)):
            yield [title, name, *_statistic(statistic)]
        yield [title, "in words", None, None, None, found.sentence]
        if found.units > 1:
            yield [title, "rests on", None, None, None, one.rests_on]


def _share(share: Share) -> list[Cell]:
    return [share.value, None, None, f"{share.agreed} of {share.of}"]


def _statistic(found: Statistic) -> list[Cell]:
    return [found.value, found.low, found.high, figure(found) if found.value is None else found.why]


def _pair_rows(one: SchemeAgreement) -> Iterator[list[Cell]]:
    for pair in one.pairs:
        found = pair.found
        same, within = found.exact.agreed, found.within_one.agreed
        counts = (found.units, same, pair.first_higher, pair.second_higher, within)
        yield [one.scheme.title, pair.first, pair.second, *counts, *_statistic(found.kappa)]


def _estimated(line: EstimateLine, smallest: int) -> list[Cell]:
    found = line.shown
    if found is None:
        return [line.name, f"fewer than {smallest} returns: not shown"]
    figures = (found.self_mean, found.shift, found.estimate, found.low, found.high)
    return [line.name, found.population, found.moderated, *figures, found.why]


def _drifted(line: DriftLine) -> list[Cell]:
    one = line.drift
    if one is None:
        return [line.name, line.returns, line.n, "too few to say anything"]
    spans = [(s.value, s.low, s.high) for s in (one.levels, one.points)]
    return [line.name, line.returns, line.n, one.lowered, one.upheld, one.raised, *spans[0], *spans[1]]
