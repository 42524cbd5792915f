"""How far a return is, section by section: what is asked, what is answered, what is still missing."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from formsapp.returns.asked_tool import AskedSection, AskedTool
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import NOTHING, Given, Stored
from formsapp.returns.fields.wording import is_blank
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import answers_of, questions_with_evidence
from tool_definitions.tool import Tool
from tool_definitions.visibility import Attributes, Visibility, visibility

#: Stands for evidence that is attached, where a rule asks whether there is any.
ATTACHED = "attached"


class Status(StrEnum):
    """Where a section is."""

    CANNOT_START = "Cannot start yet"
    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    COMPLETE = "Complete"


class Gap(NamedTuple):
    """Something still missing from one answer."""

    section: str
    asked: Asked[Any]
    part: str
    sentence: str


@dataclass(frozen=True)
class SectionProgress:
    """One section of one return."""

    section: AskedSection
    shown: tuple[Asked[Any], ...]
    answered: int
    gaps: tuple[Gap, ...]
    #: Questions of which earlier answers have not yet decided whether they are asked.
    not_yet_known: int

    @property
    def status(self) -> Status:
        """Where the section is."""
        if not self.shown:
            return Status.CANNOT_START
        if not self.gaps and not self.not_yet_known and self.is_touched:
            return Status.COMPLETE
        return Status.IN_PROGRESS if self.answered else Status.NOT_STARTED

    @property
    def is_touched(self) -> bool:
        """Whether anything is answered, or nothing has to be."""
        return bool(self.answered) or not any(asked.question.required for asked in self.shown)

    @property
    def counted(self) -> int:
        """How many questions are asked."""
        return len(self.shown)


def shown_questions(
    tool: Tool,
    questions: Mapping[str, Asked[Any]],
    answers: Mapping[str, Given],
    organisation: Attributes | None,
    wave: str | None = None,
) -> dict[str, Visibility]:
    """The visibility of every question of a tool, or of a part of one, for one return's answers."""
    values = {key: questions[key].condition_value(given.value) for key, given in answers.items() if key in questions}
    return visibility(tool, values, organisation, wave=wave)


def given_of(stored: Mapping[str, Stored]) -> dict[str, Given]:
    """The answers without their revisions."""
    return {key: one.given for key, one in stored.items()}


def progress_of(
    tool: AskedTool,
    answers: Mapping[str, Given],
    organisation: Attributes | None,
    wave: str | None = None,
    *,
    with_evidence: Container[str] = frozenset(),
) -> list[SectionProgress]:
    """Every section that applies to the organisation and asks something, or may come to ask something."""
    seen = shown_questions(tool.tool, tool.questions, answers, organisation, wave)
    supported = {key: supported_by(given) if key in with_evidence else given for key, given in answers.items()}
    found = (_section_progress(section, supported, seen, organisation) for section in tool.sections.values())
    return [one for one in found if one.shown or one.not_yet_known]


def _section_progress(
    section: AskedSection,
    answers: Mapping[str, Given],
    seen: Mapping[str, Visibility],
    organisation: Attributes | None,
) -> SectionProgress:
    shown = tuple(asked for asked in section.questions if seen[asked.key] is Visibility.SHOWN)
    gaps = tuple(gap for asked in shown for gap in _gaps(section, asked, answers.get(asked.key, NOTHING), organisation))
    answered = sum(not is_blank(answers.get(asked.key, NOTHING).value) for asked in shown)
    unknown = sum(seen[asked.key] is Visibility.NOT_YET_KNOWN for asked in section.questions)
    return SectionProgress(section, shown, answered, gaps, unknown)


def _gaps(section: AskedSection, asked: Asked[Any], given: Given, organisation: Attributes | None) -> Iterator[Gap]:
    for part, sentence in asked.gaps(given, organisation).items():
        yield Gap(section.key, asked, part, sentence)


def supported_by(given: Given) -> Given:
    """The answer as its rules see it where evidence is attached: it needs no other words about evidence."""
    return given._replace(evidence=ATTACHED) if is_blank(given.evidence) else given


def progress_now(session: Session, opened: OpenedReturn) -> list[SectionProgress]:
    """The progress of a return as it stands, as far as whoever opened it may see it."""
    answers = given_of(answers_of(session, opened.id))
    attached = questions_with_evidence(session, opened.id)
    found = progress_of(opened.tool, answers, opened.attributes, opened.wave, with_evidence=attached)
    return [one for one in found if opened.opens(one.section.key)]


def is_complete(progress: list[SectionProgress]) -> bool:
    """Whether nothing is missing and nothing is undecided."""
    return not any(one.gaps or one.not_yet_known for one in progress)
