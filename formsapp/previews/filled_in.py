"""A tool as it is filled in by somebody: which questions they see, what they answered, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from markupsafe import Markup

from formsapp.previews.seen_as import SeenAs
from formsapp.returns.answers import faults_of, read_answers, settled
from formsapp.returns.asked_tool import AskedSection, AskedTool
from formsapp.returns.fields.asked import Asked, Faults, FormData
from formsapp.returns.fields.given import Given
from formsapp.returns.progress import SectionProgress, is_complete, progress_of, shown_questions
from formsapp.returns.reading import ReadSection, read_sections
from tool_definitions.length import Length, Respondent, length
from tool_definitions.visibility import Attributes, Visibility


@dataclass(frozen=True)
class FilledIn:
    """One preview: the tool, as whom it is seen, and the answers so far."""

    tool: AskedTool
    seen_as: SeenAs
    answers: Mapping[str, Given]

    @cached_property
    def respondent(self) -> Respondent:
        """Who is asked."""
        return self.seen_as.respondent

    @property
    def organisation(self) -> Attributes:
        """What is known of the organisation."""
        return self.respondent.organisation

    @cached_property
    def length(self) -> Length:
        """How much is asked."""
        return length(self.tool.tool, self.respondent)

    @cached_property
    def progress(self) -> list[SectionProgress]:
        """Every section that asks something, or may come to."""
        return progress_of(self.tool, self.answers, self.organisation, self.respondent.wave)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return is_complete(self.progress)

    @cached_property
    def sections(self) -> list[ReadSection]:
        """Every section that asks something, with the answers."""
        return read_sections(self.tool, self.answers, self.organisation, self.respondent.wave)

    def shown(self, section: AskedSection) -> list[Asked[Any]]:
        """The questions of a section that are asked now."""
        wave = self.respondent.wave
        seen = shown_questions(section.tool, self.tool.questions, self.answers, self.organisation, wave)
        return [asked for asked in section.questions if seen[asked.key] is Visibility.SHOWN]

    def html(self, section: AskedSection, faults: Mapping[str, Faults]) -> Markup:
        """Those questions with their answers."""
        return section.html(self.shown(section), self.answers, faults, self.organisation)

    def around(self, section: AskedSection) -> tuple[AskedSection | None, AskedSection | None]:
        """The sections before and after one, of those that ask something or may come to."""
        return self.tool.around(section, self.organisation, self.respondent.wave)

    @property
    def values(self) -> dict[str, str | tuple[str, ...] | None]:
        """The answers as conditions and scores see them; what could not be stored counts as unanswered."""
        questions = self.tool.questions
        return {
            key: questions[key].condition_value(given.value)
            for key, given in self.answers.items()
            if not questions[key].faults(given, self.organisation)
        }

    def answered(self, section: AskedSection, form: FormData) -> tuple["FilledIn", dict[str, Faults]]:
        """The same with what a form answers to one section, and why that could not be stored if it were a return."""
        typed = read_answers(form, section, self.answers)
        faults = faults_of(typed, self.shown(section), self.organisation)
        kept = typed if faults else settled(typed, section)
        return replace(self, answers={**self.answers, **kept}), faults
