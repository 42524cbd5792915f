"""The summary: findings put into lists, with their sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoring.change import compare
from scoring.distributions import Distributions, distributions
from scoring.internal_checks import internal_checks
from scoring.score import Scores
from scoring.summary import wording
from scoring.summary.findings import Concern, Evidence, Reason, concerns, strengths, strong_sections
from scoring.summary.learning import Agreement, Collection, learning
from tool_definitions.question import Recommendation
from tool_definitions.tool import Tool

#: The attributes whose groups are compared where none is asked for: the first that organisations have.
USUAL_GROUPS = ("phase", "sector", "type")


@dataclass(frozen=True)
class Finding:
    """One drafted line: the question or section it is about (None: the audit as a whole), and the reasons behind it."""

    about: str | None
    text: str
    reasons: tuple[Reason, ...]

    def as_document(self) -> dict[str, Any]:
        """As in `report.json`."""
        return {"about": self.about, "text": self.text, "reasons": [dict(reason) for reason in self.reasons]}


@dataclass(frozen=True)
class Summary:
    """The drafted lists. `recommendations` are the most significant areas, `also_noted` the rest; `note` says why the
    lists are short, or is None.
    """

    working_well: tuple[Finding, ...]
    concerns: tuple[Finding, ...]
    recommendations: tuple[Finding, ...]
    also_noted: tuple[Finding, ...]
    learning: tuple[Finding, ...]
    note: str | None

    def as_document(self) -> dict[str, Any]:
        """The whole of `report.json`."""
        lists = ("working_well", "concerns", "recommendations", "also_noted", "learning")
        document: dict[str, Any] = {name: [line.as_document() for line in getattr(self, name)] for name in lists}
        return {**document, "note": self.note}


def summarise(
    tool: Tool,
    scores: Scores,
    previous: Scores | None = None,
    moderation: Agreement | None = None,
    by: str | None = None,
    *,
    collection: Collection | None = None,
    found: Distributions | None = None,
) -> Summary:
    """Draft the four lists.

    Args:
        tool: The tool, whose `summary` holds the thresholds.
        scores: The scores of this audit.
        previous: Those of an earlier one, to find what declined.
        moderation: How well moderators agreed, where two looked at the same ratings.
        by: The organisation attribute whose groups are compared; else the first of phase, sector, type there is.
        collection: How many were asked, answered and were late, where that is known.
        found: `distributions(scores, by)` made before, to save counting again; its `by` is then the one used.

    Raises KeyError if no organisation attribute is called `by`.
    """
    found = found or distributions(scores, by or usual_groups(scores))
    change = None if previous is None else compare(scores, previous)
    evidence = Evidence(tool, scores, found.audit, found.by, found.groups, change)
    worries = concerns(evidence)
    advice = _recommendations(tool, worries)
    most = tool.summary.max_recommendations
    return Summary(
        working_well=tuple(_working_well(evidence, worries)) if evidence.enough else (),
        concerns=tuple(Finding(c.question, wording.concern_sentence(tool, c), c.reasons) for c in worries),
        recommendations=tuple(advice[:most]),
        also_noted=tuple(advice[most:]),
        learning=_learning(evidence, collection, moderation) if evidence.enough else (),
        note=None if evidence.enough else wording.too_few_sentence(found.audit.returns, tool.summary.min_returns),
    )


def usual_groups(scores: Scores) -> str | None:
    """The first of the usual attributes that any organisation has a value for."""
    attributes = scores.ratings.attributes
    return next((name for name in USUAL_GROUPS if any(attributes.get(name, ()))), None)


def _working_well(evidence: Evidence, worries: Sequence[Concern]) -> list[Finding]:
    tool = evidence.tool
    questions = strengths(evidence, {concern.question for concern in worries})
    sections = strong_sections(evidence)
    return [
        *(Finding(key, wording.strength_sentence(tool, key, reason), (reason,)) for key, reason in questions),
        *(Finding(key, wording.section_sentence(tool, key, reason), (reason,)) for key, reason in sections),
    ]


def _learning(evidence: Evidence, collection: Collection | None, moderation: Agreement | None) -> tuple[Finding, ...]:
    checks = internal_checks(evidence.scores, evidence.audit)
    return tuple(Finding(*line) for line in learning(evidence, checks, collection, moderation))


def _recommendations(tool: Tool, worries: Sequence[Concern]) -> list[Finding]:
    """One for each concern, the same text merged, in the order of priority."""
    merged: dict[str, list[tuple[Concern, str | None]]] = {}
    for concern in worries:
        advice = recommended(tool, concern.question)
        merged.setdefault(advice.text, []).append((concern, advice.owner))
    return [
        Finding(behind[0][0].question, text, tuple(_behind(concern, owner) for concern, owner in behind))
        for text, behind in merged.items()
    ]


def _behind(concern: Concern, owner: str | None) -> Reason:
    reasons = [reason["reason"] for reason in concern.reasons]
    return {
        "reason": "concern",
        "question": concern.question,
        "priority": concern.priority,
        "owner": owner,
        "because": reasons,
    }


def recommended(tool: Tool, question: str) -> Recommendation:
    """The question's own recommendation, else its section's, else a plain sentence made from its title."""
    own = tool.scored_questions[question].recommendation or tool.section_of[question].recommendation
    return own or Recommendation(text=_fitting(wording.recommendation_sentence(tool, question)))


def _fitting(sentence: str) -> str:
    longest = 500
    return sentence if len(sentence) <= longest else f"{sentence[: longest - 1]}…"
