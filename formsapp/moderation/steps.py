"""How far the steps of moderation are that other features take: letters and challenges come after it, and know it.

Each says here, by its page, how far it is for one person; `formsapp/features.py` lists them.
"""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.models import Audit
from formsapp.calibration.queries import examples_of
from formsapp.moderation.panels import panels_of
from formsapp.ui.formatting import count, day


class Progress(NamedTuple):
    """How far a step is: a few words, or none, and whether it is finished; None where nothing waits for it."""

    words: str
    is_done: bool | None = None


#: By the page of a step, for whoever may open it. A fixed number of queries each.
STATUSES: dict[str, Callable[[Session, Audit, Actor], Progress]] = {}


def examples_status(session: Session, audit: Audit, by: Actor) -> Progress:
    """How many worked examples there are; an audit can do without."""
    number = len(examples_of(session, audit, by=by))
    return Progress(count(number, "example"), is_done=True) if number else Progress("None written")


def panel_status(session: Session, audit: Audit, _by: Actor) -> Progress:
    """When the panel last met; where nothing is left to settle it need not meet."""
    panels = panels_of(session, audit)
    if not panels:
        return Progress("Has not met")
    if panels[0].ended_at:
        return Progress(f"Last met on {day(panels[0].held_on)}", is_done=True)
    return Progress("In session", is_done=False)
