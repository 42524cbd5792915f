"""What this feature shows in returns: who was asked to help with which section, and one's own part."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.contributors.queries import Help, helps_of
from formsapp.returns.additions import Addition, Overview
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.rules import answering_refusal


def overview(session: Session, opened: OpenedReturn, by: Actor) -> Overview:
    """On the task list: for the organisation's people who was asked, for a contributor their own part."""
    helps = helps_of(session, opened.id)
    mine = next((one for one in helps if one.contribution.person_id == by.id), None)
    above = _own_part(opened, mine) if mine is not None and mine.helps else Markup("")
    if not can(by, Permission.RETURN_VIEW, opened):
        return Overview(above)
    named = [one for one in helps if one.sections is not None]
    if answering_refusal(opened) is not None:
        named = [one for one in named if one.helps]
    holders = {key: [one for one in named if one.covers(key)] for key in opened.tool.sections}
    return Overview(above, {key: _holders(found) for key, found in holders.items() if found})


def _own_part(opened: OpenedReturn, mine: Help) -> Markup:
    html = render_template(
        "contributors/own_part.html", opened=opened, mine=mine, can_answer=answering_refusal(opened) is None
    )
    return Markup(html)  # noqa: S704  a template of our own, which escapes what people typed


def _holders(found: list[Help]) -> Markup:
    each = [Markup("{}{}").format(one.contribution.name, _how_far(one)) for one in found]
    return Markup("<span>{}</span>").format(Markup("With ") + Markup(", ").join(each))


def _how_far(one: Help) -> str:
    if not one.helps:
        return " (not started)"
    if one.changed_since:
        return " (changed since finished)"
    return " (finished)" if one.finished_at else ""


ADDITION = Addition("contributors", overview=overview)
