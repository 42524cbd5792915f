"""Which questions and sections the figures put in which list, and for what reasons. No words here: see `wording`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.change import Change, QuestionChange
from scoring.distributions import Distribution, Moderated
from scoring.score import TOLERANCE, Scores
from tool_definitions.tool import Tool

SECTION_MEAN = 75.0
MEAN_FALL = 10.0
SHARE_RISE = 0.10
LOWERED_SHARE = 0.25
LEAST_MODERATED = 5
GROUPS_APART = 20.0

#: Why a line stands in the summary: `{"reason": name, figures...}`.
Reason = Mapping[str, Any]


@dataclass(frozen=True)
class Evidence:
    """All that the findings are drawn from."""

    tool: Tool
    scores: Scores
    audit: Distribution
    by: str | None = None
    groups: Mapping[str, Distribution] | None = None
    change: Change | None = None

    @property
    def enough(self) -> bool:
        """Whether as many returns were scored as the tool asks for."""
        return self.audit.returns >= self.tool.summary.min_returns


@dataclass(frozen=True)
class Concern:
    """A question with at least one reason for concern, and its priority."""

    question: str
    reasons: tuple[Reason, ...]
    priority: float

    def has(self, reason: str) -> bool:
        """Whether this reason is among them."""
        return any(found["reason"] == reason for found in self.reasons)


def at_least(value: float, threshold: float) -> bool:
    """Whether the threshold is reached, give or take the error of a sum."""
    return value >= threshold - TOLERANCE


def strengths(evidence: Evidence, concerned: set[str]) -> list[tuple[str, Reason]]:
    """The questions working well, by share at strength, then mean, then tool order."""
    limits = evidence.tool.summary
    found = []
    for key, question in evidence.audit.questions.items():
        rated = question.effective
        if rated.strength_share is None or rated.n < limits.min_returns or key in concerned:
            continue
        if at_least(rated.strength_share, limits.strength_share):
            figures = {"strength_share": rated.strength_share, "n": rated.n, "mean": rated.mean}
            found.append((key, {"reason": "strength", **figures}))
    return sorted(found, key=lambda line: (-line[1]["strength_share"], -line[1]["mean"]))


def strong_sections(evidence: Evidence) -> list[tuple[str, Reason]]:
    """The sections working well, by mean, then tool order."""
    found: list[tuple[str, Reason]] = []
    for key, section in evidence.audit.sections.items():
        enough = section.n >= evidence.tool.summary.min_returns
        if section.mean is not None and enough and at_least(section.mean, SECTION_MEAN):
            found.append((key, {"reason": "section_mean", "mean": section.mean, "n": section.n}))
    return sorted(found, key=lambda line: -line[1]["mean"])


def concerns(evidence: Evidence) -> list[Concern]:
    """The questions with a reason for concern, by priority, then tool order."""
    found = []
    for key in evidence.audit.questions:
        reasons = tuple(_reasons(evidence, key))
        if reasons:
            found.append(Concern(key, reasons, _priority(evidence, key, {reason["reason"] for reason in reasons})))
    return sorted(found, key=lambda concern: -concern.priority)


def _priority(evidence: Evidence, key: str, reasons: set[str]) -> float:
    share = evidence.audit.questions[key].effective.concern_share or 0.0
    extra = 0.5 * ("critical" in reasons) + 0.25 * ("declined" in reasons) + 0.25 * ("over_rated" in reasons)
    return float(evidence.tool.scored_questions[key].weight * (share + extra))


def _reasons(evidence: Evidence, key: str) -> Iterator[Reason]:
    """Too few returns leave the critical reason alone."""
    if evidence.audit.questions[key].effective.n == 0:
        return
    if evidence.enough:
        yield from _prevalent(evidence, key)
    yield from _critical(evidence, key)
    if evidence.enough:
        yield from _declined(evidence, key)
        yield from _over_rated(evidence.audit.questions[key].moderated)
        yield from _uneven(evidence, key)


def _prevalent(evidence: Evidence, key: str) -> Iterator[Reason]:
    rated = evidence.audit.questions[key].effective
    if rated.concern_share is not None and at_least(rated.concern_share, evidence.tool.summary.concern_share):
        at_concern = round(rated.concern_share * rated.n)
        yield {"reason": "prevalent", "concern_share": rated.concern_share, "concern": at_concern, "n": rated.n}


def _critical(evidence: Evidence, key: str) -> Iterator[Reason]:
    limit = evidence.tool.scored_questions[key].limit
    returns = evidence.scores.limited_returns.get(key)
    if limit is not None and returns:
        n = evidence.audit.questions[key].effective.n
        yield {"reason": "critical", "at_or_below": limit.at_or_below, "returns": returns, "n": n}


def _declined(evidence: Evidence, key: str) -> Iterator[Reason]:
    change = evidence.change.questions.get(key) if evidence.change is not None else None
    if change is None or change.matched < evidence.tool.summary.min_returns:
        return
    if _fell(change):
        yield {
            "reason": "declined",
            "matched": change.matched,
            "mean_before": change.before.mean,
            "mean_now": change.now.mean,
            "mean_change": change.mean,
            "concern_share_change": change.concern_share,
        }


def _fell(change: QuestionChange) -> bool:
    if change.mean is None or change.concern_share is None:
        return False
    return at_least(-change.mean, MEAN_FALL) or at_least(change.concern_share, SHARE_RISE)


def _over_rated(moderated: Moderated) -> Iterator[Reason]:
    if moderated.n >= LEAST_MODERATED and at_least(moderated.lowered / moderated.n, LOWERED_SHARE):
        share = moderated.lowered / moderated.n
        yield {"reason": "over_rated", "lowered": moderated.lowered, "moderated": moderated.n, "lowered_share": share}


def _uneven(evidence: Evidence, key: str) -> Iterator[Reason]:
    means = {}
    for name, group in (evidence.groups or {}).items():
        rated = group.questions[key].effective
        if name and rated.mean is not None and rated.n >= evidence.tool.summary.min_group:
            means[name] = rated.mean
    if len(means) < 2:
        return
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    apart = means[best] - means[worst]
    if at_least(apart, GROUPS_APART):
        figures = {"best": best, "best_mean": means[best], "worst": worst, "worst_mean": means[worst]}
        yield {"reason": "uneven", "by": evidence.by, **figures, "difference": apart}
