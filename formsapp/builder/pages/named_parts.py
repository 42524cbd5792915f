"""Renaming and removing a scheme, a reference, a thread or the value of a level; what uses it is shown first."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.confirming import check_as_shown, data_to_confirm
from formsapp.builder.forms.named_parts import RemoveForm, RenameForm
from formsapp.builder.named_parts import KINDS, Data, NamedKind, remove_part, rename_part, rename_value
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.places import names_in
from formsapp.builder.saving import CONFLICT, NOT_FOUND, NOT_SAVED, Answer
from formsapp.builder.uses import Uses
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import PartChangedError
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url
from tool_definitions.editing.uses import fields_in


@pages.route("/tools/drafts/<int:tool_draft_id>/names/<what>/rename", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def rename_named_part(draft: ToolDraft, what: str) -> Answer:
    """Give a scheme, a reference or a thread another name; the questions that use it follow."""
    kind, name, data = _asked_for(draft, what)
    back = url_for(kind.page, tool_draft_id=draft.id)
    return _renaming(
        draft,
        lambda new: rename_part(draft, data, what, name, new),
        back,
        noun=kind.noun,
        name=name,
        uses=kind.uses(Uses(data), name),
        use_words=kind.use_words,
    )


@pages.route("/tools/drafts/<int:tool_draft_id>/levels/rename", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def rename_level(draft: ToolDraft) -> Answer:
    """Give a level another value; the questions of its scheme follow."""
    data = data_to_confirm(draft)
    scheme, name = request.args.get("scheme", ""), request.args.get("name", "")
    levels = fields_in(names_in(data, "rating_schemes").get(scheme), ("levels",))
    if name not in {level.get("value") for _path, level in levels}:
        abort(NOT_FOUND)
    return _renaming(
        draft,
        lambda new: rename_value(draft, data, scheme, name, new),
        url_for("builder.edit_scheme", tool_draft_id=draft.id, scheme=scheme),
        noun="level",
        name=name,
        uses=Uses(data).of_scheme(scheme),
        use_words=("question is rated on the scheme", "questions are rated on the scheme"),
    )


@pages.route("/tools/drafts/<int:tool_draft_id>/names/<what>/remove", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def remove_named_part(draft: ToolDraft, what: str) -> Answer:
    """Remove a scheme, a reference or a thread, with what uses it shown first."""
    kind, name, data = _asked_for(draft, what)
    form, changed = RemoveForm(), None
    back = url_for(kind.page, tool_draft_id=draft.id)
    part = names_in(data, kind.field)[name]
    if form.validate_on_submit():
        try:
            check_as_shown(draft, f"{kind.noun} {name}", part)
            remove_part(draft, data, what, name)
        except PartChangedError as change:
            changed = change
        except Refused as refusal:
            form.form_errors.append(refusal.sentence)
        else:
            flash(f"Removed the {kind.noun} {name}. You can undo this.")
            return redirect(back)
    page = _removal_page(draft, what, name, Uses(data), form=form, changed=changed, part=part)
    return (page, CONFLICT if changed else NOT_SAVED) if request.method == "POST" else page


def _removal_page(draft: ToolDraft, what: str, name: str, uses: Uses, *, form: RemoveForm, **shown: Any) -> str:
    kind, changed = KINDS[what], shown["changed"]
    sentences = [changed.sentence] if changed else form.form_errors
    return render_template(
        "builder/remove_named_part.html",
        draft=draft,
        errors=[(None, sentence) for sentence in sentences],
        kind=kind,
        name=name,
        uses=kind.uses(uses, name),
        superseded=uses.superseded_by(name) if what == "reference" else [],
        back=url_for(kind.page, tool_draft_id=draft.id),
        **shown,
    )


def _asked_for(draft: ToolDraft, what: str) -> tuple[NamedKind, str, Data]:
    """The kind and the name that the address asks for; 404 where there is none."""
    data, name = data_to_confirm(draft), request.args.get("name", "")
    if what not in KINDS or name not in names_in(data, KINDS[what].field):
        abort(NOT_FOUND)
    return KINDS[what], name, data


def _renaming(draft: ToolDraft, rename: Callable[[str], None], back: str, *, name: str, **shown: object) -> Answer:
    form = RenameForm(data={"name": name})
    if form.validate_on_submit():
        new = (form.name.data or "").strip()
        try:
            rename(new)
        except Refused as refusal:
            form.name.errors = [refusal.sentence]
        else:
            flash(f"{name} is now called {new}.")
            return redirect(back)
    page = render_template("builder/rename_named_part.html", draft=draft, form=form, name=name, back=back, **shown)
    return (page, NOT_SAVED) if request.method == "POST" else page
