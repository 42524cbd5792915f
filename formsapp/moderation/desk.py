"""The desk: the questions of one return that count, as one moderator works through them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Return
from formsapp.calibration.queries import examples_to_rate
from formsapp.moderation.exceptions import KINDS, Mark, copied_comments, marks_of, marks_of_whole
from formsapp.moderation.models import JudgedRating
from formsapp.moderation.queries import QuestionRecord, is_allocated, records_of
from formsapp.moderation.rules import why_not_moderate
from formsapp.moderation.second import sees_others
from formsapp.moderation.verdicts import judged_label, verdict_of
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import NOTHING, Given, Stored
from formsapp.returns.last_year import LastYear, last_year_of
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of, shown_questions
from formsapp.returns.queries import answers_of, open_return, questions_with_evidence
from tool_definitions.question import JudgedQuestion
from tool_definitions.visibility import Visibility

FILTERS = {"exceptions": "Exceptions", "left": "Not judged", "all": "All"}


@dataclass(frozen=True)
class ToJudge:
    """One question on the desk."""

    asked: Asked[Any]
    section: AskedSection
    record: QuestionRecord
    #: The moderator's latest judgement of the answer as it stands, and the latest of an earlier one.
    own: JudgedRating | None
    earlier: JudgedRating | None
    #: Whether the moderator may not see the self rating yet.
    hides_self: bool
    marks: tuple[Mark, ...] = ()

    @property
    def key(self) -> str:
        """The question's key."""
        return self.asked.key

    @property
    def revision(self) -> int:
        """The revision of the answer that is judged now."""
        return self.record.answer.revision if self.record.answer else 0

    @property
    def is_reopened(self) -> bool:
        """Whether the moderator judged an answer that has changed since, and not yet the new one."""
        return self.own is None and self.earlier is not None

    @property
    def status(self) -> str:
        """What the moderator made of it, in a few words; empty where it waits."""
        if self.own is None:
            return "Judge again: the answer changed" if self.earlier else ""
        scheme: Any = self.asked.scheme  # type: ignore[attr-defined]
        if self.hides_self:
            return judged_label(scheme, self.own.rating)
        return verdict_of(scheme, self.record.self_rating, self.own.rating).words


@dataclass(frozen=True)
class Desk:
    """One return on somebody's desk. While its organisation has it back, it holds no question."""

    return_: Return
    opened: OpenedReturn
    by: Actor
    refusal: str | None
    questions: tuple[ToJudge, ...] = ()
    sees_others: bool = False
    #: What to look at in the return as a whole.
    whole: tuple[str, ...] = ()
    last_year: LastYear | None = None
    decides_what_follows: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_blind(self) -> bool:
        """Whether self ratings are hidden until they are judged, and some still are: nothing may hint at them."""
        return self.return_.audit.blind and any(one.hides_self for one in self.questions)

    @cached_property
    def queue(self) -> list[ToJudge]:
        """Exceptions first, the weightiest before the others; then the rest in the order of the tool."""
        if self.return_.audit.blind:
            return list(self.questions)
        rank = {kind: place for place, kind in enumerate(KINDS)}
        return sorted(self.questions, key=lambda one: rank[one.marks[0].kind] if one.marks else len(rank))

    @property
    def filters(self) -> dict[str, str]:
        """What the queue can be narrowed to; a blind audit has no exceptions until everything is judged."""
        hidden = {"exceptions": self.is_blind, "left": self.refusal is not None}
        return {key: words for key, words in FILTERS.items() if not hidden.get(key)}

    def shown(self, which: str) -> list[ToJudge]:
        """The queue narrowed to one of the filters."""
        match which if which in self.filters else "all":
            case "exceptions":
                return [one for one in self.queue if one.marks]
            case "left":
                return [one for one in self.queue if one.own is None]
        return self.queue

    @property
    def left(self) -> int:
        """How many questions the moderator has not judged as they stand."""
        return sum(1 for one in self.questions if one.own is None)

    def question(self, key: str) -> ToJudge | None:
        """The question with this key, where it counts."""
        return next((one for one in self.questions if one.key == key), None)

    def in_section(self, key: str) -> list[ToJudge]:
        """The questions of one section, in the order of the tool."""
        return [one for one in self.questions if one.section.key == key]

    @property
    def sections(self) -> list[tuple[AskedSection, int, int]]:
        """The sections with questions to judge: how many, and how many of them the moderator has judged."""
        found: dict[str, tuple[AskedSection, int, int]] = {}
        for one in self.questions:
            _, number, judged = found.get(one.section.key, (one.section, 0, 0))
            found[one.section.key] = (one.section, number + 1, judged + (one.own is not None))
        return list(found.values())

    def next_left(self, after: str) -> ToJudge | None:
        """The next question of the queue that is not judged, from the beginning again after the last."""
        keys = [one.key for one in self.queue]
        start = keys.index(after) + 1 if after in keys else 0
        round_once = [*self.queue[start:], *self.queue[:start]]
        return next((one for one in round_once if one.own is None and one.key != after), None)


