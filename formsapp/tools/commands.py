"""What changes about tools: a version is proposed, ratified once and for all, and in the end retired."""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record, take_turn
from formsapp.clock import now, today
from formsapp.legal_register.queries import editions_in_force
from formsapp.refusals import refuse
from formsapp.tools.models import ToolVersion
from formsapp.tools.queries import find_version, last_ratified_id, ratified_tools
from formsapp.tools.rules import proposing_refusal, ratifying_refusal, retiring_refusal, withdrawing_refusal
from tool_definitions.checker import Examination, examine
from tool_definitions.document import is_mapping, read_text
from tool_definitions.problems import Problem, ToolError
from tool_definitions.tool import Tool


def propose_version(
    session: Session, *, source: str, by: Actor, based_on: ToolVersion | None = None, file: str = "tool.yaml"
) -> tuple[ToolVersion, bool]:
    """Propose the version that a tool file holds for ratification, and whether anything was added.

    A version that is already there with the same content is given back. Raises ToolError with every problem if there
    is an error, and Refused where the version has other content already.
    """
    tool, problems = examine_source(session, source=source, file=file)
    if tool is None:
        raise ToolError(problems)
    # Of two who propose the same version at the same moment, the second finds what the first proposed. The turn is that
    # of the trail, which is taken below in any case: a lock of its own could be taken the other way round elsewhere.
    take_turn(session)
    version = find_version(session, tool.key, tool.version)
    if version is not None and version.state != "withdrawn":
        refuse(proposing_refusal(version, tool))
        return version, False
    version = version or ToolVersion()
    _fill(version, tool, source, problems)
    version.proposed_at, version.proposed_by_id, version.withdrawn_at = now(), by.id, None
    version.based_on_id = based_on.id if based_on else last_ratified_id(session, tool.key)
    session.add(version)
    session.flush()
    record(session, "tool.version-proposed", on=("tool_version", version.id), by=by, fingerprint=version.fingerprint)
    return version, True


def examine_source(session: Session, *, source: str, file: str) -> Examination:
    """The tool in a file's text, if it has no errors, and every problem, compared with what was ratified before."""
    reading = read_text(source, file=file)
    data = reading.document.data if reading.document else None
    key = str(data.get("key")) if is_mapping(data) else ""
    earlier = [tool for tool in ratified_tools(session, key) if tool.version != str((data or {}).get("version"))]
    return examine(reading, earlier=earlier, editions=editions_in_force(session, today()))


def ratify_version(
    session: Session, *, version: ToolVersion, fingerprint: str, meeting: str, on: date, by: Actor
) -> ToolVersion:
    """Record that a meeting ratified a version, with the content of this fingerprint. From now on it never changes."""
    session.refresh(version, with_for_update=True)
    refuse(ratifying_refusal(version, fingerprint=fingerprint, meeting=meeting, on=on, by=by, today=today()))
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


def retire_version(session: Session, *, version: ToolVersion, reason: str, by: Actor) -> ToolVersion:
    """Retire a ratified version: it stays to be read, and no new audit can be set up on it."""
    refuse(retiring_refusal(version, reason=reason))
    version.retired_at, version.retired_by_id, version.retired_because = now(), by.id, reason.strip()
    session.flush()
    record(session, "tool.version-retired", on=("tool_version", version.id), by=by)
    return version


def withdraw_version(session: Session, *, version: ToolVersion, by: Actor) -> None:
    """Take a proposed version back: it can no longer be ratified as it is."""
    session.refresh(version, with_for_update=True)
    refuse(withdrawing_refusal(version))
    version.withdrawn_at = now()
    session.flush()
    record(session, "tool.version-withdrawn", on=("tool_version", version.id), by=by, fingerprint=version.fingerprint)


def _fill(version: ToolVersion, tool: Tool, source: str, problems: Iterable[Problem]) -> None:
    version.key, version.version = tool.key, tool.version
    version.title, version.kind = tool.title, tool.kind.value
    version.source, version.fingerprint = source, tool.fingerprint
    version.document = json.dumps(tool.as_document(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    version.warnings = json.dumps([[one.line, one.code, _sentence(one)] for one in problems], ensure_ascii=False)


def _sentence(problem: Problem) -> str:
    return f"{problem.message} – {problem.remedy}" if problem.remedy else problem.message
