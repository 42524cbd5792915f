"""The overview of moderation: where it stands, step by step, and the returns."""

from typing import NamedTuple

from flask import current_app, render_template, url_for

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.database import current_session
from formsapp.moderation.overview import Overview, overview_of
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.panels import decided_by
from formsapp.moderation.stepping_out import left_without_a_moderator
from formsapp.moderation.steps import STATUSES, Progress
from formsapp.samples.stating import PICKS
from formsapp.ui.formatting import count, day


class Step(NamedTuple):
    """A step of moderation: its page, where the person may open it, and how far it has come."""

    title: str
    hint: str
    href: str | None
    progress: Progress
    #: Whether it is for the person who looks to do.
    is_theirs: bool
    #: Whether it is the first that is not finished.
    is_next: bool = False


class _Kind(NamedTuple):
    """A step before anybody looks: the permission with which it is done, and the states in which it can be."""

    title: str
    hint: str
    endpoint: str
    done_with: Permission
    states: frozenset[AuditState] = frozenset({AuditState.IN_MODERATION})


_BEFORE = frozenset({AuditState.CLOSED, AuditState.IN_MODERATION})
_AFTER = frozenset({AuditState.IN_MODERATION, AuditState.REPORTING, AuditState.PUBLISHED})
_JUDGING, _DIFFERENCES = "#returns", "moderation.settle_ratings"
_KINDS = (
    _Kind(
        "Sample",
        "Which returns are looked at closely, and why those",
        "samples.show_sample",
        Permission.SAMPLE_DRAW,
        _BEFORE,
    ),
    _Kind(
        "Worked examples",
        "Invented answers, rated before anybody starts",
        "calibration.list_examples",
        Permission.CALIBRATION_CHANGE,
        _BEFORE,
    ),
    _Kind(
        "Allocation",
        "Who moderates what",
        "moderation.allocate_sample",
        Permission.MODERATORS_ALLOCATE,
        _BEFORE,
    ),
    _Kind("Judging", "Moderators read the evidence and rate for themselves", _JUDGING, Permission.RATING_MODERATE),
    _Kind(
        "Queries",
        "What moderators asked the authors of answers",
        "moderation.list_queries",
        Permission.RATING_MODERATE,
    ),
    _Kind("Differences", "Where ratings differ: agreed, or settled", _DIFFERENCES, Permission.RATING_SETTLE),
    _Kind("Panel", "The meeting that takes what is left", "moderation.list_panels", Permission.PANEL_RUN),
    _Kind(
        "Feedback",
        "The letter or the page that each setting gets",
        "feedback.list_letters",
        Permission.LETTER_EDIT,
        _AFTER,
    ),
    _Kind(
        "Challenges",
        "What a setting disputes, and who decides it",
        "feedback.list_challenges",
        Permission.LETTER_EDIT,
        _AFTER,
    ),
    _Kind(
        "What moderation changed",
        "Upheld, raised and lowered, and how well moderators agree",
        "agreement.show_effect",
        Permission.RESULTS_VIEW,
        _AFTER,
    ),
)


@pages.get("/audits/<int:audit_id>/moderation")
@requires(Permission.RETURN_REVIEW, load=audit_from_url)
def list_returns_to_moderate(audit: Audit) -> str:
    """Where moderation stands, then the returns: one's own first, then those nobody moderates yet."""
    session, actor = current_session(), current_actor()
    state = state_of(session, audit)
    overview = overview_of(session, audit, state, by=actor)
    return render_template(
        "moderation/list_returns_to_moderate.html",
        audit=audit,
        state=state,
        overview=overview,
        steps=_steps(audit, state, overview, actor),
        picks=PICKS,
        left=left_without_a_moderator(session, audit, by=actor) if _allocates(actor, audit) else [],
    )


def _allocates(actor: Actor, audit: Audit) -> bool:
    return can(actor, Permission.MODERATORS_ALLOCATE, audit)


def _steps(audit: Audit, state: AuditState, overview: Overview, by: Actor) -> list[Step]:
    """The steps in their order; those whose page the person may not open are told without a link."""
    known = {
        "samples.show_sample": _drawn(overview),
        "moderation.allocate_sample": _allocated(overview),
        _JUDGING: _judged(overview),
        "moderation.list_queries": _asked(overview),
        _DIFFERENCES: _differences(audit, overview, by),
    }
    steps, has_next = [], False
    for kind in _KINDS:
        if not kind.endpoint.startswith("#") and kind.endpoint not in current_app.view_functions:
            continue
        href = _address(kind.endpoint, audit, by)
        further = STATUSES.get(kind.endpoint) if href and overview.waiting is not None else None
        told = known.get(kind.endpoint, Progress(""))
        progress = further(current_session(), audit, by) if further else told
        is_next = not has_next and progress.is_done is False and state in kind.states
        has_next = has_next or is_next
        may = href is not None and can(by, kind.done_with, audit)
        steps.append(Step(kind.title, kind.hint, href, progress, may, is_next))
    return steps


def _address(endpoint: str, audit: Audit, by: Actor) -> str | None:
    if endpoint.startswith("#"):
        return endpoint
    declared = getattr(current_app.view_functions[endpoint], "declaration", None)
    may_open = declared is not None and any(can(by, one, audit) for one in declared.reading)
    return url_for(endpoint, audit_id=audit.id) if may_open else None


def _drawn(overview: Overview) -> Progress:
    """An audit can be moderated without a sample: once anybody moderates, nothing waits for one."""
    if overview.sample:
        return Progress(f"Drawn on {day(overview.sample.drawn_at)}", is_done=True)
    return Progress("Not drawn", None if any(one.moderators for one in overview.returns) else False)


def _allocated(overview: Overview) -> Progress:
    """Counted over the returns in sight alone."""
    wanted = [one for one in overview.returns if one.is_sampled] if overview.sample else overview.returns
    given = sum(1 for one in wanted if one.moderators)
    if not wanted:
        return Progress("Nothing to give out")
    # Without a sample nobody said that every return is to be moderated.
    is_done = given == len(wanted) if overview.sample or not given else None
    return Progress(f"{given} of {count(len(wanted), 'return')}", is_done)


def _judged(overview: Overview) -> Progress:
    mine = overview.mine
    returns = mine or [one for one in overview.returns if one.moderators]
    done = sum(1 for one in returns if one.is_judged)
    if not returns:
        return Progress("Not begun", is_done=False)
    words = f"{done} of {'your ' if mine else ''}{count(len(returns), 'return')} done"
    return Progress(words, done == len(returns))


def _asked(overview: Overview) -> Progress:
    number = overview.queries
    return Progress(f"{number} open", is_done=False) if number else Progress("None open", is_done=True)


def _differences(audit: Audit, overview: Overview, by: Actor) -> Progress:
    """What waits to be settled; for a deputy also how much of it is theirs, which is what its page lists."""
    waiting = overview.waiting
    if waiting is None:
        return Progress("Hidden for now")
    if not waiting:
        return Progress("None waiting", is_done=True)
    theirs = decided_by(current_session(), audit, by) if can(by, Permission.RATING_SETTLE, audit) else None
    if theirs is None:
        return Progress(f"{waiting} to settle", is_done=False)
    own = sum(one.outcome.waiting for one in overview.returns if one.outcome and one.return_id in theirs)
    return Progress(f"{waiting} to settle, {own or 'none'} by you", is_done=False)
