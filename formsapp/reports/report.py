"""A report: frozen data without markup, from which a page (and later a document) is set."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True)
class Level:
    """How many returns were given one level."""

    label: str
    count: int
    tone: str


@dataclass(frozen=True)
class ReportFinding:
    """One line of a part: the words, and the question or section they are about (empty: the audit)."""

    text: str
    about: str

    @property
    def quotes_title(self) -> bool:
        """Whether the words name what they are about, so that no heading need repeat it."""
        return bool(self.about) and f"‘{self.about.rstrip('.')}’" in self.text

    @property
    def paragraphs(self) -> list[tuple[str, str, str]]:
        """Each paragraph as the words before the title, the title (empty where it is not named) and those after."""
        parts = [part.strip() for part in self.text.replace("\r\n", "\n").split("\n\n") if part.strip()]
        return [self._marked(part) for part in parts]

    def _marked(self, paragraph: str) -> tuple[str, str, str]:
        title = self.about.rstrip(".")
        if not title or f"‘{title}’" not in paragraph:
            return paragraph, "", ""
        before, _, after = paragraph.partition(f"‘{title}’")
        return before, title, after


@dataclass(frozen=True)
class ReportPart:
    """One of the four parts (and what is also noted)."""

    key: str
    heading: str
    findings: tuple[ReportFinding, ...]


@dataclass(frozen=True)
class ReportMean:
    """A mean score over `n` returns; None where it is hidden or nobody has one."""

    mean: float | None
    n: int | None


@dataclass(frozen=True)
class ReportGroup:
    """Who returned, in one group of organisations; None where it is hidden, and then `hidden_as` says why.

    `overall` and `sections` (in the order of the report's) are the scores that one of its own organisations may be
    shown beside its own; reports published before these were kept have none.
    """

    name: str
    returned: int | None
    asked: int | None
    hidden_as: str
    overall: ReportMean | None = None
    sections: tuple[ReportMean, ...] = ()


@dataclass(frozen=True)
class ReportQuestion:
    """One question. `levels` is empty where the figures are hidden."""

    title: str
    levels: tuple[Level, ...]
    n: int | None
    not_applicable: int | None
    mean: float | None

    @property
    def segments(self) -> list[tuple[str, int, str]]:
        """The levels as a stacked bar takes them."""
        return [(level.label, level.count, level.tone) for level in self.levels]


@dataclass(frozen=True)
class ReportSection:
    """One section: mean scores over `n` returns; None where they are hidden or there are none."""

    title: str
    n: int | None
    own: float | None
    mean: float | None
    questions: tuple[ReportQuestion, ...]


@dataclass(frozen=True)
class ReportChange:
    """One question that moved since the earlier audit, over the organisations in both."""

    title: str
    before: float
    now: float
    difference: float
    matched: int


@dataclass(frozen=True)
class Report:
    """Everything a report says."""

    title: str
    partnership: str
    tool: str
    purpose: str
    terms: str
    method: tuple[str, ...]
    opens_on: date
    closes_on: date
    returned: int
    asked: int
    grouped_by: str
    groups: tuple[ReportGroup, ...]
    parts: tuple[ReportPart, ...]
    overall: float | None
    overall_own: float | None
    sections: tuple[ReportSection, ...]
    scales: tuple[str, ...]
    earlier: str
    rises: tuple[ReportChange, ...]
    falls: tuple[ReportChange, ...]
    hidden_as: str
    #: The attribute by which the groups are made, and over how many returns the overall score is the mean.
    group_attribute: str = ""
    overall_n: int | None = None

    def part(self, key: str) -> ReportPart:
        """One of the parts."""
        return next(part for part in self.parts if part.key == key)

    @property
    def bars(self) -> list[tuple[str, float | None, float | None]]:
        """Each section with its self score and its score after moderation, for a chart."""
        return [(section.title, section.own, section.mean) for section in self.sections if section.n]

    @property
    def hides(self) -> bool:
        """Whether any figure was too small to show."""
        questions = [question for section in self.sections for question in section.questions]
        return any(not one.levels for one in questions) or any(group.returned is None for group in self.groups)

    def as_document(self) -> dict[str, Any]:
        """The report as plain data, that `from_document` reads back to an equal report."""
        document: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self), default=date.isoformat))
        return document

    def as_json(self) -> str:
        """Canonical JSON: what is published and kept."""
        return json.dumps(self.as_document(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """A report that was published."""
        given = dict(document)
        given |= {name: date.fromisoformat(given[name]) for name in ("opens_on", "closes_on")}
        given |= {name: tuple(given[name]) for name in ("method", "scales")}
        given["groups"] = tuple(_group(group) for group in given["groups"])
        given["parts"] = tuple(_part(part) for part in given["parts"])
        given["sections"] = tuple(_section(section) for section in given["sections"])
        given |= {name: tuple(ReportChange(**one) for one in given[name]) for name in ("rises", "falls")}
        return cls(**given)


def fingerprint(text: str) -> str:
    """SHA-256 of the published text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _part(part: dict[str, Any]) -> ReportPart:
    findings = tuple(ReportFinding(**finding) for finding in part["findings"])
    return ReportPart(part["key"], part["heading"], findings)


def _group(group: dict[str, Any]) -> ReportGroup:
    given = dict(group)
    if given.get("overall") is not None:
        given["overall"] = ReportMean(**given["overall"])
    given["sections"] = tuple(ReportMean(**one) for one in given.get("sections", ()))
    return ReportGroup(**given)


def _section(section: dict[str, Any]) -> ReportSection:
    questions = tuple(_question(question) for question in section["questions"])
    return ReportSection(**{**section, "questions": questions})


def _question(question: dict[str, Any]) -> ReportQuestion:
    return ReportQuestion(**{**question, "levels": tuple(Level(**level) for level in question["levels"])})
