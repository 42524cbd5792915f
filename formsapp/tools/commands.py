"""What changes about tools: a version is added, and ratified once and for all."""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.clock import now, today
from formsapp.refusals import Refused
from formsapp.tools.models import ToolVersion
from formsapp.tools.queries import find_version, ratified_tools
from formsapp.tools.rules import adding_refusal, ratifying_refusal
from tool_definitions.checker import Examination, examine
from tool_definitions.document import is_mapping, read_text
from tool_definitions.problems import Problem, ToolError
from tool_definitions.tool import Tool


def add_tool_version(session: Session, *, source: str, by: Actor, file: str = "tool.yaml") -> ToolVersion:
    """Add the version that a tool file holds; a version that is already there with the same content is given back.

    Raises ToolError with every problem if there is an error, and Refused where the version has other content already.
    """
    return put_tool_version(session, source=source, by=by, file=file)[0]


def put_tool_version(session: Session, *, source: str, by: Actor, file: str = "tool.yaml") -> tuple[ToolVersion, bool]:
    """As `add_tool_version`, and whether anything was added."""
    tool, problems = examine_source(session, source=source, file=file)
    if tool is None:
        raise ToolError(problems)
    existing = find_version(session, tool.key, tool.version)
    if existing is not None:
        if refusal := adding_refusal(existing, tool):
            raise Refused(refusal)
        return existing, False
    version = _new_version(tool, source, problems, by)
    session.add(version)
    session.flush()
    record(session, "tool.version-added", on=("tool_version", version.id), by=by, fingerprint=version.fingerprint)
    return version, True


def examine_source(session: Session, *, source: str, file: str) -> Examination:
    """The tool in a file's text, if it has no errors, and every problem, compared with what was ratified before."""
    reading = read_text(source, file=file)
    data = reading.document.data if reading.document else None
    key = str(data.get("key")) if is_mapping(data) else ""
    earlier = [tool for tool in ratified_tools(session, key) if tool.version != str((data or {}).get("version"))]
    return examine(reading, earlier=earlier)


def ratify_version(session: Session, *, version: ToolVersion, meeting: str, on: date, by: Actor) -> ToolVersion:
    """Record that a meeting ratified a version. From now on it never changes."""
    if refusal := ratifying_refusal(version, meeting=meeting, on=on, today=today()):
        raise Refused(refusal)
    version.ratified_at = now()
    version.ratified_by_id = by.id
    version.ratified_at_meeting = meeting.strip()
    version.ratified_on = on
    session.flush()
    record(
        session,
        "tool.version-ratified",
        on=("tool_version", version.id),
        by=by,
        fingerprint=version.fingerprint,
        on_day=on,
    )
    return version


def _new_version(tool: Tool, source: str, problems: Iterable[Problem], by: Actor) -> ToolVersion:
    return ToolVersion(
        key=tool.key,
        version=tool.version,
        title=tool.title,
        kind=tool.kind.value,
        source=source,
        document=json.dumps(tool.as_document(), ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        fingerprint=tool.fingerprint,
        warnings=json.dumps([[one.line, one.code, _sentence(one)] for one in problems], ensure_ascii=False),
        added_at=now(),
        added_by_id=by.id,
    )


def _sentence(problem: Problem) -> str:
    return f"{problem.message} – {problem.remedy}" if problem.remedy else problem.message
