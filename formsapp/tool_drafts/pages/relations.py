"""What became of last year's questions: proposals to confirm, and each question's origin to choose."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import Part, PartChangedError, change_draft
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.forms import ConfirmForm
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.origin_form import OriginForm
from formsapp.tool_drafts.pages.blueprint import pages
from formsapp.tool_drafts.queries import tool_draft_from_url, version_before
from formsapp.tool_drafts.relations import (
    RELATION_WORDS,
    Relations,
    data_of,
    digest_of_from,
    edits_for,
    from_of,
    say_origins,
)
from formsapp.tools.change_table import ChangeTable, side_by_side
from formsapp.tools.compared import changes_since
from formsapp.tools.versions import tool_of
from formsapp.ui.formatting import count
from tool_definitions.changes import Origin

Page = str | Response | tuple[str, int]


@pages.get("/tools/drafts/<int:tool_draft_id>/changes")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def show_draft_changes(draft: ToolDraft) -> str:
    """Everything that changed since the version before, as respondents will read it."""
    session = current_session()
    found, before = examined(session, draft), version_before(session, draft)
    table = None
    if found.tool is not None and before is not None:
        table = ChangeTable(changes_since(session, before, found.tool, before), request.args.get("kind", ""))
    return render_template("tool_drafts/show_draft_changes.html", draft=draft, found=found, before=before, table=table)


@pages.route("/tools/drafts/<int:tool_draft_id>/relations", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def confirm_relations(draft: ToolDraft) -> Page:
    """What is proposed, to confirm; what was said; and what nothing follows."""
    relations = _relations(draft)
    form, errors = ConfirmForm(), []
    if relations is not None and form.validate_on_submit():
        try:
            return _confirmed(draft, relations)
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
    page = render_template(
        "tool_drafts/confirm_relations.html",
        draft=draft,
        relations=relations,
        found=examined(current_session(), draft),
        before=version_before(current_session(), draft),
        relation_words=RELATION_WORDS,
        side_by_side=side_by_side,
        errors=errors,
    )
    return (page, 422) if errors else page


def _relations(draft: ToolDraft) -> Relations | None:
    """None where the draft has errors, or there is no version before."""
    session = current_session()
    found, before = examined(session, draft), version_before(session, draft)
    return None if found.tool is None or before is None else Relations(tool_of(before), found.tool, found.data)


def _confirmed(draft: ToolDraft, relations: Relations) -> Response:
    """Write what was chosen: all that is plain, or what was chosen at each question."""
    if "plain" in request.form:
        said = {one.question: Origin(one.origins, one.relation) for one in relations.plain}
    else:
        said = _chosen(relations)
    number = say_origins(current_session(), draft=draft, before=relations.before, said=said, by=current_actor())
    flash(f"Saved for {count(number, 'question')}." if number else "Nothing was chosen, so nothing was changed.")
    return redirect(url_for("tool_drafts.confirm_relations", tool_draft_id=draft.id))


def _chosen(relations: Relations) -> dict[str, Origin]:
    """What was chosen at each question: the proposal as it was shown, or that the question is new."""
    chosen = {}
    for key in relations.after.questions:
        answer = request.form.get(f"choice-{key}", "")
        relation, _, keys = answer.partition(":")
        old = tuple(one for one in keys.split(",") if one)
        if relation in RELATION_WORDS and set(old) <= set(relations.before.questions):
            chosen[key] = Origin(old, relation)
    return chosen


@pages.route("/tools/drafts/<int:tool_draft_id>/relations/<question_key>", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def choose_origin(draft: ToolDraft, question_key: str) -> Page:
    """Choose where one question comes from."""
    relations = _relations(draft)
    if relations is None or question_key not in relations.after.questions:
        abort(404)
    form = OriginForm(relations, question_key, base=digest_of_from(relations.data, question_key))
    errors: list[tuple[str | None, str]] = []
    if form.validate_on_submit():
        try:
            _say(draft, relations, question_key, form)
        except PartChangedError as refusal:
            errors = [(None, f"{refusal.sentence} This page now shows what stands there.")]
            form = OriginForm(relations, question_key, base=digest_of_from(relations.data, question_key), formdata=None)
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash("Saved.")
            return redirect(url_for("tool_drafts.confirm_relations", tool_draft_id=draft.id))
    given: dict[str, Any] = {"errors": errors} if errors else {}
    page = render_template(
        "tool_drafts/choose_origin.html",
        draft=draft,
        form=form,
        relations=relations,
        question=relations.after.questions[question_key],
        **given,
    )
    return (page, 422) if errors or form.errors else page


def _say(draft: ToolDraft, relations: Relations, key: str, form: OriginForm) -> None:
    part = Part(name=f"origin of {key}", find=lambda data: from_of(data, key), base=form.base.data)
    edits = edits_for(data_of(draft), relations.before, key, form.origin)
    words = f"Said where {key} comes from"
    change_draft(current_session(), draft=draft, edits=edits, words=words, part=part, by=current_actor())
