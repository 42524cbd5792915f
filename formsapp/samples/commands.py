"""Drawing the sample, drawing it again, and telling settings: each draw is kept, with its rules and its seed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import record, take_turn
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.audits.queries import state_of
from formsapp.clock import now
from formsapp.refusals import Refused, refuse
from formsapp.samples.frame import InFrame, frame_of
from formsapp.samples.models import Sample, SampleEntry
from formsapp.samples.queries import current_sample
from formsapp.samples.rules import INTERESTED, why_not_again, why_not_draw
from formsapp.samples.seeds import new_seed
from scoring.moderation import sampling
from scoring.moderation.sampling import DEFAULT_POINTS, BadSample, draw_sample, stratum_of


@dataclass(frozen=True)
class Stated:
    """The rules of a draw, as the officer states them."""

    size: int
    strata: tuple[str, ...] = ()
    must_include: Mapping[int, str] = field(default_factory=dict)
    risk_picks: int = 0
    risk_points: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_POINTS))


def try_out(frame: list[InFrame], stated: Stated, *, seed: int = 0) -> sampling.Sample:
    """What a draw by these rules gives, without drawing: its numbers by stratum do not depend on the seed, save where
    returns with equal points of risk stand on both sides of the line.
    """
    names = {str(one.return_id): one.title for one in frame}
    try:
        return draw_sample(
            [one.candidate for one in frame],
            size=stated.size,
            seed=seed,
            strata=stated.strata,
            must_include={str(one): reason for one, reason in stated.must_include.items()},
            risk_picks=stated.risk_picks,
            risk_points=stated.risk_points,
        )
    except BadSample as bad:
        sentence = bad.sentence
        for return_id in stated.must_include:
            sentence = sentence.replace(repr(str(return_id)), names.get(str(return_id), "a return"))
        raise Refused(sentence) from None


def draw(
    session: Session,
    *,
    audit: Audit,
    stated: Stated,
    after: int,
    by: Actor,
    reason: str = "",
    keep_seed: bool = False,
) -> Sample:
    """Draw the sample from every submitted return. `after` is the number of the draw that the person has seen.

    With the seed kept, returns stay in the order in which they were drawn: a larger size widens the sample.
    """
    take_turn(session)
    refuse(why_not_draw(state_of(session, audit), has_interest=_has_interest(session, audit, by)))
    before = current_sample(session, audit)
    if (before.number if before else 0) != after:
        raise Refused("Somebody drew a sample in the meantime. Look at it before you draw again.")
    refuse(why_not_again(reason, is_first=before is None))
    seed = before.seed if before is not None and keep_seed else new_seed()
    frame = frame_of(session, audit, by=by)
    drawn = try_out(frame, stated, seed=seed)
    sample = Sample(
        audit_id=audit.id,
        number=after + 1,
        size=stated.size,
        strata=json.dumps(list(stated.strata)),
        seed=seed,
        risk_picks=stated.risk_picks,
        risk_points=json.dumps(dict(stated.risk_points), sort_keys=True),
        reason=reason.strip() if before is not None else "",
        drawn_at=now(),
        drawn_by_id=by.id,
    )
    session.add(sample)
    session.flush()
    _keep(session, sample, frame, drawn, stated)
    # Without its size or its seed: whoever reads the trail may have an interest in a return.
    record(session, "sample.drawn", on=("sample", sample.id), by=by, audit_id=audit.id, number=sample.number)
    return sample


def _keep(session: Session, sample: Sample, frame: list[InFrame], drawn: sampling.Sample, stated: Stated) -> None:
    picks = {int(one.return_id): one for one in drawn.picks}
    for one in frame:
        pick = picks[one.return_id].pick if one.return_id in picks else None
        signs = {sign: words for sign, words in one.risk.items() if stated.risk_points.get(sign, 0) > 0}
        reason = {"must_include": stated.must_include.get(one.return_id, ""), "risk": json.dumps(signs)}.get(pick or "")
        stratum = stratum_of(one.candidate, stated.strata)
        session.add(
            SampleEntry(
                sample_id=sample.id, return_id=one.return_id, stratum=stratum, pick=pick, reason=(reason or "").strip()
            )
        )
    session.flush()


def tell_settings(session: Session, *, audit: Audit, sample: Sample, by: Actor) -> None:
    """Let each drawn setting see that it was chosen, and why."""
    take_turn(session)
    if _has_interest(session, audit, by):
        raise Refused(INTERESTED)
    session.refresh(sample)
    if sample != current_sample(session, audit):
        raise Refused("The sample was drawn again since. Settings are told about the draw that counts.")
    if sample.told_at is not None:
        raise Refused("The settings were told already.")
    sample.told_at = now()
    session.flush()
    record(session, "sample.told", on=("sample", sample.id), by=by, audit_id=audit.id, number=sample.number)


def _has_interest(session: Session, audit: Audit, by: Actor) -> bool:
    return by.id is not None and has_interest_in_any(session, audit, by.id)
