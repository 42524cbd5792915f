"""What this feature shows on the task list of a return: that signatures have lapsed."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.returns.additions import Addition, Overview
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.rules import answering_refusal
from formsapp.returns.sign_off import sign_offs


def overview(session: Session, opened: OpenedReturn, by: Actor) -> Overview:
    """For those who may open all of the return: how many signatures have lapsed, while they can be given again."""
    if not can(by, Permission.RETURN_VIEW, opened) or answering_refusal(opened) is not None:
        return Overview()
    lapsed = [one for one in sign_offs(session, opened) if one.lapse is not None]
    if not lapsed:
        return Overview()
    html = render_template("signing/lapsed.html", opened=opened, lapsed=lapsed)
    return Overview(Markup(html))  # noqa: S704  a template of our own


ADDITION = Addition("signing", overview=overview)
