"""Filling in a return: some sittings over some weeks, then the declaration."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from random import Random

from formsapp.access.models import Person
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Return
from formsapp.cases.commands import confirm_independence
from formsapp.demo.answers import Respondent, answers_by_section
from formsapp.demo.calendar import Calendar
from formsapp.demo.making import Making
from formsapp.demo.signing import is_signed, sign_everywhere
from formsapp.returns.commands import save_answers, submit_return
from formsapp.returns.fields.given import Given, Stored
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import open_return

DECLARATION = (
    "I confirm that this return is an honest account, that it names no child, family or member of staff, "
    "and that I may submit it for my organisation."
)
HOW_AGREED = "Read and agreed at their last meeting before the closing day. It is in the minutes."


@dataclass
class Filling:
    """One return being filled in by one person."""

    making: Making
    return_: Return
    person: Person
    respondent: Respondent
    stored: dict[str, Stored] = field(default_factory=dict)
    #: How much of it is filled in before the audit closes.
    share: float = 1.0
    is_submitted: bool = False

    @cached_property
    def answers(self) -> dict[str, dict[str, Given]]:
        """What will be answered, by section."""
        return answers_by_section(self.respondent)

    def sitting(self, sections: Sequence[str]) -> None:
        """Save some sections, as one does in an evening."""
        session, by = self.making.session, self.making.actor(self.person)
        if self.return_.case_id is not None:
            confirm_independence(session, return_=self.return_, by=by)
        opened = self._opened()
        for section in sections:
            answers = self.answers[section]
            saved = save_answers(session, return_=opened, section=section, answers=answers, by=by, stored=self.stored)
            self.stored |= {key: Stored(answers[key], revision) for key, revision in saved.revisions.items()}
            if opened.state is ReturnState.NOT_STARTED:
                opened = replace(opened, state=ReturnState.STARTED)

    def answer(self, question: str, given: Given) -> None:
        """Answer one question in another way."""
        by, section = self.making.actor(self.person), self.respondent.tool.section_of[question].key
        saved = save_answers(
            self.making.session,
            return_=self._opened(),
            section=section,
            answers={question: given},
            by=by,
            stored=self.stored,
        )
        self.stored |= {key: Stored(given, revision) for key, revision in saved.revisions.items() if key == question}

    def _opened(self) -> OpenedReturn:
        self.making.session.flush()
        opened = open_return(self.making.session, self.return_.id, person_id=self.person.id)
        if opened is None:
            raise LookupError(f"return {self.return_.id} is gone")
        return opened

    def submit(self) -> None:
        """Make the declaration."""
        by = self.making.actor(self.person)
        if is_signed(self.making, self.return_.organisation_id):
            sign_everywhere(self.making, self._opened(), lead=self.person)
        agreed = {one.role: HOW_AGREED for one in self.respondent.tool.sign_off}
        submit_return(self.making.session, return_=self.return_, declaration=DECLARATION, agreed=agreed, by=by)
        self.is_submitted = True


def plan_filling_in(
    calendar: Calendar, filling: Filling, *, begins: datetime, ends: datetime, luck: Random, share: float = 1.0
) -> None:
    """Put down the sittings of a return and, where all of it is answered, its submission. `share` is how much is."""
    filling.share = share
    answers = filling.answers
    sections = [key for key, given in answers.items() if given]
    if share < 1:
        sections = sections[: max(1, round(len(sections) * share))]
    for moment, part in zip(_moments(begins, ends, luck), _parts(sections, 3), strict=True):
        calendar.put(moment, partial(filling.sitting, part))
    if share == 1:
        calendar.put(ends, filling.submit)


def _moments(begins: datetime, ends: datetime, luck: Random) -> list[datetime]:
    """Three sittings between two moments, the last one shortly before the end."""
    span = (ends - begins).total_seconds() / 60
    early = sorted(luck.uniform(0.05, 0.85) * span for _ in range(2))
    minutes = [*early, max(span - luck.uniform(12, 90), span * 0.9)]
    return [begins + timedelta(minutes=round(one)) for one in minutes]


def _parts(sections: Sequence[str], number: int) -> list[Sequence[str]]:
    size = -(-len(sections) // number)
    return [sections[place * size : (place + 1) * size] for place in range(number)]
