"""Adding a section or a question to a draft."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder import adding
from formsapp.builder.forms.new import TYPE_HINTS, NewQuestionForm, NewSectionForm
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.places import section_path, text_of
from formsapp.builder.saving import NOT_FOUND, NOT_SAVED, Answer
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url


@pages.route("/tools/drafts/<int:tool_draft_id>/sections/add", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def add_section(draft: ToolDraft) -> Answer:
    """Add a section at the end of the tool."""
    form = NewSectionForm()
    if form.validate_on_submit():
        try:
            key = adding.add_section(draft, form.title.data)
        except Refused as refusal:
            form.form_errors.append(refusal.sentence)
        else:
            return redirect(url_for("builder.add_question", tool_draft_id=draft.id, section_key=key))
    page = render_template("builder/add_section.html", draft=draft, form=form)
    return (page, NOT_SAVED) if request.method == "POST" else page


@pages.route("/tools/drafts/<int:tool_draft_id>/sections/<section_key>/add", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def add_question(draft: ToolDraft, section_key: str) -> Answer:
    """Add a question at the end of a section: its type and title first, then its own page."""
    data = examined(current_session(), draft).data
    path = section_path(data, section_key)
    if path is None:
        return render_template("builder/gone.html", draft=draft), NOT_FOUND
    form = NewQuestionForm()
    if form.validate_on_submit() and (added := _added(draft, section_key, form)):
        return added
    title = text_of(data["sections"][path[1]], "title")
    page = render_template(
        "builder/add_question.html", draft=draft, form=form, section_title=title, type_hints=TYPE_HINTS
    )
    return (page, NOT_SAVED) if request.method == "POST" else page


def _added(draft: ToolDraft, section_key: str, form: NewQuestionForm) -> Response | None:
    try:
        key = adding.add_question(draft, section_key, form.type.data, form.title.data)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return None
    return redirect(url_for("builder.edit_question", tool_draft_id=draft.id, question_key=key))
