"""An answer laid out for those who decide about it: what was said, the evidence, last year, and who put it where."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy.orm import Session

from formsapp.audits.lifecycle import AuditState
from formsapp.evidence.additions import submitted_evidence
from formsapp.moderation.comparing import HOW_SETTLED, apart, change, words_of
from formsapp.moderation.exceptions import before_of
from formsapp.moderation.queries import settled_in_return
from formsapp.moderation.waiting import Unsettled
from formsapp.returns.last_year import LastYear, last_year_of
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import open_return
from formsapp.tools.versions import tool_of
from tool_definitions.question import JudgedQuestion
from tool_definitions.scheme import RatingScheme

_RELEASED = {AuditState.REPORTING, AuditState.PUBLISHED}


class Chip(NamedTuple):
    """Whose rating it is: `self`, `moderator`, `settled` or `last`, with the words."""

    kind: str
    words: str


class Rung(NamedTuple):
    """One level with everybody who put the answer there."""

    value: str | None
    label: str
    chips: tuple[Chip, ...]


class Opinion(NamedTuple):
    """What one moderator judged, and why."""

    name: str
    words: str
    change: str
    reason: str


@dataclass(frozen=True)
class Exhibit:
    """One answer with everything that helps to decide about it."""

    item: Unsettled
    number: str
    question: JudgedQuestion
    section: str
    scheme: RatingScheme
    attached: Markup
    last_self: str | None
    last_settled: str | None
    #: Whether the self rating and all that hints at it is left out: whoever reads judges blind and has not rated it.
    hides_self: bool = False

    @property
    def organisation(self) -> str:
        """Whose answer it is."""
        return self.item.return_.organisation.name

    @property
    def self_words(self) -> str:
        """The self rating in words."""
        return words_of(self.scheme, self.item.record.self_rating, nothing="Not answered")

    @property
    def opinions(self) -> list[Opinion]:
        """What each moderator judged of the answer as it stands, in the order of names."""
        own = None if self.hides_self else self.item.record.self_rating
        found = [
            Opinion(
                self.item.names.get(one.moderator_id, ""),
                words_of(self.scheme, one.rating),
                "" if self.hides_self or one.rating is None else change(self.scheme, own, one.rating),
                one.reason,
            )
            for one in self.item.record.judged
        ]
        return sorted(found)

    @property
    def judged_by(self) -> list[tuple[int, str]]:
        """Who judged it, by name: whose view may be kept as that of a minority."""
        found = [(one.moderator_id, self.item.names.get(one.moderator_id, "")) for one in self.item.record.judged]
        return sorted(found, key=lambda one: one[1])

    @property
    def moderators_apart(self) -> str:
        """How far the moderators lie apart, in words; empty where only one judged."""
        ratings = [one.rating for one in self.item.record.judged]
        return apart(self.scheme, ratings) if len(ratings) > 1 else ""

    @property
    def in_common(self) -> str | None:
        """The rating on which every moderator agrees, where it is not the organisation's own."""
        ratings = {one.rating for one in self.item.record.judged}
        only = next(iter(ratings)) if len(ratings) == 1 else None
        return only if only != self.item.record.self_rating else None

    @property
    def settled_words(self) -> str:
        """What it was settled as, how and by whom."""
        settled = self.item.record.settled
        if settled is None:
            return ""
        who = self.item.names.get(settled.settled_by_id or 0, "")
        return f"{words_of(self.scheme, settled.rating)}, {HOW_SETTLED[settled.how]}{f', {who}' if who else ''}"

    @property
    def ladder(self) -> list[Rung]:
        """The levels as the tool shows them, with everybody on theirs; what is no level only where somebody is."""
        chips = list(self._chips())
        levels: list[tuple[str | None, str]] = [(level.value, level.label) for level in self.scheme.shown_levels]
        others = [(self.scheme.not_applicable.value, self.scheme.not_applicable.label), (None, "Cannot judge")]
        rungs = [Rung(value, label, _on(chips, value)) for value, label in [*levels, *others]]
        return [rung for place, rung in enumerate(rungs) if place < len(levels) or rung.chips]

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        """What it can be settled as: the value, the words, and what that does to the self rating."""
        own = self.item.record.self_rating
        values = [(level.value, level.label) for level in self.scheme.shown_levels]
        values.append((self.scheme.not_applicable.value, self.scheme.not_applicable.label))
        return [(value, label, "" if self.hides_self else change(self.scheme, own, value)) for value, label in values]

    def _chips(self) -> Iterable[tuple[str | None, Chip]]:
        record = self.item.record
        if not self.hides_self and record.self_rating is not None:
            yield record.self_rating, Chip("self", "Their own rating")
        for one in sorted(record.judged, key=lambda one: self.item.names.get(one.moderator_id, "")):
            yield one.rating, Chip("moderator", self.item.names.get(one.moderator_id, ""))
        if record.settled is not None and not self.hides_self:
            was = "Settled before the answer changed" if record.is_stale else "Settled"
            yield record.settled.rating, Chip("settled", was)
        if self.last_settled is not None:
            yield self.last_settled, Chip("last", "Last year, moderated")
        elif self.last_self is not None and not self.hides_self:
            yield self.last_self, Chip("last", "Last year, their own")


def _on(chips: Collection[tuple[str | None, Chip]], value: str | None) -> tuple[Chip, ...]:
    return tuple(chip for rating, chip in chips if rating == value)


def exhibits(session: Session, items: Iterable[Unsettled], *, blind_to: int | None = None) -> list[Exhibit]:
    """These answers laid out, in their order: a fixed number of queries for each return.

    `blind_to` is a moderator of a blind audit, from whom self ratings that they have not rated stay hidden.
    """
    found: list[Exhibit] = []
    for return_id, of_return in groupby(items, key=lambda one: one.return_.id):
        opened = open_return(session, return_id, person_id=None)
        if opened is not None:
            found.extend(_of_return(session, opened, list(of_return), blind_to))
    return found


def _of_return(
    session: Session, opened: OpenedReturn, items: Iterable[Unsettled], blind_to: int | None
) -> Iterable[Exhibit]:
    attached = submitted_evidence(session, opened.id)
    last_year = last_year_of(session, opened)
    is_released = last_year is not None and last_year.audit_state in _RELEASED
    settled = settled_in_return(session, last_year.return_id) if last_year and is_released else {}
    for one in items:
        tool = tool_of(one.return_.audit.tool_version)
        question, scheme = tool.scored_questions[one.question], tool.scheme_of(one.question)
        last_self, last_key = _last(opened, one.question, scheme, last_year)
        yield Exhibit(
            one,
            opened.tool.questions[one.question].number,
            question,
            tool.section_of[one.question].title,
            scheme,
            attached.get(one.question, Markup("")),
            last_self,
            settled.get(last_key) if settled.get(last_key) in scheme.ranks else None,
            blind_to is not None and one.record.hides_self_from(blind_to, blind=one.return_.audit.blind),
        )


def _last(
    opened: OpenedReturn, question: str, scheme: RatingScheme, last_year: LastYear | None
) -> tuple[str | None, str]:
    """Last year's self rating where the scale has it still, and the question it was given to."""
    found = before_of(opened.tool.questions[question], last_year) if last_year else None
    if found is None:
        return None, ""
    asked, given = found
    return (given.value if given.value in scheme.ranks else None), asked.key
