"""What the moderated sample says about all returns of its draw: overall and by section."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.models import Audit
from formsapp.results.rules import smallest_group
from formsapp.results.scores import scores_of
from formsapp.samples.models import Sample, SampleEntry
from formsapp.samples.queries import current_sample
from scoring.explain import number
from scoring.moderation.estimate import Estimate, StratumShift, estimate_population
from scoring.moderation.population import InPopulation
from scoring.packed import NOT_APPLICABLE
from scoring.score import Scores
from scoring.scored_columns import Floats

ALL_RETURNS = "All returns"


@dataclass(frozen=True)
class EstimateLine:
    """Overall or one section; `shown` is None where it is over too few returns for this person."""

    name: str
    shown: Estimate | None


@dataclass(frozen=True)
class EstimateShown:
    """The page. Without a sample, `overall` stands only where every return is moderated."""

    sample: Sample | None
    overall: EstimateLine | None
    sections: tuple[EstimateLine, ...]
    #: None where small strata would give single returns away.
    strata: tuple[StratumShift, ...] | None
    #: Returns submitted since the draw: they are not in it.
    since: int
    #: Returns moderated though the draw did not pick them: nothing is worked out from what changed in them.
    beside: int
    smallest: int


@dataclass(frozen=True)
class _Place:
    """Where a return stands in the draw."""

    stratum: str
    pick: str | None


def estimate_shown(session: Session, audit: Audit, *, by: Actor) -> EstimateShown:
    """The estimate. The caller has made sure that the person has no interest in any return of the audit."""
    scores = scores_of(session, audit, by=by)
    sample = current_sample(session, audit)
    places = _places(session, sample)
    smallest = smallest_group(by, audit, scores.tool)
    if sample is None:
        places = dict.fromkeys(scores.ratings.return_ids, _Place(ALL_RETURNS, None))
    rows = [row for row, one in enumerate(scores.ratings.return_ids) if one in places]
    done = moderated_rows(scores)
    unused = _not_drawn(scores, places, rows, done)
    done[unused] = False
    overall = None
    if rows and (sample is not None or done[rows].all()):
        overall = EstimateLine(
            "Overall", _enough(estimate_population(list(_overall(scores, places, rows, done))), smallest)
        )
    sections = tuple(_sections(scores, places, rows, done, smallest)) if overall and overall.shown else ()
    return EstimateShown(
        sample=sample,
        overall=overall,
        sections=sections,
        strata=_strata(overall, smallest),
        since=len(scores) - len(rows),
        beside=len(unused),
        smallest=smallest,
    )


def moderated_rows(scores: Scores) -> np.ndarray:
    """Which returns are moderated: every rating they gave that counts has a settled one that stands."""
    given = (scores.ratings.codes >= 0) | (scores.ratings.codes == NOT_APPLICABLE)
    return np.asarray(given.any(axis=1) & ~(given & ~scores.was_moderated).any(axis=1))


def _not_drawn(scores: Scores, places: Mapping[str, _Place], rows: list[int], done: np.ndarray) -> list[int]:
    """The rows of returns moderated without being drawn, unless so much was moderated that nothing is estimated.

    Who chose them did not leave it to chance: counted with their stratum they would stand for others, and counted for
    themselves alone they would do so only when chance had not picked them, which shifts the estimate too.
    """
    if done[rows].all():
        return []
    return [row for row in rows if done[row] and places[scores.ratings.return_ids[row]].pick is None]


def _places(session: Session, sample: Sample | None) -> dict[str, _Place]:
    if sample is None:
        return {}
    wanted = select(SampleEntry.return_id, SampleEntry.stratum, SampleEntry.pick)
    rows = session.connection().execute(wanted.where(SampleEntry.sample_id == sample.id))
    return {str(return_id): _Place(stratum or ALL_RETURNS, pick) for return_id, stratum, pick in rows}


def _overall(scores: Scores, places: Mapping[str, _Place], rows: list[int], done: np.ndarray) -> Iterator[InPopulation]:
    parts = (scores.part(kind).overall for kind in ("self", "moderated", "self_on_moderated"))
    return _population(scores, places, rows, done, tuple(parts))


def _sections(
    scores: Scores, places: Mapping[str, _Place], rows: list[int], done: np.ndarray, smallest: int
) -> Iterator[EstimateLine]:
    for place, key in enumerate(scores.columns.section_keys):
        parts = tuple(scores.part(kind).sections[:, place] for kind in ("self", "moderated", "self_on_moderated"))
        found = estimate_population(
            [one for one in _population(scores, places, rows, done, parts) if one.self_score is not None]
        )
        if found.population:
            yield EstimateLine(scores.tool.section(key).title, _enough(found, smallest))


def _population(
    scores: Scores, places: Mapping[str, _Place], rows: list[int], done: np.ndarray, parts: tuple[Floats, ...]
) -> Iterator[InPopulation]:
    """The returns of the draw. Where all are moderated, those that were not drawn count for themselves."""
    own, moderated, same = parts
    for row in rows:
        return_id = scores.ratings.return_ids[row]
        place, is_moderated = places[return_id], bool(done[row])
        settled, before = (number(moderated[row]), number(same[row])) if is_moderated else (None, None)
        if before is None:
            settled = None
        yield InPopulation(
            return_id=return_id,
            stratum=place.stratum,
            self_score=number(own[row]),
            moderated_score=settled,
            certain=place.pick in {"must_include", "risk"} or (place.pick is None and is_moderated),
            drawn=place.pick is not None,
            self_on_moderated=before,
        )


def _enough(found: Estimate, smallest: int) -> Estimate | None:
    return None if smallest and (found.population < smallest or 0 < found.moderated < smallest) else found


def _strata(overall: EstimateLine | None, smallest: int) -> tuple[StratumShift, ...] | None:
    if overall is None or overall.shown is None:
        return None
    strata = overall.shown.strata
    few = any(one.population < smallest or 0 < one.moderated < smallest for one in strata)
    return None if smallest and few else strata
