"""Templates: what every one of them may use."""

from typing import Any

from flask import Flask, g
from jinja2 import StrictUndefined

from formsapp.access.permissions import Permission
from formsapp.access.policy import Scoped, can
from formsapp.settings import Settings
from formsapp.ui import formatting


def set_up_templates(app: Flask) -> None:
    """Strict templates with our formatting, the partnership's name, and `can(...)` for links."""
    settings: Settings = app.extensions["formsapp_settings"]
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters |= formatting.FILTERS
    environment.globals |= {"partnership": settings, "may": _may, "Permission": Permission}
    app.context_processor(_who)


def _who() -> dict[str, Any]:
    return {"actor": g.get("actor")}


def _may(permission: Permission, on: Scoped | None = None) -> bool:
    return can(g.get("actor"), permission, on)
