"""The blueprint that every page of audits is registered on, and what their templates share."""

from typing import Any

from flask import Blueprint, render_template, request

from formsapp.audits.lifecycle import AuditState
from formsapp.audits.state_colours import AUDIT_COLOURS, RETURN_COLOURS

pages = Blueprint("audits", "formsapp.audits", template_folder="templates")


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
