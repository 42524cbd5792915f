"""From the address of a page to the return it is about, within the sight of whoever asks; 404 elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, g, request
from sqlalchemy import ColumnElement

from formsapp.access.actor import Actor, Holds
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.visibility import answered_returns, own_returns, returns_in_sight
from formsapp.database import READING_METHODS, current_session
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import lock_return, open_return, opened_within


def own_return(actor: Actor, return_id: int) -> OpenedReturn:
    """A return of the person's own organisation."""
    return _opened(actor, return_id, own_returns)


def answered_return(actor: Actor, return_id: int) -> OpenedReturn:
    """A return of the person's own organisation, or one they were asked to help with: then only their part of it."""
    opened = _opened(actor, return_id, answered_returns)
    has_all = can(actor, Permission.RETURN_VIEW, opened)
    if has_all and request.method not in READING_METHODS:
        has_all = fills_all(actor, opened) or not _helps(actor, opened)
    return opened if has_all else replace(opened, only_sections=_given(actor, opened))


def _helps(actor: Actor, opened: OpenedReturn) -> list[Holds]:
    return [held for held in actor.holding(Permission.RETURN_CONTRIBUTE) if held.return_id == opened.id]


def fills_all(actor: Actor, opened: OpenedReturn) -> bool:
    """Whether the person fills in the whole return by a role in the organisation, and not only what they were given."""
    held = actor.holding(Permission.RETURN_FILL)
    return any(one.return_id is None and one.organisation_id == opened.organisation_id for one in held)


def fills_section(actor: Actor, opened: OpenedReturn, section_key: str) -> bool:
    """Whether the person may answer this section: somebody who reads all of it may have been given a part to answer."""
    if fills_all(actor, opened):
        return True
    given = _given(actor, opened)
    return can(actor, Permission.RETURN_FILL, opened) and (given is None or section_key in given)


def _given(actor: Actor, opened: OpenedReturn) -> frozenset[str] | None:
    """The sections a contributor was given; None for all of them."""
    helps = _helps(actor, opened)
    parts = [held.sections for held in helps if held.sections is not None]
    return None if len(parts) < len(helps) else frozenset().union(*parts)


def reviewed_return(actor: Actor, return_id: int) -> OpenedReturn:
    """A return of an audit that the person reviews."""
    return _opened(actor, return_id, returns_in_sight)


def return_to_send_back(actor: Actor, return_id: int) -> OpenedReturn:
    """A return of an audit in which the person may send returns back."""
    return _opened(actor, return_id, _may_be_sent_back)


def section_of(opened: OpenedReturn, section_key: str) -> AskedSection:
    """A section of the return's tool that is asked of its organisation."""
    section = opened.tool.sections.get(section_key)
    if section is None or not opened.opens(section_key) or not section.asks_something(opened.attributes, opened.wave):
        abort(404)
    return section


def _may_be_sent_back(actor: Actor) -> ColumnElement[bool]:
    return returns_in_sight(actor, Permission.RETURN_SEND_BACK)


def _opened(actor: Actor, return_id: int, sight: Callable[[Actor], ColumnElement[bool]]) -> OpenedReturn:
    session: Any = current_session()
    if request.method not in READING_METHODS:
        lock_return(session, return_id)
    opened = open_return(
        session, return_id, person_id=actor.id, within=opened_within(sight, actor), at=g.get("arrived_at")
    )
    return opened if opened is not None else abort(404)
