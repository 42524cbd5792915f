"""The profile of a return: its scores with what they rest on, strengths, what to act on first, and what changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from formsapp.profiles.benchmark import Benchmark, benchmark, published_scores
from formsapp.profiles.rated import Rated, attention_of, strengths_of
from formsapp.profiles.since import Moved, Since, since
from formsapp.profiles.standing import Standing, standing_of
from formsapp.results.explained import Cap, Explained, explained_score
from formsapp.returns.opened import OpenedReturn
from scoring.explain import Explanation, explain_scores, number
from scoring.score import Scores
from tool_definitions.scheme import RatingScheme

_COUNTED = {"unanswered", "not_applicable"}


@dataclass(frozen=True)
class AfterModeration:
    """A score with the moderated ratings in it, and the share of its ratings that are moderated."""

    score: float | None
    band: str | None
    share: float | None


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
    def bars(self) -> list[tuple[str, float | None, float | None]]:
        """Each section last year and now, on the same questions, for a chart."""
        moved = [one.moved for one in self.sections if one.moved]
        return [(one.title, one.before, one.now) for one in moved]


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
        moderated=AfterModeration(effective.score, effective.band, effective.share_moderated) if effective else None,
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
    return {one.section: AfterModeration(one.score, one.band, number(share)) for one, share in pairs}


def _benchmark(session: Session, opened: OpenedReturn, scores: Scores, as_it_stands: Explanation) -> Benchmark | None:
    published = published_scores(session, opened)
    if published is None or as_it_stands.score is None:
        return None
    scored = {scores.tool.section_of[key].key for key in scores.columns.keys}
    own = [(one.title, one.score) for one in as_it_stands.sections if one.section in scored]
    return benchmark(published, as_it_stands.score, own)
