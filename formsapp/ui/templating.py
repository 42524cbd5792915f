"""Templates: what every one of them may use."""

from dataclasses import dataclass
from typing import Any, Self

from flask import Flask, g
from jinja2 import StrictUndefined

from formsapp.access.permissions import Permission
from formsapp.access.policy import Scoped, can
from formsapp.settings import Settings
from formsapp.ui import formatting
from formsapp.ui.assets import asset
from formsapp.ui.charts import bar_parts, tone_fill
from formsapp.ui.form_components import choices_of, chosen_of, component_of, form_errors
from formsapp.ui.navigation import exists, navigation
from formsapp.ui.paging import page_numbers
from formsapp.ui.theme import theme_address


@dataclass(frozen=True)
class PartnershipShown:
    """What templates may know of the installation: no key, no address of a database, no password."""

    partnership_name: str
    partnership_colour: str
    is_demo: bool
    sends_mail: bool

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """What may be shown of these settings."""
        return cls(settings.partnership_name, settings.partnership_colour, settings.is_demo, bool(settings.smtp_host))


def set_up_templates(app: Flask) -> None:
    """Strict templates with our formatting, the partnership's name, and `may(...)` for links."""
    settings: Settings = app.extensions["formsapp_settings"]
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters |= formatting.FILTERS
    environment.globals |= {
        "partnership": PartnershipShown.of(settings),
        "may": _may,
        "Permission": Permission,
        "asset": asset,
        "theme_address": theme_address,
        "navigation": navigation,
        "page_exists": exists,
        "page_numbers": page_numbers,
        "form_errors": form_errors,
        "component_of": component_of,
        "choices_of": choices_of,
        "chosen_of": chosen_of,
        "bar_parts": bar_parts,
        "tone_fill": tone_fill,
    }
    app.context_processor(_who)


def _who() -> dict[str, Any]:
    return {"actor": g.get("actor")}


def _may(permission: Permission, on: Scoped | None = None) -> bool:
    return can(g.get("actor"), permission, on)
