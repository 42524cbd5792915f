"""A blind audit: whoever moderates it judges before seeing how organisations rated themselves, on any page."""

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit

_MODERATION_IS_OVER = {AuditState.REPORTING, AuditState.PUBLISHED}


def why_not_yet(actor: Actor, audit: Audit, state: AuditState) -> str | None:
    """Why this person must wait for anything that shows or sums self ratings; whatever other roles they hold.

    Who settles ratings sees them: settling is choosing between the two.
    """
    moderates = can(actor, Permission.RATING_MODERATE, audit) and not can(actor, Permission.RATING_SETTLE, audit)
    if audit.blind and moderates and state not in _MODERATION_IS_OVER:
        return (
            "This audit is moderated blind: moderators judge before they see how organisations rated themselves. "
            "This page opens for you when moderation is over."
        )
    return None
