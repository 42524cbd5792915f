"""One section of a return: asking its questions, and saving their answers. The busiest pages of the application."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.database import current_session
from formsapp.returns import rules
from formsapp.returns.additions import beside_questions
from formsapp.returns.answers import changed_by_hand, faults_of, read_answers, settled, written_bases
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.commands import AnswersConflict, NotSaved, save_answers
from formsapp.returns.conflict_page import conflict_page
from formsapp.returns.fields.asked import Asked, Faults
from formsapp.returns.fields.given import NOT_STORED, NOTHING, Given, Stored
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.posted import bases_of, check_form, decided
from formsapp.returns.progress import given_of, shown_questions
from formsapp.returns.queries import answers_of
from tool_definitions.visibility import Visibility

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class SectionPage:
    """One section of one return, as it stands in the database."""

    opened: OpenedReturn
    section: AskedSection
    stored: dict[str, Stored]

    def shown(self, answers: Mapping[str, Given]) -> list[Asked[Any]]:
        """The questions that are asked, given these answers."""
        seen = shown_questions(
            self.section.tool, self.opened.tool.questions, answers, self.opened.attributes, self.opened.wave
        )
        return [asked for asked in self.section.questions if seen[asked.key] is Visibility.SHOWN]

    def html(self, shown: Iterable[Asked[Any]], answers: Mapping[str, Given], faults: Mapping[str, Faults]) -> Markup:
        """The questions with these answers in their boxes."""
        beside = beside_questions(current_session(), self.opened, self.section)
        return self.section.html(shown, answers, faults, self.opened.attributes, beside)

    def address(self, **more: Any) -> str:
        """The address of the section."""
        return url_for("returns.answer_section", return_id=self.opened.id, section_key=self.section.key, **more)


def section_page(opened: OpenedReturn, section: AskedSection) -> SectionPage:
    """The section with the answers that its questions and conditions need."""
    return SectionPage(opened, section, answers_of(current_session(), opened.id, section.needs))


def show_section(page: SectionPage) -> Page:
    """The section, to be answered; or to be read where it cannot be."""
    opened = page.opened
    refusal = rules.answering_refusal(opened)
    if refusal or not can(current_actor(), Permission.RETURN_FILL, opened):
        return show_locked(page, refusal or "You can read this return. Others in your organisation fill it in.", {})
    if rules.independence_refusal(opened):
        return redirect(url_for("cases.confirm_independence", return_id=opened.id))
    answers = given_of(page.stored)
    shown = page.shown(answers)
    return _asked(page, shown, page.html(shown, answers, {}), written_bases(page.stored, [one.key for one in shown]))


def _asked(page: SectionPage, shown: list[Asked[Any]], html: Markup, bases: str, **more: Any) -> str:
    before, after = page.opened.around(page.section)
    return render_template(
        "returns/answer_section.html",
        opened=page.opened,
        section=page.section,
        previous_section=before,
        next_section=after,
        questions=html,
        is_asked=bool(shown),
        revisions=bases,
        **more,
    )


def show_locked(page: SectionPage, refusal: str, typed: Mapping[str, Given]) -> str:
    """The section as it can be read, with what was typed and not saved, to be copied."""
    before, after = page.opened.around(page.section)
    answers = given_of(page.stored)
    shown = page.shown(answers)
    unsaved = [(asked, typed[asked.key]) for asked in page.section.questions if asked.key in typed]
    return render_template(
        "returns/locked_section.html",
        opened=page.opened,
        section=page.section,
        previous_section=before,
        next_section=after,
        refusal=refusal,
        unsaved=unsaved,
        answered=[(asked, answers.get(asked.key, NOTHING)) for asked in shown],
    )


def save_section(page: SectionPage) -> Page:
    """Save what was posted, all of it or none."""
    check_form(request.form, page.section)
    bases = bases_of(request.form, page.section, page.stored)
    posted, undecided = decided(request.form, page.section)
    before = given_of(page.stored)
    answers = read_answers(posted, page.section, before)
    typed = changed_by_hand(settled(answers, page.section), bases)
    if refusal := rules.answering_refusal(page.opened):
        return show_locked(page, refusal, _unsaved(page, typed)), 409
    shown = page.shown(before)
    if faults := faults_of(answers, shown, page.opened.attributes):
        return _faulty(page, answers, shown, faults), 422
    if undecided:
        return conflict_page(page, undecided, typed, bases, is_undecided=True), 409
    try:
        revisions = {key: base.revision for key, base in bases.items()}
        saved = save_answers(
            current_session(),
            return_=page.opened,
            section=page.section.key,
            answers=typed,
            by=current_actor(),
            bases=revisions,
            stored=page.stored,
        )
    except AnswersConflict as conflict:
        return conflict_page(page, conflict.questions, typed, bases), 409
    except NotSaved as refusal:
        return show_locked(page, refusal.sentence, _unsaved(page, typed)), 409
    return _onwards(page, shown, {**before, **{key: typed[key] for key in saved.revisions}})


def _unsaved(page: SectionPage, typed: Mapping[str, Given]) -> dict[str, Given]:
    return {key: given for key, given in typed.items() if given != page.stored.get(key, NOT_STORED).given}


def _faulty(
    page: SectionPage, typed: Mapping[str, Given], shown: list[Asked[Any]], faults: Mapping[str, Faults]
) -> str:
    errors = page.section.errors(faults)
    return _asked(page, shown, page.html(shown, typed, faults), request.form["revisions"], errors=errors)


def _onwards(page: SectionPage, shown: list[Asked[Any]], answers: Mapping[str, Given]) -> Response:
    """Where to go once the answers are saved: to what now follows from them, to the next section, or to the list."""
    title = page.section.title
    follows = _newly_shown(page, shown, answers) if page.section.unfolds else []
    then = request.form.get("then")
    if then == "later":
        flash(f"“{title}” is saved. You can come back to it at any time.")
        return redirect(url_for("returns.show_return", return_id=page.opened.id), 303)
    if follows:
        flash("Saved. Your answers bring up more questions, below.")
        return redirect(page.address(_anchor=f"question-{follows[0].key}"), 303)
    flash(f"“{title}” is saved.")
    return redirect(page.address() if then == "stay" else _next_address(page), 303)


def _newly_shown(page: SectionPage, shown: list[Asked[Any]], answers: Mapping[str, Given]) -> list[Asked[Any]]:
    before = {asked.key for asked in shown}
    return [asked for asked in page.shown(answers) if asked.key not in before]


def _next_address(page: SectionPage) -> str:
    _, after = page.opened.around(page.section)
    if after is None:
        return url_for("returns.check_answers", return_id=page.opened.id)
    return url_for("returns.answer_section", return_id=page.opened.id, section_key=after.key)
