"""The audit trail, to read: who did what to which thing, when."""

from types import SimpleNamespace

from flask import Blueprint, render_template, request, url_for

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.audit_trail.queries import Asked, trail
from formsapp.database import current_session

pages = Blueprint("audit_trail", __name__, template_folder="templates")


@pages.get("/audit-trail")
@requires(Permission.TRAIL_VIEW)
def show_trail() -> str:
    """The latest events first, narrowed by event, by person or by subject."""
    asked = {name: request.args.get(name, "").strip() for name in ("event", "person", "subject")}
    page = request.args.get("page", 1, type=int)
    shown = trail(current_session(), Asked(**asked), page=page, by=current_actor())
    kept = {name: value for name, value in asked.items() if value}
    links = SimpleNamespace(
        number=shown.number,
        pages=shown.pages,
        url_for=lambda number: url_for("audit_trail.show_trail", page=number, **kept),
    )
    return render_template("audit_trail/show_trail.html", shown=shown, asked=asked, links=links)
