"""The library: tools and schemes to start from, a search over all questions, and copying from any of them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.library.asked import MOST_FOUND, Origin, origin_named, search
from formsapp.library.commands import copy_question_into, copy_section_into
from formsapp.library.destinations import for_questions, for_sections
from formsapp.library.forms import CopyForm
from formsapp.refusals import Refused
from tool_definitions import words
from tool_definitions.copying import Copied
from tool_definitions.loader import shipped_tools
from tool_definitions.shipped import shipped_schemes

pages = Blueprint("library", __name__, template_folder="templates")

LONGEST_SEARCH = 200


@pages.get("/tools/library")
@requires(Permission.TOOL_CHANGE)
def show_library() -> str:
    """A search over all questions; below it the tools and rating schemes that come with the service."""
    wanted = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    kind = request.args.get("kind", "")
    found, number = search(current_session(), wanted, kind=kind if kind in words.KINDS else "")
    return render_template(
        "library/show_library.html",
        wanted=wanted,
        kind=kind,
        found=found,
        number=number,
        most=MOST_FOUND,
        tools=shipped_tools(),
        schemes=shipped_schemes(),
        words=words,
    )


@pages.get("/tools/library/<origin_name>")
@requires(Permission.TOOL_CHANGE)
def show_origin(origin_name: str) -> str:
    """A tool's sections and questions, each to be copied."""
    return render_template("library/show_origin.html", origin=_origin(origin_name), words=words)


@pages.route("/tools/library/<origin_name>/questions/<question_key>", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE)
def copy_question(origin_name: str, question_key: str) -> str | Response | tuple[str, int]:
    """Copy a question into a section of a draft."""
    origin = _origin(origin_name)
    if question_key not in origin.tool.questions:
        abort(404)
    form = CopyForm(destinations=for_questions(current_session()), into=request.args.get("into", ""))
    errors = []
    if form.validate_on_submit():
        draft, section, _words = form.destination
        try:
            copied = copy_question_into(
                current_session(),
                draft=draft,
                section=section,
                origin=origin,
                question=question_key,
                by=current_actor(),
            )
        except Refused as refusal:
            errors = [("into", refusal.sentence)]
        else:
            _say("The question", copied)
            return redirect(url_for("builder.edit_question", tool_draft_id=draft.id, question_key=copied.key))
    question = origin.tool.questions[question_key]
    return _page("library/copy_question.html", form, errors, origin=origin, question=question)


@pages.route("/tools/library/<origin_name>/sections/<section_key>", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE)
def copy_section(origin_name: str, section_key: str) -> str | Response | tuple[str, int]:
    """Copy a section with its questions to the end of a draft."""
    origin = _origin(origin_name)
    section = next((one for one in origin.tool.sections if one.key == section_key), None) or abort(404)
    form = CopyForm(destinations=for_sections(current_session()), into=request.args.get("into", ""))
    errors = []
    if form.validate_on_submit():
        draft = form.destination.draft
        try:
            copied = copy_section_into(
                current_session(), draft=draft, origin=origin, section=section_key, by=current_actor()
            )
        except Refused as refusal:
            errors = [("into", refusal.sentence)]
        else:
            _say("The section", copied)
            return redirect(url_for("builder.edit_section", tool_draft_id=draft.id, section_key=copied.key))
    return _page("library/copy_section.html", form, errors, origin=origin, section=section)


def _origin(name: str) -> Origin:
    return origin_named(current_session(), name) or abort(404)


def _say(what: str, copied: Copied) -> None:
    left_out = f" This did not come with it: {' '.join(copied.left_out)}" if copied.left_out else ""
    flash(f"{what} is copied, and remembers where it came from.{left_out}")


def _page(
    template: str, form: CopyForm, errors: list[tuple[str | None, str]], **shown: object
) -> str | tuple[str, int]:
    given = {"errors": errors} if errors else {}
    page = render_template(template, form=form, words=words, **shown, **given)
    return (page, 422) if request.method == "POST" else page
