"""What of the results a person is shown."""

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit
from tool_definitions.tool import Tool

_MODERATION_IS_OVER = {AuditState.REPORTING, AuditState.PUBLISHED}


def opens_returns(actor: Actor, audit: Audit) -> bool:
    """Whether the person reviews the audit's returns, so that a figure may open to single ones."""
    return can(actor, Permission.RETURN_REVIEW, audit)


def smallest_group(actor: Actor, audit: Audit, tool: Tool) -> int:
    """The smallest number of returns whose figures the person is shown. Whoever reads the returns sees every number."""
    return 0 if opens_returns(actor, audit) else tool.summary.min_group


def why_not_yet(actor: Actor, audit: Audit, state: AuditState) -> str | None:
    """Why the results must wait: in a blind audit a moderator judges before seeing what was said."""
    settles = can(actor, Permission.RATING_SETTLE, audit) or can(actor, Permission.AUDIT_CHANGE, audit)
    moderates = can(actor, Permission.RATING_MODERATE, audit)
    if audit.blind and moderates and not settles and state not in _MODERATION_IS_OVER:
        return (
            "This audit is moderated blind: moderators judge before they see how organisations rated themselves. "
            "You can see the results when moderation is over."
        )
    return None


def own_people_see_moderated(state: AuditState) -> bool:
    """Whether an organisation's own people see its moderated ratings: not before moderation is over."""
    return state in _MODERATION_IS_OVER
