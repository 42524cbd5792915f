"""The outline of a draft: its sections and questions in order, and moving them about."""

from itertools import chain

from flask import flash, get_template_attribute, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.arranging import Moved, move_question, move_section, step_question, step_section
from formsapp.builder.menu import problem_count, redo_words, undo_words
from formsapp.builder.outline import OutlineSection, outline_of
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.saving import NOT_SAVED, Answer, wants_json
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url

#: With more questions than these, sections are shown closed.
FEW_ENOUGH_TO_OPEN = 40


@pages.get("/tools/drafts/<int:tool_draft_id>")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def show_tool(draft: ToolDraft) -> str:
    """The whole draft at a glance."""
    return _page(draft)


@pages.post("/tools/drafts/<int:tool_draft_id>/arrange")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def arrange(draft: ToolDraft) -> Answer:
    """Move a section or a question: a step up or down with its button, or where it was dropped."""
    what, _, rest = request.form.get("do", "").partition(" ")
    way, _, address = rest.partition(" ")
    try:
        moved = _move(draft, what, way, address)
    except Refused as refusal:
        if wants_json():
            return jsonify(moved=False, words=refusal.sentence), NOT_SAVED
        return _page(draft, refusal.sentence), NOT_SAVED
    if wants_json():
        return _moved_as_json(draft, moved)
    flash(f"{moved.words}.")
    return _to_the_moved(draft, moved, f"{way}-{address}")


def _move(draft: ToolDraft, what: str, way: str, address: str) -> Moved:
    if way in {"up", "down"}:
        step = step_section if what == "section" else step_question
        return step(draft, address, -1 if way == "up" else 1)
    if what == "section":
        return move_section(draft, address, request.form.get("index", default=0, type=int))
    section, _, index = request.form.get("place", "").partition(".")
    return move_question(draft, address, f"@{section}", int(index) if index.isdecimal() else 0)


def _moved_as_json(draft: ToolDraft, moved: Moved) -> Response:
    """What the page needs to show the move, and the problems that it made or mended."""
    found = examined(current_session(), draft)
    marks = get_template_attribute("builder/outline.html", "problem_marks")
    sections = outline_of(found.data, found.problems)
    parts = [*sections, *chain.from_iterable(section.questions for section in sections)]
    return jsonify(
        moved=True,
        words=moved.words,
        section=moved.section,
        index=moved.index,
        marks={part.address: marks(part) for part in parts if part.errors or part.warnings},
        count=problem_count(found),
        step=draft.step,
        undo=undo_words(draft),
        redo=redo_words(draft),
    )


def _to_the_moved(draft: ToolDraft, moved: Moved, anchor: str) -> Response:
    outline = url_for("builder.show_tool", tool_draft_id=draft.id, open=moved.section, _anchor=anchor)
    return redirect(outline)


def _page(draft: ToolDraft, refusal: str | None = None) -> str:
    found = examined(current_session(), draft)
    sections = outline_of(found.data, found.problems)
    return render_template(
        "builder/show_tool.html",
        draft=draft,
        sections=sections,
        opened=_opened(sections),
        found=found,
        errors=[(None, refusal)] if refusal else [],
    )


def _opened(sections: list[OutlineSection]) -> set[str]:
    """The sections that are shown open: all of a small tool, else the one where something has just happened."""
    if sum(len(section.questions) for section in sections) <= FEW_ENOUGH_TO_OPEN:
        return {section.address for section in sections}
    asked = request.args.get("open", default=-1, type=int)
    return {section.address for section in sections if section.path[1] == asked}
