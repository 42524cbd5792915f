"""What may be done with a version of a tool: each rule gives a sentence that refuses, or None."""

from datetime import date

from formsapp.access.actor import Actor
from formsapp.tools.models import ToolVersion
from tool_definitions.tool import Tool


def proposing_refusal(existing: ToolVersion, tool: Tool) -> str | None:
    """Why a tool cannot be proposed beside the version of the same name; None where it is the very same."""
    if existing.fingerprint == tool.fingerprint:
        return None
    return (
        f"Version {existing.version} of “{existing.title}” is already {existing.state} with other content. "
        "Raise the version: give it a new name, such as next year's."
    )


def ratifying_refusal(
    version: ToolVersion, *, fingerprint: str, meeting: str, on: date, by: Actor, today: date
) -> str | None:
    """Why a version cannot be ratified like this. `fingerprint` is that of the content which was read and agreed to."""
    if refusal := _not_to_be_ratified(version, by):
        return refusal
    if fingerprint != version.fingerprint:
        return "This proposal was changed since you opened the page. Read it again before you ratify it."
    if not meeting.strip():
        return "Say which meeting ratified the tool."
    if on > today:
        return "The date of the meeting must be today or in the past."
    return None


def _not_to_be_ratified(version: ToolVersion, by: Actor) -> str | None:
    """Why this person cannot ratify this version at all."""
    if version.ratified_at is not None:
        return "This version is already ratified. It cannot be ratified again or changed."
    if version.withdrawn_at is not None:
        return "This proposal was taken back to be changed. It can be ratified once it is proposed again."
    if by.id is not None and by.id == version.proposed_by_id:
        return "You proposed this version. Somebody else has to record that it was ratified."
    return None


def retiring_refusal(version: ToolVersion, *, reason: str) -> str | None:
    """Why a version cannot be retired like this."""
    if version.state != "ratified":
        return f"Only a ratified version can be retired. This one is {version.state}."
    if not reason.strip():
        return "Say why this version is retired."
    return None


def withdrawing_refusal(version: ToolVersion) -> str | None:
    """Why a proposed version cannot be taken back to be changed."""
    if version.state != "proposed":
        return f"Only a proposed version can be taken back. This one is {version.state}, and never changes."
    return None
