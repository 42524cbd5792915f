"""What needs a person today: one function a side of the work, each a fixed number of queries."""

from collections.abc import Callable

from flask import url_for
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload

from formsapp.access.actor import Actor
from formsapp.access.models import Person
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audits_in_sight, return_state, states_of
from formsapp.audits.state_colours import AUDIT_COLOURS
from formsapp.audits.visibility import returns_in_sight
from formsapp.home import actions, asking, feedback, glass, moderation
from formsapp.home.need import Group, Need
from formsapp.home.no_longer import no_longer_asked
from formsapp.home.own_returns import SHOWN_AT_MOST, helping, own
from formsapp.home.signing import to_sign
from formsapp.moderation.models import JudgedRating, Moderator
from formsapp.organisations.models import Organisation
from formsapp.reports.models import PublishedReport
from formsapp.tools.models import ToolVersion
from formsapp.ui.formatting import count, day


def what_needs(session: Session, actor: Actor) -> list[Group]:
    """Everything that needs this person, in the order in which they will want it."""
    return [group for side in _SIDES for group in side(session, actor)]


def _moderating(session: Session, actor: Actor) -> list[Group]:
    """The returns a moderator was asked to moderate, unfinished first."""
    if not can(actor, Permission.RATING_MODERATE):
        return []
    judged = (
        select(func.count(func.distinct(JudgedRating.question)))
        .where(JudgedRating.return_id == Return.id, JudgedRating.moderator_id == actor.id)
        .correlate(Return)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Return, Organisation.name, Audit, judged)
        .join(Moderator, Moderator.return_id == Return.id)
        .join(Organisation, Organisation.id == Return.organisation_id)
        .join(Audit, Audit.id == Return.audit_id)
        .where(Moderator.person_id == actor.id, Moderator.ended_at.is_(None), returns_in_sight(actor))
        .order_by(judged, Organisation.name)
    ).all()
    states = states_of(session, {row[2].id: row[2] for row in rows}.values())
    needs = [
        Need(
            f"Moderate {name}",
            url_for("moderation.moderate_return", return_id=return_.id),
            audit.title,
            f"{count(number, 'rating')} judged" if number else "Not started",
            "blue" if number else "grey",
        )
        for return_, name, audit, number in rows
        if states[audit.id] is AuditState.IN_MODERATION
    ]
    if not needs and can(actor, Permission.RATING_SETTLE):
        return []  # who settles is seldom asked to moderate too
    return [Group("Returns to moderate", needs[:SHOWN_AT_MOST], "Nobody has asked you to moderate a return.")]


def _chairing(session: Session, actor: Actor) -> list[Group]:
    """What waits for the chair: ratings to settle, findings to word, a report to publish."""
    if not can(actor, Permission.RATING_SETTLE):
        return []
    needs = []
    for audit, state in _audits(session, actor, Permission.RATING_SETTLE):
        if state is AuditState.IN_MODERATION:
            needs.extend(moderation.to_settle(session, audit, by=actor))
        words = state in {AuditState.IN_MODERATION, AuditState.REPORTING}
        if words and can(actor, Permission.FINDINGS_EDIT, audit):
            findings = url_for("findings.edit_findings", audit_id=audit.id)
            needs.append(Need("Word the findings", findings, audit.title, state.words, AUDIT_COLOURS[state]))
    return [Group("To settle and to word", needs, "Nothing waits for you as chair.")]


def _running(session: Session, actor: Actor) -> list[Group]:
    """The audits an officer runs: how many returns are in, and what comes next."""
    if not can(actor, Permission.AUDIT_TRACK):
        return []
    audits = _audits(session, actor, Permission.AUDIT_TRACK)
    returned = _returned(session, actor)
    needs = [
        _audit_need(audit, state, *returned.get(audit.id, (0, 0)))
        for audit, state in audits
        if state is not AuditState.PUBLISHED
    ]
    more = (url_for("audits.list_audits"), "All audits")
    return [Group("Audits under way", needs[:SHOWN_AT_MOST], "No audit is under way.", more)]


