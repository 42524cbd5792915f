"""Moderating a sample of returns: what invented moderators find, and how differences are settled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from formsapp.access.actor import Actor
from formsapp.demo.chance import chance
from formsapp.demo.filling_in import Filling
from formsapp.demo.making import Making
from formsapp.demo.wording import SHORTFALL, read_words
from formsapp.moderation.commands import record_rating, settle_rating
from formsapp.moderation.waiting import Unsettled, of_return
from tool_definitions.scheme import RatingScheme

_CANNOT_JUDGE, _TALKED_THROUGH, _SAYS_WHY_ANYWAY, _REJECTED = 0.012, 0.3, 0.25, 0.15
#: How often a second moderator comes to the same level as the first would, and how often to one level beside it.
_THE_SAME, _ONE_BESIDE = 0.83, 0.97
#: How much more often than others somebody rates a level lower, or (above nought) higher.
_LEANS = {"Rufus Adjei-Marlowe": -0.06, "Celandine Osgathorpe": 0.04}


@dataclass
class Moderating:
    """One moderator at work on one return; the second one looks at it with other eyes."""

    making: Making
    filling: Filling
    by: Actor
    is_second: bool = False
    _done: set[str] = field(default_factory=set)

    def judge(self, share: float = 1.0) -> None:
        """Judge the rated questions of the return in the order of the tool, up to a part of them."""
        rated = self.rated()
        for question in rated[: round(len(rated) * share * self.making.scale)]:
            if question not in self._done:
                self._judge(question)
                self._done.add(question)

    def rated(self) -> list[str]:
        """The rated questions that the return answers."""
        tool = self.filling.respondent.tool
        return [key for key in tool.scored_questions if key in self.filling.stored]

    def _judge(self, question: str) -> None:
        luck = self._luck(question, "moderator")
        given = self.filling.stored[question].given.value or ""
        seen = None if luck.random() < _CANNOT_JUDGE else self._seen(question, given)
        heading = _heading(self.filling.respondent.tool.scheme_of(question), given, seen)
        reason = _said(heading, luck.choice) if heading != "noted" or luck.random() < _SAYS_WHY_ANYWAY else ""
        record_rating(
            self.making.session, return_=self.filling.return_, question=question, rating=seen, reason=reason, by=self.by
        )

    def _luck(self, question: str, what: str) -> Random:
        eyes = ("second",) if self.is_second else ()
        return chance(self.making.seed, self.filling.return_.id, question, what, *eyes)

    def _seen(self, question: str, given: str) -> str:
        """The level that this moderator finds in the evidence, mostly within one of the one given."""
        scheme = self.filling.respondent.tool.scheme_of(question)
        if given not in scheme.ranks:
            return scheme.levels[1].value if self._rejects(question) else given
        rank = scheme.ranks[given]
        found = max(rank - 1, min(rank + 1, self._found(question, len(scheme.levels))))
        luck = self._luck(question, "eyes")
        lean = _LEANS.get(self.by.name, 0.0)
        if luck.random() < abs(lean):
            found += 1 if lean > 0 else -1
        if self.is_second:
            found += self._beside(luck)
        return scheme.levels[max(0, min(found, len(scheme.levels) - 1))].value

    def _rejects(self, question: str) -> bool:
        """Whether "not applicable" is not accepted: both moderators think so, or neither does."""
        return chance(self.making.seed, self.filling.return_.id, question, "applies").random() < _REJECTED

    @staticmethod
    def _beside(luck: Random) -> int:
        fell = luck.random()
        levels = 0 if fell < _THE_SAME else 1 if fell < _ONE_BESIDE else 2
        return levels * luck.choice((-1, 1))

    def _found(self, question: str, levels: int) -> int:
        respondent = self.filling.respondent
        return respondent.practice.level_seen(
            question,
            respondent.tool.section_of[question].key,
            levels,
            limits=respondent.tool.scored_questions[question].limit is not None,
            last_year=respondent.is_last_year,
        )


def waiting(making: Making, filling: Filling) -> list[Unsettled]:
    """What waits to be settled in one return."""
    return of_return(making.session, filling.return_)


def settle(making: Making, one: Unsettled, chair: Actor) -> None:
    """The chair settles one rating: after a talk, or on what there is."""
    luck = chance(making.seed, one.return_.id, one.question, "settled")
    talked = luck.random() < _TALKED_THROUGH
    reason = _said("agreed" if talked else "settled", luck.choice)
    rating = "" if reason.startswith("The self rating stands") else level_found(one)
    settle_rating(
        making.session,
        return_=one.return_,
        question=one.question,
        rating=rating or one.record.self_rating or "",
        how="agreed" if talked else "chair_settled",
        reason=reason,
        by=chair,
    )


def level_found(one: Unsettled) -> str:
    """The level on which people settle: that of whoever judged otherwise, or else the organisation's own."""
    judged = [each.rating for each in one.record.judged if each.rating is not None]
    own = one.record.self_rating or ""
    return next((rating for rating in judged if rating != own), own)


def _heading(scheme: RatingScheme, given: str, seen: str | None) -> str:
    if seen is None:
        return "cannot"
    if seen == given:
        return "noted"
    if given not in scheme.ranks:
        return "rejected"
    return "lowered" if scheme.ranks[seen] < scheme.ranks[given] else "raised"


def _said(heading: str, choose: Callable[[Sequence[str]], str]) -> str:
    return choose(read_words("moderators")[heading][SHORTFALL]) + "."
