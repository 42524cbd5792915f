"""A meeting of the moderation panel: who is there, one exception after the other, and what was decided."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import RoleGiven
from formsapp.access.permissions import Permission
from formsapp.audit_trail.record import record
from formsapp.audits.commands import lock_audit
from formsapp.audits.interests import interests_in
from formsapp.audits.lifecycle import AuditState
from formsapp.audits.models import Audit, Return
from formsapp.audits.queries import audits_in_sight, state_of
from formsapp.audits.visibility import returns_in_sight
from formsapp.clock import now
from formsapp.database import current_session
from formsapp.moderation.commands import MinorityView, settle_rating, to_settle
from formsapp.moderation.models import Panel, PanelItem
from formsapp.moderation.second import hidden_from
from formsapp.moderation.waiting import Unsettled, exceptions
from formsapp.people.models import Person
from formsapp.refusals import Refused
from formsapp.returns.queries import lock_return

NOT_REACHED = "The meeting ended before this was reached."
_COME = ("chair", "deputy_chair", "moderator", "partnership_officer")


@dataclass(frozen=True)
class Decision:
    """What was decided about one exception. `rating` None leaves it open."""

    rating: str | None
    how: str
    reason: str
    minority: MinorityView | None = None
    #: What whoever decides knows of: the settled rating (0: none) and the last time a panel talked about it (0: never).
    seen: int = 0
    talked: int = 0


@dataclass(frozen=True)
class Meeting:
    """A panel as far as one person sees it: what is done, and what is left, in order."""

    panel: Panel
    items: tuple[PanelItem, ...]
    left: tuple[Unsettled, ...]

    @property
    def total(self) -> int:
        """How many exceptions this meeting has, in this person's sight."""
        return len(self.items) + len(self.left)

    def place(self, one: Unsettled) -> int:
        """Which of them this is: those done come first."""
        return len(self.items) + self.left.index(one) + 1

    def chosen(self, key: str) -> Unsettled | None:
        """The exception asked for, or the first that is left."""
        return next((one for one in self.left if one.key == key), self.left[0] if self.left else None)

    def after(self, one: Unsettled) -> Unsettled | None:
        """The exception after this one, from the beginning again after the last; None where it is the only one."""
        place = self.left.index(one)
        following = [*self.left[place + 1 :], *self.left[:place]]
        return following[0] if following else None


def panel_from_url(actor: Actor, panel_id: int) -> Panel:
    """A panel of an audit of which the person reviews the returns; 404 otherwise."""
    wanted = (
        select(Panel)
        .join(Audit, Audit.id == Panel.audit_id)
        .where(Panel.id == panel_id, audits_in_sight(actor, Permission.RETURN_REVIEW))
    )
    found = current_session().scalar(wanted)
    return found if found is not None else abort(404)


def panels_of(session: Session, audit: Audit) -> list[Panel]:
    """The meetings of an audit, the latest first."""
    return list(session.scalars(select(Panel).where(Panel.audit_id == audit.id).order_by(Panel.id.desc())))


def who_may_come(session: Session, audit: Audit) -> list[Person]:
    """The people with an account who take part in moderating this audit, by name."""
    return list(
        session.scalars(
            select(Person)
            .join(RoleGiven, RoleGiven.person_id == Person.id)
            .where(
                RoleGiven.role.in_(_COME),
                RoleGiven.audit_id.is_(None) | (RoleGiven.audit_id == audit.id),
                RoleGiven.ended_at.is_(None),
                Person.disabled_at.is_(None),
            )
            .distinct()
            .order_by(Person.name)
        )
    )


