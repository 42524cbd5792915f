"""Another key for a question or a section, and another way of answering a question: what follows is shown first."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.forms.keys import KeyForm, TypeForm
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.part import part_at
from formsapp.builder.places import key_of, question_path, section_path, text_of
from formsapp.builder.renaming import change_key, change_type_of, lost_with, uses_of_key
from formsapp.builder.saving import NOT_FOUND, NOT_SAVED, Answer
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url
from formsapp.tools.versions import tool_of
from tool_definitions.words import TYPES


@pages.route("/tools/drafts/<int:tool_draft_id>/questions/<question_key>/key", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def rename_question(draft: ToolDraft, question_key: str) -> Answer:
    """Give a question another key. Conditions that name it follow."""
    question = _question(draft, question_key)
    form = KeyForm(key=key_of(question))
    if form.validate_on_submit() and (answer := _renamed(draft, "question", question_key, form)):
        return answer
    data = examined(current_session(), draft).data
    shown = {"uses": uses_of_key(data, key_of(question)), "was_asked": _was_asked(draft, key_of(question))}
    page = render_template("builder/rename_question.html", draft=draft, form=form, question_key=question_key, **shown)
    return _with_status(page)


@pages.route("/tools/drafts/<int:tool_draft_id>/sections/<section_key>/key", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def rename_section(draft: ToolDraft, section_key: str) -> Answer:
    """Give a section another key."""
    data = examined(current_session(), draft).data
    path = section_path(data, section_key)
    if path is None:
        abort(NOT_FOUND)
    form = KeyForm(key=key_of(part_at(data, path)))
    if form.validate_on_submit() and (answer := _renamed(draft, "section", section_key, form)):
        return answer
    page = render_template("builder/rename_section.html", draft=draft, form=form, section_key=section_key)
    return _with_status(page)


@pages.route("/tools/drafts/<int:tool_draft_id>/questions/<question_key>/type", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def change_type(draft: ToolDraft, question_key: str) -> Answer:
    """Have a question answered in another way: first the way, then what would be lost, then the change."""
    question = _question(draft, question_key)
    asked = request.args.get("type", "")
    form = TypeForm(type=asked if asked in TYPES else text_of(question, "type"))
    if form.validate_on_submit() and (answer := _retyped(draft, question_key, form, question)):
        return answer
    lost = lost_with(question, form.type.data) if form.type.data in TYPES else []
    page = render_template(
        "builder/change_type.html", draft=draft, form=form, question_key=question_key, lost=lost, asked=asked in TYPES
    )
    return _with_status(page)


def _renamed(draft: ToolDraft, noun: str, address: str, form: KeyForm) -> Response | None:
    key = form.key.data or ""
    try:
        change_key(draft, noun, address, key)
    except Refused as refusal:
        form.key.errors = [refusal.sentence]
        return None
    flash(f"The key is {key} now.")
    return redirect(url_for(f"builder.edit_{noun}", tool_draft_id=draft.id, **{f"{noun}_key": key}))


def _retyped(draft: ToolDraft, address: str, form: TypeForm, question: dict[str, Any]) -> Response | None:
    kind = form.type.data
    if lost_with(question, kind) and request.form.get("lose") != kind:
        return redirect(url_for("builder.change_type", tool_draft_id=draft.id, question_key=address, type=kind))
    try:
        change_type_of(draft, address, kind)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return None
    flash("It is answered in another way now.")
    return redirect(url_for("builder.edit_question", tool_draft_id=draft.id, question_key=address))


def _question(draft: ToolDraft, address: str) -> dict[str, Any]:
    data = examined(current_session(), draft).data
    path = question_path(data, address)
    if path is None:
        abort(NOT_FOUND)
    found: dict[str, Any] = part_at(data, path)
    return found


def _was_asked(draft: ToolDraft, key: str) -> bool:
    return draft.based_on is not None and key in tool_of(draft.based_on).questions


def _with_status(page: str) -> Answer:
    return (page, NOT_SAVED) if request.method == "POST" else page
