"""The profile of a return: its scores with what they rest on, strengths, what to act on first, and what changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from formsapp.profiles.benchmark import Benchmark, benchmark, published_scores
from formsapp.profiles.rated import Rated, attention_of, strengths_of
from formsapp.profiles.since import FEWEST_COMPARED, Moved, Since, since
from formsapp.profiles.standing import Standing, standing_of
from formsapp.results.explained import Cap, Explained, explained_score
from formsapp.returns.opened import OpenedReturn
from formsapp.ui.formatting import share
from scoring.explain import Explanation, SectionExplained, explain_scores, number
from scoring.score import Scores
from tool_definitions.scheme import RatingScheme

#: Below this share of its questions a score stands without its band: too little is answered yet.
_LEAST_ANSWERED = 0.5
_SAME_SHARE = 0.005
_COUNTED = {"unanswered", "not_applicable"}


@dataclass(frozen=True)
class AfterModeration:
    """A score with the moderated ratings in it, and how many of its ratings are moderated; `share` is by weight."""

    score: float | None
    band: str | None
    share: float | None
    moderated: int
    rated: int

    @property
    def words(self) -> str:
        """How many ratings are moderated: their number, then the share by weight where it is another."""
        return _of(self.moderated, self.rated, "moderated", self.share)


@dataclass(frozen=True)
class ScoreLine:
    """The score of a section, or the overall one, with everything that has to be said beside it."""

    key: str
    title: str
    score: float | None
    band: str | None
    coverage: float | None
    rated: int
    unanswered: int
    not_applicable: int
    caps: tuple[Cap, ...]
    moved: Moved | None
    moderated: AfterModeration | None

    @property
    def is_provisional(self) -> bool:
        """Whether questions that count are still unanswered."""
        return self.score is not None and self.coverage is not None and self.coverage < 1

    @property
    def asked(self) -> int:
        """How many questions with a rating are asked."""
        return self.rated + self.unanswered + self.not_applicable

    @property
    def answered(self) -> int:
        """How many of them are answered; not applicable is an answer."""
        return self.rated + self.not_applicable

    @property
    def is_too_little(self) -> bool:
        """Whether so little is answered that a band, or a change since last year, would say more than is known."""
        return self.is_provisional and self.answered < _LEAST_ANSWERED * self.asked

    @property
    def answered_words(self) -> str:
        """How much is answered: the number of questions, then the share by weight where it is another."""
        return _of(self.answered, self.asked, "answered", self.coverage)

    @property
    def change(self) -> Moved | None:
        """The change since last year, where enough is answered and enough can be compared to tell of one."""
        if self.moved is None or self.is_too_little or self.moved.compared < FEWEST_COMPARED:
            return None
        return self.moved

    @property
    def why_no_score(self) -> str:
        """What stands where a score would: never nought."""
        if self.score is not None:
            return ""
        if self.not_applicable and not self.unanswered:
            return "Not scored: not applicable"
        return "No score yet"


@dataclass(frozen=True)
class Profile:
    """What a return says back to those who filled it in."""

    standing: Standing
    overall: ScoreLine | None
    sections: tuple[ScoreLine, ...]
    strengths: tuple[Rated, ...]
    attention: tuple[Rated, ...]
    since: Since | None
    benchmark: Benchmark | None
    schemes: tuple[RatingScheme, ...]
    explained: Explained | None

    @property
    def opened(self) -> OpenedReturn:
        """The return it is of."""
        return self.standing.opened

    @property
    def is_scored(self) -> bool:
        """Whether the tool asks for ratings at all."""
        return self.overall is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is answered."""
        return not self.answered

    @property
    def answered(self) -> int:
        """How many questions are answered, rated or not."""
        return sum(one.given.value is not None for one in self.standing.questions.values())

    @property
    def asked(self) -> int:
        """How many questions are asked."""
        return len(self.standing.questions)

    @property
    def shows_moderated(self) -> bool:
        """Whether there are moderated ratings that its people may see."""
        return self.overall is not None and self.overall.moderated is not None

    @cached_property
    def moved(self) -> list[Moved]:
        """The sections of which a change can be told."""
        return [one.change for one in self.sections if one.change]

    @cached_property
    def bars(self) -> list[tuple[str, float | None, float | None]]:
        """Each section last year and now, on the same questions, for a chart."""
        return [(one.title, one.before, one.now) for one in self.moved]


