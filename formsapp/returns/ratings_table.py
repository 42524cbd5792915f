"""Rows -> the ratings of an audit: the packed row of the latest submission of each return in sight."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import returns_in_sight
from formsapp.organisations.models import ATTRIBUTES, Organisation
from formsapp.returns.models import Submission
from formsapp.tools.versions import tool_of
from scoring.ratings import Ratings

_later = aliased(Submission)
_LATEST = (
    select(func.max(_later.number))
    .where(_later.return_id == Submission.return_id)
    .correlate(Submission)
    .scalar_subquery()
)


def ratings_table(session: Session, audit: Audit, *, by: Actor) -> Ratings:
    """The self ratings of every submitted return of the audit that the person sees results of, in order of return.

    Returns in which the person has an interest are left out, so that no figure gives them away.
    """
    # The connection, not the session: 24,000 rows need no objects around them.
    rows = session.connection().execute(
        select(
            Return.id,
            Return.organisation_id,
            Submission.ratings,
            *(getattr(Organisation, name) for name in ATTRIBUTES),
        )
        .join(Submission, Submission.return_id == Return.id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .where(
            Return.audit_id == audit.id,
            Submission.number == _LATEST,
            returns_in_sight(by, Permission.RESULTS_VIEW),
        )
        .order_by(Return.id)
    ).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * (3 + len(ATTRIBUTES))
    return Ratings.from_packed(
        tool_of(audit.tool_version),
        return_ids=[str(one) for one in columns[0]],
        organisation_ids=[str(one) for one in columns[1]],
        packed_rows=columns[2],
        attributes=dict(zip(ATTRIBUTES, columns[3:], strict=True)),
    )