_NEXT = {
    AuditState.DRAFT: "Open it when it is ready",
    AuditState.OPEN: "closes on {closes}",
    AuditState.CLOSED: "Closed: open moderation when late returns are in",
    AuditState.IN_MODERATION: "Moderators are reading",
    AuditState.REPORTING: "The chair is wording the report",
}


def _audit_need(audit: Audit, state: AuditState, submitted: int, asked: int) -> Need:
    said = _NEXT[state].format(closes=day(audit.closes_on))
    detail = f"{submitted} of {asked} returned. {said[:1].upper()}{said[1:]}."
    return Need(
        audit.title, url_for("audits.track_audit", audit_id=audit.id), detail, state.words, AUDIT_COLOURS[state]
    )


def _returned(session: Session, actor: Actor) -> dict[int, tuple[int, int]]:
    """Each audit's returns submitted and asked for, within sight."""
    is_in: ColumnElement[int] = case((return_state() == ReturnState.SUBMITTED, 1), else_=0)
    rows = session.execute(
        select(Return.audit_id, func.sum(is_in), func.count()).where(returns_in_sight(actor)).group_by(Return.audit_id)
    )
    return {audit_id: (int(submitted or 0), asked) for audit_id, submitted, asked in rows}


def _audits(session: Session, actor: Actor, permission: Permission) -> list[tuple[Audit, AuditState]]:
    audits = session.scalars(
        select(Audit)
        .where(audits_in_sight(actor, permission))
        .options(joinedload(Audit.tool_version))
        .order_by(Audit.closes_on.desc())
    ).all()
    states = states_of(session, audits)
    return [(audit, states[audit.id]) for audit in audits]


def _ratifying(session: Session, actor: Actor) -> list[Group]:
    """Tool versions that wait to be ratified."""
    if not can(actor, Permission.TOOL_RATIFY):
        return []
    drafts = session.scalars(
        select(ToolVersion).where(ToolVersion.ratified_at.is_(None), ToolVersion.retired_at.is_(None))
    ).all()
    needs = [
        Need(
            f"{version.title}, {version.version}",
            url_for("tools.show_tool_version", tool_version_id=version.id),
            "Read it, and record when the partnership has ratified it",
            "Draft",
            "grey",
        )
        for version in drafts
    ]
    return [Group("Tools to ratify", needs[:SHOWN_AT_MOST])] if needs else []


def _inviting(session: Session, actor: Actor) -> list[Group]:
    """People who were added and have no password yet."""
    if not can(actor, Permission.PEOPLE_CHANGE):
        return []
    waiting = session.scalar(
        select(func.count()).select_from(Person).where(Person.password_hash.is_(None), Person.disabled_at.is_(None))
    )
    if not waiting:
        return []
    need = Need(
        f"{count(waiting, 'person', 'people')} not signed in yet",
        url_for("people.list_people"),
        "Invite them again if their link has run out",
    )
    return [Group("People", [need])]


def _reading(session: Session, actor: Actor) -> list[Group]:
    """The latest published reports."""
    if not can(actor, Permission.REPORT_VIEW):
        return []
    rows = session.execute(
        select(Audit.id, Audit.title, func.max(PublishedReport.published_at))
        .join(PublishedReport, PublishedReport.audit_id == Audit.id)
        .group_by(Audit.id, Audit.title)
        .order_by(func.max(PublishedReport.published_at).desc())
        .limit(3)
    )
    needs = [
        Need(title, url_for("reports.show_report", audit_id=audit_id), f"Published on {day(published)}")
        for audit_id, title, published in rows
    ]
    more = (url_for("reports.list_reports"), "All reports")
    return [Group("Latest reports", needs, "No report has been published yet.", more if needs else None)]


_SIDES: list[Callable[[Session, Actor], list[Group]]] = [
    asking.asked,
    to_sign,
    feedback.arrived_here,
    own,
    helping,
    no_longer_asked,
    actions.due,
    asking.replied,
    _moderating,
    moderation.differences,
    _chairing,
    glass.broken,
    feedback.challenges,
    _running,
    _ratifying,
    _inviting,
    _reading,
]