def begin_panel(
    session: Session, *, audit: Audit, held_on: date, present: Collection[int], others: str, by: Actor
) -> Panel:
    """Begin a meeting; who holds it is there."""
    lock_audit(session, audit)
    if state_of(session, audit) not in {AuditState.IN_MODERATION, AuditState.REPORTING}:
        raise Refused("A panel is held while the audit is in moderation.")
    if any(one.ended_at is None for one in panels_of(session, audit)):
        raise Refused("A meeting of this audit has not ended. Go on with it, or end it, before you begin another.")
    there = _known(session, audit, {*present, *([by.id] if by.id else [])})
    panel = Panel(
        audit_id=audit.id,
        held_on=held_on,
        present=json.dumps(sorted(there)),
        others=others.strip(),
        began_at=now(),
        began_by_id=by.id,
    )
    session.add(panel)
    session.flush()
    record(session, "panel.begun", on=("panel", panel.id), by=by, audit_id=audit.id, present=len(there))
    return panel


def join_panel(session: Session, *, panel: Panel, present: Collection[int], others: str, by: Actor) -> None:
    """Say who has come since the meeting began; nobody who was there is taken off."""
    hold(session, panel)
    audit = session.get_one(Audit, panel.audit_id)
    there = _known(session, audit, present) | set(present_at(panel))
    panel.present = json.dumps(sorted(there))
    if others.strip():
        panel.others = "\n".join(filter(None, [panel.others, others.strip()]))
    session.flush()
    record(session, "panel.joined", on=("panel", panel.id), by=by, audit_id=audit.id, present=len(there))


def present_at(panel: Panel) -> list[int]:
    """The people with an account who were there, by id."""
    return list(json.loads(panel.present))


def meeting_of(session: Session, panel: Panel, *, by: Actor) -> Meeting:
    """The meeting as this person sees it: what is theirs to decide; nothing of a return out of their sight."""
    audit = session.get_one(Audit, panel.audit_id)
    items = items_in_sight(session, panel, by=by)
    done = {(one.return_id, one.question) for one in items}
    left = [one for one in exceptions_of(session, audit, by=by) if (one.return_.id, one.question) not in done]
    return Meeting(panel, tuple(items), tuple(left))


def exceptions_of(session: Session, audit: Audit, *, by: Actor) -> list[Unsettled]:
    """The exceptions that are this person's to decide: of a deputy, those in which a chair has an interest."""
    theirs = decided_by(session, audit, by)
    return [one for one in exceptions(session, audit, by=by) if theirs is None or one.return_.id in theirs]


def to_decide(session: Session, audit: Audit, *, by: Actor) -> list[Unsettled]:
    """The ratings that this person settles: of a deputy, those of returns in which a chair has an interest."""
    return [one for one in exceptions_of(session, audit, by=by) if one.record.needs_settling]


def talked_about(session: Session, audit: Audit) -> set[tuple[int, str]]:
    """The answers that a panel of this audit decided about or left open, as return and question."""
    rows = session.execute(
        select(PanelItem.return_id, PanelItem.question)
        .join(Panel, Panel.id == PanelItem.panel_id)
        .where(Panel.audit_id == audit.id)
    )
    return {(return_id, question) for return_id, question in rows}


def _left(session: Session, panel: Panel, items: Iterable[PanelItem], by: Actor) -> list[Unsettled]:
    done = {(one.return_id, one.question) for one in items}
    audit = session.get_one(Audit, panel.audit_id)
    return [one for one in exceptions(session, audit, by=by) if (one.return_.id, one.question) not in done]