def profile_of(session: Session, opened: OpenedReturn) -> Profile:
    """The profile of a return: a fixed number of queries, whatever the number of questions."""
    standing = standing_of(session, opened)
    own, released = standing.own, standing.released
    if own is None or released is None:
        return Profile(standing, None, (), (), (), None, None, (), None)
    explained = explained_score(own, "self")
    effective = explain_scores(released, released.ratings.return_ids[0]) if released is not own else None
    changed = since(own, standing.before) if standing.before is not None else None
    as_it_stands = effective or explained.explanation
    return Profile(
        standing=standing,
        overall=_overall(explained, effective, changed),
        sections=tuple(_sections(explained, _after_moderation(effective, released), changed)),
        strengths=tuple(strengths_of(standing, as_it_stands)),
        attention=tuple(attention_of(standing, as_it_stands)),
        since=changed,
        benchmark=_benchmark(session, opened, released, as_it_stands),
        schemes=explained.schemes,
        explained=explained,
    )


def _overall(explained: Explained, effective: Explanation | None, changed: Since | None) -> ScoreLine:
    found = explained.explanation
    left_out = [one.reason for one in found.left_out]
    return ScoreLine(
        key="",
        title="Overall",
        score=found.score,
        band=found.band,
        coverage=found.coverage,
        rated=len(found.contributions),
        unanswered=left_out.count("unanswered"),
        not_applicable=left_out.count("not_applicable"),
        caps=tuple(cap for cap in explained.caps if cap.part is None),
        moved=changed.overall if changed else None,
        moderated=_moderated(effective, effective.share_moderated) if effective else None,
    )


def _sections(explained: Explained, after: Mapping[str, AfterModeration], changed: Since | None) -> Iterator[ScoreLine]:
    for section in explained.explanation.sections:
        left_out = [one.reason for one in section.left_out]
        if not section.contributions and _COUNTED.isdisjoint(left_out):
            continue
        yield ScoreLine(
            key=section.section,
            title=section.title,
            score=section.score,
            band=section.band,
            coverage=section.coverage,
            rated=len(section.contributions),
            unanswered=left_out.count("unanswered"),
            not_applicable=left_out.count("not_applicable"),
            caps=tuple(cap for cap in explained.caps if cap.part == section.title),
            moved=changed.sections.get(section.section) if changed else None,
            moderated=after.get(section.section),
        )


def _after_moderation(effective: Explanation | None, scores: Scores) -> dict[str, AfterModeration]:
    """Each section with its moderated ratings in it."""
    if effective is None:
        return {}
    pairs = zip(effective.sections, scores.share_moderated_sections[0], strict=True)
    return {one.section: _moderated(one, number(weight)) for one, weight in pairs}


def _moderated(found: Explanation | SectionExplained, weight: float | None) -> AfterModeration:
    of_ratings = [one.moderated for one in found.contributions]
    return AfterModeration(found.score, found.band, weight, sum(of_ratings), len(of_ratings))


def _of(part: int, whole: int, what: str, weight: float | None) -> str:
    """`1 of 7 ratings answered`, and the share by weight where it is another."""
    is_other = weight is not None and whole and abs(weight - part / whole) > _SAME_SHARE
    return f"{part} of {whole} ratings {what}{f', {share(weight)} by weight' if is_other else ''}"


def _benchmark(session: Session, opened: OpenedReturn, scores: Scores, as_it_stands: Explanation) -> Benchmark | None:
    published = published_scores(session, opened)
    if published is None or as_it_stands.score is None:
        return None
    scored = {scores.tool.section_of[key].key for key in scores.columns.keys}
    own = [(one.title, one.score) for one in as_it_stands.sections if one.section in scored]
    return benchmark(published, as_it_stands.score, own)
