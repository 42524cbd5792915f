"""Another key for a question or a section, and another way of answering a question: what follows is shown first."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.confirming import check_as_shown, data_to_confirm
from formsapp.builder.forms.keys import KeyForm, TypeForm
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.part import part_at
from formsapp.builder.places import key_of, question_path, section_path, text_of
from formsapp.builder.renaming import change_key, change_type_of, lost_with, uses_of_key
from formsapp.builder.saving import CONFLICT, NOT_FOUND, NOT_SAVED, Answer
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import PartChangedError
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url
from formsapp.tools.versions import tool_of
from tool_definitions.problems import DocumentPath
from tool_definitions.words import TYPES


@pages.route("/tools/drafts/<int:tool_draft_id>/questions/<question_key>/key", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def rename_question(draft: ToolDraft, question_key: str) -> Answer:
    """Give a question another key. Conditions that name it follow."""
    data = data_to_confirm(draft)
    question = _part(data, question_path(data, question_key))
    form = KeyForm(key=key_of(question))
    shown = {"uses": uses_of_key(data, key_of(question)), "was_asked": _was_asked(draft, key_of(question))}
    return _renaming(draft, "question", question_key, question, form, **shown)


@pages.route("/tools/drafts/<int:tool_draft_id>/sections/<section_key>/key", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def rename_section(draft: ToolDraft, section_key: str) -> Answer:
    """Give a section another key."""
    data = data_to_confirm(draft)
    section = _part(data, section_path(data, section_key))
    return _renaming(draft, "section", section_key, section, KeyForm(key=key_of(section)))


@pages.route("/tools/drafts/<int:tool_draft_id>/questions/<question_key>/type", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def change_type(draft: ToolDraft, question_key: str) -> Answer:
    """Have a question answered in another way: first the way, then what would be lost, then the change."""
    data = data_to_confirm(draft)
    question = _part(data, question_path(data, question_key))
    asked = request.args.get("type", "")
    form, changed = TypeForm(type=asked if asked in TYPES else text_of(question, "type")), None
    if form.validate_on_submit():
        try:
            return _retyped(draft, question_key, form, question)
        except PartChangedError as change:
            changed = change
            form.form_errors.append(change.sentence)
        except Refused as refusal:
            form.form_errors.append(refusal.sentence)
    shown = {"lost": lost_with(question, form.type.data) if form.type.data in TYPES else [], "asked": asked in TYPES}
    page = render_template(
        "builder/change_type.html",
        draft=draft,
        form=form,
        question_key=question_key,
        part=question,
        changed=changed,
        **shown,
    )
    return _with_status(page, changed)


def _renaming(draft: ToolDraft, noun: str, address: str, part: Any, form: KeyForm, **shown: Any) -> Answer:
    changed = None
    if form.validate_on_submit():
        try:
            return _renamed(draft, noun, address, part, form.key.data or "")
        except PartChangedError as change:
            changed = change
            form.form_errors.append(change.sentence)
        except Refused as refusal:
            form.key.errors = [refusal.sentence]
    template, shown[f"{noun}_key"] = f"builder/rename_{noun}.html", address
    page = render_template(template, draft=draft, form=form, part=part, changed=changed, **shown)
    return _with_status(page, changed)


def _renamed(draft: ToolDraft, noun: str, address: str, part: Any, key: str) -> Response:
    """Renamed; what is known by its place only where that part still stands there."""
    if address.startswith("@"):
        check_as_shown(draft, f"{noun} {address}", part)
    change_key(draft, noun, address, key)
    flash(f"The key is {key} now.")
    return redirect(url_for(f"builder.edit_{noun}", tool_draft_id=draft.id, **{f"{noun}_key": key}))


def _retyped(draft: ToolDraft, address: str, form: TypeForm, question: dict[str, Any]) -> Response:
    kind = form.type.data
    check_as_shown(draft, f"question {address}", question)
    if lost_with(question, kind) and request.form.get("lose") != kind:
        return redirect(url_for("builder.change_type", tool_draft_id=draft.id, question_key=address, type=kind))
    change_type_of(draft, address, kind)
    flash("It is answered in another way now.")
    return redirect(url_for("builder.edit_question", tool_draft_id=draft.id, question_key=address))


def _part(data: Any, path: DocumentPath | None) -> dict[str, Any]:
    if path is None:
        abort(NOT_FOUND)
    found: dict[str, Any] = part_at(data, path)
    return found


def _was_asked(draft: ToolDraft, key: str) -> bool:
    return draft.based_on is not None and key in tool_of(draft.based_on).questions


def _with_status(page: str, changed: PartChangedError | None) -> Answer:
    return (page, CONFLICT if changed else NOT_SAVED) if request.method == "POST" else page
