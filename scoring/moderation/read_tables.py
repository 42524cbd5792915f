"""The tables that sampling, allocating and estimating outside the application start from, read as strictly as ratings.

Every function raises BadRatings with every fault, each with its row and column.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.moderation.population import InPopulation
from scoring.moderation.sampling import NOT_STATED
from scoring.problems import BadRatings, Problem
from scoring.sheet import NOT_A_NUMBER, Sheet

Row = Mapping[str, str | None]
#: What a return's `pick` may say; blank where it was not drawn.
PICKS = ("random", "must_include", "risk")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class Table:
    """The rows of a sheet as texts, None where blank; the faults found in it so far."""

    def __init__(self, sheet: Sheet, *needed: str) -> None:
        self.names = tuple(sheet.columns)
        missing = [Problem(1, name, "this column is missing") for name in needed if name not in sheet.columns]
        if missing:
            raise BadRatings(missing)
        if not len(sheet):
            raise BadRatings([Problem(2, needed[0], "there is nothing under the header")])
        columns = [cells.texts() for cells in sheet.columns.values()]
        self.rows: list[tuple[int, Row]] = [
            (number, dict(zip(self.names, cells, strict=True)))
            for number, cells in zip(sheet.row_numbers.tolist(), zip(*columns, strict=True), strict=True)
        ]
        self.problems = list(sheet.faults)

    def fault(self, number: int, column: str, message: str) -> None:
        """Note what is wrong in a row."""
        self.problems.append(Problem(number, column, message))

    def named(self, column: str) -> Iterator[tuple[int, str, Row]]:
        """Each row whose name in this column is there, and there once; the others are faults."""
        seen: dict[str, int] = {}
        for number, row in self.rows:
            name = row[column]
            if name is None or name == NOT_A_NUMBER:
                self.fault(number, column, "is blank")
            elif name in seen:
                self.fault(number, column, f"{name!r} is here already, in row {seen[name]}")
            else:
                seen[name] = number
                yield number, name, row

    def check(self) -> None:
        """Raise BadRatings if anything was wrong."""
        if self.problems:
            raise BadRatings(list(dict.fromkeys(self.problems)))


@dataclass(frozen=True)
class ListedReturns:
    """The returns of a table in its order: every column of each, and the row in which it stands."""

    rows: Mapping[str, Row]
    numbers: Mapping[str, int]
    columns: tuple[str, ...]

    @property
    def to_moderate(self) -> list[str]:
        """Those that were drawn, where a column `pick` says which; else all."""
        if "pick" not in self.columns:
            return list(self.rows)
        return [return_id for return_id, row in self.rows.items() if row["pick"] is not None]


def returns_from_sheet(sheet: Sheet) -> ListedReturns:
    """`return_id`, and any other column."""
    table = Table(sheet, "return_id")
    rows, numbers = {}, {}
    for number, return_id, row in table.named("return_id"):
        rows[return_id], numbers[return_id] = row, number
    table.check()
    return ListedReturns(rows, numbers, table.names)


def reasons_from_sheet(sheet: Sheet, known: Collection[str]) -> dict[str, str]:
    """`return_id` and `reason`: the returns that must be in a sample."""
    table = Table(sheet, "return_id", "reason")
    reasons = {}
    for number, return_id, row in table.named("return_id"):
        if return_id not in known:
            table.fault(number, "return_id", f"{return_id!r} is not among the returns to draw from")
        if row["reason"] is None:
            table.fault(number, "reason", f"say why {return_id!r} must be included")
        reasons[return_id] = row["reason"] or ""
    table.check()
    return reasons


@dataclass(frozen=True)
class ListedModerator:
    """A moderator, and where they come from."""

    moderator_id: str
    organisations: frozenset[str] = field(default_factory=frozenset)
    trusts: frozenset[str] = field(default_factory=frozenset)


def moderators_from_sheet(sheet: Sheet, *, with_trust: bool) -> list[ListedModerator]:
    """`moderator_id`, `organisation_id` and, where the returns state one, `trust`; several are joined by `;`."""
    table = Table(sheet, "moderator_id", "organisation_id", *(["trust"] if with_trust else []))
    found = [
        ListedModerator(moderator_id, several(row["organisation_id"]), several(row.get("trust")))
        for _, moderator_id, row in table.named("moderator_id")
    ]
    table.check()
    return found


def several(cell: str | None) -> frozenset[str]:
    """The names in a cell, capital letters and spaces making no difference."""
    return frozenset(name for part in (cell or "").split(";") if (name := " ".join(part.split()).casefold()))


@dataclass(frozen=True)
class ListedInterest:
    """Somebody's interest in one return, or in every return of one organisation."""

    moderator_id: str
    return_id: str | None
    organisation: str | None
    reason: str


