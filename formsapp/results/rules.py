"""What of the results a person is shown."""

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit
from tool_definitions.tool import Tool


def opens_returns(actor: Actor, audit: Audit) -> bool:
    """Whether the person reviews the audit's returns, so that a figure may open to single ones."""
    return can(actor, Permission.RETURN_REVIEW, audit)


def smallest_group(actor: Actor, audit: Audit, tool: Tool) -> int:
    """The smallest number of returns whose figures the person is shown. Whoever reads the returns sees every number."""
    return 0 if opens_returns(actor, audit) else tool.summary.min_group


def own_people_see_moderated(state: AuditState) -> bool:
    """Whether an organisation's own people see its moderated ratings: not before they are released.

    Until the report is published the chair may still settle them otherwise, or go back to moderation.
    """
    return state is AuditState.PUBLISHED
