"""The ratings of a return that stand out: its strengths, and what to act on first."""

from collections.abc import Iterator
from dataclasses import dataclass

from formsapp.profiles.actions import Action
from formsapp.profiles.standing import Standing
from scoring.explain import Contribution, Explanation
from tool_definitions.scheme import Stance
from tool_definitions.tool import Tool


@dataclass(frozen=True)
class Rated:
    """One rated question: its level, the organisation's own words, and what will be done about it."""

    key: str
    number: str
    title: str
    section: str
    section_title: str
    label: str
    moderated: bool
    rating_score: float
    weight: float
    words: str
    #: What its limit holds down, in words; empty where it holds nothing.
    limits: str
    actions: tuple[Action, ...]


def strengths_of(standing: Standing, found: Explanation) -> list[Rated]:
    """The questions at a level that the scheme calls a strength: the best first, then the weightiest."""
    strong = [rated for rated, stance, _ in _rated(standing, found) if stance is Stance.STRENGTH]
    return sorted(strong, key=lambda one: (-one.rating_score, -one.weight, not one.words))


def attention_of(standing: Standing, found: Explanation) -> list[Rated]:
    """The questions below the standard, and those that limit a band, which come first; then the lowest, by weight."""
    low = [rated for rated, stance, meets in _rated(standing, found) if _needs(rated, stance, meets=meets)]
    return sorted(low, key=lambda one: (not one.limits, one.rating_score, -one.weight))


def _needs(rated: Rated, stance: Stance, *, meets: bool) -> bool:
    return bool(rated.limits) or stance is Stance.CONCERN or not meets


def _rated(standing: Standing, found: Explanation) -> Iterator[tuple[Rated, Stance, bool]]:
    tool, limiting = standing.opened.tool.tool, _limiting(found)
    for line in found.contributions:
        level = tool.scheme_of(line.question).level(line.level)
        yield _one(standing, line, _limit_words(tool, line.question, limiting)), level.stance, level.meets


def _one(standing: Standing, line: Contribution, limits: str) -> Rated:
    tool = standing.opened.tool
    given = standing.answers.get(line.question)
    return Rated(
        key=line.question,
        number=tool.questions[line.question].number,
        title=line.title,
        section=line.section,
        section_title=tool.tool.section(line.section).title,
        label=line.label,
        moderated=line.moderated,
        rating_score=line.rating_score,
        weight=line.weight,
        words=given.comment.strip() if given else "",
        limits=limits,
        actions=tuple(one for one in standing.actions if one.question == line.question),
    )


def _limiting(found: Explanation) -> frozenset[str]:
    """The questions whose ratings are at or below their limits."""
    return frozenset(found.capped_by).union(*(section.capped_by for section in found.sections))


def _limit_words(tool: Tool, question: str, limiting: frozenset[str]) -> str:
    limit = tool.scored_questions[question].limit
    if limit is None or question not in limiting:
        return ""
    held = {"this section": limit.section, "the overall result": limit.overall}
    return " and ".join(f"{part} can be no better than ‘{band}’" for part, band in held.items() if band)
