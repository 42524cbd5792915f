"""Reading everything a page of results needs, once."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.models import Audit
from formsapp.audits.totals import why_no_totals
from formsapp.organisations.models import ATTRIBUTES
from formsapp.organisations.words import LABELS
from formsapp.results.figures import Figures, figures
from formsapp.results.queries import Asked, asked, audit_before
from formsapp.results.rules import smallest_group
from formsapp.results.scores import scores_of
from scoring.change import Change, NotComparable, QuestionChange, compare
from scoring.distributions import distributions
from scoring.score import Scores
from scoring.summary.summarise import usual_groups

#: How many of the largest rises and falls are named.
MOST_MOVED = 5
#: Stands for the attribute that reports compare by.
USUAL = "usual"
#: Attributes that make groups worth comparing, in the order offered; `case` is that of a case-file audit.
GROUPABLE = ("phase", "sector", "type", "provision", "trust", "local_authority", "duty")


@dataclass(frozen=True)
class SinceBefore:
    """The change since an earlier audit: every question that moved, and those that cannot be compared."""

    audit: Audit
    change: Change
    rises: tuple[QuestionChange, ...]
    falls: tuple[QuestionChange, ...]
    compared: int
    #: How many organisations a question's change must be over to be named among the largest.
    least: int

    @property
    def not_comparable(self) -> tuple[NotComparable, ...]:
        """The questions that cannot be set beside the earlier audit."""
        return self.change.not_comparable


@dataclass(frozen=True)
class Results:
    """Everything the results page shows."""

    audit: Audit
    scores: Scores
    asked: Asked
    figures: Figures
    by: str | None
    attributes: tuple[tuple[str, str], ...]
    before: SinceBefore | None


def results_of(
    session: Session, audit: Audit, *, by: Actor, group: str | None = None, smallest: int | None = None
) -> Results:
    """The results of an audit as this person may see them: at most seven queries, whatever the number of returns.

    `group` names an attribute (USUAL: the one that reports compare by); `smallest` the smallest number of returns
    shown, where it is not the person's own limit.
    """
    scores = scores_of(session, audit, by=by)
    attributes = groupable(scores)
    group = usual_groups(scores) if group == USUAL else group
    group = group if group in dict(attributes) else None
    scope = asked(session, audit, by=by, group=group)
    in_scope: dict[str | None, int] = scope.groups if group in ATTRIBUTES else {None: scope.in_scope}
    smallest = smallest_group(by, audit, scores.tool) if smallest is None else smallest
    before = since_before(session, audit, scores, by=by, smallest=smallest)
    return Results(
        audit=audit,
        scores=scores,
        asked=scope,
        figures=figures(
            scores,
            distributions(scores, group, in_scope),
            smallest=smallest,
            changes=before.change.questions if before else None,
            in_scope=in_scope,
        ),
        by=group,
        attributes=attributes,
        before=before,
    )


def groupable(scores: Scores) -> tuple[tuple[str, str], ...]:
    """The attributes by which returns fall into more than one group, with their words."""
    names = [*GROUPABLE, "case"]
    varied = [name for name in names if len({value for value in scores.ratings.attributes[name] if value}) > 1]
    return tuple((name, LABELS.get(name, name.capitalize())) for name in varied)


def since_before(session: Session, audit: Audit, scores: Scores, *, by: Actor, smallest: int = 0) -> SinceBefore | None:
    """The change since the audit that this one is compared with, where there is one and both have returns."""
    earlier = audit_before(session, audit)
    if earlier is None or not len(scores) or why_no_totals(session, by, earlier):
        return None
    before = scores_of(session, earlier, by=by)
    change = compare(scores, before)
    shown = [one for one in change.questions.values() if one.mean is not None and one.matched >= max(smallest, 1)]
    least = max(smallest, scores.tool.summary.min_returns)
    ranked = sorted((one for one in shown if one.matched >= least), key=lambda one: -(one.mean or 0.0))
    return SinceBefore(
        audit=earlier,
        change=change,
        rises=tuple(one for one in ranked[:MOST_MOVED] if (one.mean or 0.0) > 0),
        falls=tuple(one for one in ranked[::-1][:MOST_MOVED] if (one.mean or 0.0) < 0),
        compared=len(shown),
        least=least,
    )
