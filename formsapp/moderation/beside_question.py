"""What lies on the desk beside one question: evidence, last year, queries, what was judged before, the old answer."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.models import Person
from formsapp.audits.lifecycle import AuditState
from formsapp.evidence.additions import NAME as EVIDENCE
from formsapp.evidence.additions import submitted_evidence
from formsapp.moderation.asking import Thread, threads_for
from formsapp.moderation.desk import Desk, ToJudge
from formsapp.moderation.exceptions import before_of, levels_since
from formsapp.moderation.models import JudgedRating, SettledRating
from formsapp.moderation.queries import settled_in_return
from formsapp.moderation.verdicts import judged_label, label_of, verdict_of
from formsapp.returns.fields.given import NOTHING, Given
from formsapp.returns.kept_shown import NAME as KEPT
from formsapp.returns.kept_shown import kept_label
from formsapp.returns.models import Submission
from formsapp.ui.formatting import count

_SETTLED = {"upheld": "upheld", "agreed": "agreed after discussion", "chair_settled": "settled by the chair"}
_RELEASED = {AuditState.REPORTING, AuditState.PUBLISHED}
#: The parts of an answer that do not hint at its rating, and all of them.
_NEUTRAL = {"comment": "Comment", "evidence": "Evidence"}
_PARTS = {"not_applicable_reason": "Why it does not apply", **_NEUTRAL, "action": "Action"}


class Part(NamedTuple):
    """One part of an answer that changed: what it is called, what it was, what it is."""

    title: str
    before: str
    now: str


class Said(NamedTuple):
    """Something judged or settled: who, what, when and why."""

    who: str
    words: str
    at: Any
    reason: str
    is_of_old_answer: bool


class Kept(NamedTuple):
    """Words that look like a child's, kept on purpose: what they look like, and why."""

    label: str
    reason: str


@dataclass(frozen=True)
class OnTheDesk:
    """One question with everything that is shown beside it."""

    one: ToJudge
    attached: Markup = field(default_factory=Markup)
    kept: tuple[Kept, ...] = ()
    threads: tuple[Thread, ...] = ()
    own: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    settled: Said | None = None
    #: What moderation settled on last year; the self rating of last year, and how far this year's is from it.
    last_settled: str = ""
    last_self: str = ""
    last_change: str = ""
    #: What of the answer changed since it was judged; None where nothing was judged before.
    changed: tuple[Part, ...] | None = None


def on_the_desk(session: Session, desk: Desk, keys: Collection[str]) -> dict[str, OnTheDesk]:
    """These questions with what lies beside them: as many queries whatever their number."""
    chosen = {one.key: one for one in desk.questions if one.key in keys}
    attached = submitted_evidence(session, desk.return_.id)
    threads = threads_for(session, desk.return_, by=desk.by)
    names = _names(session, chosen.values())
    submissions = _submissions(session, desk, chosen.values())
    settled_then = _settled_last_year(session, desk)
    return {
        key: replace(
            _judged(desk, one, names),
            attached=attached.get(key, Markup("")),
            kept=_kept(one, submissions[0] if submissions else {}),
            threads=tuple(threads.get(key, ())),
            changed=_changed(desk, one, submissions),
            **_last_year(desk, one, settled_then),
        )
        for key, one in chosen.items()
    }


def _names(session: Session, questions: Iterable[ToJudge]) -> dict[int | None, str]:
    people = {
        one.moderator_id if isinstance(one, JudgedRating) else one.settled_by_id
        for question in questions
        for one in question.record.history
    }
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_([one for one in people if one])))
    return {person_id: name for person_id, name in rows}  # noqa: C416  a Row is not a pair to dict()


def _judged(desk: Desk, one: ToJudge, names: Mapping[int | None, str]) -> OnTheDesk:
    said = [(judged, _said(one, judged, names)) for judged in one.record.history if isinstance(judged, JudgedRating)]
    settled = one.record.settled
    return OnTheDesk(
        one,
        own=tuple(words for judged, words in said if judged.moderator_id == desk.by.id),
        others=tuple(
            words
            for judged, words in said
            if judged.moderator_id != desk.by.id and desk.sees_others and not one.hides_self
        ),
        settled=_settled(one, settled, names) if settled and desk.sees_others and not one.hides_self else None,
    )


