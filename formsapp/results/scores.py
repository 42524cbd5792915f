"""The scores of an audit, as the person who asks may see them: from packed rows, never from answer rows."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.audits.models import Audit, Return
from formsapp.moderation.queries import Settled, settled_ratings
from formsapp.returns.ratings_table import ratings_of_return, ratings_table
from formsapp.tools.versions import tool_of
from scoring.packed import UNANSWERED, rating_code
from scoring.ratings import Ratings
from scoring.score import Scores
from tool_definitions.tool import Tool


def scores_of(session: Session, audit: Audit, *, by: Actor) -> Scores:
    """The scores of every submitted return of an audit that the person may see in a total: two queries.

    Settled ratings are in it as moderated ones. `ratings.attributes` has those of the organisations, and their names.
    """
    tool = tool_of(audit.tool_version)
    ratings = ratings_table(session, audit, by=by)
    settled = settled_ratings(session, audit, by=by, permission=Permission.RESULTS_VIEW) if len(ratings) else []
    return Scores(tool, with_settled(tool, ratings, settled))


def scores_of_one(session: Session, return_: Return, settled: Sequence[Settled]) -> Scores | None:
    """The scores of one return alone, with these settled ratings; None before it is submitted. Whoever calls this has
    made sure that the person may open the return.
    """
    tool = tool_of(return_.audit.tool_version)
    ratings = ratings_of_return(session, return_)
    return Scores(tool, with_settled(tool, ratings, settled)) if len(ratings) else None


def with_settled(tool: Tool, ratings: Ratings, settled: Sequence[Settled]) -> Ratings:
    """The ratings with the settled ones among these as moderated ratings."""
    if not settled:
        return ratings
    codes = np.full_like(ratings.codes, UNANSWERED)
    rows = {return_id: row for row, return_id in enumerate(ratings.return_ids)}
    places = {key: place for place, key in enumerate(tool.scored_questions)}
    for one in settled:
        row, place = rows.get(str(one.return_id)), places.get(one.question)
        if row is not None and place is not None:
            codes[row, place] = rating_code(tool, one.question, one.rating)
    return replace(ratings, moderated=codes)
