"""The text of a draft: taken out as a file, and replaced by one after its differences were seen."""

import re
from difflib import unified_diff

from flask import Response as Page
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import replace_source
from formsapp.tool_drafts.examined import ExaminedDraft, examined, examined_text
from formsapp.tool_drafts.forms import ReplaceTextForm
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.pages.blueprint import pages
from formsapp.tool_drafts.queries import tool_draft_from_url
from tool_definitions.changes import compare_tools
from tool_definitions.problems import ToolError


@pages.get("/tools/drafts/<int:tool_draft_id>/tool.yaml")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def download_draft(draft: ToolDraft) -> Page:
    """The text of the draft, byte for byte."""
    response = Page(draft.source, mimetype="application/yaml")
    # What stands in a draft may be anything at all, and a header may not.
    name = re.sub(r"[^\w.-]+", "-", "-".join(part for part in (draft.key, draft.version, "draft") if part))
    response.headers.set("Content-Disposition", "attachment", filename=f"{name[-100:]}.yaml")
    return response


@pages.route("/tools/drafts/<int:tool_draft_id>/file", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def exchange_file(draft: ToolDraft) -> str | Response | tuple[str, int]:
    """Take the text out, or bring one in: first its differences are shown, then it takes the draft's place."""
    form = ReplaceTextForm(base=draft.revision)
    if not form.validate_on_submit():
        return _page(draft, form)
    given = form.given()
    if given is None:
        return _page(draft, form)
    form.take(given)
    return _replace(draft, form) if form.is_confirmed else _compared(draft, form)


def _compared(draft: ToolDraft, form: ReplaceTextForm) -> str | tuple[str, int]:
    """The page with the differences between the draft's text and the new one."""
    text = form.text.data or ""
    found = examined_text(current_session(), text, key=draft.key, version=draft.version)
    if not found.data:
        return _page(
            draft, form, found=found, errors=[("text", "This cannot be read as a tool file. Nothing was changed.")]
        )
    form.base.data = str(draft.revision)
    now = examined(current_session(), draft)
    changes = compare_tools(now.tool, found.tool) if now.tool and found.tool else None
    return _page(draft, form, found=found, changes=changes, difference=_difference(draft.source, text))


def _replace(draft: ToolDraft, form: ReplaceTextForm) -> str | Response | tuple[str, int]:
    try:
        changed = replace_source(
            current_session(),
            draft=draft,
            source=form.text.data or "",
            base=form.base_revision,
            words="Replaced the whole text by a file",
            by=current_actor(),
        )
    except Refused as refusal:
        return _page(draft, form, errors=[("text", refusal.sentence)])
    except ToolError:
        return _compared(draft, form)
    flash("The draft now holds the new text." if changed else "The text is the same. Nothing was changed.")
    return redirect(url_for("builder.show_tool", tool_draft_id=draft.id))


def _difference(before: str, after: str) -> list[tuple[str, str]]:
    """Each line of the difference with what it is: same, added, removed, or a gap between."""
    kinds = {"+": "added", "-": "removed", "@": "gap"}
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]
    return [(kinds.get(line[:1], "same"), line if line.startswith("@") else line[1:]) for line in lines]


def _page(
    draft: ToolDraft,
    form: ReplaceTextForm,
    *,
    found: ExaminedDraft | None = None,
    errors: list[tuple[str | None, str]] | None = None,
    **seen: object,
) -> str | tuple[str, int]:
    given = {"errors": errors} if errors else {}
    page = render_template("tool_drafts/exchange_file.html", draft=draft, form=form, found=found, **seen, **given)
    is_wrong = request.method == "POST" and (bool(errors) or bool(form.errors))
    return (page, 422) if is_wrong else page
