"""The home page: what needs me today."""

from flask import Blueprint, render_template

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.access.roles import ROLES
from formsapp.database import current_session
from formsapp.home.needs import what_needs

pages = Blueprint("home", __name__, template_folder="templates")


@pages.get("/")
@requires(Permission.HOME_VIEW)
def home() -> str:
    """What needs this person today, for every role they hold."""
    actor = current_actor()
    roles = sorted({ROLES[held.role].title for held in actor.roles})
    return render_template("home/home.html", groups=what_needs(current_session(), actor), roles=roles)
