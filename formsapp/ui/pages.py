"""The pages that belong to no feature: the partnership's colour, and what the service says about itself."""

from hashlib import sha256

from flask import Blueprint, Response, current_app, render_template, url_for

from formsapp.access.requires import public
from formsapp.settings import Settings

pages = Blueprint("ui", __name__)

_THEME = """:root {
  --govuk-brand-colour: COLOUR;
  --govuk-template-background-colour: #f3f5f6;
  --govuk-surface-background-colour: #f3f5f6;
  --govuk-surface-border-colour: #b5bfc7;
}
"""


@pages.get("/theme.css")
@public("every page, the sign-in page too, has the partnership's colour")
def theme() -> Response:
    """The partnership's colour as a stylesheet: the content security policy refuses styles inside a page."""
    response = Response(_THEME.replace("COLOUR", _colour()), mimetype="text/css")
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    return response


@pages.get("/accessibility-statement")
@public("anyone may need to know how accessible the service is before using it")
def accessibility_statement() -> str:
    """What was done and tested for accessibility, and what was not."""
    return render_template("ui/accessibility_statement.html")


@pages.get("/privacy")
@public("anyone may want to know what is kept about them before signing in")
def privacy() -> str:
    """What is kept about the people who use the service, and which cookie it sets."""
    return render_template("ui/privacy.html")


def theme_address() -> str:
    """The address of the partnership's stylesheet, which changes with the colour."""
    return url_for("ui.theme", v=sha256((_THEME + _colour()).encode()).hexdigest()[:10])


def _colour() -> str:
    settings: Settings = current_app.extensions["formsapp_settings"]
    return settings.partnership_colour
