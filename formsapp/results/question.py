"""The results of one question, down to every return's rating."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.organisations.words import words_for
from formsapp.results.figures import LevelCount, QuestionLine, level_counts, question_line
from formsapp.results.reading import groupable, since_before
from formsapp.results.rules import opens_returns, smallest_group
from formsapp.results.scores import scores_of
from scoring.change import NotComparable, QuestionChange
from scoring.distributions import distributions
from scoring.explain import LEFT_OUT
from scoring.packed import NOT_APPLICABLE
from scoring.score import Scores
from scoring.summary.small_numbers import ShownQuestion, publishable
from tool_definitions.question import JudgedQuestion
from tool_definitions.scheme import RatingScheme
from tool_definitions.tool import Section


@dataclass(frozen=True)
class RatingLine:
    """One return's rating of the question. `rank` is that of the effective rating, below 0 where there is none."""

    return_id: int
    name: str
    case: str | None
    own: str
    moderated: str | None
    effective: str
    rank: int
    moved: int


@dataclass(frozen=True)
class GroupRatings:
    """One group's ratings of the question; None where they are hidden."""

    name: str
    line: QuestionLine | None


@dataclass(frozen=True)
class QuestionResults:
    """All there is to see of one question."""

    question: JudgedQuestion
    section: Section
    scheme: RatingScheme
    returns: int
    left_out: bool
    line: QuestionLine
    own_levels: tuple[LevelCount, ...]
    change: QuestionChange | None
    before: Audit | None
    not_comparable: str | None
    by: str | None
    attributes: tuple[tuple[str, str], ...]
    groups: tuple[GroupRatings, ...]
    opens: bool
    ratings: tuple[RatingLine, ...]
    hidden_as: str

    @property
    def group_lines(self) -> list[tuple[str, None, QuestionLine | None]]:
        """The groups as rows of a table."""
        return [(words_for(self.by or "", one.name) or "Not stated", None, one.line) for one in self.groups]


def question_results(
    session: Session, audit: Audit, question: str, *, by: Actor, group: str | None = None
) -> QuestionResults:
    """One question of an audit, as this person may see it: at most seven queries."""
    scores = scores_of(session, audit, by=by)
    tool, attributes = scores.tool, groupable(scores)
    group = group if group in dict(attributes) else None
    smallest, opens = smallest_group(by, audit, tool), opens_returns(by, audit)
    shown = publishable(distributions(scores, group), min_group=smallest)
    before = since_before(session, audit, scores, by=by, smallest=smallest)
    change = before.change.questions.get(question) if before else None
    whole = shown.audit.questions[question] if shown.audit else None
    line = question_line(tool, question, whole, change, smallest)
    groups = {name: part.questions[question] if part else None for name, part in shown.groups.items()}
    return QuestionResults(
        question=tool.scored_questions[question],
        section=tool.section_of[question],
        scheme=tool.scheme_of(question),
        returns=len(scores),
        left_out=has_interest_in_any(session, audit, by.id or 0),
        line=line,
        own_levels=level_counts(tool.scheme_of(question), line.own),
        change=line.change,
        before=before.audit if before else None,
        not_comparable=_why_not(before.not_comparable, question) if before else None,
        by=group,
        attributes=attributes,
        groups=tuple(_groups(scores, question, groups, smallest)),
        opens=opens,
        ratings=tuple(sorted(_ratings(scores, question), key=_worst_first)) if opens else (),
        hidden_as=shown.fewer,
    )


def _why_not(found: tuple[NotComparable, ...], question: str) -> str | None:
    return next((one.reason for one in found if one.question == question), None)


def _groups(
    scores: Scores, question: str, groups: dict[str, ShownQuestion | None], smallest: int
) -> Iterator[GroupRatings]:
    for name, shown in groups.items():
        hidden = shown is None and smallest > 0
        yield GroupRatings(name, None if hidden else question_line(scores.tool, question, shown))


def _ratings(scores: Scores, question: str) -> Iterator[RatingLine]:
    column = scores.columns.keys.index(question)
    scheme = scores.tool.scheme_of(question)
    attributes = scores.ratings.attributes
    for row, return_id in enumerate(scores.ratings.return_ids):
        own, effective = int(scores.ratings.codes[row, column]), int(scores.effective_codes[row, column])
        moderated = bool(scores.was_moderated[row, column])
        yield RatingLine(
            return_id=int(return_id),
            name=attributes["name"][row] or "",
            case=attributes["case"][row],
            own=_words(scheme, own),
            moderated=_words(scheme, effective) if moderated else None,
            effective=_words(scheme, effective),
            rank=effective,
            moved=effective - own if moderated and own >= 0 and effective >= 0 else 0,
        )


_WORDS = {
    "unanswered": "Not answered",
    "does_not_apply": "Not asked of this kind of organisation",
    "hidden": "Not asked, because of an earlier answer",
}


def _words(scheme: RatingScheme, code: int) -> str:
    if code >= 0:
        return scheme.levels[code].label
    return scheme.not_applicable.label if code == NOT_APPLICABLE else _WORDS[LEFT_OUT[code]]


def _worst_first(line: RatingLine) -> tuple[bool, int, str]:
    return line.rank < 0, line.rank if line.rank >= 0 else -line.rank, line.name