def _said(one: ToJudge, judged: JudgedRating, names: Mapping[int | None, str]) -> Said:
    scheme: Any = one.asked.scheme  # type: ignore[attr-defined]
    is_old = judged.answer_revision != one.revision
    compared = verdict_of(scheme, one.record.self_rating, judged.rating).words
    words = judged_label(scheme, judged.rating) if is_old or one.hides_self else compared
    return Said(names.get(judged.moderator_id, ""), words, judged.judged_at, judged.reason, is_old)


def _settled(one: ToJudge, settled: SettledRating, names: Mapping[int | None, str]) -> Said:
    scheme: Any = one.asked.scheme  # type: ignore[attr-defined]
    words = f"{label_of(scheme, settled.rating)}, {_SETTLED[settled.how]}"
    return Said(names.get(settled.settled_by_id, ""), words, settled.settled_at, settled.reason, one.record.is_stale)


def _submissions(session: Session, desk: Desk, questions: Iterable[ToJudge]) -> list[dict[str, Any]]:
    """The documents of the last submission and, where an answer changed since it was judged, of those before."""
    wanted = (
        select(Submission.document).where(Submission.return_id == desk.return_.id).order_by(Submission.number.desc())
    )
    is_old = any(_judged_revision(desk, one) is not None for one in questions)
    return [json.loads(one) for one in session.scalars(wanted if is_old else wanted.limit(1))]


def _judged_revision(desk: Desk, one: ToJudge) -> int | None:
    """The earlier revision of the answer that was judged or settled; None where what was judged still stands."""
    if one.is_reopened and one.earlier is not None:
        return one.earlier.answer_revision
    if one.record.is_stale and one.record.settled is not None and desk.sees_others and not one.hides_self:
        return one.record.settled.answer_revision
    return None


def _changed(desk: Desk, one: ToJudge, submissions: list[dict[str, Any]]) -> tuple[Part, ...] | None:
    revision = _judged_revision(desk, one)
    if revision is None:
        return None
    then = next((doc for doc in submissions if _answer(doc, one.key).get("revision", 0) == revision), None)
    return () if then is None else tuple(_parts(one, then, submissions[0]))


def _answer(document: Mapping[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = document.get("answers", {}).get(key, {})
    return found


def _parts(one: ToJudge, then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[Part]:
    scheme: Any = one.asked.scheme  # type: ignore[attr-defined]
    before, after = _given(_answer(then, one.key)), _given(_answer(now, one.key))
    if before.value != after.value and not one.hides_self:
        yield Part("Their rating", label_of(scheme, before.value), label_of(scheme, after.value))
    for name, title in (_NEUTRAL if one.hides_self else _PARTS).items():
        if getattr(before, name) != getattr(after, name):
            yield Part(title, getattr(before, name), getattr(after, name))
    pieces = [_titles(document, one.key) for document in (then, now)]
    if _pieces(then, one.key) != _pieces(now, one.key):
        yield Part("Attached", *pieces)


def _given(answer: Mapping[str, Any]) -> Given:
    return NOTHING._replace(**{name: answer[name] for name in Given._fields if name in answer})


def _pieces(document: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    return sorted(document.get(EVIDENCE, {}).get(key, []), key=lambda piece: piece["id"])


def _titles(document: Mapping[str, Any], key: str) -> str:
    return "\n".join(piece["title"] for piece in _pieces(document, key))


def _kept(one: ToJudge, document: Mapping[str, Any]) -> tuple[Kept, ...]:
    return tuple(
        Kept(kept_label(kept), kept["reason"])
        for kept in document.get(KEPT, [])
        if kept["question"] == one.key and (not one.hides_self or kept["part"] in _NEUTRAL)
    )


def _settled_last_year(session: Session, desk: Desk) -> dict[str, str]:
    found = desk.last_year
    return settled_in_return(session, found.return_id) if found and found.audit_state in _RELEASED else {}


def _last_year(desk: Desk, one: ToJudge, settled: Mapping[str, str]) -> dict[str, str]:
    """Last year's ratings. Where this year's self rating is hidden, only the settled one: many rate as they did."""
    found = before_of(one.asked, desk.last_year) if desk.last_year else None
    if found is None or desk.last_year is None:
        return {}
    asked, given = found
    then = asked.words(settled[asked.key]) if asked.key in settled else ""
    if one.hides_self or given.value is None:
        return {"last_settled": then}
    steps = levels_since(one.asked, one.record.self_rating, desk.last_year)
    moved = f"{count(abs(steps), 'level')} {'up' if steps > 0 else 'down'} this year" if steps else ""
    return {"last_settled": then, "last_self": asked.words(given.value), "last_change": moved}