def desk_of(session: Session, return_: Return, *, by: Actor, marked: bool = True, whole: bool = True) -> Desk:
    """The return on this person's desk: as many queries whatever the number of questions.

    Without what to look at in each question (`marked`) or in the return as a `whole` where nobody is shown it.
    """
    opened = open_return(session, return_.id, person_id=by.id)
    if opened is None:
        raise LookupError(return_.id)
    allocated = is_allocated(session, return_, by)
    examples = examples_to_rate(session, return_.audit, by=by)
    refusal = why_not_moderate(opened.audit_state, opened.state, is_allocated=allocated, examples_to_rate=examples)
    if opened.state is not ReturnState.SUBMITTED:
        return Desk(return_, opened, by, refusal)
    stored = answers_of(session, opened.id)
    found = _questions(session, return_, opened, stored, by)
    others = sees_others(session, return_, by.id)
    hides = any(one.hides_self for one in found)
    last_year = last_year_of(session, opened)
    if marked:
        found = _marked(session, return_, opened, found, others=others, last_year=last_year, by=by)
    return Desk(
        return_,
        opened,
        by,
        refusal,
        tuple(found),
        others,
        tuple(marks_of_whole(session, opened, stored)) if whole and not hides else (),
        last_year,
        frozenset().union(*(_decided_by(one) for one in _rated(opened))) if return_.audit.blind else frozenset(),
    )


def is_not_asked_yet(session: Session, return_: Return, question: str, *, by: Actor) -> bool:
    """Whether a blind audit hides from this person even that the question is asked: it depends on a hidden rating."""
    if not return_.audit.blind:
        return False
    desk = desk_of(session, return_, by=by, marked=False, whole=False)
    return desk.opened.state is ReturnState.SUBMITTED and desk.question(question) is None


def _rated(opened: OpenedReturn) -> list[tuple[AskedSection, Asked[Any]]]:
    return [
        (section, asked)
        for section in opened.tool.sections.values()
        for asked in section.questions
        if isinstance(asked.question, JudgedQuestion) and asked.question.is_scored
    ]


def _questions(
    session: Session, return_: Return, opened: OpenedReturn, stored: Mapping[str, Stored], by: Actor
) -> list[ToJudge]:
    tool = opened.tool
    records = records_of(session, return_, list(tool.questions))
    shown = shown_questions(tool.tool, tool.questions, given_of(stored), opened.attributes, opened.wave)
    hidden = {
        key for key in tool.tool.scored_questions if records[key].hides_self_from(by.id, blind=return_.audit.blind)
    }
    return [
        _to_judge(section, asked, records[asked.key], by.id, hides_self=asked.key in hidden)
        for section, asked in _rated(opened)
        # That a question is asked at all would give away the rating on which it depends.
        if shown[asked.key] is Visibility.SHOWN and hidden.isdisjoint(_decided_by((section, asked)))
    ]


def _decided_by(one: tuple[AskedSection, Asked[Any]]) -> frozenset[str]:
    """The questions that decide whether this one is asked."""
    section, asked = one
    return section.only(asked.key).needs - {asked.key} if asked.question.show_if else frozenset()


def _to_judge(
    section: AskedSection, asked: Asked[Any], record: QuestionRecord, person_id: int | None, *, hides_self: bool
) -> ToJudge:
    own = record.judged_by(person_id)
    revision = record.answer.revision if record.answer else 0
    earlier = [
        one
        for one in record.history
        if isinstance(one, JudgedRating) and one.moderator_id == person_id and one.answer_revision != revision
    ]
    return ToJudge(asked, section, record, own, earlier[-1] if earlier else None, hides_self)


def _marked(
    session: Session,
    return_: Return,
    opened: OpenedReturn,
    questions: list[ToJudge],
    *,
    others: bool,
    last_year: LastYear | None,
    by: Actor,
) -> list[ToJudge]:
    """The questions with what to look at in them; in a blind audit nothing of one whose self rating is hidden."""
    seen = [one for one in questions if not one.hides_self]
    comments = {one.key: one.record.answer.comment for one in seen if one.record.answer}
    copied = copied_comments(session, return_, comments, by=by)
    attached = questions_with_evidence(session, opened.id)
    return [
        one if one.hides_self else _with_marks(one, copied, attached, others=others, last_year=last_year)
        for one in questions
    ]


def _with_marks(
    one: ToJudge,
    copied: Mapping[str, int],
    attached: frozenset[str],
    *,
    others: bool,
    last_year: LastYear | None,
) -> ToJudge:
    answer = one.record.answer
    given = Given(answer.value, comment=answer.comment, evidence=answer.evidence) if answer else NOTHING
    found = list(
        marks_of(one.asked, given, attached=one.key in attached, copied=copied.get(one.key, 0), last_year=last_year)
    )
    if one.is_reopened or (others and one.record.is_stale):
        found.append(Mark("stale", "Answer changed since it was judged"))
    found.sort(key=lambda mark: KINDS.index(mark.kind))
    return ToJudge(one.asked, one.section, one.record, one.own, one.earlier, one.hides_self, tuple(found))
