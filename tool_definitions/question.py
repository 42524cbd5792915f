"""Questions: the things answered. One class a type; only those that name a scheme are scored."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    SerializerFunctionWrapHandler,
    WrapSerializer,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from tool_definitions.condition import Condition
from tool_definitions.values import AppliesTo, Key, Line, Number, Part, Text, Truth, Weight, Whole, Word


class ReferenceTo(Part):
    """A place in one of the tool's references: `{source: kcsie-2025, at: "para 103"}`."""

    source: Key
    at: Line | None = None


class Limit(Part):
    """A limiting judgement: at or below this level, the section's and/or the overall band is capped."""

    at_or_below: Word
    section: Line | None = None
    overall: Line | None = None


class CameFrom(Part):
    """How this question relates to one of the version before."""

    key: Key
    relation: Literal["same", "reworded", "split", "merged"]


class CopiedFrom(Part):
    """Where a question or a section was copied from: another tool, its version, and the key there."""

    tool: Key
    version: Word
    key: Key


class OnlyFor(Part):
    """*Not applicable* may be chosen, with a reason, by organisations with these attributes only."""

    only_for: AppliesTo


class Recommendation(Part):
    """What the report recommends where this is a concern, and who would own it."""

    text: Line
    owner: Literal["partnership", "setting", "agency"] | None = None


class Demand(Part):
    """When something beside the rating is asked for.

    Written `none`, `optional`, `required`, `required_at_or_below LEVEL` or `required_at_or_above LEVEL`.
    """

    when: Literal["none", "optional", "required", "required_at_or_below", "required_at_or_above"]
    level: Word | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        when, _, level = value.strip().partition(" ")
        return {"when": when, "level": level.strip() or None}

    @model_validator(mode="after")
    def _level_where_due(self) -> Self:
        due = self.when.startswith("required_at")
        if due != (self.level is not None):
            message = "'{when}' needs a level after it" if due else "'{when}' takes no level"
            raise PydanticCustomError("bad-demand", message, {"when": self.when})
        return self

    @model_serializer
    def _write(self) -> str:
        return self.when if self.level is None else f"{self.when} {self.level}"


def _recommendation(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _in_a_list(value: Any) -> Any:
    return [value] if isinstance(value, Mapping | CameFrom) else value


def _written_short(value: tuple[CameFrom, ...], write: SerializerFunctionWrapHandler) -> Any:
    written = write(value)
    return written[0] if len(written) == 1 else written


#: Written as one set of fields, or as a list of them where questions were merged.
Origins = Annotated[tuple[CameFrom, ...], BeforeValidator(_in_a_list), WrapSerializer(_written_short)]
AnyRecommendation = Annotated[Recommendation, BeforeValidator(_recommendation)]
NotApplicablePolicy = Literal["never", "allowed", "with_reason"] | OnlyFor


class QuestionBase(Part):
    """What every question has."""

    scored: ClassVar[bool] = False

    key: Key
    title: Line
    guidance: Text = ""
    references: tuple[ReferenceTo, ...] = ()
    threads: tuple[Key, ...] = ()
    applies_to: AppliesTo = Field(default_factory=dict)
    show_if: Condition | None = None
    required: Truth = True
    #: What section 12 of the framework asks every tool to ask for; `feedback` is about the audit itself.
    asks_for: Literal["reflection", "factors", "outcomes", "feedback"] | None = None
    #: Another framework's numbering of the same thing, many to many: `{nhs-safeguarding: ["2.1", "2.4"]}`.
    crosswalk: dict[Key, tuple[Word, ...]] = Field(default_factory=dict)
    carry_forward: Truth = True
    #: The waves of a training-impact tool in which it is asked; none named means all.
    waves: tuple[Key, ...] = ()
    #: What it was in the version before; several where questions were merged. Without it the same key is the same.
    from_: Origins = Field(default=(), alias="from")
    copied_from: CopiedFrom | None = None


class JudgedQuestion(QuestionBase):
    """A question that may be scored: what travels with a rating."""

    scheme: Key | None = None
    weight: Weight = 1.0
    limit: Limit | None = None
    not_applicable: NotApplicablePolicy = "with_reason"
    comment: Demand = Demand(when="optional")
    evidence: Demand = Demand(when="optional")
    action_at_or_below: Word | None = None
    recommendation: AnyRecommendation | None = None

    @property
    def is_scored(self) -> bool:
        """Whether the question names a rating scheme."""
        return self.scheme is not None


class RatingQuestion(JudgedQuestion):
    """A rating on a scheme. `levels` says what each level looks like for this question."""

    type: Literal["rating"]
    scheme: Key
    levels: dict[Word, Text] = Field(default_factory=dict)


class YesNoQuestion(JudgedQuestion):
    """Yes or no; scored where it names a scheme whose levels are yes and no."""

    type: Literal["yes_no"]
    not_applicable: NotApplicablePolicy = "never"
    comment: Demand = Demand(when="none")
    evidence: Demand = Demand(when="none")


class Option(Part):
    """One choice."""

    value: Word
    label: Line
    hint: Text = ""


class ChoiceQuestion(JudgedQuestion):
    """One of several; scored where it names a scheme whose levels are the options."""

    type: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2)
    not_applicable: NotApplicablePolicy = "never"
    comment: Demand = Demand(when="none")
    evidence: Demand = Demand(when="none")


class ChoicesQuestion(QuestionBase):
    """Any number of several."""

    type: Literal["choices"]
    options: tuple[Option, ...] = Field(min_length=2)
    required: Truth = False


class TextQuestion(QuestionBase):
    """Words."""

    type: Literal["text"]
    lines: Whole = 4
    maximum_length: Whole = Field(default=5000, ge=1, le=20_000)
    required: Truth = False


class NumberQuestion(QuestionBase):
    """A number between two others."""

    type: Literal["number"]
    minimum: Number | None = None
    maximum: Number | None = None
    unit: Line | None = None
    whole: Truth = True


class DateQuestion(QuestionBase):
    """A day."""

    type: Literal["date"]
    required: Truth = False


class Column(Part):
    """One column of a table."""

    key: Key
    title: Line
    type: Literal["text", "number"] = "text"


class TableQuestion(QuestionBase):
    """A small table: fixed rows where `rows` names them, else up to `maximum_rows`."""

    type: Literal["table"]
    columns: tuple[Column, ...] = Field(min_length=1)
    rows: tuple[Line, ...] = ()
    maximum_rows: Whole = Field(default=5, ge=1, le=50)
    required: Truth = False


class EvidenceQuestion(QuestionBase):
    """References to documents that show practice: what it is, where it is kept, its date."""

    type: Literal["evidence"]
    required: Truth = False


Question = Annotated[
    RatingQuestion
    | YesNoQuestion
    | ChoiceQuestion
    | ChoicesQuestion
    | TextQuestion
    | NumberQuestion
    | DateQuestion
    | TableQuestion
    | EvidenceQuestion,
    Field(discriminator="type"),
]
