"""What the results page shows, as data: every figure with what it is of, hidden where a group is too small."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from scoring.change import QuestionChange
from scoring.distributions import Average, Counts, Distributions, Moderated
from scoring.score import Scores
from scoring.summary.small_numbers import Publishable, Shown, ShownQuestion, publishable
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Tool


@dataclass(frozen=True)
class LevelCount:
    """How many returns were given one level."""

    value: str
    label: str
    count: int
    tone: str


@dataclass(frozen=True)
class QuestionLine:
    """One question. `rated` is None where the figures are hidden, `own` where they would tell a single rating."""

    key: str
    title: str
    levels: tuple[LevelCount, ...]
    rated: Counts | None
    own: Counts | None
    moderated: Moderated | None
    change: QuestionChange | None
    is_limit: bool

    @property
    def segments(self) -> list[tuple[str, int, str]]:
        """The levels as a stacked bar takes them."""
        return [(level.label, level.count, level.tone) for level in self.levels]


@dataclass(frozen=True)
class SchemeTable:
    """The questions of a section that share a rating scheme, under one head."""

    scheme: RatingScheme
    questions: tuple[QuestionLine, ...]

    @property
    def lines(self) -> list[tuple[str, str, QuestionLine]]:
        """What each row is called, the question it opens, and its figures."""
        return [(line.title, line.key, line) for line in self.questions]


@dataclass(frozen=True)
class SectionLine:
    """One section: mean scores over the returns that have one. `average` is None where it is hidden."""

    key: str
    title: str
    average: Average | None
    own: float | None
    share_moderated: float | None
    tables: tuple[SchemeTable, ...]


@dataclass(frozen=True)
class GroupLine:
    """One group of organisations. Where it is hidden `returned` is None and `hidden_as` says so: it is small itself, or
    hidden for the sake of one that is.
    """

    name: str
    returned: int | None
    asked: int | None
    overall: Average | None
    sections: Mapping[str, Average | None]
    hidden_as: str


@dataclass(frozen=True)
class Figures:
    """All the figures of one audit. `overall` is None where everything is hidden."""

    returns: int
    overall: Average | None
    own: float | None
    share_moderated: float | None
    coverage: float | None
    provisional: int
    sections: tuple[SectionLine, ...]
    groups: tuple[GroupLine, ...]
    schemes: tuple[RatingScheme, ...]
    hidden_as: str
    hides: bool

    @property
    def has_scores(self) -> bool:
        """Whether any return has been scored."""
        return self.returns > 0

    @property
    def bars(self) -> list[tuple[str, float | None, float | None]]:
        """Each section with its self score and its score as it stands, for a chart."""
        shown = [section for section in self.sections if section.average]
        return [(section.title, section.own, section.average.mean) for section in shown if section.average]


def figures(
    scores: Scores,
    found: Distributions,
    *,
    smallest: int = 0,
    changes: Mapping[str, QuestionChange] | None = None,
    in_scope: Mapping[str | None, int] | None = None,
) -> Figures:
    """The figures of an audit, those over fewer than `smallest` returns hidden."""
    shown = publishable(found, min_group=smallest)
    own_overall, own_sections = _own_means(scores, smallest)
    known = scores.coverage[~np.isnan(scores.coverage)]
    whole = shown.audit
    return Figures(
        returns=len(scores),
        overall=whole.overall if whole else None,
        own=own_overall if whole and whole.overall else None,
        share_moderated=share_of_ratings_moderated(scores) if whole else None,
        coverage=float(known.mean()) if whole and len(known) else None,
        provisional=int((known < 1).sum()),
        sections=tuple(_sections(scores, whole, own_sections, changes or {}, smallest)),
        groups=tuple(_groups(found, shown, in_scope or {}, smallest)),
        schemes=schemes_of(scores.tool),
        hidden_as=shown.fewer,
        hides=smallest > 0,
    )


def schemes_of(tool: Tool) -> tuple[RatingScheme, ...]:
    """The rating schemes that scored questions use, in the order of the tool."""
    keys = dict.fromkeys(question.scheme or "" for question in tool.scored_questions.values())
    return tuple(tool.rating_schemes[key] for key in keys)


def share_of_ratings_moderated(scores: Scores, section: int | None = None) -> float | None:
    """The share of the effective ratings that are moderated ones, 0 to 1; None where nothing is rated."""
    columns = slice(None) if section is None else scores.columns.columns_of_section(section)
    rated = scores.effective_codes[:, columns] >= 0
    number = int(rated.sum())
    return int((rated & scores.was_moderated[:, columns]).sum()) / number if number else None


def level_counts(scheme: RatingScheme, counted: Counts | None) -> tuple[LevelCount, ...]:
    """The levels in the order in which pages show them."""
    if counted is None:
        return ()
    levels = scheme.shown_levels
    return tuple(LevelCount(one.value, one.label, counted.levels[one.value], str(one.stance)) for one in levels)


def question_line(
    tool: Tool, key: str, shown: ShownQuestion | None, change: QuestionChange | None = None, smallest: int = 0
) -> QuestionLine:
    """One question as pages show it."""
    rated = shown.effective if shown else None
    return QuestionLine(
        key=key,
        title=tool.questions[key].title,
        levels=level_counts(tool.scheme_of(key), rated),
        rated=rated,
        own=shown.self if shown else None,
        moderated=shown.moderated if shown else None,
        change=change if change is not None and change.matched >= max(smallest, 1) else None,
        is_limit=tool.scored_questions[key].limit is not None,
    )


def _own_means(scores: Scores, smallest: int) -> tuple[float | None, list[float | None]]:
    """Mean self scores, overall and by section; None where the effective ones beside them would tell a single one."""
    part = scores.part("self")
    sections = [
        _mean(part.sections[:, place], scores.share_moderated_sections[:, place], smallest)
        for place in range(len(scores.columns.section_keys))
    ]
    return _mean(part.overall, scores.share_moderated, smallest), sections


def _mean(values: np.ndarray, shares: np.ndarray, smallest: int) -> float | None:
    there = values[~np.isnan(values)]
    moderated = int((np.nan_to_num(shares) > 0).sum())
    if not len(there) or 0 < moderated < smallest or len(there) < smallest:
        return None
    return float(there.mean())


def _sections(
    scores: Scores,
    whole: Shown | None,
    own: list[float | None],
    changes: Mapping[str, QuestionChange],
    smallest: int,
) -> Iterator[SectionLine]:
    for place, section in enumerate(scores.tool.sections):
        scored = [question.key for question in section.questions if question.key in scores.tool.scored_questions]
        if not scored:
            continue
        average = whole.sections[section.key] if whole else None
        lines = [
            question_line(scores.tool, key, whole.questions[key] if whole else None, changes.get(key), smallest)
            for key in scored
        ]
        yield SectionLine(
            key=section.key,
            title=section.title,
            average=average,
            own=own[place] if average else None,
            share_moderated=share_of_ratings_moderated(scores, place) if average else None,
            tables=tuple(_tables(scores.tool, lines)),
        )


def _tables(tool: Tool, lines: list[QuestionLine]) -> Iterator[SchemeTable]:
    """The questions under the head of their scheme, each scheme once, in the order of the tool."""
    by_scheme: dict[str, list[QuestionLine]] = {}
    for line in lines:
        by_scheme.setdefault(tool.scheme_of(line.key).key, []).append(line)
    for questions in by_scheme.values():
        yield SchemeTable(tool.scheme_of(questions[0].key), tuple(questions))


def _groups(
    found: Distributions, shown: Publishable, in_scope: Mapping[str | None, int], smallest: int
) -> Iterator[GroupLine]:
    names = {*found.groups, *(name for name in in_scope if name is not None)}
    for name in sorted(names, key=lambda name: (not name, name)):
        group = shown.groups.get(name)
        hidden = group is None and (name in found.groups or smallest > 0)
        yield GroupLine(
            name=name,
            returned=None if hidden else (group.returns if group else 0),
            asked=None if hidden else in_scope.get(name),
            overall=group.overall if group else None,
            sections=group.sections if group else {},
            hidden_as=shown.hidden_as(name) if name in found.groups else shown.fewer,
        )
