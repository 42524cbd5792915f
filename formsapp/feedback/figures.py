"""The figures that feedback pages are set beside: of all returns, frozen when the pages are released."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.agreement.effect import whole_of
from formsapp.audits.models import Audit, Return
from formsapp.feedback.queries import is_sampled
from formsapp.profiles.benchmark import Published, PublishedScore
from formsapp.results.figures import figures
from formsapp.results.scores import scores_of
from formsapp.returns.models import Submission
from formsapp.tools.versions import tool_of
from formsapp.ui.formatting import count
from scoring.distributions import Average, distributions
from scoring.score import Scores


@dataclass(frozen=True)
class Mean:
    """A mean score over `n` returns; both None where it is hidden.

    `of` says of which ratings: `self`, or `effective` where the mean of self ratings beside that of the report would
    tell what moderation did in a few returns.
    """

    key: str
    title: str
    mean: float | None
    n: int | None
    of: str

    @property
    def words(self) -> str:
        """Over how many returns it is, and whether moderated ratings are in it."""
        moderated = ", with moderated ratings" if self.of == "effective" else ""
        return "" if self.n is None else f"{count(self.n, 'return')}{moderated}"


@dataclass(frozen=True)
class Found:
    """What moderation found in all returns together; the counts are None where too few were moderated."""

    returns: int | None
    ratings: int | None
    upheld: int | None
    raised: int | None
    lowered: int | None

    @property
    def sentence(self) -> str:
        """The direction in words, with what it rests on."""
        if self.returns is None or not self.ratings:
            return "Too few returns were moderated to say what moderation generally found."
        on = f"In {count(self.returns, 'return')}, {count(self.ratings, 'rating')} were tested against the evidence"
        other = self.ratings - sum(one or 0 for one in (self.upheld, self.raised, self.lowered))
        parts = [
            f"{self.upheld} stood as given",
            f"{self.raised} went up",
            f"{self.lowered} went down",
            *([f"{other} had no level before or after"] if other else []),
        ]
        return f"{on}: {', '.join(parts[:-1])} and {parts[-1]}. {self.direction}"

    @property
    def direction(self) -> str:
        """Whether settings tended to rate themselves too high or too low."""
        raised, lowered = self.raised or 0, self.lowered or 0
        if raised == lowered:
            return "Moderation raised as many as it lowered."
        way = "more often lowered ratings than raised" if lowered > raised else "more often raised ratings than lowered"
        higher = "higher" if lowered > raised else "lower"
        return f"Moderation {way} them: settings tended to rate themselves {higher} than the evidence showed."


@dataclass(frozen=True)
class FrozenFigures:
    """What is kept."""

    fewer: str
    overall: Mean
    sections: tuple[Mean, ...]
    moderation: Found

    def as_json(self) -> str:
        """Canonical JSON: what is kept."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Figures that were released."""
        given: dict[str, Any] = json.loads(text)
        sections = tuple(Mean(**one) for one in given["sections"])
        return cls(given["fewer"], Mean(**given["overall"]), sections, Found(**given["moderation"]))

    @property
    def words(self) -> dict[str, str]:
        """What each figure is of, by its title."""
        return {one.title: one.words for one in (self.overall, *self.sections)}

    def as_published(self) -> Published:
        """The same, as a profile is set beside it."""
        return Published(self._score(self.overall), tuple(map(self._score, self.sections)), None)

    def _score(self, one: Mean) -> PublishedScore:
        return PublishedScore(one.title, one.mean, one.n, self.fewer if one.mean is None else "")


def figures_now(session: Session, audit: Audit, *, by: Actor) -> FrozenFigures:
    """The figures of all returns in sight as they stand, small numbers hidden. Whoever releases them sees every one."""
    scores = scores_of(session, audit, by=by)
    smallest = tool_of(audit.tool_version).summary.min_group
    shown = figures(scores, distributions(scores), smallest=smallest)
    return FrozenFigures(
        fewer=shown.hidden_as,
        overall=_mean("", "Overall", shown.overall, shown.own),
        sections=tuple(_mean(one.key, one.title, one.average, one.own) for one in shown.sections),
        moderation=_found(scores, smallest),
    )


def _mean(key: str, title: str, average: Average | None, own: float | None) -> Mean:
    """The mean of self ratings where it may be told, else that of the ratings as they stand, else nothing."""
    if average is None:
        return Mean(key, title, None, None, "self")
    return Mean(key, title, average.mean if own is None else own, average.n, "effective" if own is None else "self")


def _found(scores: Scores, smallest: int) -> Found:
    moves, returns = whole_of(scores, smallest)
    # Those that get a letter know what became of their own ratings: what is left must still be of enough others.
    if moves is None or returns <= smallest:
        return Found(None, None, None, None, None)
    return Found(returns, moves.n, moves.upheld, moves.raised, moves.lowered)


def not_sampled(session: Session, audit: Audit) -> list[int]:
    """The returns of an audit in scope that were submitted and get a feedback page, and no letter."""
    submitted = exists().where(Submission.return_id == Return.id)
    wanted = select(Return.id).where(
        Return.audit_id == audit.id, Return.withdrawn_at.is_(None), submitted, ~is_sampled()
    )
    return list(session.scalars(wanted.order_by(Return.id)))
