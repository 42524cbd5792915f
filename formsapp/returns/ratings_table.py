"""Rows -> the ratings of an audit: the packed row of the latest submission of each return in sight."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import returns_in_sight
from formsapp.organisations.models import ATTRIBUTES, Organisation
from formsapp.returns.models import Submission
from formsapp.returns.queries import CASES
from formsapp.tools.versions import tool_of
from scoring.ratings import Ratings
from tool_definitions.tool import Tool

#: What a return is called in figures, beside the attributes of its organisation: the organisation's name and, in a
#: case-file audit, the code of its case.
NAMES = ("name", "case")

_later = aliased(Submission)
_LATEST = (
    select(func.max(_later.number))
    .where(_later.return_id == Submission.return_id)
    .correlate(Submission)
    .scalar_subquery()
)
_LATEST_RATINGS = (
    select(
        Return.id,
        Return.organisation_id,
        Submission.ratings,
        Organisation.name,
        CASES.c.code,
        *(getattr(Organisation, name) for name in ATTRIBUTES),
    )
    .join(Submission, Submission.return_id == Return.id)
    .join(Organisation, Organisation.id == Return.organisation_id)
    .outerjoin(CASES, CASES.c.id == Return.case_id)
    .where(Submission.number == _LATEST)
)


def ratings_table(session: Session, audit: Audit, *, by: Actor) -> Ratings:
    """The self ratings of every submitted return of the audit that the person sees results of, in order of name.

    Returns in which the person has an interest are left out, so that no figure gives them away. Its `attributes` are
    those of the organisations, and NAMES.
    """
    in_sight = Return.audit_id == audit.id, returns_in_sight(by, Permission.RESULTS_VIEW)
    wanted = _LATEST_RATINGS.where(*in_sight).order_by(Organisation.name, CASES.c.code, Return.id)
    return _read(session, wanted, tool_of(audit.tool_version))


def ratings_of_return(session: Session, return_: Return) -> Ratings:
    """The self ratings of one return alone; empty before it is submitted. Whoever calls this has made sure that the
    person may open the return.
    """
    return _read(session, _LATEST_RATINGS.where(Return.id == return_.id), tool_of(return_.audit.tool_version))


def _read(session: Session, statement: Select[Any], tool: Tool) -> Ratings:
    # The connection, not the session: 24,000 rows need no objects around them.
    rows = session.connection().execute(statement).all()
    columns = list(zip(*rows, strict=True)) or [()] * len(statement.selected_columns)
    return_ids, organisation_ids, packed, *attributes = columns
    return Ratings.from_packed(
        tool,
        return_ids=[str(one) for one in return_ids],
        organisation_ids=[str(one) for one in organisation_ids],
        packed_rows=packed,
        attributes=dict(zip((*NAMES, *ATTRIBUTES), attributes, strict=True)),
    )
