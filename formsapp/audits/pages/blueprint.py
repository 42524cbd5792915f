"""The blueprint that every page of audits is registered on, and what their templates share."""

from typing import Any

from flask import Blueprint, render_template, request

from formsapp.audits.lifecycle import AuditState, ReturnState

pages = Blueprint("audits", "formsapp.audits", template_folder="templates")

AUDIT_COLOURS = {
    AuditState.DRAFT: "yellow",
    AuditState.OPEN: "blue",
    AuditState.CLOSED: "grey",
    AuditState.IN_MODERATION: "purple",
    AuditState.REPORTING: "orange",
    AuditState.PUBLISHED: "green",
}
RETURN_COLOURS = {
    ReturnState.NOT_STARTED: "grey",
    ReturnState.STARTED: "blue",
    ReturnState.SUBMITTED: "green",
    ReturnState.SENT_BACK: "orange",
    ReturnState.REOPENED: "yellow",
    ReturnState.WITHDRAWN: "grey",
}


@pages.app_context_processor
def _colours() -> dict[str, Any]:
    return {
        "audit_colours": AUDIT_COLOURS,
        "return_colours": RETURN_COLOURS,
        "state_words": {state.value: state.words for state in AuditState},
    }


def form_page(template: str, **given: Any) -> str | tuple[str, int]:
    """A page with a form: refused with 422 where it was posted."""
    page = render_template(template, **{"errors": [], **given})
    return (page, 422) if request.method == "POST" else page
