"""What a moderator should look at first in a return: for the eye of a person, never a verdict."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.models import Return
from formsapp.audits.queries import return_state
from formsapp.audits.visibility import returns_in_sight
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import Given, Stored
from formsapp.returns.last_year import LastYear, last_year_of
from formsapp.returns.models import Answer
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.snapshot import condition_values, packed_of
from formsapp.returns.unusual import unusual_in
from formsapp.ui.formatting import count, upper_first
from scoring.moderation.risk import signs_of_risk
from scoring.oddities import SEVERAL, SHORTEST_COPIED
from scoring.packed import codes_of
from scoring.ratings import Ratings
from scoring.score import Scores
from scoring.shown import rounded
from tool_definitions.changes import same_levels

#: An answer that moved by as many levels since last year is looked at first; so is a return with less answered.
JUMP_LEVELS, LOW_COVERAGE = 2, 0.8


class Mark(NamedTuple):
    """Something to look at in one answer: its kind, and the words."""

    kind: str
    words: str


#: So many letters tell most comments apart at once; the rest of them is compared without spaces.
_BEGINNING = 6
#: In the order in which they are looked at.
KINDS = ("limit", "stale", "copied", "top", "jump", "not_applicable", "unanswered")


def marks_of(
    asked: Asked[Any], given: Given, *, attached: bool, copied: int, last_year: LastYear | None
) -> Iterator[Mark]:
    """What to look at in one answer, the weightiest first."""
    scheme, question = asked.scheme, asked.question  # type: ignore[attr-defined]
    rank = scheme.ranks.get(given.value or "")
    if question.limit is not None and rank is not None and rank <= scheme.ranks[question.limit.at_or_below]:
        yield Mark("limit", "Limits the band")
    if copied:
        yield Mark("copied", f"Same comment as {count(copied, 'other organisation')}")
    if rank == len(scheme.levels) - 1 and not (given.comment.strip() or given.evidence.strip() or attached):
        yield Mark("top", "Top rating with neither comment nor evidence")
    steps = 0 if last_year is None else levels_since(asked, given.value, last_year) or 0
    if abs(steps) >= JUMP_LEVELS:
        yield Mark("jump", f"{'Up' if steps > 0 else 'Down'} {count(abs(steps), 'level')} since last year")
    if given.value == scheme.not_applicable.value:
        yield Mark("not_applicable", "Not applicable")
    if given.value is None:
        yield Mark("unanswered", "Not answered")


def before_of(asked: Asked[Any], last_year: LastYear) -> tuple[Asked[Any], Given] | None:
    """Last year's question that this one continues, with its answer; None where several became one, or one several."""
    tie = last_year.crosswalk.tie(asked.key)
    before = tie.origins[0] if tie.relation in {"same", "reworded"} else ""
    return (last_year.tool.questions[before], last_year.answers[before]) if before in last_year.answers else None


def levels_since(asked: Asked[Any], rating: str | None, last_year: LastYear) -> int | None:
    """How many levels the self rating moved since last year; None where the two cannot be compared."""
    found = before_of(asked, last_year)
    if found is None:
        return None
    now, then = getattr(asked, "scheme", None), getattr(found[0], "scheme", None)
    if now is None or then is None or not same_levels(now, then):
        return None
    value = found[1].value
    return now.ranks[rating] - then.ranks[value] if rating in now.ranks and value in then.ranks else None


def copied_comments(session: Session, return_: Return, comments: Mapping[str, str], *, by: Actor) -> dict[str, int]:
    """For each comment that several organisations say word for word, how many others: in returns in sight. One query.

    Spaces and lines make no difference. Source: `scoring.oddities`, over a whole audit.
    """
    own = {key: _words(text) for key, text in comments.items()}
    wanted = {text.replace(" ", ""): text[:_BEGINNING] for text in own.values() if len(text) >= SHORTEST_COPIED}
    if not wanted:
        return {}
    rows = session.execute(
        select(Return.organisation_id, Answer.comment)
        .join(Answer, Answer.return_id == Return.id)
        .where(
            Return.audit_id == return_.audit_id,
            Return.organisation_id != return_.organisation_id,
            func.substr(Answer.comment, 1, _BEGINNING).in_(sorted(set(wanted.values()))),
            _without_spaces().in_(sorted(wanted)),
            return_state() == "submitted",
            returns_in_sight(by),
        )
    )
    said: dict[str, set[int]] = {}
    for organisation_id, comment in rows:
        said.setdefault(_words(comment), set()).add(organisation_id)
    return {key: len(said[text]) for key, text in own.items() if len(said.get(text, ())) + 1 >= SEVERAL}


def _words(comment: str) -> str:
    return " ".join(comment.split())


def _without_spaces() -> ColumnElement[str]:
    text: ColumnElement[str] = Answer.comment  # type: ignore[assignment]
    for space in (" ", "\n", "\r", "\t"):
        text = func.replace(text, space, "")
    return text


def marks_of_whole(session: Session, opened: OpenedReturn, stored: Mapping[str, Stored]) -> list[str]:
    """What to look at in the return as a whole, in sentences."""
    scores = _scores(opened, stored)
    sentences = []
    coverage = float(scores.coverage[0])
    if coverage < LOW_COVERAGE:
        sentences.append(f"Only {rounded(100 * coverage, 0)}% of it is answered.")
    last_year = last_year_of(session, opened)
    if last_year is not None and (jump := _jump(opened, scores, last_year)):
        sentences.append(f"{upper_first(jump)}.")
    odd: Iterable[str] = (one.words for one in unusual_in(session, opened, stored, (), whole=True))
    return [*sentences, *(f"{upper_first(words)}." for words in odd)]


def _scores(opened: OpenedReturn, stored: Mapping[str, Stored]) -> Scores:
    tool = opened.tool.tool
    codes = codes_of(tool, condition_values(opened, stored), opened.attributes, wave=opened.wave)
    return Scores(tool, Ratings((str(opened.id),), (str(opened.organisation_id),), codes.reshape(1, -1)))


def _jump(opened: OpenedReturn, scores: Scores, last_year: LastYear) -> str | None:
    tool, document = last_year.tool.tool, last_year.document
    packed = packed_of(document, tool)
    before = Scores(
        tool, Ratings.from_packed(tool, [str(last_year.return_id)], [str(opened.organisation_id)], [packed])
    )
    return signs_of_risk(scores, before).get(str(opened.id), {}).get("jump")
