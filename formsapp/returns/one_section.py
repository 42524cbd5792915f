"""One section of one return, as it stands in the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from formsapp.database import current_session
from formsapp.returns.additions import beside_questions
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.beside_last_year import ANSWERS
from formsapp.returns.fields.asked import Asked, Faults
from formsapp.returns.fields.given import Given, Stored
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import shown_questions
from formsapp.returns.queries import answers_of
from tool_definitions.visibility import Visibility


@dataclass(frozen=True)
class SectionPage:
    """One section of one return, with the answers that its questions and conditions need."""

    opened: OpenedReturn
    section: AskedSection
    stored: dict[str, Stored]

    def shown(self, answers: Mapping[str, Given]) -> list[Asked[Any]]:
        """The questions that are asked, given these answers."""
        seen = shown_questions(
            self.section.tool, self.opened.tool.questions, answers, self.opened.attributes, self.opened.wave
        )
        return [asked for asked in self.section.questions if seen[asked.key] is Visibility.SHOWN]

    def newly_shown(self, before: Mapping[str, Given], after: Mapping[str, Given]) -> list[Asked[Any]]:
        """The questions that are asked now, and were not before these answers."""
        if not self.section.unfolds:
            return []
        known = {asked.key for asked in self.shown(before)}
        return [asked for asked in self.shown(after) if asked.key not in known]

    def shown_before_or_after(self, before: Mapping[str, Given], typed: Mapping[str, Given]) -> list[Asked[Any]]:
        """The questions that are asked before these answers or because of them, in the order of the section."""
        keys = {asked.key for asked in [*self.shown(before), *self.newly_shown(before, {**before, **typed})]}
        return [asked for asked in self.section.questions if asked.key in keys]

    def html(self, shown: Iterable[Asked[Any]], answers: Mapping[str, Given], faults: Mapping[str, Faults]) -> Markup:
        """The questions with these answers in their boxes."""
        self.opened.read[ANSWERS] = self.stored
        beside = beside_questions(current_session(), self.opened, self.section)
        return self.section.html(shown, answers, faults, self.opened.attributes, beside)

    def address(self, **more: Any) -> str:
        """The address of the section."""
        return url_for("returns.answer_section", return_id=self.opened.id, section_key=self.section.key, **more)


def section_page(opened: OpenedReturn, section: AskedSection) -> SectionPage:
    """The section as it stands."""
    return SectionPage(opened, section, answers_of(current_session(), opened.id, section.needs))
