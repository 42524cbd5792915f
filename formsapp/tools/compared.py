"""Versions of a tool compared: with which, and what changed."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tool_definitions.changes import Changes, compare_tools
from tool_definitions.tool import Tool


def versions_before(session: Session, version: ToolVersion) -> list[ToolVersion]:
    """The versions that this one can be compared with: older ones of its tool and the one it is based on, newest first.

    The first is the version before: the one it is based on, else the one ratified last before it.
    """
    older = (ToolVersion.key == version.key) & (ToolVersion.id < version.id) & ToolVersion.withdrawn_at.is_(None)
    wanted = select(ToolVersion).where(or_(older, ToolVersion.id == version.based_on_id))
    found = session.scalars(wanted.order_by(ToolVersion.id.desc())).all()
    return sorted(found, key=lambda one: (one.id != version.based_on_id, one.ratified_at is None, -one.id))


def changes_since(session: Session, before: ToolVersion, tool: Tool, based_on: ToolVersion | None) -> Changes:
    """What changed from a version to a tool based on a later one; keys are followed through the versions between."""
    between = _between(session, before, based_on)
    return compare_tools(tool_of(before), tool, through=[tool_of(one) for one in between])


def _between(session: Session, before: ToolVersion, based_on: ToolVersion | None) -> list[ToolVersion]:
    """The versions by way of which one came from another, oldest first; none where the one did not come from it."""
    way: list[ToolVersion] = []
    while based_on is not None and based_on.id != before.id and based_on not in way:
        way.append(based_on)
        based_on = session.get(ToolVersion, based_on.based_on_id) if based_on.based_on_id else None
    return way[::-1] if based_on is not None and based_on.id == before.id else []
