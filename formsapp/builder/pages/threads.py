"""The page of the themes that run through a tool."""

from flask import flash, redirect, url_for

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.forms.threads import NewThreadForm, threads_part
from formsapp.builder.naming import free_name, put_named
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.places import names_in
from formsapp.builder.saving import Answer, edit_part, hold_still
from formsapp.builder.uses import Uses
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url


@pages.route("/tools/drafts/<int:tool_draft_id>/threads", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_threads(draft: ToolDraft) -> Answer:
    """The threads: what people call each, and the questions that carry it."""
    uses = Uses(examined(current_session(), draft).data)
    return edit_part(draft, threads_part(), "builder/edit_threads.html", uses=uses, new=NewThreadForm())


@pages.post("/tools/drafts/<int:tool_draft_id>/add/thread")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def add_thread(draft: ToolDraft) -> Answer:
    """Add a thread, for questions to carry."""
    back = url_for("builder.edit_threads", tool_draft_id=draft.id)
    form = NewThreadForm()
    if not form.validate_on_submit():
        flash("Enter what people call the thread.", "error")
        return redirect(f"{back}#label")
    try:
        key = _add(draft, " ".join((form.label.data or "").split()))
    except Refused as refusal:
        flash(refusal.sentence, "error")
        return redirect(back)
    flash("The thread is added. Give it to questions on their own pages.")
    return redirect(f"{back}#threads-{key}")


def _add(draft: ToolDraft, label: str) -> str:
    data = hold_still(draft).data
    key = free_name(label, names_in(data, "threads"))
    edit = put_named(data, "threads", key, label)
    change_draft(current_session(), draft=draft, edits=[edit], words=f"Added thread {key}", by=current_actor())
    return key
