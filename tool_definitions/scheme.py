"""A rating scheme: an ordered list of levels, worst first, and how *not applicable* is written."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tool_definitions.values import Key, Line, Number, Part, Text, Truth, Word, look_alike


class Stance(StrEnum):
    """What a level says about practice; never inferred from its number."""

    CONCERN = "concern"
    ADEQUATE = "adequate"
    STRENGTH = "strength"


class Level(Part):
    """One level of a rating scheme."""

    value: Word
    label: Line
    score: Number
    means: Text = ""
    stance: Stance
    meets_standard: Truth | None = None
    colour: Word | None = None

    @property
    def meets(self) -> bool:
        """Whether the level counts as meeting the standard: by default every level that is not a concern."""
        return self.stance is not Stance.CONCERN if self.meets_standard is None else self.meets_standard


class NotApplicable(Part):
    """How *not applicable* is written in files and shown on pages."""

    value: Word = "not_applicable"
    label: Line = "Not applicable"


class LevelFault(NamedTuple):
    """What is wrong with a list of levels: a code, the place of the level (None for the list) and a sentence."""

    code: str
    place: int | None
    message: str


def level_faults(levels: Sequence[Level], not_applicable: NotApplicable) -> Iterator[LevelFault]:
    """Every fault of a list of levels that should be worst first, in the order of the list."""
    if len(levels) < 2:
        yield LevelFault("too-few-levels", None, "a rating scheme needs at least two levels")
    for place, (worse, better) in enumerate(pairwise(levels), start=1):
        if better.score <= worse.score:
            message = f"the score of '{better.value}' is not above that of '{worse.value}'"
            yield LevelFault("scores-not-increasing", place, message)
    seen: set[str] = set()
    for place, level in enumerate(levels):
        if look_alike(level.value) in seen:
            message = f"two levels have the value '{level.value}' (capital letters and spaces make no difference)"
            yield LevelFault("duplicate-level", place, message)
        if look_alike(level.value) == look_alike(not_applicable.value):
            message = f"'{level.value}' is both a level and the value of not applicable"
            yield LevelFault("duplicate-level", place, message)
        seen.add(look_alike(level.value))


class RatingScheme(Part):
    """An ordered list of levels, worst first."""

    key: Key
    title: Line
    levels: tuple[Level, ...]
    not_applicable: NotApplicable = Field(default_factory=NotApplicable)
    show: Literal["best_first", "worst_first"] = "best_first"
    source: Text = ""

    @model_validator(mode="after")
    def _check_levels(self) -> Self:
        for fault in level_faults(self.levels, self.not_applicable):
            raise PydanticCustomError(fault.code, "{message}", {"message": fault.message})
        return self

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Each level's value and its place, 0 for the worst."""
        return {level.value: rank for rank, level in enumerate(self.levels)}

    @cached_property
    def rating_scores(self) -> tuple[float, ...]:
        """The rating score of each level, 0 to 100, in the order of `levels`."""
        lowest, highest = self.levels[0].score, self.levels[-1].score
        return tuple(100 * (level.score - lowest) / (highest - lowest) for level in self.levels)

    def level(self, value: str) -> Level:
        """The level with this value; KeyError if the scheme has none."""
        return self.levels[self.ranks[value]]

    @property
    def shown_levels(self) -> tuple[Level, ...]:
        """The levels in the order in which a page shows them."""
        return self.levels[::-1] if self.show == "best_first" else self.levels

    @property
    def best_end(self) -> str:
        """A sentence that says which end is best, for every place that prints a bare value."""
        worst, best = self.levels[0], self.levels[-1]
        return f"{best.value} ({best.label}) is best, {worst.value} ({worst.label}) is worst"
