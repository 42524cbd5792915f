"""How far each moderator's first ratings lie from the self ratings: for the chair alone, and never an adjustment."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.agreement.first_ratings import first_ratings
from formsapp.agreement.rules import FEWEST_FOR_DRIFT
from formsapp.audits.models import Audit
from formsapp.results.scores import scores_of
from scoring.moderation.changed import FirstRating
from scoring.moderation.effect import Drift, drift


@dataclass(frozen=True)
class DriftLine:
    """One moderator: how many ratings, and the drift where these are enough to say anything."""

    name: str
    returns: int
    n: int
    drift: Drift | None


def drift_lines(session: Session, audit: Audit, *, by: Actor) -> list[DriftLine]:
    """Every moderator who has rated, by name, over the returns in the chair's sight.

    A rating of an answer that changed since is left out: what the organisation had said then is no longer beside it.
    """
    scores = scores_of(session, audit, by=by)
    firsts = first_ratings(session, audit, scores, by=by)
    current = [one for one in firsts.ratings if one.current]
    found = drift(
        scores.tool, [FirstRating(one.moderator, one.return_id, one.question, one.own, one.rating) for one in current]
    )
    lines = [
        DriftLine(
            name=firsts.names[moderator],
            returns=len({one.return_id for one in current if one.moderator == moderator}),
            n=one.n,
            drift=one if one.n >= FEWEST_FOR_DRIFT else None,
        )
        for moderator, one in found.items()
    ]
    return sorted(lines, key=lambda line: line.name)
