"""A rating scheme: an ordered list of levels, worst first, and how *not applicable* is written."""

from enum import StrEnum
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from tool_definitions.values import Key, Line, Number, Part, Text, Truth, Word


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
        if len(self.levels) < 2:
            message = "a rating scheme needs at least two levels"
            raise ValueError(message)
        scores = [level.score for level in self.levels]
        if any(later <= earlier for earlier, later in zip(scores, scores[1:], strict=False)):
            message = "scores must increase from each level to the next: list the worst level first"
            raise ValueError(message)
        values = [level.value for level in self.levels]
        repeated = {value for value in values if values.count(value) > 1}
        if repeated:
            message = f"two levels have the value {sorted(repeated)[0]!r}"
            raise ValueError(message)
        if self.not_applicable.value in values:
            message = f"{self.not_applicable.value!r} is both a level and the not-applicable value"
            raise ValueError(message)
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
        return f"{self.levels[-1].value} ({self.levels[-1].label}) is best, {self.levels[0].value} ({self.levels[0].label}) is worst"
