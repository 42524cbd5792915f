"""How far moderators agree, by rating scheme; pairs of moderators for the chair alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.agreement.effect import whole_of
from formsapp.agreement.first_ratings import First, FirstRatings, first_ratings
from formsapp.agreement.rules import FEW_RETURNS, FEWEST_RATERS, only_moderates
from formsapp.audits.models import Audit
from formsapp.results.rules import smallest_group
from formsapp.results.scores import scores_of
from formsapp.ui.formatting import count
from scoring.moderation.agreement import Agreement, agreement
from scoring.moderation.agreement_words import FEW_UNITS
from scoring.moderation.moves import Moves
from scoring.moderation.statistic import NO_VARIATION
from scoring.packed import NOT_APPLICABLE
from scoring.score import Scores
from scoring.shown import careful_percent
from scoring.summary.learning import Agreement as Learnt
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Tool

#: Where the draws behind the intervals of kappa and alpha begin: printed, so that anybody gets the same ones.
SEED = 1


@dataclass(frozen=True)
class PairShown:
    """Two moderators on the answers both rated: for the chair alone."""

    first: str
    second: str
    first_higher: int
    second_higher: int
    found: Agreement


@dataclass(frozen=True)
class SchemeAgreement:
    """Agreement on one scheme's levels. `hidden`: the figures would be about single returns or persons.

    What two moderators have in common is about those two: it is for who runs the audit, and not for other moderators.
    """

    scheme: RatingScheme
    found: Agreement
    returns: int
    pairs: tuple[PairShown, ...]
    hidden: bool
    #: First ratings of *not applicable*: they are no level, and so compared with nothing.
    not_applicable: int = 0

    @property
    def raw(self) -> str:
        """The plain count: '100% agreement (12 of 12); kappa not defined'."""
        found = self.found
        if not found.units:
            return "Agreement needs two raters"
        if found.exact.value is None:
            return "Too few answers were rated by two moderators"
        said = f"{careful_percent(found.exact.value)} agreement ({found.exact.agreed} of {found.exact.of})"
        return f"{said}; kappa not defined" if found.alpha.why == NO_VARIATION else said

    @property
    def rests_on(self) -> str:
        """What the intervals leave out: ratings of one return are not independent, and few returns are few."""
        returns = count(self.returns, "return")
        few = " Few returns are behind this: others may be judged differently." if self.returns < FEW_RETURNS else ""
        return (
            f"These answers come from {returns}. Ratings of one return go together, so the true intervals are somewhat "
            f"wider than shown.{few}"
        )

    @property
    def distances(self) -> list[tuple[str, int, str]]:
        """How far apart, as a bar takes it."""
        same, one, further = self.found.distances[0], self.found.distances[1], sum(self.found.distances[2:])
        if not self.has_degrees:
            return [("Same level", same, "strength"), ("Different levels", one, "concern")]
        apart = [("One level apart", one, "adequate"), ("Two or more apart", further, "concern")]
        return [("Same level", same, "strength"), *apart]

    @property
    def has_degrees(self) -> bool:
        """Whether ratings can be near one another without being the same."""
        return len(self.found.distances) > 2


@dataclass(frozen=True)
class AgreementShown:
    """The page: reliability by scheme, then bias."""

    schemes: tuple[SchemeAgreement, ...]
    #: Self against moderated; None where it is over too few returns.
    bias: Moves | None
    moderated_returns: int
    left_out: int
    sees_pairs: bool
    smallest: int
    seed: int = SEED


def agreement_shown(session: Session, audit: Audit, *, by: Actor) -> AgreementShown:
    """Agreement as this person may see it, over the returns in their sight."""
    scores = scores_of(session, audit, by=by)
    firsts = first_ratings(session, audit, scores, by=by)
    smallest = smallest_group(by, audit, scores.tool)
    sees_pairs = can(by, Permission.DRIFT_VIEW, audit)
    fewest_raters = FEWEST_RATERS if smallest or only_moderates(by, audit) else 0
    bias, moderated_returns = whole_of(scores, smallest)
    return AgreementShown(
        schemes=tuple(_schemes(scores.tool, firsts, (smallest, fewest_raters), sees_pairs=sees_pairs)),
        bias=bias,
        moderated_returns=moderated_returns,
        left_out=firsts.left_out,
        sees_pairs=sees_pairs,
        smallest=smallest,
    )


def learnt_of(session: Session, audit: Audit, scores: Scores, *, by: Actor) -> Learnt | None:
    """Exact agreement of first ratings over all schemes, for the findings; None below what says anything."""
    firsts = first_ratings(session, audit, scores, by=by)
    found = [_agreement(one, _of_scheme(scores.tool, firsts, one)) for one in _used(scores.tool)]
    agreed, pairs = sum(one.exact.agreed for one in found), sum(one.exact.of for one in found)
    return Learnt(n=pairs, exact=agreed / pairs) if sum(one.units for one in found) >= FEW_UNITS else None


def _used(tool: Tool) -> list[RatingScheme]:
    keys = dict.fromkeys(question.scheme or "" for question in tool.scored_questions.values())
    return [tool.rating_schemes[key] for key in keys]


def _schemes(
    tool: Tool, firsts: FirstRatings, fewest: tuple[int, int], *, sees_pairs: bool
) -> Iterable[SchemeAgreement]:
    """`fewest`: of how many returns, and by how many raters, figures must be to be shown."""
    for scheme in _used(tool):
        rated = _of_scheme(tool, firsts, scheme)
        found = _agreement(scheme, rated)
        returns = len({unit.partition(":")[0] for unit, given in _units(rated).items() if _several(given.values())})
        hidden = found.units > 0 and (returns < fewest[0] or found.raters < fewest[1])
        pairs = tuple(_pairs(scheme, rated, firsts.names)) if sees_pairs else ()
        without = 0 if hidden else sum(one.rating == NOT_APPLICABLE for one in rated)
        yield SchemeAgreement(scheme, found, returns, pairs, hidden, without)


def _of_scheme(tool: Tool, firsts: FirstRatings, scheme: RatingScheme) -> list[First]:
    """The first ratings on this scheme's levels of returns that two or more people judge."""
    theirs = {key for key in tool.scored_questions if tool.scheme_of(key) is scheme}
    return [one for one in firsts.ratings if one.question in theirs and one.return_id in firsts.shared]


