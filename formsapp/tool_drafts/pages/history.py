"""The history of a draft: every step, and the way back."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import go_back_to, redo, undo
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft, ToolDraftStep
from formsapp.tool_drafts.pages.blueprint import pages
from formsapp.tool_drafts.queries import standing_steps, steps_of, tool_draft_from_url
from formsapp.tools.queries import names_of


@pages.get("/tools/drafts/<int:tool_draft_id>/history")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def show_history(draft: ToolDraft) -> str:
    """Every step, the last first, with those marked that the text now stands on."""
    steps = steps_of(current_session(), draft)
    return render_template(
        "tool_drafts/show_history.html",
        draft=draft,
        steps=steps,
        standing=standing_steps(steps, draft.step),
        names=names_of(current_session(), [step.by_id for step in steps]),
    )


@pages.post("/tools/drafts/<int:tool_draft_id>/undo")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def undo_step(draft: ToolDraft) -> Response:
    """Take the last step back."""
    return _walk(draft, undo, "Undone: {}. It can be done again.")


@pages.post("/tools/drafts/<int:tool_draft_id>/redo")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def redo_step(draft: ToolDraft) -> Response:
    """Take the step again that was undone last."""
    return _walk(draft, redo, "Done again: {}.")


def _walk(draft: ToolDraft, command: Callable[..., ToolDraftStep], said: str) -> Response:
    """Go a step back or forward, say which, and go on where the button was."""
    try:
        step = command(current_session(), draft=draft, by=current_actor(), seen=_seen())
    except Refused as refusal:
        flash(refusal.sentence)
    else:
        flash(said.format(step.words))
    return redirect(_back(draft))


@pages.post("/tools/drafts/<int:tool_draft_id>/history/<int:number>")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def go_back(draft: ToolDraft, number: int) -> Response:
    """Make the text what it was after an earlier step."""
    try:
        changed = go_back_to(current_session(), draft=draft, number=number, by=current_actor())
    except Refused as refusal:
        flash(refusal.sentence)
    else:
        flash(f"The draft is as it was after step {number}." if changed else "The draft is already as it was then.")
    return redirect(url_for("tool_drafts.show_history", tool_draft_id=draft.id))


def _seen() -> int:
    """The step at which the page stood that the button was on."""
    return request.form.get("seen", default=-1, type=int)


def _back(draft: ToolDraft) -> str:
    """The builder page that the button was on, if it is one and what it shows is still there; else the outline."""
    outline = url_for("builder.show_tool", tool_draft_id=draft.id)
    came_from = request.form.get("back", "")
    is_odd = "//" in came_from or "\\" in came_from or not came_from.isprintable()
    if is_odd or not came_from.startswith(f"{outline}/"):
        return outline
    return came_from if _is_there(draft, came_from.removeprefix(f"{outline}/")) else outline


def _is_there(draft: ToolDraft, page: str) -> bool:
    """Whether the question or section of a page is (still) in the draft."""
    what, _, rest = page.partition("/")
    key = rest.partition("/")[0]
    data = examined(current_session(), draft).data
    found = data.get("sections")
    sections = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    if what == "sections":
        return any(one.get("key") == key for one in sections)
    if what == "questions":
        return any(
            isinstance(one, dict) and one.get("key") == key for each in sections for one in each.get("questions") or ()
        )
    return True
