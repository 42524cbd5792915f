"""The thresholds of the summary, and moderation."""

from collections.abc import Iterator

from tool_definitions.draft import Draft
from tool_definitions.problems import Problem
from tool_definitions.tool import Kind, Moderation, SummaryThresholds

HALF = 0.5
SMALLEST_GROUP = 5
MOST_RECOMMENDATIONS = 20
LONGEST_CHALLENGE = 60
_MODERATED = frozenset({Kind.SELF_ASSESSMENT, Kind.CASE_FILE, Kind.SINGLE_AGENCY})


def thresholds(draft: Draft) -> Iterator[Problem]:
    """What the summary calls a strength or a concern is one."""
    summary = draft.part(SummaryThresholds, "summary")
    if summary is None:
        return
    if summary.strength_share < HALF:
        message = f"something would be working well where {summary.strength_share:.0%} say so"
        yield draft.problem("strength-share-low", ("summary", "strength_share"), message)
    if summary.concern_share > HALF:
        message = f"a concern of {HALF:.0%} would not be reported: concern_share is {summary.concern_share:g}"
        yield draft.problem("concern-share-high", ("summary", "concern_share"), message)
    if summary.concern_share == 0:
        yield draft.problem("concern-share-zero", ("summary", "concern_share"))
    if summary.max_recommendations > MOST_RECOMMENDATIONS:
        message = f"{summary.max_recommendations} recommendations would be called the most significant"
        yield draft.problem("many-recommendations", ("summary", "max_recommendations"), message)


def small_numbers(draft: Draft) -> Iterator[Problem]:
    """Figures of few organisations stay hidden."""
    summary = draft.part(SummaryThresholds, "summary")
    if summary is None:
        return
    if summary.min_group < SMALLEST_GROUP:
        message = f"figures of groups of {summary.min_group} would be shown"
        yield draft.problem("small-group", ("summary", "min_group"), message)
    if summary.min_returns < summary.min_group:
        message = f"findings from {summary.min_returns} returns would be shown, groups of fewer than "
        yield draft.problem("returns-below-group", ("summary", "min_returns"), f"{message}{summary.min_group} are not")


def challenge(draft: Draft) -> Iterator[Problem]:
    """A moderated rating can be questioned, within a time."""
    moderation = draft.part(Moderation, "moderation")
    if moderation and moderation.challenge_days == 0 and draft.kind in _MODERATED:
        yield draft.problem("no-challenge", ("moderation", "challenge_days"))
    if moderation and moderation.challenge_days > LONGEST_CHALLENGE:
        message = f"challenge_days is {moderation.challenge_days}"
        yield draft.problem("long-challenge", ("moderation", "challenge_days"), message)
