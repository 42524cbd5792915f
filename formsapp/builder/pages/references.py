"""The pages of a tool's references: listed, written, added from the register, and brought up to a new edition."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.forms.references import NewEditionForm, NewReferenceForm, reference_part
from formsapp.builder.naming import free_name, put_named
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.places import names_in
from formsapp.builder.references import ReferenceShown, edits_for_new_edition, references_shown
from formsapp.builder.saving import NOT_FOUND, NOT_SAVED, Answer, edit_part, hold_still
from formsapp.builder.uses import Uses
from formsapp.database import current_session
from formsapp.legal_register.queries import all_instruments
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.examined import ExaminedDraft, examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url

_ADDRESS = "/tools/drafts/<int:tool_draft_id>"


@pages.get(f"{_ADDRESS}/references")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_references(draft: ToolDraft) -> str:
    """The references of the tool, the questions that cite each, and the editions that have replaced them."""
    found = examined(current_session(), draft)
    shown = references_shown(found.data, all_instruments(current_session()))
    return render_template("builder/edit_references.html", draft=draft, found=found, references=shown)


@pages.route(f"{_ADDRESS}/add/reference", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def add_reference(draft: ToolDraft) -> Answer:
    """Add a reference, from the register or by hand."""
    editions = [edition for one in all_instruments(current_session()) for edition in one.editions]
    form, errors = NewReferenceForm(editions=editions), []
    if form.validate_on_submit():
        try:
            name = _add(draft, form)
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash("The reference is added. Cite it in the questions it is for.")
            return redirect(url_for("builder.edit_references", tool_draft_id=draft.id, _anchor=f"reference-{name}"))
    page = render_template(
        "builder/add_reference.html", draft=draft, form=form, **({"errors": errors} if errors else {})
    )
    return (page, NOT_SAVED) if request.method == "POST" else page


@pages.route(f"{_ADDRESS}/update/reference", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def update_reference(draft: ToolDraft) -> Answer:
    """Bring a new edition into the draft: the questions chosen cite it, and the old one is said to be superseded."""
    found = hold_still(draft) if request.method == "POST" else examined(current_session(), draft)
    old = _newer_than(found)
    form, errors = NewEditionForm(editions=old.newer, uses=old.uses), []
    if form.validate_on_submit():
        try:
            edits = edits_for_new_edition(found.data, old.name, form.chosen, form.ticked)
            words = f"Updated {old.name} to its edition of {form.chosen.edition}"
            change_draft(current_session(), draft=draft, edits=edits, words=words, by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            return _updated(draft, len(form.ticked))
    page = render_template(
        "builder/update_reference.html", draft=draft, form=form, old=old, **({"errors": errors} if errors else {})
    )
    return (page, NOT_SAVED) if request.method == "POST" else page


@pages.route(f"{_ADDRESS}/references/<path:reference>", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_reference(draft: ToolDraft, reference: str) -> Answer:
    """One reference, and the questions that cite it."""
    part = reference_part(reference, all_instruments(current_session()))
    uses = Uses(examined(current_session(), draft).data).of_reference(reference)
    return edit_part(draft, part, "builder/edit_reference.html", reference=reference, uses=uses)


def _newer_than(found: ExaminedDraft) -> ReferenceShown:
    """The reference that the address asks for; 404 where the register has nothing newer."""
    name = request.args.get("name", "")
    shown = references_shown(found.data, all_instruments(current_session()))
    old = next((one for one in shown if one.name == name and one.newer), None)
    if old is None:
        abort(NOT_FOUND)
    return old


def _updated(draft: ToolDraft, questions: int) -> Response:
    number = "1 question cites" if questions == 1 else f"{questions} questions cite"
    flash(f"{number} the new edition. Read each beside it: paragraphs may have moved.")
    return redirect(url_for("builder.edit_references", tool_draft_id=draft.id))


def _add(draft: ToolDraft, form: NewReferenceForm) -> str:
    data: dict[str, Any] = hold_still(draft).data
    reference = form.reference()
    chosen = form.chosen
    wanted = f"{chosen.instrument.key}-{chosen.starts.year}" if chosen else reference["title"]
    name = free_name(wanted, names_in(data, "references"))
    edits = [put_named(data, "references", name, reference)]
    change_draft(current_session(), draft=draft, edits=edits, words=f"Added reference {name}", by=current_actor())
    return name
