"""One return as a moderator works through it: its sections, exceptions marked."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from formsapp.audits.models import Return
from formsapp.moderation.queries import QuestionRecord, records_of
from formsapp.tools.versions import tool_of
from tool_definitions.question import JudgedQuestion
from tool_definitions.tool import Section, Tool
from tool_definitions.visibility import Answers, Visibility, visibility


@dataclass(frozen=True)
class SectionToModerate:
    """A section with the rated questions that count for this return, and the records of each."""

    tool: Tool
    section: Section
    questions: tuple[JudgedQuestion, ...]
    records: dict[str, QuestionRecord]
    previous_key: str | None = None
    next_key: str | None = None

    @property
    def judged(self) -> int:
        """How many of its questions somebody has judged as they stand."""
        return sum(1 for one in self.records.values() if one.judged)

    @property
    def settled(self) -> int:
        """How many have a settled rating that counts."""
        return sum(1 for one in self.records.values() if one.settled and not one.is_stale)

    def exceptions(self, question: JudgedQuestion) -> list[str]:
        """What a moderator should look at first in this answer; never a verdict."""
        record = self.records[question.key]
        scheme = self.tool.scheme_of(question.key)
        rank = scheme.ranks.get(record.self_rating or "")
        answer = record.answer
        found = []
        if question.limit is not None and rank is not None and rank <= scheme.ranks[question.limit.at_or_below]:
            found.append("Limits the band")
        if rank == len(scheme.levels) - 1 and answer is not None and not answer.comment and not answer.evidence:
            found.append("Top rating with neither comment nor evidence")
        if record.self_rating == scheme.not_applicable.value:
            found.append("Not applicable")
        if record.self_rating is None:
            found.append("Not answered")
        if record.is_stale:
            found.append("Answer changed since it was settled")
        return found


def sections_to_moderate(session: Session, return_: Return) -> list[SectionToModerate]:
    """The sections of a return that hold rated questions which count for it: three queries."""
    tool = tool_of(return_.audit.tool_version)
    records = records_of(session, return_, list(tool.questions))
    shown = visibility(tool, _values(records), return_.organisation.attributes, wave=return_.audit.wave)
    sections = []
    for section in tool.sections:
        questions = tuple(
            question
            for question in section.questions
            if isinstance(question, JudgedQuestion) and question.is_scored and shown[question.key] is Visibility.SHOWN
        )
        if questions:
            its_records = {question.key: records[question.key] for question in questions}
            sections.append(SectionToModerate(tool, section, questions, its_records))
    return _linked(sections)


def _values(records: dict[str, QuestionRecord]) -> Answers:
    return {key: record.self_rating for key, record in records.items()}


def _linked(sections: list[SectionToModerate]) -> list[SectionToModerate]:
    keys = [None, *(section.section.key for section in sections), None]
    return [
        SectionToModerate(one.tool, one.section, one.questions, one.records, keys[place], keys[place + 2])
        for place, one in enumerate(sections)
    ]
