"""Which events of the audit trail are kept from whoever has an interest: what is told about the return they do not see.

Nobody else loses an event. For those who do the rule is the other way round: of an audit in which they have an interest
they see what is about another return, and what is about the audit and says nothing of any return.
"""

from sqlalchemy import ColumnElement, and_, or_, select

from formsapp.access.actor import Actor
from formsapp.audit_trail.models import TrailEvent
from formsapp.audits.models import Return
from formsapp.audits.visibility import has_interest

#: About an audit as a whole, the same whatever its returns say.
_OF_THE_AUDIT = (
    "audit.opened",
    "audit.moved",
    "audit.dates-changed",
    "audit.scope-changed",
    "case.added",
    "report.published",
    "role.given",
    "role.ended",
)
#: What belongs to no audit and to no return.
_ELSEWHERE = (
    "person",
    "organisation",
    "register_import",
    "legal_instrument",
    "legal_edition",
    "tool_version",
    "tool_draft",
    "tool",
    "reason_template",
)


def events_in_sight(actor: Actor) -> ColumnElement[bool]:
    """The events that this person may read."""
    theirs = select(Return.id).where(has_interest(actor))
    audits = select(Return.audit_id).where(has_interest(actor))
    about_a_return = TrailEvent.subject_kind == "return"
    of_another_audit = and_(TrailEvent.audit_id.is_not(None), TrailEvent.audit_id.not_in(audits))
    # Of a contributor, the role tells of the return.
    elsewhere = and_(
        TrailEvent.audit_id.is_(None),
        TrailEvent.subject_kind.in_(_ELSEWHERE),
        ~TrailEvent.details.contains('"role": "contributor"'),
    )
    return or_(
        ~theirs.exists(),
        and_(about_a_return, TrailEvent.subject_id.not_in(theirs)),
        and_(~about_a_return, or_(of_another_audit, TrailEvent.event.in_(_OF_THE_AUDIT), elsewhere)),
    )
