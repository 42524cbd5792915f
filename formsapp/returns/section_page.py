"""One section of a return: asking its questions, and saving their answers. The busiest pages of the application."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.database import current_session
from formsapp.returns import rules
from formsapp.returns.answers import written, written_bases
from formsapp.returns.beside_last_year import pressed
from formsapp.returns.conflict_page import conflict_page
from formsapp.returns.fields.asked import Asked, Faults
from formsapp.returns.fields.given import NOT_STORED, NOTHING, Given
from formsapp.returns.loaders import fills_section
from formsapp.returns.one_section import SectionPage
from formsapp.returns.presence import lately_in
from formsapp.returns.progress import given_of
from formsapp.returns.saving import Outcome, Posted, attempt, read_post
from formsapp.ui.navigation import exists

Page = str | Response | tuple[str, int]


def show_section(page: SectionPage) -> Page:
    """The section, to be answered; or to be read where it cannot be."""
    opened = page.opened
    refusal = rules.answering_refusal(opened)
    if refusal or not fills_section(current_actor(), opened, page.section.key):
        return show_locked(page, refusal or "You can read this return. Others in your organisation fill it in.", {})
    if rules.independence_refusal(opened):
        return redirect(url_for("cases.confirm_independence", return_id=opened.id))
    answers = given_of(page.stored)
    shown = page.shown(answers)
    return _asked(page, shown, page.html(shown, answers, {}), written_bases(page.stored, [one.key for one in shown]))


def _asked(page: SectionPage, shown: list[Asked[Any]], html: Markup, bases: str, **more: Any) -> str:
    before, after = page.opened.around(page.section)
    others = lately_in(
        current_session(),
        return_id=page.opened.id,
        section=page.section.key,
        questions=page.section.by_key,
        but=current_actor(),
    )
    return render_template(
        "returns/answer_section.html",
        opened=page.opened,
        section=page.section,
        previous_section=before,
        next_section=after,
        questions=html,
        is_asked=bool(shown),
        revisions=bases,
        others=others,
        **{"unsaved": (), **more},
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
    posted = read_post(page, request.form)
    made = attempt(page, posted)
    match made.outcome:
        case Outcome.LOCKED:
            return show_locked(page, made.refusal, _unsaved(page, posted.typed)), 409
        case Outcome.FAULTY:
            return _faulty(page, posted, made.faults), 422
        case Outcome.UNDECIDED | Outcome.CONFLICT:
            is_undecided = made.outcome is Outcome.UNDECIDED
            return conflict_page(page, made.questions, posted, is_undecided=is_undecided), 409
    return _onwards(page, posted.before, {key: posted.typed[key] for key in made.revisions})


def _unsaved(page: SectionPage, typed: Mapping[str, Given]) -> dict[str, Given]:
    return {key: given for key, given in typed.items() if given != page.stored.get(key, NOT_STORED).given}


def _faulty(page: SectionPage, posted: Posted, faults: Mapping[str, Faults]) -> str:
    shown = page.shown_before_or_after(posted.before, posted.typed)
    return _asked(
        page,
        shown,
        page.html(shown, posted.answers, faults),
        written(posted.bases),
        errors=page.section.errors(faults),
        unsaved=posted.typed,
    )


def _onwards(page: SectionPage, before: Mapping[str, Given], saved: Mapping[str, Given]) -> Response:
    """Where to go once the answers are saved: to what now follows from them, to the next section, or to the list."""
    title = page.section.title
    follows = page.newly_shown(before, {**before, **saved})
    then = request.form.get("then")
    if key := pressed(request.form):
        return redirect(page.address(_anchor=f"question-{key}"), 303)
    if address := _attaching_address(page, then or ""):
        return redirect(address, 303)
    if then == "later":
        flash(f"“{title}” is saved. You can come back to it at any time.")
        return redirect(url_for("returns.show_return", return_id=page.opened.id), 303)
    if follows:
        flash("Saved. Your answers bring up more questions, below.")
        return redirect(page.address(_anchor=f"question-{follows[0].key}"), 303)
    flash(f"“{title}” is saved.")
    return redirect(page.address() if then == "stay" else _next_address(page), 303)


def _attaching_address(page: SectionPage, then: str) -> str | None:
    """The page on which evidence is attached to an answer, where the button for it was pressed."""
    other, _, key = then.partition("evidence:")
    if other or key not in page.section.by_key or not exists("evidence.attach_evidence"):
        return None
    return url_for("evidence.attach_evidence", return_id=page.opened.id, section_key=page.section.key, question_key=key)


def _next_address(page: SectionPage) -> str:
    _, after = page.opened.around(page.section)
    if after is None:
        checks = can(current_actor(), Permission.RETURN_VIEW, page.opened)
        return url_for("returns.check_answers" if checks else "returns.show_return", return_id=page.opened.id)
    return url_for("returns.answer_section", return_id=page.opened.id, section_key=after.key)
