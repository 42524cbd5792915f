"""Who moderates what: given, taken back with a reason, never where somebody has an interest."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.models import RoleGiven
from formsapp.audit_trail.record import record, take_turn
from formsapp.audits.interests import Pair, interests_in
from formsapp.audits.models import Audit, Return
from formsapp.clock import now
from formsapp.moderation.models import Moderator
from formsapp.people.models import Person
from formsapp.refusals import Refused

#: The roles over an audit whose holders may be asked to moderate its returns.
MODERATE = ("moderator", "chair")
MOST_MODERATORS = 2


def who_can_moderate(session: Session, audit: Audit) -> list[Person]:
    """The people who may be asked to moderate returns of the audit, by name."""
    wanted = (
        select(Person)
        .join(RoleGiven, RoleGiven.person_id == Person.id)
        .where(
            RoleGiven.audit_id == audit.id,
            RoleGiven.role.in_(MODERATE),
            RoleGiven.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )
    return list(session.scalars(wanted.distinct().order_by(Person.name, Person.id)))


def allocate(session: Session, *, audit: Audit, returns: Iterable[Return], moderator: Person, by: Actor) -> int:
    """Ask a person to moderate these returns; gives how many are new. Refused where they have an interest in one."""
    take_turn(session)
    wanted = {return_.id: return_ for return_ in returns}
    if moderator.id not in {person.id for person in who_can_moderate(session, audit)}:
        raise Refused(f"{moderator.name} is not a moderator of this audit.")
    if any(return_.audit_id != audit.id for return_ in wanted.values()):
        raise Refused("A return that is not part of this audit cannot be moderated in it.")
    barred = interests_in(session, audit, [moderator.id])
    names = sorted({one.organisation.name for one in wanted.values() if Pair(moderator.id, one.id) in barred})
    if names:
        raise Refused(f"{moderator.name} has an interest in {', '.join(names)} and cannot moderate there.")
    if full := _full(session, wanted, moderator):
        raise Refused(f"Two people moderate {', '.join(full)} already: take it back from one of them first.")
    return len(ask(session, audit, wanted, moderator, by))


def _full(session: Session, returns: Mapping[int, Return], moderator: Person) -> list[str]:
    """The names of those that two others moderate."""
    others = Moderator.person_id != moderator.id, Moderator.ended_at.is_(None)
    counted = select(Moderator.return_id).where(Moderator.return_id.in_(returns), *others)
    full = session.scalars(counted.group_by(Moderator.return_id).having(func.count() >= MOST_MODERATORS))
    return sorted(returns[return_id].organisation.name for return_id in full)


def ask(session: Session, audit: Audit, returns: Collection[int], moderator: Person, by: Actor) -> list[int]:
    """Ask for these returns, without looking at interests; gives those that are new.

    Two who ask at the same time wait for each other, so that nobody is asked twice.
    """
    take_turn(session)
    rows = session.scalars(select(Moderator).where(Moderator.person_id == moderator.id)).all()
    before = {one.return_id: one for one in rows}
    new = [one for one in returns if one not in before or before[one].ended_at is not None]
    for return_id in new:
        asked = before.get(return_id) or Moderator(return_id=return_id, person_id=moderator.id)
        asked.allocated_at, asked.allocated_by_id = now(), by.id
        asked.ended_at = asked.ended_reason = None
        session.add(asked)
    session.flush()
    for return_id in new:
        record(session, "moderator.allocated", on=("return", return_id), by=by, audit_id=audit.id, person=moderator.id)
    return new


def take_back(session: Session, *, return_: Return, moderator: Person, reason: str, by: Actor) -> None:
    """Take a return back from a moderator, with the reason. What they judged stays."""
    if not reason.strip():
        raise Refused("Give the reason for taking the return back.")
    take_turn(session)
    wanted = select(Moderator).where(Moderator.return_id == return_.id, Moderator.person_id == moderator.id)
    asked = session.scalar(wanted)
    if asked is None or asked.ended_at is not None:
        raise Refused(f"{moderator.name} does not moderate this return.")
    asked.ended_at, asked.ended_reason = now(), reason.strip()
    session.flush()
    on = ("return", return_.id)
    record(session, "moderator.taken_back", on=on, by=by, audit_id=return_.audit_id, person=moderator.id)