def interests_from_sheet(
    sheet: Sheet, moderators: Collection[str], returns: Collection[str], organisations: Collection[str]
) -> list[ListedInterest]:
    """`moderator_id`, `return_id` or `organisation_id` (or both columns, one filled in), and `reason`.

    A name that nobody knows is a fault: a misspelt interest would block nobody.
    """
    table = Table(sheet, "moderator_id", "reason")
    if not {"return_id", "organisation_id"} & set(table.names):
        raise BadRatings([Problem(1, "return_id", "this column is missing, and so is organisation_id: give one")])
    found = []
    for number, row in table.rows:
        interest = ListedInterest(
            row["moderator_id"] or "", row.get("return_id"), row.get("organisation_id"), row["reason"] or ""
        )
        _check_interest(table, number, interest, {"moderator_id": moderators, "return_id": returns})
        if interest.organisation is not None and not several(interest.organisation) <= set(organisations):
            message = f"{interest.organisation!r} is no organisation of a return"
            table.fault(number, "organisation_id", message)
        found.append(interest)
    table.check()
    return found


def _check_interest(table: Table, number: int, interest: ListedInterest, known: Mapping[str, Collection[str]]) -> None:
    who, return_id = interest.moderator_id, interest.return_id
    if not who:
        table.fault(number, "moderator_id", "is blank")
    elif who not in known["moderator_id"]:
        table.fault(number, "moderator_id", f"{who!r} is not among the moderators")
    if not interest.reason:
        table.fault(number, "reason", "say what the interest is")
    if return_id is None and interest.organisation is None:
        table.fault(number, "return_id", "name the return, or the organisation, of this interest")
    if return_id is not None and return_id not in known["return_id"]:
        table.fault(number, "return_id", f"{return_id!r} is not among the returns")


def pairs_from_sheet(sheet: Sheet, returns: Collection[str], moderators: Collection[str]) -> list[tuple[str, str]]:
    """`return_id` and `moderator_id`: who has which return already."""
    table = Table(sheet, "return_id", "moderator_id")
    pairs: dict[tuple[str, str], int] = {}
    for number, row in table.rows:
        pair = row["return_id"] or "", row["moderator_id"] or ""
        for column, name, known in zip(("return_id", "moderator_id"), pair, (returns, moderators), strict=True):
            if name not in known:
                table.fault(number, column, f"{name!r} is not among those to allocate" if name else "is blank")
        if pair in pairs:
            table.fault(number, "moderator_id", f"this pair is here already, in row {pairs[pair]}")
        pairs[pair] = number
    table.check()
    return list(pairs)


def population_from_sheet(sheet: Sheet) -> list[InPopulation]:
    """`return_id,stratum,self,moderated,pick` and, where not all questions were moderated, `self_on_moderated`."""
    table = Table(sheet, "return_id", "stratum", "self", "moderated", "pick")
    found = []
    for number, return_id, row in table.named("return_id"):
        scores = {
            name: _score(table, number, name, row.get(name)) for name in ("self", "moderated", "self_on_moderated")
        }
        _check_picked(table, number, row)
        found.append(
            InPopulation(
                return_id,
                row["stratum"] or NOT_STATED,
                scores["self"],
                scores["moderated"],
                certain=row["pick"] in {"must_include", "risk"},
                drawn=row["pick"] is not None,
                self_on_moderated=scores["self_on_moderated"],
            )
        )
    table.check()
    return found


def _score(table: Table, number: int, column: str, text: str | None) -> float | None:
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        table.fault(number, column, f"{text!r} is not a number: write it as 55.5, or leave it blank")
        return None
    score = float(text)
    if not 0 <= score <= 100:
        table.fault(number, column, f"{text!r} is not a score from 0 to 100")
        return None
    return score


def _check_picked(table: Table, number: int, row: Row) -> None:
    pick = row["pick"]
    if pick is not None and pick not in PICKS:
        table.fault(number, "pick", f"{pick!r} is none of {', '.join(PICKS)}; leave it blank if it was not drawn")
    if row["moderated"] is None:
        return
    if row["self"] is None:
        table.fault(number, "self", "is blank, but there is a moderated score: the change cannot be told")
    if pick is None:
        table.fault(number, "pick", f"is blank, but there is a moderated score: say {_or(PICKS)}")


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
