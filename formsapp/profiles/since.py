"""What changed since last year, on the questions that can be compared and were rated both times."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from formsapp.profiles.standing import Before
from scoring.change import QuestionChange, compare
from scoring.distributions import Counts
from scoring.explain import number
from scoring.packed import HIDDEN
from scoring.score import Scores

#: Where it is shown, a smaller difference is none.
_LEAST = 0.05
#: On fewer questions of a section a change is one answer's, and is not told as the section's.
FEWEST_COMPARED = 3


@dataclass(frozen=True)
class Moved:
    """A score on the `compared` questions that were rated both times, then and now."""

    title: str
    before: float
    now: float
    compared: int

    @property
    def difference(self) -> float:
        """Points gained, or lost where it is below zero."""
        return self.now - self.before

    @property
    def way(self) -> str:
        """Up, down, or the same as far as it is shown."""
        if abs(self.difference) < _LEAST:
            return "same"
        return "up" if self.difference > 0 else "down"


@dataclass(frozen=True)
class MovedQuestion:
    """One question that was rated otherwise last year."""

    key: str
    title: str
    before: str
    now: str
    difference: float


@dataclass(frozen=True)
class Since:
    """What changed since the audit before. `overall` and a section are None where nothing can be compared."""

    audit: str
    overall: Moved | None
    sections: dict[str, Moved]
    risen: tuple[MovedQuestion, ...]
    fallen: tuple[MovedQuestion, ...]
    compared: int
    #: Questions asked now that last year's cannot be set beside, and those rated in one of the years alone.
    not_comparable: int
    not_both: int


def since(own: Scores, before: Before) -> Since:
    """Own ratings against own ratings: what moderation changed in either year is not in it."""
    change = compare(own, before.own)
    asked = {key for key, code in zip(own.columns.keys, own.ratings.codes[0], strict=True) if code > HIDDEN}
    both = [one for one in change.questions.values() if one.matched and one.question in asked]
    then, now = _on_the_same(own, before.own, both)
    moved = sorted((_moved_question(own, one) for one in both if one.mean), key=lambda one: -abs(one.difference))
    return Since(
        audit=before.audit,
        overall=_moved("Overall", number(then.part("self").overall[0]), number(now.part("self").overall[0]), len(both)),
        sections=dict(_sections(own, then, now, both)),
        risen=tuple(one for one in moved if one.difference > 0),
        fallen=tuple(one for one in moved if one.difference < 0),
        compared=len(both),
        not_comparable=sum(one.question in asked for one in change.not_comparable),
        not_both=sum(one.question in asked and not one.matched for one in change.questions.values()),
    )


def _on_the_same(own: Scores, before: Scores, both: list[QuestionChange]) -> tuple[Scores, Scores]:
    """Then and now, on these questions alone, each scored as the tool of now scores them."""
    then, now = np.full_like(own.ratings.codes, HIDDEN), np.full_like(own.ratings.codes, HIDDEN)
    places, earlier = _places(own), _places(before)
    for one in both:
        place = places[one.question]
        now[0, place] = own.ratings.codes[0, place]
        then[0, place] = before.ratings.codes[0, earlier[one.previous_question]]
    return Scores(own.tool, replace(own.ratings, codes=then)), Scores(own.tool, replace(own.ratings, codes=now))


def _places(scores: Scores) -> dict[str, int]:
    return {key: place for place, key in enumerate(scores.columns.keys)}


def _sections(own: Scores, then: Scores, now: Scores, both: list[QuestionChange]) -> Iterator[tuple[str, Moved]]:
    before, after = then.part("self").sections[0], now.part("self").sections[0]
    in_section = [own.tool.section_of[one.question].key for one in both]
    for place, section in enumerate(own.tool.sections):
        compared = in_section.count(section.key)
        if found := _moved(section.title, number(before[place]), number(after[place]), compared):
            yield section.key, found


def _moved(title: str, before: float | None, now: float | None, compared: int) -> Moved | None:
    return None if before is None or now is None else Moved(title, before, now, compared)


def _moved_question(own: Scores, change: QuestionChange) -> MovedQuestion:
    return MovedQuestion(
        key=change.question,
        title=own.tool.questions[change.question].title,
        before=_label(own, change.question, change.before),
        now=_label(own, change.question, change.now),
        difference=change.mean or 0.0,
    )


def _label(own: Scores, question: str, counts: Counts) -> str:
    """The one level that was chosen."""
    chosen = next(value for value, times in counts.levels.items() if times)
    return own.tool.scheme_of(question).level(chosen).label
