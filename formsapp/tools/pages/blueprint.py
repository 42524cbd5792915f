"""The blueprint that every page of tools belongs to."""

from flask import Blueprint

pages = Blueprint("tools", __name__, template_folder="../templates")

STATE_COLOURS = {"proposed": "yellow", "ratified": "green", "retired": "grey"}


@pages.app_context_processor
def _colours() -> dict[str, object]:
    return {"tool_state_colours": STATE_COLOURS}
