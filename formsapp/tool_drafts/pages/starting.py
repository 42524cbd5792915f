"""Drafts listed, and a new one started: from a version, a shipped tool, a file, a text or nothing."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.tool_drafts.commands import start_draft as start
from formsapp.tool_drafts.forms import StartDraftForm
from formsapp.tool_drafts.pages.blueprint import pages
from formsapp.tool_drafts.queries import all_drafts
from formsapp.tools.queries import names_of
from tool_definitions.problems import Problem, ToolError


@pages.get("/tools/drafts")
@requires(Permission.TOOL_CHANGE)
def list_drafts() -> str:
    """Every draft, the one changed last first."""
    drafts = all_drafts(current_session())
    names = names_of(current_session(), [draft.changed_by_id for draft in drafts])
    return render_template("tool_drafts/list_drafts.html", drafts=drafts, names=names)


@pages.route("/tools/drafts/start", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE)
def start_draft() -> str | Response | tuple[str, int]:
    """Start a draft from one of five things."""
    form = StartDraftForm(session=current_session(), **_asked_for())
    if not form.validate_on_submit():
        return _page(form)
    given = form.source()
    if given is None:
        return _page(form)
    try:
        draft = start(current_session(), source=given.text, based_on=given.based_on, by=current_actor())
    except ToolError as error:
        form.pasted.data = given.text
        return _page(form, problems=error.problems)
    flash("The draft is started. Nobody is asked anything until a version is proposed and ratified.")
    return redirect(url_for("builder.show_tool", tool_draft_id=draft.id))


def _asked_for() -> dict[str, str]:
    """What a link asked to start from, already chosen."""
    for name in ("version", "shipped"):
        if asked := request.args.get(name, ""):
            return {"start_from": name, name: asked}
    return {}


def _page(form: StartDraftForm, problems: tuple[Problem, ...] = ()) -> str | tuple[str, int]:
    errors = [("problems", "The text cannot be read as a tool file. Nothing was started.")] if problems else None
    page = render_template(
        "tool_drafts/start_draft.html", form=form, problems=problems, **({"errors": errors} if errors else {})
    )
    return (page, 422) if request.method == "POST" else page
