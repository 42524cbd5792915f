"""The outline of a draft: its sections and questions in order."""

from flask import render_template

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.pages.blueprint import pages
from formsapp.database import current_session
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url


@pages.get("/tools/drafts/<int:tool_draft_id>")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def show_tool(draft: ToolDraft) -> str:
    """The whole draft at a glance."""
    return render_template("builder/show_tool.html", draft=draft, examined=examined(current_session(), draft))
