"""When live figures close: a total without one return beside a published total with it would give that return away."""

from sqlalchemy import and_, column, exists, or_, select, table
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.blind import why_not_yet
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit, AuditMove, Return
from formsapp.audits.visibility import has_interest

#: Feedback stands above audits in the house; only that its figures of all returns were released is read here.
_RELEASES = table("feedback_releases", column("audit_id"))


def why_no_totals(session: Session, actor: Actor, audit: Audit) -> str | None:
    """Why this person sees no live figures of the audit: they have an interest, and its figures were once published, or
    released to settings.

    It stays so when the publication is taken back: what was read once is known.
    """
    published = exists().where(AuditMove.audit_id == audit.id, AuditMove.to_state == AuditState.PUBLISHED.value)
    released = exists().where(_RELEASES.c.audit_id == audit.id)
    theirs = exists().where(Return.audit_id == audit.id, has_interest(actor))
    if not session.scalar(select(and_(or_(published, released), theirs))):
        return None
    return (
        "You have an interest in a return of this audit, and its figures have been published. Figures without that "
        "return, set beside the published ones, would give it away. Read the published report instead."
    )


def why_no_figures(session: Session, actor: Actor, audit: Audit, state: AuditState) -> str | None:
    """Why this person sees no figures over several returns of the audit now."""
    return why_not_yet(actor, audit, state) or why_no_totals(session, actor, audit)
