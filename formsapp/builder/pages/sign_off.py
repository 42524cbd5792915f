"""The page of who signs a return."""

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.forms.sign_off import sign_off_part
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.saving import Answer, edit_part
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url


@pages.route("/tools/drafts/<int:tool_draft_id>/sign-off", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_sign_off(draft: ToolDraft) -> Answer:
    """Who signs a return, and the words they agree to."""
    return edit_part(draft, sign_off_part(), "builder/edit_sign_off.html")
