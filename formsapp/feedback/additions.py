"""What this feature shows on the task list of a return: that feedback has arrived."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.models import Return
from formsapp.feedback.arrived import arrived
from formsapp.returns.additions import Addition, Overview
from formsapp.returns.opened import OpenedReturn


def overview(session: Session, opened: OpenedReturn, by: Actor) -> Overview:
    """For those who may open all of the return: the letter or the page, and whether they said that they read it."""
    if not can(by, Permission.RETURN_VIEW, opened) or opened.state.is_before_submission:
        return Overview()
    found = arrived(session, by.id, Return.id == opened.id)
    if not found:
        return Overview()
    html = render_template("feedback/arrived.html", opened=opened, one=found[0])
    return Overview(Markup(html))  # noqa: S704  a template of our own


ADDITION = Addition("feedback", overview=overview)
