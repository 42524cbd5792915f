"""What moderation shows in returns: that a moderator asks something, and queries with their replies under answers."""

from collections.abc import Mapping

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.models import Return
from formsapp.moderation.asking import threads_for, threads_of
from formsapp.returns.additions import Addition, Overview, Side
from formsapp.returns.opened import OpenedReturn


def _overview(session: Session, opened: OpenedReturn, by: Actor) -> Overview:
    """On the task list of the organisation's own people, not of those who help with a part."""
    if opened.state.is_before_submission or not can(by, Permission.RETURN_VIEW, opened):
        return Overview()
    threads = [one for found in threads_of(session, opened.id).values() for one in found]
    if not threads:
        return Overview()
    waiting = [one for one in threads if one.is_open and not one.replies]
    html = render_template("moderation/asked_of_return.html", opened=opened, threads=threads, waiting=waiting)
    return Overview(Markup(html))  # noqa: S704  a template of our own, which escapes what people typed


def _read(session: Session, opened: OpenedReturn, side: Side) -> Mapping[str, Markup]:
    if side is Side.SIGNING or opened.state.is_before_submission:
        return {}
    if side is Side.REVIEW:
        threads = threads_for(session, session.get_one(Return, opened.id), by=current_actor())
    else:
        threads = threads_of(session, opened.id)
    return {
        key: Markup(render_template("moderation/queries_under_answer.html", found=found))  # noqa: S704  as above
        for key, found in threads.items()
    }


ADDITION = Addition("queries", overview=_overview, read=_read)
