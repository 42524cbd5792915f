"""What share of the overall score each section and each question has, where every question applies."""

from dataclasses import dataclass
from typing import Any

from formsapp.builder.places import items_of, names_in
from tool_definitions.document import is_mapping
from tool_definitions.editing.uses import text_in
from tool_definitions.problems import DocumentPath
from tool_definitions.values import NUMBER_PATTERN

_SCORED = frozenset({"rating", "yes_no", "choice"})


@dataclass(frozen=True)
class QuestionShare:
    """A question with its share of its section's score and of the overall score; None where it is not scored."""

    path: DocumentPath
    key: str
    title: str
    is_scored: bool
    of_section: float | None
    of_overall: float | None


@dataclass(frozen=True)
class SectionShare:
    """A section with its share of the overall score, None where it has no score, and its questions."""

    path: DocumentPath
    key: str
    title: str
    of_overall: float | None
    questions: tuple[QuestionShare, ...]


def shares_of(data: dict[str, Any]) -> list[SectionShare]:
    """Every section with its shares, in the order of the tool."""
    by_questions = names_in(data, "scoring").get("overall") == "questions"
    sections = [(place, one) for place, one in enumerate(items_of(data, "sections")) if is_mapping(one)]
    sums = [sum(map(_scored_weight, items_of(section, "questions"))) for _place, section in sections]
    counts = (
        sums if by_questions else [_weight(one) if has else 0.0 for (_p, one), has in zip(sections, sums, strict=True)]
    )
    total = sum(counts)
    return [
        _section(("sections", place), section, inside, count / total if total and inside else None)
        for (place, section), inside, count in zip(sections, sums, counts, strict=True)
    ]


def _section(path: DocumentPath, section: dict[str, Any], inside: float, share: float | None) -> SectionShare:
    questions = enumerate(items_of(section, "questions"))
    inner = tuple(
        _question((*path, "questions", place), one, inside, share) for place, one in questions if is_mapping(one)
    )
    key = text_in(section, "key")
    return SectionShare(path, key, text_in(section, "title") or key, share, inner)


def _question(path: DocumentPath, question: dict[str, Any], inside: float, share: float | None) -> QuestionShare:
    key = text_in(question, "key")
    of_section = _weight(question) / inside if _is_scored(question) and inside else None
    of_overall = None if of_section is None or share is None else of_section * share
    return QuestionShare(path, key, text_in(question, "title") or key, _is_scored(question), of_section, of_overall)


def _scored_weight(question: Any) -> float:
    return _weight(question) if is_mapping(question) and _is_scored(question) else 0.0


def _is_scored(question: dict[str, Any]) -> bool:
    return bool(question.get("scheme")) and question.get("type") in _SCORED


def _weight(part: dict[str, Any]) -> float:
    """The weight as written; 1 where none is, 0 where it is no weight."""
    written = part.get("weight", "1")
    if isinstance(written, bool) or not NUMBER_PATTERN.fullmatch(str(written)):
        return 0.0
    return max(float(written), 0.0)
