"""Limits that do nothing, do too much, or can be escaped."""

from collections.abc import Iterator

from tool_definitions.checks.scoring import read_bands
from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.problems import Problem
from tool_definitions.question import JudgedQuestion, Limit, RatingQuestion


def limits_hold(draft: Draft) -> Iterator[Problem]:
    """Each limit holds something down, and only where it should."""
    bands = read_bands(draft)
    best = bands[-1][1].label if len(bands) > 1 else None
    for question, limit in _limits(draft):
        path = (*question.path, "limit")
        if limit.section is None and limit.overall is None:
            yield draft.problem("limit-without-band", path)
        for name, label in (("section", limit.section), ("overall", limit.overall)):
            if label is not None and label == best:
                message = f"'{label}' is the best band, so the limit does nothing"
                yield draft.problem("limit-has-no-effect", (*path, name), message)
    for question, judged, levels in draft.rated:
        if judged.limit and judged.limit.at_or_below == levels[-1].value:
            yield draft.problem("limit-always", (*question.path, "limit", "at_or_below"))


def limits_not_escaped(draft: Draft) -> Iterator[Problem]:
    """A question with a limit is answered by everybody it is put to."""
    for question, _ in _limits(draft):
        judged = question.judged
        if judged is None:
            continue
        if _lets_anybody_out(draft, judged):
            message = f"'{question.key}' has a limit, and can be left out as not applicable"
            yield draft.problem("limit-escaped", _field(question, "not_applicable"), message)
        if not judged.required:
            yield draft.problem("limit-on-optional", _field(question, "required"))


def limits_weigh(draft: Draft) -> Iterator[Problem]:
    """A question with a limit counts, and can be tested where others can."""
    asks_evidence = any(judged.evidence.when.startswith("required") for _, judged, _ in draft.rated)
    for question, judged, _ in draft.rated:
        if judged.limit is None:
            continue
        if judged.weight == 0:
            yield draft.problem("limit-without-weight", _field(question, "weight"))
        if asks_evidence and _has_no_evidence(judged):
            yield draft.problem("limit-without-evidence", _field(question, "evidence"))


def _lets_anybody_out(draft: Draft, judged: JudgedQuestion) -> bool:
    """Whether not applicable is let pass without thought: without a reason, or because nothing was said about it."""
    is_by_default = "not_applicable" not in judged.model_fields_set and draft.is_self_assessment
    return judged.not_applicable == "allowed" or (judged.not_applicable == "with_reason" and is_by_default)


def _has_no_evidence(judged: JudgedQuestion) -> bool:
    return isinstance(judged, RatingQuestion) and judged.evidence.when == "none"


def _limits(draft: Draft) -> Iterator[tuple[DraftQuestion, Limit]]:
    for question in draft.questions:
        if question.judged and question.judged.limit:
            yield question, question.judged.limit


def _field(question: DraftQuestion, name: str) -> tuple[str | int, ...]:
    return (*question.path, name)
