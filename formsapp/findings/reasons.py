"""The reasons behind a draft, each in a line with its figures and the question it opens."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from formsapp.findings.models import Finding
from formsapp.organisations.words import words_for
from formsapp.results.wording import difference
from scoring.shown import percent, rounded
from tool_definitions.tool import Tool


@dataclass(frozen=True)
class ReasonLine:
    """One reason in words. `question` is the scored question whose results it opens, `section` the section."""

    words: str
    question: str | None = None
    section: str | None = None


def reason_lines(tool: Tool, finding: Finding) -> list[ReasonLine]:
    """Why a finding was drafted."""
    return [_line(tool, finding.about, reason) for reason in json.loads(finding.reasons)]


def _line(tool: Tool, about: str, reason: dict[str, Any]) -> ReasonLine:
    words = _WORDS.get(reason["reason"], _plainly)(tool, reason)
    key = reason.get("question") or about
    sections = {section.key for section in tool.sections}
    section = reason.get("section") or (about if about in sections else None)
    return ReasonLine(words, key if key in tool.scored_questions else None, section if section in sections else None)


def _strength(_tool: Tool, r: dict[str, Any]) -> str:
    return f"{percent(r['strength_share'])} of {r['n']} ratings are a strength; average score {rounded(r['mean'])}"


def _section(_tool: Tool, r: dict[str, Any]) -> str:
    return f"Average score of the section {rounded(r['mean'])} over {r['n']} returns"


def _prevalent(_tool: Tool, r: dict[str, Any]) -> str:
    return f"{r['concern']} of {r['n']} ratings ({percent(r['concern_share'])}) are a concern"


def _critical(_tool: Tool, r: dict[str, Any]) -> str:
    return f"A limiting question: {r['returns']} of {r['n']} returns are at the level that limits the judgement"


def _declined(_tool: Tool, r: dict[str, Any]) -> str:
    share = difference(100 * r["concern_share_change"])
    return (
        f"Average score {rounded(r['mean_before'])} before and {rounded(r['mean_now'])} now, share of concern "
        f"{share} percentage points, over the {r['matched']} organisations in both audits"
    )


def _over_rated(_tool: Tool, r: dict[str, Any]) -> str:
    return f"Moderation lowered {r['lowered']} of {r['moderated']} ratings ({percent(r['lowered_share'])})"


def _uneven(_tool: Tool, r: dict[str, Any]) -> str:
    best, worst = words_for(r["by"], r["best"]), words_for(r["by"], r["worst"])
    return f"Average score {rounded(r['best_mean'])} in {best} and {rounded(r['worst_mean'])} in {worst}"


def _concern(tool: Tool, r: dict[str, Any]) -> str:
    title = tool.questions[r["question"]].title if r["question"] in tool.questions else r["question"]
    owner = f"; to be owned by the {r['owner']}" if r.get("owner") else ""
    return f"{title}: priority {rounded(r['priority'], 2)}{owner}"


def _return_rate(_tool: Tool, r: dict[str, Any]) -> str:
    late = f", {r['late']} late" if "late" in r else ""
    return f"{r['returned']} of {r['in_scope']} returned ({percent(r['return_rate'])}){late}"


def _coverage(_tool: Tool, r: dict[str, Any]) -> str:
    return f"{percent(r['mean_coverage'])} answered on average, {r['provisional']} of {r['n']} scores provisional"


def _moderation(_tool: Tool, r: dict[str, Any]) -> str:
    moved = f"{r['upheld']} upheld, {r['raised']} raised, {r['lowered']} lowered"
    others = r["moderated"] - r["upheld"] - r["raised"] - r["lowered"]
    return f"{r['moderated']} ratings moderated: {moved}{f', {others} with no level before or after' if others else ''}"


def _agreement(_tool: Tool, r: dict[str, Any]) -> str:
    same = round(r["exact"] * r["n"])
    return f"Two moderators gave the same first rating to {same} of {r['n']} answers ({percent(r['exact'])})"


def _alpha(tool: Tool, r: dict[str, Any]) -> str:
    return f"{tool.section(r['section']).title}: Cronbach’s alpha {rounded(r['alpha'], 2)} over {r['n']} returns"


def _alike(_tool: Tool, r: dict[str, Any]) -> str:
    return f"All {r['n']} returns rated it alike"


def _often(words: str) -> Callable[[Tool, dict[str, Any]], str]:
    return lambda _tool, r: f"{percent(r['share'])} {words}"


def _feedback(_tool: Tool, r: dict[str, Any]) -> str:
    return f"{r['answers']} answers"


def _without_reason(_tool: Tool, r: dict[str, Any]) -> str:
    return f"{r['returns']} returns gave no reason for not applicable"


def _plainly(_tool: Tool, r: dict[str, Any]) -> str:
    figures = [f"{name.replace('_', ' ')} {value}" for name, value in r.items() if name != "reason"]
    return "; ".join([r["reason"].replace("_", " "), *figures])


_WORDS: dict[str, Callable[[Tool, dict[str, Any]], str]] = {
    "strength": _strength,
    "section_mean": _section,
    "prevalent": _prevalent,
    "critical": _critical,
    "declined": _declined,
    "over_rated": _over_rated,
    "uneven": _uneven,
    "concern": _concern,
    "return_rate": _return_rate,
    "coverage": _coverage,
    "moderation": _moderation,
    "agreement": _agreement,
    "alpha": _alpha,
    "rated_alike": _alike,
    "often_not_applicable": _often("of returns found it not applicable"),
    "often_unanswered": _often("of returns left it unanswered"),
    "feedback": _feedback,
    "not_applicable_without_reason": _without_reason,
}


def said(tool: Tool, finding: Finding) -> list[tuple[str, int]]:
    """What respondents said, and how many of them, where the finding is about one of the tool's feedback questions."""
    labels = {option.value: option.label for option in getattr(tool.questions.get(finding.about), "options", ())}
    found = [reason.get("said", {}) for reason in json.loads(finding.reasons)]
    return [(labels.get(words, words), number) for answers in found for words, number in answers.items()]