def decided_by(session: Session, audit: Audit, by: Actor) -> set[int] | None:
    """The returns that this person decides about: of a deputy those in which a chair has an interest; None for all."""
    held = session.execute(
        select(RoleGiven.person_id, RoleGiven.role)
        .join(Person, Person.id == RoleGiven.person_id)
        .where(
            RoleGiven.audit_id == audit.id,
            RoleGiven.role.in_(("chair", "deputy_chair")),
            RoleGiven.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    ).all()
    chairs = {person for person, role in held if role == "chair"}
    if by.id in chairs:
        return None
    return {pair.return_id for pair in interests_in(session, audit, chairs)}


def items_in_sight(session: Session, panel: Panel, *, by: Actor) -> list[PanelItem]:
    """What this panel decided or left open, of the returns in the person's sight, in the order of the meeting."""
    audit = session.get_one(Audit, panel.audit_id)
    hidden = hidden_from(session, audit, by.id)
    rows = session.scalars(
        select(PanelItem)
        .join(Return, Return.id == PanelItem.return_id)
        .where(PanelItem.panel_id == panel.id, returns_in_sight(by))
        .order_by(PanelItem.id)
    )
    return [one for one in rows if one.return_id not in hidden]


def step_out(session: Session, panel: Panel, return_: Return) -> dict[int, str]:
    """Who of those present must step out while this return is talked about, by id, with the reason in words."""
    found = interests_in(session, session.get_one(Audit, panel.audit_id), present_at(panel))
    return {pair.person_id: reason for pair, reason in found.items() if pair.return_id == return_.id}


def must_step_out(session: Session, panel: Panel) -> set[int]:
    """The returns for which somebody present must step out, by id."""
    return {pair.return_id for pair in interests_in(session, session.get_one(Audit, panel.audit_id), present_at(panel))}


def last_talked(session: Session, one: Unsettled) -> int:
    """The last time that a panel decided about this answer or left it open: the item's id, 0 for never."""
    wanted = select(func.max(PanelItem.id)).where(
        PanelItem.return_id == one.return_.id, PanelItem.question == one.question
    )
    return session.scalar(wanted) or 0


def decide(session: Session, *, panel: Panel, one: Unsettled, decision: Decision, by: Actor) -> PanelItem:
    """Take the panel's decision about one exception: settle it, or leave it open with the reason.

    Refused where somebody decided since: on another screen, or outside the meeting.
    """
    hold(session, panel)
    lock_return(session, one.return_.id)
    if decision.rating is None and not decision.reason.strip():
        raise Refused("Say why this is left open.")
    if last_talked(session, one) != decision.talked:
        raise Refused(
            "This was decided or left open on another screen while you had it open. What you typed is still here: "
            "decide again only to put yours in its place."
        )
    settled = None
    if decision.rating is None:
        to_settle(session, one.return_, one.question, by, decision.seen)
    else:
        settled = settle_rating(
            session,
            return_=one.return_,
            question=one.question,
            rating=decision.rating,
            how=decision.how,
            reason=decision.reason,
            by=by,
            seen=decision.seen,
            minority=decision.minority,
        )
    item = _append(session, panel, one, by=by, settled_id=settled.id if settled else None, note=decision.reason)
    record(
        session,
        "panel.decided" if settled else "panel.left_open",
        on=("return", one.return_.id),
        by=by,
        audit_id=panel.audit_id,
        panel=panel.id,
        question=one.question,
    )
    return item


def end_panel(session: Session, *, panel: Panel, by: Actor) -> None:
    """End a meeting. What was not reached, of what this person sees, is on record as left open."""
    hold(session, panel)
    for one in _left(session, panel, items_in_sight(session, panel, by=by), by):
        _append(session, panel, one, by=by, settled_id=None, note=NOT_REACHED)
    panel.ended_at = now()
    session.flush()
    record(session, "panel.ended", on=("panel", panel.id), by=by, audit_id=panel.audit_id)


def _append(
    session: Session, panel: Panel, one: Unsettled, *, by: Actor, settled_id: int | None, note: str
) -> PanelItem:
    item = PanelItem(
        panel_id=panel.id,
        return_id=one.return_.id,
        question=one.question,
        outcome="settled" if settled_id else "left_open",
        note=note.strip(),
        settled_id=settled_id,
        stepped_out=json.dumps(sorted(step_out(session, panel, one.return_))),
        at=now(),
        by_id=by.id,
    )
    session.add(item)
    session.flush()
    return item


def hold(session: Session, panel: Panel) -> None:
    """One screen at a time: whoever comes second sees who came, what was decided and that the meeting has ended."""
    session.refresh(panel, with_for_update=True)
    if panel.ended_at is not None:
        raise Refused("This meeting has ended. Begin another one.")


def _known(session: Session, audit: Audit, people: Iterable[int]) -> set[int]:
    return {person.id for person in who_may_come(session, audit)} & set(people)
