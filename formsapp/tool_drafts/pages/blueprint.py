"""The blueprint that every page of drafts belongs to."""

from flask import Blueprint

pages = Blueprint("tool_drafts", __name__, template_folder="../templates")

STATE_COLOURS = {"open": "blue", "proposed": "yellow", "ratified": "green", "discarded": "grey"}


@pages.app_context_processor
def _colours() -> dict[str, object]:
    return {"draft_state_colours": STATE_COLOURS}
