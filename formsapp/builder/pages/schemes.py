"""The pages of rating schemes: those that the tool uses, and the levels of one of its own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.forms.new_scheme import NewSchemeForm, ShippedSchemeForm
from formsapp.builder.forms.schemes import new_scheme, scheme_part
from formsapp.builder.naming import free_name, put_named
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.places import names_in, text_of
from formsapp.builder.saving import NOT_SAVED, Answer, edit_part, hold_still
from formsapp.builder.schemes import SchemeShown, scheme_shown
from formsapp.builder.uses import Uses
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import change_draft
from formsapp.tool_drafts.examined import ExaminedDraft, examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url
from tool_definitions.editing import Edit, Put
from tool_definitions.shipped import shipped_schemes

_ADDRESS = "/tools/drafts/<int:tool_draft_id>"


@pages.get(f"{_ADDRESS}/schemes")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_schemes(draft: ToolDraft) -> str:
    """The rating schemes of the tool, each with the questions rated on it, and others to add."""
    return _page(draft)


@pages.post(f"{_ADDRESS}/add/shipped-scheme")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def use_shipped_scheme(draft: ToolDraft) -> Answer:
    """Use a scheme that comes with the service."""
    form = ShippedSchemeForm()
    if not form.validate_on_submit():
        return _page(draft, shipped=form), NOT_SAVED

    def edits(data: dict[str, Any], name: str) -> Edit:
        return put_named(data, "rating_schemes", name, {"use": form.shipped.data})

    return _added(draft, form.shipped.data, edits, "The scheme is added. Questions can now be rated on it.")


@pages.post(f"{_ADDRESS}/add/scheme")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def write_scheme(draft: ToolDraft) -> Answer:
    """Write a scheme of one's own, from two levels to start with."""
    form = NewSchemeForm()
    if not form.validate_on_submit():
        return _page(draft, own=form), NOT_SAVED
    title = " ".join((form.title.data or "").split())

    def edits(data: dict[str, Any], name: str) -> Edit:
        return put_named(data, "rating_schemes", name, new_scheme(name, title))

    return _added(draft, title, edits, "The scheme is added. Now give it its levels.", opens=True)


@pages.post(f"{_ADDRESS}/add/copy-of-scheme")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def copy_scheme(draft: ToolDraft) -> Answer:
    """Make a shipped scheme the tool's own, so that it can be changed. Its questions stay rated on it."""
    name = request.form.get("scheme", "")
    try:
        _copy(draft, name)
    except Refused as refusal:
        flash(refusal.sentence, "error")
        return redirect(url_for("builder.edit_schemes", tool_draft_id=draft.id))
    flash("The scheme is the tool's own now. Change what you need; its questions stay rated on it.")
    return redirect(url_for("builder.edit_scheme", tool_draft_id=draft.id, scheme=name))


def _copy(draft: ToolDraft, name: str) -> None:
    written = names_in(hold_still(draft).data, "rating_schemes").get(name)
    shipped = shipped_schemes().get(text_of(written, "use"))
    if shipped is None:
        raise Refused("There is no such shipped scheme in this tool any more.")
    copied = shipped.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    edits = [Put(("rating_schemes", name), {**copied, "key": name})]
    words = f"Copied rating scheme {name} to change it"
    change_draft(current_session(), draft=draft, edits=edits, words=words, by=current_actor())


@pages.route(f"{_ADDRESS}/schemes/<path:scheme>", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_scheme(draft: ToolDraft, scheme: str) -> Answer:
    """A scheme of the tool's own: its levels, worst first, and how it looks to whoever answers."""
    data = examined(current_session(), draft).data

    def renaming(value: str) -> str:
        return url_for("builder.rename_level", tool_draft_id=draft.id, scheme=scheme, name=value)

    return edit_part(
        draft,
        scheme_part(scheme, renaming),
        "builder/edit_scheme.html",
        scheme=scheme,
        uses=Uses(data).of_scheme(scheme),
    )


def _added(draft: ToolDraft, wanted: str, edit: Any, words: str, *, opens: bool = False) -> Response | tuple[str, int]:
    data = hold_still(draft).data
    name = free_name(wanted, names_in(data, "rating_schemes"))
    try:
        edits = [edit(data, name)]
        change_draft(
            current_session(), draft=draft, edits=edits, words=f"Added rating scheme {name}", by=current_actor()
        )
    except Refused as refusal:
        return _page(draft, errors=[(None, refusal.sentence)]), NOT_SAVED
    flash(words)
    if opens:
        return redirect(url_for("builder.edit_scheme", tool_draft_id=draft.id, scheme=name))
    return redirect(url_for("builder.edit_schemes", tool_draft_id=draft.id))


def _page(draft: ToolDraft, **forms: Any) -> str:
    found = examined(current_session(), draft)
    uses = Uses(found.data)
    given = {
        "shipped": ShippedSchemeForm(formdata=None),
        "own": NewSchemeForm(formdata=None),
        **forms,
    }
    wrong = [error for form in forms.values() if not isinstance(form, list) for error in _errors_of(form)]
    return render_template(
        "builder/edit_schemes.html",
        draft=draft,
        found=found,
        schemes=_schemes(found),
        uses=uses,
        shipped=given["shipped"],
        own=given["own"],
        errors=forms.get("errors", wrong),
    )


def _schemes(found: ExaminedDraft) -> dict[str, SchemeShown]:
    return {name: scheme_shown(name, one) for name, one in names_in(found.data, "rating_schemes").items()}


def _errors_of(form: Any) -> list[tuple[str, str]]:
    return [(field.id, field.errors[0]) for field in form if field.errors]
