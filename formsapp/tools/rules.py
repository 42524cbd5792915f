"""What may be done with a version of a tool: each rule gives a sentence that refuses, or None."""

from datetime import date

from formsapp.tools.models import ToolVersion
from tool_definitions.tool import Tool


def adding_refusal(existing: ToolVersion, tool: Tool) -> str | None:
    """Why a tool cannot be added beside the version of the same name; None where it is the very same."""
    if existing.fingerprint == tool.fingerprint:
        return None
    return (
        f"Version {existing.version} of “{existing.title}” is already here with other content. "
        "Raise the version in the file and add it again."
    )


def ratifying_refusal(version: ToolVersion, *, meeting: str, on: date, today: date) -> str | None:
    """Why a version cannot be ratified like this."""
    if version.ratified_at is not None:
        return "This version is already ratified. It cannot be ratified again or changed."
    if not meeting.strip():
        return "Say which meeting ratified the tool."
    if on > today:
        return "The date of the meeting must be today or in the past."
    return None
