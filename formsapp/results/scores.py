"""The scores of an audit, as the person who asks may see them: from packed rows, never from answer rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.audits.models import Audit, Return
from formsapp.audits.visibility import returns_in_sight
from formsapp.cases.models import Case
from formsapp.moderation.queries import Settled, settled_ratings
from formsapp.organisations.models import ATTRIBUTES, Organisation
from formsapp.returns.models import Submission
from formsapp.tools.versions import tool_of
from scoring.packed import UNANSWERED, Codes, rating_code
from scoring.ratings import Ratings
from scoring.score import Scores
from tool_definitions.tool import Tool

#: What a return is called in figures: its organisation's name and, in a case-file audit, the code of its case.
NAMES = ("name", "case")
_GIVEN = (Return.id, Return.organisation_id, Submission.ratings, Organisation.name, Case.code)
_ATTRIBUTES = tuple(getattr(Organisation, name) for name in ATTRIBUTES)


def scores_of(session: Session, audit: Audit, *, by: Actor) -> Scores:
    """The scores of every submitted return of an audit that the person may see in a total: two queries.

    Settled ratings are in it as moderated ones. `ratings.attributes` has those of the organisations, and their names.
    """
    tool = tool_of(audit.tool_version)
    returns = session.execute(_latest_ratings(audit, by)).all()
    settled = settled_ratings(session, audit, by=by, permission=Permission.RESULTS_VIEW) if returns else []
    return Scores(tool, ratings_of(tool, returns, settled))


def scores_of_one(session: Session, return_: Return, settled: Sequence[Settled]) -> Scores | None:
    """The scores of one return alone, with these settled ratings; None before it is submitted. Whoever calls this has
    made sure that the person may open the return.
    """
    tool = tool_of(return_.audit.tool_version)
    returns = session.execute(_ratings().where(Return.id == return_.id)).all()
    return Scores(tool, ratings_of(tool, returns, settled)) if returns else None


def _latest_ratings(audit: Audit, by: Actor) -> Any:
    in_sight = Return.audit_id == audit.id, returns_in_sight(by, Permission.RESULTS_VIEW)
    return _ratings().where(*in_sight).order_by(Organisation.name, Case.code, Return.id)


def _ratings() -> Any:
    later = select(func.max(Submission.number)).where(Submission.return_id == Return.id).correlate(Return)
    return (
        select(*_GIVEN, *_ATTRIBUTES)
        .join(Submission, Submission.return_id == Return.id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .outerjoin(Case, Case.id == Return.case_id)
        .where(Submission.number == later.scalar_subquery())
    )


def ratings_of(tool: Tool, returns: Sequence[Row[Any]], settled: Sequence[Settled]) -> Ratings:
    """Rows of the query above, and settled ratings, as matrices."""
    columns = list(zip(*returns, strict=True)) or [()] * (len(_GIVEN) + len(_ATTRIBUTES))
    return_ids, organisation_ids, packed, names, cases, *attributes = columns
    moderated = _moderated(tool, return_ids, settled)
    return Ratings.from_packed(
        tool,
        [str(one) for one in return_ids],
        [str(one) for one in organisation_ids],
        packed,
        None if moderated is None else [row.tobytes() for row in moderated],
        dict(zip((*NAMES, *ATTRIBUTES), (names, cases, *attributes), strict=True)),
    )


def _moderated(tool: Tool, return_ids: Sequence[int], settled: Sequence[Settled]) -> Codes | None:
    if not settled:
        return None
    codes = np.full((len(return_ids), len(tool.scored_questions)), UNANSWERED, dtype=np.int8)
    rows = {return_id: row for row, return_id in enumerate(return_ids)}
    places = {key: place for place, key in enumerate(tool.scored_questions)}
    for one in settled:
        if one.return_id in rows and one.question in places:
            codes[rows[one.return_id], places[one.question]] = rating_code(tool, one.question, one.rating)
    return codes
