"""What there is to do with an audit, by where it is and by who asks."""

from dataclasses import dataclass

from flask import url_for

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.lifecycle import AUDIT_MOVES, AuditState
from formsapp.audits.models import Audit
from formsapp.ui.navigation import exists

_COLLECTING = frozenset({AuditState.DRAFT, AuditState.OPEN, AuditState.CLOSED})
_JUDGING = frozenset({AuditState.CLOSED, AuditState.IN_MODERATION, AuditState.REPORTING, AuditState.PUBLISHED})
_ALWAYS = frozenset(AuditState)


@dataclass(frozen=True)
class Place:
    """A page of an audit: where it matters most, who may go there, and what it is for."""

    text: str
    hint: str
    endpoint: str
    permission: Permission
    states: frozenset[AuditState] = _ALWAYS
    kind: str | None = None
    #: Another permission with which it is opened too.
    other: Permission | None = None


@dataclass(frozen=True)
class Step:
    """A link to a page, and what it is for."""

    text: str
    hint: str
    href: str


PLACES = (
    Place(
        "Cases", "Add the cases and say who audits each", "cases.list_cases", Permission.AUDIT_VIEW, kind="case_file"
    ),
    Place(
        "Tracker", "Who has not started, is in progress, has submitted", "audits.track_audit", Permission.AUDIT_TRACK
    ),
    # Every step of moderation is reached from its overview.
    Place(
        "Moderation",
        "From the sample to the letters: how far it is, and what comes next",
        "moderation.list_returns_to_moderate",
        Permission.RETURN_REVIEW,
        _JUDGING,
    ),
    Place(
        "Worked examples",
        "Invented answers that moderators rate before they start",
        "calibration.list_examples",
        Permission.RATING_MODERATE,
        frozenset(AuditState) - _JUDGING,
        other=Permission.CALIBRATION_CHANGE,
    ),
    Place("Results", "Scores, charts and tables", "results.show_results", Permission.RESULTS_VIEW),
    Place("Findings", "The four-part summary", "findings.edit_findings", Permission.FINDINGS_VIEW, _JUDGING),
    Place(
        "Report",
        "What will be, or has been, published",
        "reports.show_report",
        Permission.FINDINGS_VIEW,
        frozenset({AuditState.REPORTING, AuditState.PUBLISHED}),
    ),
)
#: Publishing is done with the report, not here.
_MOVED_HERE = frozenset(AuditState) - {AuditState.PUBLISHED}
_MOVE_WORDS = {
    AuditState.OPEN: "Open again for returns",
    AuditState.CLOSED: "Close now",
    AuditState.IN_MODERATION: "Start moderation",
    AuditState.REPORTING: "Start reporting",
}
_MOVE_BACK_WORDS = {
    AuditState.IN_MODERATION: "Go back to moderation",
    AuditState.REPORTING: "Take back the publication",
}


def next_steps(audit: Audit, state: AuditState, *, by: Actor) -> list[Step]:
    """The pages of the audit that matter now and that the person may open."""
    return [
        Step(place.text, place.hint, url_for(place.endpoint, audit_id=audit.id))
        for place in PLACES
        if state in place.states
        and place.kind in {None, audit.tool_version.kind}
        and (can(by, place.permission, audit) or (place.other is not None and can(by, place.other, audit)))
        and exists(place.endpoint)
    ]


def moves_offered(state: AuditState) -> list[tuple[AuditState, str]]:
    """The moves from a state that are made from the audit's page, with the words of their buttons; onward first."""
    order = list(AuditState)
    offered = sorted(AUDIT_MOVES[state] & _MOVED_HERE, key=order.index, reverse=True)
    # An audit that has not begun opens by the clock.
    return [] if state is AuditState.DRAFT else [(to, move_words(state, to)) for to in offered]


def move_words(state: AuditState, to: AuditState) -> str:
    """What the button of a move says."""
    order = list(AuditState)
    back = order.index(to) < order.index(state)
    return (_MOVE_BACK_WORDS.get(to) if back else None) or _MOVE_WORDS.get(to, to.words)
