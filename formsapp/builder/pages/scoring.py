"""The pages of how a tool is scored: bands, the thresholds of the summary, and weights."""

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.forms.scoring import scoring_part, weights_part
from formsapp.builder.pages.blueprint import pages
from formsapp.builder.places import names_in
from formsapp.builder.saving import Answer, edit_part
from formsapp.builder.shares import shares_of
from formsapp.database import current_session
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url


@pages.route("/tools/drafts/<int:tool_draft_id>/scoring", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_scoring(draft: ToolDraft) -> Answer:
    """How ratings become an overall score and a band, and what the summary calls a strength or a concern."""
    shares = shares_of(examined(current_session(), draft).data)
    return edit_part(draft, scoring_part(), "builder/edit_scoring.html", shares=shares)


@pages.route("/tools/drafts/<int:tool_draft_id>/weights", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def edit_weights(draft: ToolDraft) -> Answer:
    """The weight of every section and question in one table, with the share of the score that each has."""
    overall = names_in(examined(current_session(), draft).data, "scoring").get("overall")
    return edit_part(draft, weights_part(), "builder/edit_weights.html", is_by_questions=overall == "questions")
