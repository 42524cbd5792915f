"""The feedback of a return that was not sampled: where it stands, and that nothing was judged about it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import RoleGiven
from formsapp.audit_trail.record import record
from formsapp.audits.commands import lock_audit
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.audits.queries import state_of
from formsapp.clock import now
from formsapp.feedback.figures import FrozenFigures, figures_now
from formsapp.feedback.models import FeedbackRelease
from formsapp.feedback.queries import release_of
from formsapp.feedback.rules import why_not_release_pages
from formsapp.profiles.actions import Action
from formsapp.profiles.benchmark import Benchmark, benchmark
from formsapp.profiles.profile import Profile, ScoreLine, profile_of
from formsapp.profiles.questions_to_ask import questions_to_ask
from formsapp.refusals import refuse
from formsapp.returns.opened import OpenedReturn

#: How many strengths and things to act on the page holds, and how many questions.
MOST, MOST_QUESTIONS = 3, 4
#: How many further actions are listed; how many more there are is said.
MOST_ACTIONS = 5


@dataclass(frozen=True)
class PersonalFeedback:
    """The short page of one return."""

    profile: Profile
    figures: FrozenFigures
    beside: Benchmark | None
    #: The actions that do not stand beside what to act on first.
    others: tuple[Action, ...]
    questions: tuple[str, ...]

    @property
    def strongest(self) -> list[ScoreLine]:
        """Its sections with the best scores."""
        return self._ranked[::-1][:1] if len(self._ranked) > 1 else []

    @property
    def weakest(self) -> list[ScoreLine]:
        """Its section with the lowest score."""
        return self._ranked[:1] if len(self._ranked) > 1 else []

    @property
    def _ranked(self) -> list[ScoreLine]:
        scored = [one for one in self.profile.sections if one.score is not None and not one.is_too_little]
        return sorted(scored, key=lambda one: one.score or 0.0)


def personal_feedback(session: Session, opened: OpenedReturn, release: FeedbackRelease, on: date) -> PersonalFeedback:
    """The page of a return that was not sampled, beside the figures frozen when it was released."""
    profile, kept = profile_of(session, opened), FrozenFigures.from_json(release.figures)
    beside = None
    if profile.overall is not None and profile.standing.own is not None:
        scored = {one.key: one.score for one in profile.sections}
        own = [(one.title, scored.get(one.key)) for one in kept.sections]
        beside = benchmark(kept.as_published(), profile.overall.score, own)
    said = [action for one in profile.attention[:MOST] for action in one.actions] if profile.is_scored else []
    others = [one for one in profile.standing.actions if one not in said]
    others.sort(key=lambda one: (one.is_over, one.by or date.max))
    beside_questions = {one.what for one in (*said, *others[:MOST_ACTIONS])}
    return PersonalFeedback(
        profile, kept, beside, tuple(others), questions_to_ask(profile, on, beside=beside_questions)
    )


def why_not_release(session: Session, audit: Audit, *, by: Actor) -> str | None:
    """Why this person may not open the feedback pages of all returns that were not sampled."""
    return why_not_release_pages(
        state_of(session, audit),
        has_interest=by.id is None or has_interest_in_any(session, audit, by.id),
        decides=_decides_all(session, audit, by),
    )


def release_pages(session: Session, *, audit: Audit, by: Actor) -> FeedbackRelease | None:
    """Freeze the figures and open the pages; None where they were open already."""
    lock_audit(session, audit)
    if release_of(session, audit.id) is not None:
        return None
    refuse(why_not_release(session, audit, by=by))
    release = FeedbackRelease(
        audit_id=audit.id, figures=figures_now(session, audit, by=by).as_json(), at=now(), by_id=by.id
    )
    session.add(release)
    session.flush()
    record(session, "feedback.released", on=("audit", audit.id), by=by, audit_id=audit.id)
    return release


def _decides_all(session: Session, audit: Audit, by: Actor) -> bool:
    """Whether the person is a chair; or a deputy, where a chair has an interest in a return."""
    rows = session.execute(
        select(RoleGiven.person_id, RoleGiven.role).where(
            RoleGiven.audit_id == audit.id,
            RoleGiven.role.in_(("chair", "deputy_chair")),
            RoleGiven.ended_at.is_(None),
        )
    ).all()
    chairs = [person for person, role in rows if role == "chair"]
    if by.id in chairs:
        return True
    is_deputy = any(person == by.id for person, role in rows if role == "deputy_chair")
    return is_deputy and any(has_interest_in_any(session, audit, person) for person in chairs)
