"""Several people's ratings of the same things, from a table: wide (a column a rater) or long (a row a rating)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scoring.moderation.read_tables import Table
from scoring.problems import BadRatings, Problem
from scoring.sheet import Sheet
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Tool

LONG = ("unit", "rater", "rating")


@dataclass(frozen=True)
class Scale:
    """The levels that ratings are given in, worst first, and the values that stand for no level."""

    name: str
    levels: tuple[str, ...]
    none: frozenset[str] = frozenset()


@dataclass
class OnScale:
    """The units rated on one scale: each rater's level by its rank, None where there is none."""

    scale: Scale
    units: dict[str, dict[str, int | None]] = field(default_factory=dict)
    not_applicable: int = 0

    @property
    def says_something(self) -> bool:
        """Whether anybody wrote anything on it."""
        rated = (rank is not None for ratings in self.units.values() for rank in ratings.values())
        return self.not_applicable > 0 or any(rated)


def scale_of(scheme: RatingScheme) -> Scale:
    """The scale of a rating scheme."""
    levels = tuple(level.value for level in scheme.levels)
    return Scale(scheme.title, levels, frozenset({scheme.not_applicable.value}))


def units_from_sheet(sheet: Sheet, scales: Scale | Tool) -> list[OnScale]:
    """The units on each scale. With a tool, each question is rated on its own scheme; else all are on one scale.

    A unit is what `unit` names, with a column `question` each question of it. Raises BadRatings with every fault.
    """
    long = {"rater", "rating"} & set(sheet.columns)
    table = Table(sheet, *(LONG if long else ("unit",)))
    ratings = list(_long(table) if long else _wide(table))
    reader = _Reader(table, scales)
    for rating in ratings:
        reader.add(rating)
    table.check()
    return [one for one in reader.found.values() if one.says_something]


@dataclass(frozen=True)
class _Rating:
    row: int
    column: str
    unit: str
    question: str | None
    rater: str
    value: str | None


def _long(table: Table) -> Iterator[_Rating]:
    for name in table.names:
        if name not in {*LONG, "question"}:
            table.fault(1, name, "not a column of a long table: unit, rater, rating and perhaps question")
    for number, row in table.rows:
        missing = [name for name in ("unit", "rater") if row[name] is None]
        for name in missing:
            table.fault(number, name, "is blank")
        if not missing:
            yield _Rating(number, "rating", row["unit"] or "", row.get("question"), row["rater"] or "", row["rating"])


def _wide(table: Table) -> Iterator[_Rating]:
    raters = [name for name in table.names if name not in {"unit", "question"}]
    if len(raters) < 2:
        raise BadRatings([Problem(1, "unit", "beside it, give a column for each rater, at least two")])
    for number, row in table.rows:
        if row["unit"] is None:
            table.fault(number, "unit", "is blank")
            continue
        for rater in raters:
            yield _Rating(number, rater, row["unit"], row.get("question"), rater, row[rater])


class _Reader:
    """Ratings sorted by scale, with what is wrong in them noted."""

    def __init__(self, table: Table, scales: Scale | Tool) -> None:
        self._table = table
        self._scales = scales
        self._by_question: Mapping[str, Scale] = {}
        if isinstance(scales, Tool):
            self._by_question = {key: scale_of(scales.scheme_of(key)) for key in scales.scored_questions}
        self._only = _only_scale(scales, self._by_question.values())
        self._seen: dict[tuple[str, str], int] = {}
        self.found: dict[Scale, OnScale] = {}
        asks_question = "question" in table.names
        if self._only is None and not asks_question:
            message = "this column is missing: the tool has several rating schemes, so each row must name its question"
            raise BadRatings([Problem(1, "question", message)])

    def add(self, rating: _Rating) -> None:
        """Take one rating, or note its fault."""
        scale = self._scale(rating)
        if scale is None:
            return
        unit = rating.unit if rating.question is None else f"{rating.unit}\n{rating.question}"
        if (unit, rating.rater) in self._seen:
            first = self._seen[unit, rating.rater]
            message = f"{rating.rater!r} has rated this already, in row {first}"
            self._table.fault(rating.row, rating.column, message)
            return
        self._seen[unit, rating.rater] = rating.row
        onto = self.found.setdefault(scale, OnScale(scale))
        rank = self._rank(rating, scale)
        onto.not_applicable += rating.value in scale.none
        onto.units.setdefault(unit, {})[rating.rater] = rank

    def _scale(self, rating: _Rating) -> Scale | None:
        if "question" in self._table.names and rating.question is None:
            self._table.fault(rating.row, "question", "is blank")
            return None
        if rating.question is None or not isinstance(self._scales, Tool):
            return self._only
        scale = self._by_question.get(rating.question)
        if scale is None:
            self._table.fault(rating.row, "question", f"{rating.question!r} is no rated question of this tool")
        return scale

    def _rank(self, rating: _Rating, scale: Scale) -> int | None:
        if rating.value is None or rating.value in scale.none:
            return None
        if rating.value not in scale.levels:
            known = ", ".join(scale.levels)
            message = f"{rating.value!r} is not a level of {scale.name!r} ({known})"
            self._table.fault(rating.row, rating.column, message)
            return None
        return scale.levels.index(rating.value)


def _only_scale(scales: Scale | Tool, of_questions: Iterable[Scale]) -> Scale | None:
    if isinstance(scales, Scale):
        return scales
    different = set(of_questions)
    return different.pop() if len(different) == 1 else None
