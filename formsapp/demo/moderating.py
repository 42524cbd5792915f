"""Moderating a sample of returns: what invented moderators find, and how differences are settled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from formsapp.access.actor import Actor
from formsapp.demo.chance import chance
from formsapp.demo.filling_in import Filling
from formsapp.demo.making import Making
from formsapp.demo.wording import SHORTFALL, read_words
from formsapp.moderation.commands import record_rating, settle_rating
from tool_definitions.scheme import RatingScheme

_CANNOT_JUDGE, _TALKED_THROUGH, _SAYS_WHY_ANYWAY = 0.012, 0.3, 0.25


@dataclass(frozen=True)
class Judged:
    """A rating that a moderator gave, beside the self rating."""

    question: str
    self_rating: str
    rating: str | None

    @property
    def differs(self) -> bool:
        """Whether it waits to be settled."""
        return self.rating is not None and self.rating != self.self_rating


@dataclass
class Moderating:
    """One moderator at work on one return."""

    making: Making
    filling: Filling
    by: Actor
    judged: list[Judged] = field(default_factory=list)

    def judge(self, share: float = 1.0) -> None:
        """Judge the rated questions of the return in the order of the tool, or the first part of them."""
        rated = self._rated()
        self.judged += [self._judge(question) for question in rated[: round(len(rated) * share * self.making.scale)]]

    def judge_sample(self, share: float) -> None:
        """Judge a part of the rated questions, from all over the return."""
        rated = self._rated()
        luck = chance(self.making.seed, self.filling.return_.id, "questions judged")
        chosen = set(luck.sample(rated, round(len(rated) * share * self.making.scale)))
        self.judged += [self._judge(question) for question in rated if question in chosen]

    def settle(self, chair: Actor, one_in: int = 1) -> None:
        """Settle every difference, or one in so many: some after a talk, the rest by the chair."""
        for one in [one for one in self.judged if one.differs][::one_in]:
            self._settle(one, chair)

    def _rated(self) -> list[str]:
        tool = self.filling.respondent.tool
        return [key for key in tool.scored_questions if key in self.filling.stored]

    def _judge(self, question: str) -> Judged:
        luck = chance(self.making.seed, self.filling.return_.id, question, "moderator")
        given = self.filling.stored[question].given.value or ""
        seen = None if luck.random() < _CANNOT_JUDGE else self._seen(question, given)
        heading = _heading(self.filling.respondent.tool.scheme_of(question), given, seen)
        reason = _said(heading, luck.choice) if heading != "noted" or luck.random() < _SAYS_WHY_ANYWAY else ""
        record_rating(
            self.making.session, return_=self.filling.return_, question=question, rating=seen, reason=reason, by=self.by
        )
        return Judged(question, given, seen)

    def _seen(self, question: str, given: str) -> str:
        """The level that the evidence shows, never more than one away from the level given."""
        tool = self.filling.respondent.tool
        scheme = tool.scheme_of(question)
        if given not in scheme.ranks:
            return given
        found = self.filling.respondent.practice.level_seen(
            question,
            tool.section_of[question].key,
            len(scheme.levels),
            limits=tool.scored_questions[question].limit is not None,
            last_year=self.filling.respondent.is_last_year,
        )
        rank = scheme.ranks[given]
        return scheme.levels[max(rank - 1, min(rank + 1, found))].value

    def _settle(self, one: Judged, chair: Actor) -> None:
        luck = chance(self.making.seed, self.filling.return_.id, one.question, "settled")
        talked = luck.random() < _TALKED_THROUGH
        reason = _said("agreed" if talked else "settled", luck.choice)
        stands = reason.startswith("The self rating stands")
        settle_rating(
            self.making.session,
            return_=self.filling.return_,
            question=one.question,
            rating=one.self_rating if stands or one.rating is None else one.rating,
            how="agreed" if talked else "chair_settled",
            reason=reason,
            by=chair,
        )


def _heading(scheme: RatingScheme, given: str, seen: str | None) -> str:
    if seen is None:
        return "cannot"
    if seen == given:
        return "noted"
    return "lowered" if scheme.ranks[seen] < scheme.ranks[given] else "raised"


def _said(heading: str, choose: Callable[[Sequence[str]], str]) -> str:
    return choose(read_words("moderators")[heading][SHORTFALL]) + "."
