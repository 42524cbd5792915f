"""The pages that belong to no feature: the partnership's colour, and what the service says about itself."""

from flask import Blueprint, Response, render_template

from formsapp.access.requires import public
from formsapp.ui.theme import theme_styles

pages = Blueprint("ui", __name__)


@pages.get("/theme.css")
@public("every page, the sign-in page too, has the partnership's colour")
def theme() -> Response:
    """The partnership's colour."""
    response = Response(theme_styles(), mimetype="text/css")
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
