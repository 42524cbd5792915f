"""The page of what a tool is."""

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.forms.about import OF_KIND, about_part, is_of_another_kind
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.saving import Answer, edit_part
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url


@pages.route("/tools/drafts/<int:tool_draft_id>/about", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_about(draft: ToolDraft) -> Answer:
    """What the tool is called, what kind of audit it is for, whom it is for and how it is moderated."""
    return edit_part(
        draft, about_part(), "builder/edit_about.html", of_kind=OF_KIND, is_of_another_kind=is_of_another_kind
    )
