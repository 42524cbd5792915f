"""Words that may identify a child: held back, or kept with a reason, which is recorded without the words."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record
from formsapp.clock import now, today
from formsapp.identifiers import Kind, find_identifiers, label_of, words_for
from formsapp.organisations.models import Organisation
from formsapp.returns.fields.wording import fault_of, is_blank, tidy
from formsapp.returns.models import KeptWords
from formsapp.returns.opened import OpenedReturn

LONGEST_REASON = 500
_KNOWN = "words that may stand"
_NOT_SAID = re.compile(r"[\W_]+")


class Held(str):
    """The sentence on words that are held back, with what they look like and the reason typed so far."""

    __slots__ = ("kinds", "reason")

    kinds: tuple[str, ...]
    reason: str

    def __new__(cls, sentence: str, kinds: Iterable[str], reason: str) -> Self:
        """The sentence, as any other fault of an answer."""
        made = super().__new__(cls, sentence)
        made.kinds, made.reason = tuple(dict.fromkeys(kinds)), reason
        return made

    @property
    def label(self) -> str:
        """What the words look like."""
        return " and ".join(label_of(kind) for kind in self.kinds)


@dataclass(frozen=True)
class Typed:
    """Texts of one answer, or of one action: what they say now, what stood there before, why words are to be kept."""

    #: The question, or the action, that the texts belong to.
    subject: str
    texts: Mapping[str, str]
    before: Collection[str] = ()
    reasons: Mapping[str, str] | None = None


class Looks(NamedTuple):
    """Words that look like something, by their digest."""

    kind: str
    digest: str


def looks_in(return_id: int, text: str) -> list[Looks]:
    """What words of a text look like."""
    return [
        Looks(one.kind.value, digest_of(return_id, one.kind, one.words(text)))
        for one in find_identifiers(text, year=today().year)
    ]


def digest_of(return_id: int, kind: Kind, words: str) -> str:
    """The words as they are recognised again: the same however they are spaced, and another in every return."""
    said = _NOT_SAID.sub("", words).casefold()
    return blake2b(f"{return_id}:{kind}:{said}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def hold_back(session: Session, opened: OpenedReturn, typed: Typed, *, by: Actor) -> dict[str, str]:
    """What holds back these texts, by their names; reasons for keeping words are recorded. Empty: all may be saved."""
    found = {name: looks for name, text in typed.texts.items() if (looks := looks_in(opened.id, text))}
    if not found:
        return {}
    stood = {one for text in typed.before for one in looks_in(opened.id, text)}
    may_stand = _may_stand(session, opened)
    held = {}
    for name, looks in found.items():
        new = [
            one for one in looks if one not in stood and one not in may_stand and (typed.subject, one) not in may_stand
        ]
        if new and (fault := _kept_or_held(session, opened, typed, name, new, by=by)):
            held[name] = fault
    return held


def _may_stand(session: Session, opened: OpenedReturn) -> set[Looks | tuple[str, Looks]]:
    """The organisation's own postcode, and what somebody kept with a reason, with what they kept it in."""
    if _KNOWN not in opened.read:
        rows = session.execute(
            select(KeptWords.question, KeptWords.kind, KeptWords.digest).where(KeptWords.return_id == opened.id)
        )
        known: set[Looks | tuple[str, Looks]] = {(subject, Looks(kind, digest)) for subject, kind, digest in rows}
        own = session.scalar(select(Organisation.postcode).where(Organisation.id == opened.organisation_id))
        known.add(Looks(Kind.POSTCODE.value, digest_of(opened.id, Kind.POSTCODE, own or "")))
        opened.read[_KNOWN] = known
    found: set[Looks | tuple[str, Looks]] = opened.read[_KNOWN]
    return found


def _kept_or_held(
    session: Session, opened: OpenedReturn, typed: Typed, name: str, new: list[Looks], *, by: Actor
) -> str | None:
    reason = tidy((typed.reasons or {}).get(name, ""))
    fault = _fault_of_reason(reason)
    if fault is not None:
        held = find_identifiers(typed.texts[name], year=today().year)
        wanted = {one.kind for one in new}
        sentence = words_for(one for one in held if one.kind in wanted) if is_blank(reason) else fault
        return Held(sentence, (one.kind for one in new), "" if is_blank(reason) else reason)
    _keep(session, opened, typed.subject, name, new, reason=reason, by=by)
    return None


def _fault_of_reason(reason: str) -> str | None:
    """Why this is no reason for keeping words; an empty sentence where there is none at all."""
    if is_blank(reason):
        return ""
    if find_identifiers(reason, year=today().year):
        return "Say why the words must stay without repeating them in the reason"
    return fault_of(reason, LONGEST_REASON, "The reason for keeping the words")


def _keep(
    session: Session, opened: OpenedReturn, subject: str, name: str, looks: Iterable[Looks], *, reason: str, by: Actor
) -> None:
    kept = list(dict.fromkeys(looks))
    at = now()
    session.add_all(
        KeptWords(
            return_id=opened.id,
            question=subject,
            part=name,
            kind=one.kind,
            digest=one.digest,
            reason=reason,
            at=at,
            by_id=by.id,
        )
        for one in kept
    )
    session.flush()
    _may_stand(session, opened).update((subject, one) for one in kept)
    record(
        session,
        "return.words-kept",
        on=("return", opened.id),
        by=by,
        audit_id=opened.audit_id,
        subject=subject,
        part=name,
        kinds=sorted({one.kind for one in kept}),
    )


def still_there(kept: Iterable[KeptWords], texts: Mapping[str, Collection[str]]) -> Iterator[KeptWords]:
    """Of the words once kept, those that still stand in these texts, by what they belong to; each once."""
    seen = set()
    for one in kept:
        looks = {look for text in texts.get(one.question, ()) for look in looks_in(one.return_id, text)}
        mark = (one.question, Looks(one.kind, one.digest))
        if mark[1] in looks and mark not in seen:
            seen.add(mark)
            yield one