def _units(rated: Iterable[First]) -> dict[str, dict[str, int | None]]:
    """The same answer, unchanged between the two: a rating of other words is a rating of something else."""
    units: dict[str, dict[str, int | None]] = {}
    for one in rated:
        units.setdefault(f"{one.return_id}:{one.question}:{one.revision}", {})[one.moderator] = one.rating
    return units


def _agreement(scheme: RatingScheme, rated: Iterable[First]) -> Agreement:
    return agreement(_units(rated), levels=len(scheme.levels), seed=SEED)


def _pairs(scheme: RatingScheme, rated: list[First], names: dict[str, str]) -> Iterable[PairShown]:
    units = _units(rated)
    for one, other in combinations(sorted(names, key=lambda key: (names[key], key)), 2):
        both = {
            unit: {one: given[one], other: given[other]} for unit, given in units.items() if {one, other} <= set(given)
        }
        found = agreement(both, levels=len(scheme.levels), seed=SEED)
        if found.units:
            levels = [(given[one] or 0, given[other] or 0) for given in both.values() if _are_levels(given.values())]
            higher = sum(first > second for first, second in levels)
            yield PairShown(names[one], names[other], higher, sum(f < s for f, s in levels), found)


def _several(codes: Iterable[int | None]) -> bool:
    return sum(code is not None and code >= 0 for code in codes) > 1


def _are_levels(codes: Iterable[int | None]) -> bool:
    return all(code is not None and code >= 0 for code in codes)
