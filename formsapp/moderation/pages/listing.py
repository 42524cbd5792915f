"""The overview of moderation: where it stands, step by step, and the returns."""

from typing import NamedTuple

from flask import current_app, render_template, url_for

from formsapp.access.actor import Actor, current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.access.requires import requires
from formsapp.audits.models import Audit
from formsapp.audits.queries import audit_from_url, state_of
from formsapp.database import current_session
from formsapp.moderation.overview import Overview, overview_of
from formsapp.moderation.pages.blueprint import pages
from formsapp.moderation.stepping_out import left_without_a_moderator
from formsapp.moderation.steps import STATUSES
from formsapp.samples.stating import PICKS
from formsapp.ui.formatting import count, day


class Step(NamedTuple):
    """A step of moderation: its page, where the person may open it, and how far it has come."""

    title: str
    hint: str
    href: str | None
    status: str


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
        steps=_steps(audit, overview, actor),
        picks=PICKS,
        left=left_without_a_moderator(session, audit, by=actor) if _allocates(actor, audit) else [],
    )


def _allocates(actor: Actor, audit: Audit) -> bool:
    return can(actor, Permission.MODERATORS_ALLOCATE, audit)


def _steps(audit: Audit, overview: Overview, by: Actor) -> list[Step]:
    """The steps in their order; those whose page the person may not open are told without a link."""
    waiting = overview.waiting
    drawn = f"Drawn on {day(overview.sample.drawn_at)}" if overview.sample else "Not drawn"
    differences = "Hidden for now" if waiting is None else f"{waiting} to settle" if waiting else "None waiting"
    told = [
        ("Sample", "Which returns are looked at closely, and why those", "samples.show_sample", drawn),
        ("Worked examples", "Invented answers, rated before anybody starts", "calibration.list_examples", ""),
        ("Allocation", "Who moderates what", "moderation.allocate_sample", _allocated(overview)),
        ("Judging", "Moderators read the evidence and rate for themselves", "#returns", _judged(overview)),
        (
            "Queries",
            "What moderators asked the authors of answers",
            "moderation.list_queries",
            f"{overview.queries} open" if overview.queries else "None open",
        ),
        ("Differences", "Where ratings differ: agreed, or settled", "moderation.settle_ratings", differences),
        ("Panel", "The meeting that takes what is left", "moderation.list_panels", ""),
        ("Feedback", "The letter or the page that each setting gets", "feedback.list_letters", ""),
        ("Challenges", "What a setting disputes, and who decides it", "feedback.list_challenges", ""),
        (
            "What moderation changed",
            "Upheld, raised and lowered, and how well moderators agree",
            "agreement.show_effect",
            "",
        ),
    ]
    steps = []
    for title, hint, endpoint, status in told:
        if endpoint.startswith("#") or endpoint in current_app.view_functions:
            href = _address(endpoint, audit, by)
            further = STATUSES.get(endpoint) if href and waiting is not None else None
            steps.append(Step(title, hint, href, further(current_session(), audit, by) if further else status))
    return steps


def _address(endpoint: str, audit: Audit, by: Actor) -> str | None:
    if endpoint.startswith("#"):
        return endpoint
    declared = getattr(current_app.view_functions[endpoint], "declaration", None)
    may_open = declared is not None and any(can(by, one, audit) for one in declared.reading)
    return url_for(endpoint, audit_id=audit.id) if may_open else None


def _allocated(overview: Overview) -> str:
    """Counted over the returns in sight alone."""
    wanted = [one for one in overview.returns if one.is_sampled] if overview.sample else overview.returns
    given = sum(1 for one in wanted if one.moderators)
    return f"{given} of {count(len(wanted), 'return')}" if wanted else "Nothing to give out"


def _judged(overview: Overview) -> str:
    mine = overview.mine
    returns = mine or [one for one in overview.returns if one.moderators]
    done = sum(1 for one in returns if one.is_judged)
    return f"{done} of {'your ' if mine else ''}{count(len(returns), 'return')} done" if returns else "Not begun"
