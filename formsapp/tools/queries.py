"""Reading tools and their versions."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import SYSTEM, Actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.database import current_session
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tool_definitions.loader import shipped_tool_paths, shipped_tools
from tool_definitions.tool import Tool


def find_version(session: Session, key: str, version: str) -> ToolVersion | None:
    """The version of a tool with this name, if it is there."""
    return session.scalar(select(ToolVersion).where(ToolVersion.key == key, ToolVersion.version == version))


def all_versions(session: Session) -> Sequence[ToolVersion]:
    """Every version of every tool that was not taken back: tools by key, the latest version first."""
    standing = select(ToolVersion).where(ToolVersion.withdrawn_at.is_(None))
    return session.scalars(standing.order_by(ToolVersion.key, ToolVersion.id.desc())).all()


def versions_in_use(session: Session) -> Sequence[ToolVersion]:
    """The versions an audit may be opened on: ratified and not retired."""
    usable = ToolVersion.ratified_at.is_not(None), ToolVersion.retired_at.is_(None)
    return session.scalars(select(ToolVersion).where(*usable).order_by(ToolVersion.title, ToolVersion.id.desc())).all()


def ratified_tools(session: Session, key: str) -> list[Tool]:
    """The ratified versions of one tool, oldest first."""
    ratified = ToolVersion.key == key, ToolVersion.ratified_at.is_not(None)
    return [
        tool_of(version) for version in session.scalars(select(ToolVersion).where(*ratified).order_by(ToolVersion.id))
    ]


def last_ratified_id(session: Session, key: str) -> int | None:
    """The id of the version of a tool that was ratified last."""
    ratified = ToolVersion.key == key, ToolVersion.ratified_at.is_not(None)
    return session.scalar(select(ToolVersion.id).where(*ratified).order_by(ToolVersion.id.desc()).limit(1))


def tool_version_from_url(actor: Actor, tool_version_id: int) -> ToolVersion:
    """A version of a tool, for whoever may see tools."""
    version = current_session().get(ToolVersion, tool_version_id)
    if version is None or not can(actor, Permission.TOOL_VIEW):
        abort(404)
    return version


@cache
def shipped_sources() -> Mapping[str, tuple[str, Path]]:
    """The title with the version, and the file, of each tool we ship, by key."""
    paths = {path.stem: path for path in shipped_tool_paths()}
    return {key: (f"{tool.title}, version {tool.version}", paths[key]) for key, tool in shipped_tools().items()}


def names_of(session: Session, people: Iterable[int | None]) -> dict[int | None, str]:
    """The names of people by id; whatever no person did is the system's."""
    wanted = {one for one in people if one is not None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))) if wanted else ()
    return {None: SYSTEM.name, **dict(tuple(row) for row in rows)}
