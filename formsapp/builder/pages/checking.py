"""Everything the checker finds in a draft, each with a link to the field where it is mended."""

from typing import Any

from flask import render_template, url_for

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.builder.mending import MendingPage, by_place, page_for, problems_of_page, question_page
from formsapp.builder.pages.blueprint import pages
from formsapp.database import current_session
from formsapp.tool_drafts.examined import ExaminedDraft, examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.queries import tool_draft_from_url
from formsapp.ui.navigation import exists
from tool_definitions.problems import Problem


@pages.get("/tools/drafts/<int:tool_draft_id>/check")
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def check_tool(draft: ToolDraft) -> str:
    """What has to be mended before the tool can be proposed, and what is worth a look."""
    found = examined(current_session(), draft)
    return render_template(
        "builder/check_tool.html",
        draft=draft,
        found=found,
        to_mend=by_place(found.errors, found.data),
        worth_a_look=by_place(found.warnings, found.data),
    )


@pages.app_template_global()
def mending_link(draft: ToolDraft, page: MendingPage, anchor: str = "") -> str:
    """The address of a page of the builder, at a field of it."""
    endpoint = page.endpoint if exists(page.endpoint) else "builder.show_tool"
    takes: dict[str, Any] = dict(page.takes) if endpoint == page.endpoint else {}
    return url_for(endpoint, tool_draft_id=draft.id, _anchor=anchor or None, **takes)


@pages.app_template_global()
def link_to_mend(draft: ToolDraft, found: ExaminedDraft, problem: Problem) -> str:
    """The address of the field where a problem is mended."""
    place = page_for(problem, found.data)
    return mending_link(draft, place.page, place.anchor)


@pages.app_template_global()
def problems_of(found: ExaminedDraft, endpoint: str, **takes: str) -> list[Problem]:
    """The problems that are mended on one page, errors first."""
    return problems_of_page(found.problems, found.data, endpoint, **takes)


pages.add_app_template_global(question_page)
