"""Who sees which figures of moderation, and when. Each rule gives a sentence that says no, or None."""

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.blind import why_not_yet
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit

_IS_OVER = {AuditState.REPORTING, AuditState.PUBLISHED}
#: With fewer ratings than this, a moderator's own figures are chance.
FEWEST_FOR_DRIFT = 20
#: With fewer moderators than this, figures of agreement are figures about persons.
FEWEST_RATERS = 3
#: With fewer returns than this, agreement on their answers says little about others.
FEW_RETURNS = 5


def only_moderates(actor: Actor, audit: Audit) -> bool:
    """Whether the person judges in this audit and decides nothing."""
    return can(actor, Permission.RATING_MODERATE, audit) and not can(actor, Permission.RATING_SETTLE, audit)


def why_not_compare(actor: Actor, audit: Audit, state: AuditState) -> str | None:
    """Why this person must wait for what compares moderators, or is worked out from a sample half judged."""
    if waits := why_not_yet(actor, audit, state):
        return waits
    if only_moderates(actor, audit):
        return (
            None if state in _IS_OVER else "This page opens for moderators when moderation is over: each judges alone."
        )
    return None


def why_not_estimate(*, has_interest: bool) -> str | None:
    """Why this person sees no estimate for all returns before it is published."""
    if not has_interest:
        return None
    return (
        "You have an interest in a return of this audit. What the sample says about all returns is worked out from "
        "every return, that one too, so it is not shown to you. Ask somebody without an interest."
    )
