"""Last year's answers on one page, and confirming those that are still true: many at once, each by its own tick."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.lifecycle import ReturnState
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.carrying_over import Carried, Earlier
from formsapp.returns.commands import save_answers
from formsapp.returns.fields.asked import FormData
from formsapp.returns.fields.given import NOT_STORED, NOTHING, Given, Stored
from formsapp.returns.guard import held_words
from formsapp.returns.last_year import LastYear
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of, shown_questions
from formsapp.returns.queries import answers_of
from tool_definitions.visibility import Visibility


@dataclass(frozen=True)
class Line:
    """One question of this year's with what last year says to it, and what is answered already."""

    carried: Carried
    now: Given

    @property
    def is_answered(self) -> bool:
        """Whether anything is answered this year."""
        return self.now != NOTHING

    @property
    def may_be_confirmed(self) -> bool:
        """Whether a tick is enough."""
        return self.carried.is_unchanged and not self.is_answered


@dataclass(frozen=True)
class SectionLines:
    """One section: its questions that need a fresh answer, those that are as they were, and those no longer asked."""

    section: AskedSection
    fresh: list[Line] = field(default_factory=list)
    unchanged: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class LastYearPage:
    """Everything that last year says to a return, as far as whoever opened it may see it."""

    sections: list[SectionLines]
    lapsed: list[Earlier]
    stored: Mapping[str, Stored]

    def lines(self, kind: str) -> list[Line]:
        """Every line of this kind: `fresh` or `unchanged`."""
        return [line for one in self.sections for line in getattr(one, kind)]


def last_year_page(session: Session, opened: OpenedReturn, found: LastYear) -> LastYearPage:
    """The page: two queries beside last year's own, however long the return."""
    stored = answers_of(session, opened.id)
    shown = _shown(opened, given_of(stored))
    sections = [
        _lines(one, opened, found, stored, shown) for one in opened.tool.sections.values() if opened.opens(one.key)
    ]
    return LastYearPage(
        sections=[one for one in sections if one.fresh or one.unchanged],
        lapsed=found.lapsed if opened.only_sections is None else [],
        stored=stored,
    )


def _shown(opened: OpenedReturn, stored: Mapping[str, Given]) -> set[str]:
    """What is asked now. What a confirmed answer brings up is on the page once it is confirmed."""
    states = shown_questions(opened.tool.tool, opened.tool.questions, stored, opened.attributes, opened.wave)
    return {key for key, state in states.items() if state is Visibility.SHOWN}


def _lines(
    section: AskedSection,
    opened: OpenedReturn,
    found: LastYear,
    stored: Mapping[str, Stored],
    shown: Collection[str],
) -> SectionLines:
    made = SectionLines(section)
    for asked in section.questions_for(opened.attributes, opened.wave):
        if asked.key in shown:
            line = Line(found.carried(asked), stored.get(asked.key, NOT_STORED).given)
            (made.unchanged if line.carried.is_unchanged else made.fresh).append(line)
    return made


@dataclass
class Confirmed:
    """What came of confirming: which answers are saved, and which were left out, with the reason."""

    saved: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def confirm(
    session: Session, *, return_: OpenedReturn, page: LastYearPage, ticked: Collection[str], by: Actor
) -> Confirmed:
    """Save last year's answer to each ticked question, section by section. One answered meanwhile is left as it is."""
    result, opened = Confirmed(), return_
    for one in page.sections:
        chosen = {
            line.carried.asked.key: line.carried.offered
            for line in one.unchanged
            if line.carried.asked.key in ticked and line.carried.offered is not None
        }
        if chosen:
            _confirm_section(session, opened, one.section, chosen, result, by=by)
        if result.saved and opened.state is ReturnState.NOT_STARTED:
            opened = replace(opened, state=ReturnState.STARTED)
    return result


def _confirm_section(
    session: Session,
    opened: OpenedReturn,
    section: AskedSection,
    chosen: dict[str, Given],
    result: Confirmed,
    *,
    by: Actor,
) -> None:
    stored = answers_of(session, opened.id, section.needs)
    free = {key: given for key, given in chosen.items() if stored.get(key, NOT_STORED).given == NOTHING}
    _leave_out(result, section, chosen.keys() - free.keys(), "it was answered meanwhile")
    held = held_words(session, opened, free, given_of(stored), form=FormData(), by=by)
    _leave_out(result, section, held.keys(), "its words may identify a child: answer it in its section")
    answers = {key: free[key] for key in free if key not in held}
    saved = save_answers(session, return_=opened, section=section, answers=answers, by=by, stored=stored)
    _leave_out(result, section, saved.ignored, "an earlier answer decides whether it is asked")
    result.saved.extend(section.by_key[key].number for key in saved.revisions)


def _leave_out(result: Confirmed, section: AskedSection, keys: Collection[str], why: str) -> None:
    result.left_out += [(asked.number, why) for asked in section.questions if asked.key in keys]
