"""The audit tool: rating schemes, sections of questions, and how they are scored and summarised."""

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tool_definitions.question import AnyRecommendation, CopiedFrom, JudgedQuestion, Question
from tool_definitions.scheme import RatingScheme
from tool_definitions.values import AppliesTo, Day, Key, Line, Number, Part, Share, Text, Truth, Weight, Whole, Word


class Kind(StrEnum):
    """What kind of audit the tool is for."""

    SELF_ASSESSMENT = "self_assessment"
    CASE_FILE = "case_file"
    SINGLE_AGENCY = "single_agency"
    TRAINING_IMPACT = "training_impact"
    BENCHMARKING = "benchmarking"
    REPORT = "report"
    REFERRAL = "referral"


class Reference(Part):
    """A legal instrument or guidance in one edition: dated data, not prose."""

    title: Line
    edition: Day
    #: The key of the instrument in the partnership's register, whatever the edition.
    instrument: Key | None = None
    publisher: Line | None = None
    url: Line | None = None
    superseded_by: Line | None = None


class Audience(Part):
    """Whom the tool is for."""

    organisation_types: tuple[Word, ...] = ()


class Band(Part):
    """A band of scores: from this score up to the next band."""

    from_: Number = Field(alias="from", ge=0, le=100)
    label: Line


class Scoring(Part):
    """How section scores become an overall score, and the bands."""

    overall: Literal["sections", "questions"] = "sections"
    bands: tuple[Band, ...] = ()


class SummaryThresholds(Part):
    """The thresholds of the four-part summary (scoring rules, section 5)."""

    strength_share: Share = 0.75
    concern_share: Share = 0.25
    min_returns: Whole = Field(default=5, ge=1)
    min_group: Whole = Field(default=5, ge=1)
    max_recommendations: Whole = Field(default=10, ge=1)


class Moderation(Part):
    """How returns of this tool are moderated unless the audit says otherwise."""

    blind: Truth = False
    moderators: Whole = Field(default=1, ge=1, le=2)
    challenge_days: Whole = Field(default=10, ge=0)


class SignOff(Part):
    """Who signs a return, and the words they agree to."""

    role: Key
    statement: Text


class Case(Part):
    """What is recorded about a case: never a name."""

    code_example: Line = "C01"
    age_bands: tuple[Line, ...] = ()
    themes: tuple[Line, ...] = ()
    window_months: Whole = Field(default=12, ge=1)


class Section(Part):
    """A section of questions."""

    key: Key
    title: Line
    weight: Weight = 1.0
    guidance: Text = ""
    applies_to: AppliesTo = Field(default_factory=dict)
    recommendation: AnyRecommendation | None = None
    copied_from: CopiedFrom | None = None
    questions: tuple[Question, ...] = Field(min_length=1)


class Tool(Part):
    """One version of an audit tool.

    Its `rating_schemes` are whole: names of shipped schemes were replaced on loading.
    """

    key: Key
    version: Word
    title: Line
    kind: Kind
    audience: Audience = Field(default_factory=Audience)
    purpose: Text = ""
    references: dict[Key, Reference] = Field(default_factory=dict)
    rating_schemes: dict[Key, RatingScheme] = Field(default_factory=dict)
    scoring: Scoring = Field(default_factory=Scoring)
    summary: SummaryThresholds = Field(default_factory=SummaryThresholds)
    moderation: Moderation = Field(default_factory=Moderation)
    sign_off: tuple[SignOff, ...] = ()
    threads: dict[Key, Line] = Field(default_factory=dict)
    case: Case | None = None
    waves: tuple[Key, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        for what, keys in (
            ("section", [section.key for section in self.sections]),
            ("question", [question.key for section in self.sections for question in section.questions]),
        ):
            if len(set(keys)) < len(keys):
                repeated = next(key for key in keys if keys.count(key) > 1)
                raise PydanticCustomError(
                    "duplicate-key", "two {what}s have the key '{key}'", {"what": what, "key": repeated}
                )
        return self

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its key, in tool order."""
        return {question.key: question for section in self.sections for question in section.questions}

    @cached_property
    def scored_questions(self) -> dict[str, JudgedQuestion]:
        """The questions that are scored, by key, in tool order: the columns of every ratings table and packed row."""
        return {key: q for key, q in self.questions.items() if isinstance(q, JudgedQuestion) and q.is_scored}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """Each question's section, by the question's key."""
        return {question.key: section for section in self.sections for question in section.questions}

    def section(self, key: str) -> Section:
        """The section with this key; KeyError if there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def scheme_of(self, question: str) -> RatingScheme:
        """The rating scheme of a scored question; KeyError if it is not one."""
        return self.rating_schemes[self.scored_questions[question].scheme or ""]

    def as_document(self) -> dict[str, Any]:
        """The tool as plain data that `Tool.model_validate` reads back to an equal model."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON of the document: equal for equal tools, whatever the layout of the file."""
        text = json.dumps(self.as_document(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
