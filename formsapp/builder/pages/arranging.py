"""All that can be done with a section or a question as a whole: moved anywhere, copied, renamed, removed."""

from typing import NamedTuple

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.adding import copy_question as copy_a_question
from formsapp.builder.adding import copy_section as copy_a_section
from formsapp.builder.outline import OutlineSection, outline_of
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.places import question_path, section_path
from formsapp.builder.saving import NOT_FOUND
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url
from tool_definitions.problems import DocumentPath


class PlaceOffered(NamedTuple):
    """A place to move to: what the form sends, and what people read."""

    value: str
    words: str


@pages.get("/tools/drafts/<int:tool_draft_id>/questions/<question_key>/more")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def arrange_question(draft: ToolDraft, question_key: str) -> str:
    """Move, copy, rename or remove a question."""
    data = examined(current_session(), draft).data
    path = question_path(data, question_key)
    if path is None:
        abort(NOT_FOUND)
    sections = outline_of(data, ())
    offered = [(section.title, _places_in(section, path)) for section in sections]
    here = next(one for section in sections for one in section.questions if one.path == path)
    return render_template("builder/arrange_question.html", draft=draft, here=here, offered=offered)


@pages.get("/tools/drafts/<int:tool_draft_id>/sections/<section_key>/more")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def arrange_section(draft: ToolDraft, section_key: str) -> str:
    """Move, copy, rename or remove a section."""
    data = examined(current_session(), draft).data
    path = section_path(data, section_key)
    if path is None:
        abort(NOT_FOUND)
    sections = outline_of(data, ())
    here = next(one for one in sections if one.path == path)
    others = [section for section in sections if section is not here]
    offered = [PlaceOffered("0", "First")]
    offered += [PlaceOffered(str(place), f"After {one.title}") for place, one in enumerate(others, start=1)]
    return render_template("builder/arrange_section.html", draft=draft, here=here, offered=offered)


@pages.post("/tools/drafts/<int:tool_draft_id>/questions/<question_key>/copy")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def copy_question(draft: ToolDraft, question_key: str) -> Response:
    """Put a copy of a question below it, and go on with the copy."""
    try:
        key = copy_a_question(draft, question_key)
    except Refused as refusal:
        flash(refusal.sentence, "error")
        return redirect(url_for("builder.show_tool", tool_draft_id=draft.id))
    flash(f"This is the copy of {question_key}.")
    return redirect(url_for("builder.edit_question", tool_draft_id=draft.id, question_key=key))


@pages.post("/tools/drafts/<int:tool_draft_id>/sections/<section_key>/copy")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def copy_section(draft: ToolDraft, section_key: str) -> Response:
    """Put a copy of a section below it, and go on with the copy."""
    try:
        key = copy_a_section(draft, section_key)
    except Refused as refusal:
        flash(refusal.sentence, "error")
        return redirect(url_for("builder.show_tool", tool_draft_id=draft.id))
    flash(f"This is the copy of {section_key}.")
    return redirect(url_for("builder.edit_section", tool_draft_id=draft.id, section_key=key))


def _places_in(section: OutlineSection, moved: DocumentPath) -> list[PlaceOffered]:
    """Every place of a section where the question could stand, counted without it."""
    others = [one for one in section.questions if one.path != moved]
    offered = [PlaceOffered(f"{section.path[1]}.0", "First")]
    for number, one in enumerate(others, start=1):
        title = one.title if len(one.title) < 60 else f"{one.title[:59]}…"
        offered.append(PlaceOffered(f"{section.path[1]}.{number}", f"After {one.key}: {title}"))
    return offered
