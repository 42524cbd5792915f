"""The outline of a draft: its sections and questions in order, with what is worth knowing of each at a glance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from formsapp.builder.places import Placed, addresses, key_of, questions_in, questions_of, sections_in, text_of
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath, Problem, Severity
from tool_definitions.words import TYPES


@dataclass(frozen=True)
class OutlineQuestion:
    """A question as the outline shows it."""

    address: str
    path: DocumentPath
    key: str
    title: str
    type: str
    marks: tuple[str, ...]
    errors: int
    warnings: int


@dataclass
class OutlineSection:
    """A section as the outline shows it, with its questions; errors and warnings are all those inside."""

    address: str
    path: DocumentPath
    key: str
    title: str
    weight: str
    marks: tuple[str, ...]
    errors: int = 0
    warnings: int = 0
    questions: list[OutlineQuestion] = field(default_factory=list)


def outline_of(data: Any, problems: Iterable[Problem]) -> list[OutlineSection]:
    """The sections of a draft with their questions."""
    found = Counter(_counted(problem) for problem in problems)
    placed = list(questions_in(data))
    known = dict(zip((path for path, _question in placed), addresses(placed), strict=True))
    sections = list(sections_in(data))
    outline = []
    for (path, section), address in zip(sections, addresses(sections), strict=True):
        questions = [_question(one, known[one[0]], found) for one in questions_of(path, section)]
        outline.append(_section((path, section), address, questions, found))
    return outline


def _counted(problem: Problem) -> tuple[DocumentPath, Severity]:
    """The question, or else the section, that a problem is counted with."""
    place = problem.place
    is_of_question = len(place) >= 4 and place[2] == "questions"
    return place[: 4 if is_of_question else 2], problem.severity


def _question(placed: Placed, address: str, found: Counter[tuple[DocumentPath, Severity]]) -> OutlineQuestion:
    path, question = placed
    kind = text_of(question, "type")
    return OutlineQuestion(
        address,
        path,
        key_of(question),
        text_of(question, "title") or "(no title yet)",
        TYPES.get(kind, kind or "(no type)"),
        tuple(_marks(question)),
        found[path, Severity.ERROR],
        found[path, Severity.WARNING],
    )


def _section(
    placed: Placed, address: str, questions: list[OutlineQuestion], found: Counter[tuple[DocumentPath, Severity]]
) -> OutlineSection:
    path, section = placed
    return OutlineSection(
        address,
        path,
        key_of(section),
        text_of(section, "title") or "(no title yet)",
        text_of(section, "weight") or "1",
        tuple(_marks(section)),
        found[path, Severity.ERROR] + sum(one.errors for one in questions),
        found[path, Severity.WARNING] + sum(one.warnings for one in questions),
        questions,
    )


def _marks(part: dict[str, Any]) -> Iterable[str]:
    """What sets a question or section apart."""
    if text_of(part, "scheme"):
        weight = text_of(part, "weight")
        yield f"scored, weight {weight}" if weight not in {"", "1"} else "scored"
    if part.get("show_if"):
        yield "conditional"
    if is_mapping(part.get("applies_to")) and part["applies_to"]:
        yield "for some organisations"
    if part.get("waves"):
        yield "in some waves"
    if part.get("limit"):
        yield "limits the band"
