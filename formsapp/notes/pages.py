"""Private notes to colleagues: the pages."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.notes import commands, rules
from formsapp.notes.forms import NoteForm
from formsapp.notes.listed import Place, by_place, place_of
from formsapp.notes.queries import NoteOfReturn, note_from_url, notes_of
from formsapp.returns.loaders import answered_return, section_of
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.rules import answering_refusal

pages = Blueprint("notes", "formsapp.notes", template_folder="templates")
Page = str | Response | tuple[str, int]
FORBIDDEN, UNPROCESSABLE = 403, 422


@pages.route("/returns/<int:return_id>/notes", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, load=answered_return)
def show_notes(opened: OpenedReturn) -> Page:
    """Every private note that the person may read, what is to do first; and a note on the whole return."""
    if request.method == "POST" and opened.only_sections is not None:
        abort(404)
    return _page(opened, Place())


@pages.route("/returns/<int:return_id>/sections/<section_key>/notes", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, load=answered_return)
def section_notes(opened: OpenedReturn, section_key: str) -> Page:
    """The notes of one section and its questions; and a note on the section."""
    return _page(opened, Place(section_of(opened, section_key)))


@pages.route("/returns/<int:return_id>/sections/<section_key>/notes/<question_key>", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, load=answered_return)
def question_notes(opened: OpenedReturn, section_key: str, question_key: str) -> Page:
    """The notes of one question, and another one."""
    section = section_of(opened, section_key)
    asked = section.by_key.get(question_key)
    return _page(opened, Place(section, asked)) if asked is not None else abort(404)


def _page(opened: OpenedReturn, place: Place) -> Page:
    session, form = current_session(), NoteForm()
    if form.validate_on_submit():
        commands.add_note(
            session,
            return_=opened,
            text=form.text.data or "",
            place=place.keys,
            is_to_do=bool(form.is_to_do.data),
            by=current_actor(),
        )
        return redirect(_after(opened, place), 303)
    form.text.label.text = f"Add a private note on {place.called}"
    section, question = place.keys
    notes = [one for one in notes_of(session, opened, section=section) if question in {None, one.note.question}]
    shown = render_template(
        "notes/show_notes.html",
        opened=opened,
        place=place,
        to_do=[one for one in notes if one.is_open],
        places=by_place(opened, [one for one in notes if not one.is_open]),
        place_of=lambda one: place_of(opened, one.note.section, one.note.question),
        back=_back(opened, place),
        form=form,
        most=rules.LONGEST_NOTE,
        may_add=place.section is not None or opened.only_sections is None,
    )
    return (shown, UNPROCESSABLE) if request.method == "POST" else shown


def _back(opened: OpenedReturn, place: Place) -> tuple[str, str]:
    """Where the page was come from: a question or section that is being answered, or the task list."""
    if place.section is None:
        return url_for("returns.show_return", return_id=opened.id), "All sections"
    where = url_for(
        "returns.answer_section",
        return_id=opened.id,
        section_key=place.section.key,
        _anchor=f"question-{place.asked.key}" if place.asked else None,
    )
    return where, "Back to the question" if place.asked else "Back to the section"


def _after(opened: OpenedReturn, place: Place) -> str:
    """Where to go once a note is written: back to the question while the return is being answered."""
    is_answering = answering_refusal(opened) is None and can(current_actor(), Permission.RETURN_FILL, opened)
    if place.asked is not None and is_answering:
        return _back(opened, place)[0]
    flash("The note is kept. It stays in your setting.")
    return request.path


@pages.post("/returns/<int:return_id>/notes/<int:note_id>/done")
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, load=note_from_url)
def mark_done(found: NoteOfReturn) -> Response:
    """Say that what a note asks for is done."""
    commands.mark_done(current_session(), note=found.note, by=current_actor())
    flash("Done.")
    return redirect(url_for("notes.show_notes", return_id=found.opened.id), 303)


@pages.route("/returns/<int:return_id>/notes/<int:note_id>/remove", methods=["GET", "POST"])
@requires(Permission.RETURN_VIEW, Permission.RETURN_CONTRIBUTE, load=note_from_url)
def remove_note(found: NoteOfReturn) -> Page:
    """Take a note away, after asking; only whoever wrote it."""
    if rules.removing_refusal(found.note, current_actor()):
        abort(FORBIDDEN)
    form = FlaskForm()
    if not form.validate_on_submit():
        return render_template("notes/remove_note.html", opened=found.opened, note=found.note, form=form)
    commands.remove_note(current_session(), note=found.note, by=current_actor())
    flash("The note is gone.")
    return redirect(url_for("notes.show_notes", return_id=found.opened.id), 303)
