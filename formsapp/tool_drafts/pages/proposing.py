"""A draft is proposed, taken back, put aside and brought back."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.database import current_session
from formsapp.refusals import Refused
from formsapp.tool_drafts.commands import bring_back, discard_draft, propose_draft, take_back
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.forms import ConfirmForm
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tool_drafts.pages.blueprint import pages
from formsapp.tool_drafts.queries import tool_draft_from_url, version_before
from formsapp.tool_drafts.relations import Relations
from formsapp.tools.versions import tool_of


@pages.route("/tools/drafts/<int:tool_draft_id>/propose", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def propose(draft: ToolDraft) -> str | Response | tuple[str, int]:
    """Propose what the draft holds for ratification."""
    form, errors = ConfirmForm(), []
    if form.validate_on_submit():
        try:
            version = propose_draft(current_session(), draft=draft, by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(f"Version {version.version} is proposed. Somebody else records the meeting that ratifies it.")
            return redirect(url_for("tools.show_tool_version", tool_version_id=version.id))
    return _page("tool_drafts/propose.html", draft, form, errors, **_before_proposing(draft))


def _before_proposing(draft: ToolDraft) -> dict[str, object]:
    """What whoever proposes should have seen: what the checker finds, and what became of last year's questions."""
    session = current_session()
    found, before = examined(session, draft), version_before(session, draft)
    if found.tool is None or before is None:
        return {"examined": found, "before": before, "unconfirmed": 0, "lapsed": 0}
    relations = Relations(tool_of(before), found.tool, found.data)
    return {
        "examined": found,
        "before": before,
        "unconfirmed": len(relations.proposals),
        "lapsed": len(relations.lapsed),
    }


def _confirmed(
    template: str, draft: ToolDraft, command: Callable[..., object], said: str
) -> str | Response | tuple[str, int]:
    """A page that asks once, does it, and goes back to the draft."""
    form, errors = ConfirmForm(), []
    if form.validate_on_submit():
        try:
            command(current_session(), draft=draft, by=current_actor())
        except Refused as refusal:
            errors = [(None, refusal.sentence)]
        else:
            flash(said)
            return redirect(url_for("builder.show_tool", tool_draft_id=draft.id))
    return _page(template, draft, form, errors)


def _page(
    template: str, draft: ToolDraft, form: ConfirmForm, errors: list[tuple[str | None, str]], **seen: object
) -> str | tuple[str, int]:
    page = render_template(template, draft=draft, form=form, errors=errors, **seen)
    return (page, 422) if request.method == "POST" else page


@pages.route("/tools/drafts/<int:tool_draft_id>/take-back", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def take_proposal_back(draft: ToolDraft) -> str | Response | tuple[str, int]:
    """Take the proposal back, so that the draft can be changed again."""
    said = "The proposal is taken back. The draft can be changed again."
    return _confirmed("tool_drafts/take_back.html", draft, take_back, said)


@pages.route("/tools/drafts/<int:tool_draft_id>/discard", methods=["GET", "POST"])
@requires(Permission.TOOL_CHANGE, load=tool_draft_from_url)
def discard(draft: ToolDraft) -> str | Response | tuple[str, int]:
    """Put a draft aside, or bring it back."""
    if draft.state == "discarded":
        return _confirmed("tool_drafts/discard.html", draft, bring_back, "The draft is back.")
    said = "The draft is put aside. It can be brought back."
    return _confirmed("tool_drafts/discard.html", draft, discard_draft, said)
