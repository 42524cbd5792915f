"""The page of a section."""

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.forms.section import section_part
from formsapp.builder.origins import copied_words
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.places import section_path
from formsapp.builder.saving import Answer, edit_part
from formsapp.database import current_session
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url


@pages.route("/tools/drafts/<int:tool_draft_id>/sections/<section_key>", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_section(draft: ToolDraft, section_key: str) -> Answer:
    """A section: its title, guidance, weight, and whom it is for."""
    data = examined(current_session(), draft).data
    copied = copied_words(data, section_path(data, section_key))
    part = section_part(section_key)
    return edit_part(draft, part, "builder/edit_section.html", section_key=section_key, copied=copied)
