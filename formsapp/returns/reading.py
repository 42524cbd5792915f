"""A whole return as it is read: every section, every question that is asked, every answer."""

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from formsapp.returns.asked_tool import AskedSection, AskedTool
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import NOTHING, Given
from formsapp.returns.models import Submission
from formsapp.returns.progress import Gap, shown_questions, supported_by
from tool_definitions.visibility import Attributes, Visibility


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question with its answer, and what is missing from it or odd about it."""

    asked: Asked[Any]
    given: Given
    gaps: tuple[Gap, ...]
    oddities: tuple[str, ...]


@dataclass(frozen=True)
class ReadSection:
    """One section with its questions that are asked."""

    section: AskedSection
    questions: tuple[AnsweredQuestion, ...]


def read_sections(
    tool: AskedTool,
    answers: Mapping[str, Given],
    organisation: Attributes | None,
    wave: str | None = None,
    *,
    with_evidence: Container[str] = frozenset(),
) -> list[ReadSection]:
    """Every section that asks something, with the answers."""
    seen = shown_questions(tool.tool, tool.questions, answers, organisation, wave)
    sections = [_read(section, answers, seen, organisation, with_evidence) for section in tool.sections.values()]
    return [one for one in sections if one.questions]


def _read(
    section: AskedSection,
    answers: Mapping[str, Given],
    seen: Mapping[str, Visibility],
    organisation: Attributes | None,
    with_evidence: Container[str],
) -> ReadSection:
    shown = [asked for asked in section.questions if seen[asked.key] is Visibility.SHOWN]
    found = (_answered(section, asked, answers.get(asked.key, NOTHING), organisation, with_evidence) for asked in shown)
    return ReadSection(section, tuple(found))


def _answered(
    section: AskedSection,
    asked: Asked[Any],
    given: Given,
    organisation: Attributes | None,
    with_evidence: Container[str],
) -> AnsweredQuestion:
    supported = supported_by(given) if asked.key in with_evidence else given
    gaps = asked.gaps(supported, organisation).items()
    return AnsweredQuestion(
        asked,
        given,
        tuple(Gap(section.key, asked, part, sentence) for part, sentence in gaps),
        tuple(asked.oddities(supported)),
    )


def keys_of(sections: Iterable[ReadSection]) -> list[str]:
    """The questions of these sections."""
    return [one.asked.key for section in sections for one in section.questions]


def only(sections: Iterable[ReadSection], keys: Container[str]) -> list[ReadSection]:
    """The sections with some of their questions alone."""
    kept = [
        ReadSection(one.section, tuple(each for each in one.questions if each.asked.key in keys)) for one in sections
    ]
    return [one for one in kept if one.questions]


def submitted_answers(submission: Submission) -> dict[str, Given]:
    """The answers as they were submitted."""
    document = json.loads(submission.document)
    return {
        key: Given(**{name: text for name, text in answer.items() if name != "revision"})
        for key, answer in document["answers"].items()
    }


def submitted_attributes(submission: Submission) -> dict[str, str | None]:
    """What the organisation was when it submitted."""
    attributes: dict[str, str | None] = json.loads(submission.document)["organisation"]
    return attributes
