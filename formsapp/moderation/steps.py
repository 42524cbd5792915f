"""How far the steps of moderation are that other features take: letters and challenges come after it, and know it.

Each says here, by its page, how far it is for one person; `formsapp/features.py` lists them.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.models import Audit
from formsapp.calibration.queries import examples_of
from formsapp.moderation.panels import panels_of
from formsapp.ui.formatting import count, day

#: By the page of a step, for whoever may open it: a few words, or none. A fixed number of queries each.
STATUSES: dict[str, Callable[[Session, Audit, Actor], str]] = {}


def examples_status(session: Session, audit: Audit, by: Actor) -> str:
    """How many worked examples there are."""
    number = len(examples_of(session, audit, by=by))
    return count(number, "example") if number else "None written"


def panel_status(session: Session, audit: Audit, _by: Actor) -> str:
    """When the panel last met."""
    panels = panels_of(session, audit)
    if not panels:
        return "Has not met"
    return f"Last met on {day(panels[0].held_on)}" if panels[0].ended_at else "In session"
