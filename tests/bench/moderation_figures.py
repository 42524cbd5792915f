"""How long the four pages of moderation's figures take over 10,000 returns of 200 questions, 100 of them moderated.

Each of the 100 was judged by two moderators, so that 20,000 ratings are settled and 40,000 first ratings compared.
Goal: at most 2 s of processor time a page, queries included. Prints the times; exits 1 if one is missed.
Run with: python tests/bench/moderation_figures.py
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from web_audit import LEVELS, make_audit

from formsapp.access.actor import Actor, Holds
from formsapp.access.models import Person, RoleGiven
from formsapp.agreement.agreeing import agreement_shown
from formsapp.agreement.drifting import drift_lines
from formsapp.agreement.effect import effect_shown
from formsapp.agreement.estimating import estimate_shown
from formsapp.audits.models import Audit, AuditMove, Return
from formsapp.clock import now
from formsapp.database import Database
from formsapp.moderation.models import JudgedRating, Moderator, SettledRating
from formsapp.returns.models import Answer, Submission
from formsapp.samples.models import Sample, SampleEntry
from scoring.packed import unpack

RETURNS, SAMPLE, MOST_SECONDS = 10_000, 100, 2.0


def main() -> int:
    """Make the audit, then time each page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite"
        make_audit(path, RETURNS)
        database = Database(f"sqlite:///{path}")
        with database.transaction() as session:
            chair = _moderated(session)
        with database.transaction() as session:
            audit = session.scalars(select(Audit)).one()
            pages: dict[str, Callable[[], object]] = {
                "effect": lambda: effect_shown(session, audit, by=chair, group="phase"),
                "agreement": lambda: agreement_shown(session, audit, by=chair),
                "estimate": lambda: estimate_shown(session, audit, by=chair),
                "drift": lambda: drift_lines(session, audit, by=chair),
            }
            missed = [name for name, page in pages.items() if _is_missed(name, page)]
            return 1 if missed else 0


def _is_missed(name: str, page: Callable[[], object]) -> bool:
    started = time.process_time()
    page()
    took = time.process_time() - started
    print(f"{name}: {took:.2f} s (at most {MOST_SECONDS:.0f})")
    return took > MOST_SECONDS


def _moderated(session: Session) -> Actor:
    """The sample with its judgements, and the chair who looks at it."""
    audit = session.scalars(select(Audit)).one()
    session.add(AuditMove(audit_id=audit.id, to_state="in_moderation", at=now()))
    people = [
        Person(name=f"Person {n}", email=f"bench{n}@wexbridge.example", job_title="", created_at=now())
        for n in range(4)
    ]
    session.add_all(people)
    session.flush()
    given = [
        RoleGiven(person_id=one.id, role="moderator" if place else "chair", audit_id=audit.id, given_at=now())
        for place, one in enumerate(people)
    ]
    session.add_all(given)
    returns = session.scalars(select(Return.id).order_by(Return.id)).all()
    chosen = set(returns[:: RETURNS // SAMPLE])
    sample = Sample(
        audit_id=audit.id, number=1, size=SAMPLE, strata="[]", seed=1, risk_picks=0, risk_points="{}", reason="",
        drawn_at=now(),
    )  # fmt: skip
    session.add(sample)
    session.flush()
    entry = {"sample_id": sample.id, "reason": ""}
    session.execute(
        insert(SampleEntry),
        [
            entry | {"return_id": one, "stratum": f"S{one % 8}", "pick": "random" if one in chosen else None}
            for one in returns
        ],
    )
    _judged(session, audit, chosen, [one.id for one in people[1:]])
    return Actor(id=people[0].id, name="Chair", email="", roles=(Holds.stored(given[0]),))


def _judged(session: Session, audit: Audit, chosen: set[int], moderators: list[int]) -> None:
    random = np.random.default_rng(1)
    keys = [f"s{section}.q{place:02}" for section in range(10) for place in range(20)]
    packed = session.execute(select(Submission.return_id, Submission.ratings).where(Submission.return_id.in_(chosen)))
    session.query(Answer).filter(Answer.return_id.in_(chosen)).delete()
    rows: dict[type, list[dict[str, object]]] = {Moderator: [], Answer: [], JudgedRating: [], SettledRating: []}
    for number, (return_id, ratings) in enumerate(packed.all()):
        pair = [moderators[number % 3], moderators[(number + 1) % 3]]
        rows[Moderator] += [{"return_id": return_id, "person_id": one, "allocated_at": now()} for one in pair]
        for key, code in zip(keys, unpack(ratings).tolist(), strict=True):
            where = {"return_id": return_id, "question": key}
            own = LEVELS[max(code, 0)]
            rows[Answer].append(where | {"value": own, "revision": 1, "saved_at": now()})
            judged = {"reason": "Seen", "answer_revision": 1, "judged_at": now()}
            for one in pair:
                level = LEVELS[max(0, max(code, 0) - int(random.random() < 0.3))]
                rows[JudgedRating].append(where | judged | {"moderator_id": one, "rating": level})
            settled = {
                "how": "agreed",
                "reason": "Seen",
                "answer_revision": 1,
                "settled_at": now(),
                "minority_view": "",
            }
            rows[SettledRating].append(where | settled | {"rating": level})
    for model, values in rows.items():
        session.execute(insert(model), values)


if __name__ == "__main__":
    sys.exit(main())
