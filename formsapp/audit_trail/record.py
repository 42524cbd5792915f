"""Record an event, and verify the chain."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import now

FIRST_HASH = "0" * 64
#: Any number will do, as long as everything that appends to the trail takes the same lock.
TRAIL_LOCK = 7_244_101
_LAST_HASH = select(TrailEvent.hash).order_by(TrailEvent.id.desc()).limit(1)
_APPEND = insert(TrailEvent.__table__)
_CHAINED = ("at", "event", "subject_kind", "subject_id", "by_id", "audit_id", "details")


def record(
    session: Session,
    event: str,
    *,
    on: tuple[str, int],
    by: Actor,
    audit_id: int | None = None,
    **details: Any,
) -> None:
    """Append one event about a subject `(kind, id)`: in the transaction of the change itself, never with content."""
    take_turn(session)
    row = {
        "at": now(),
        "event": event,
        "subject_kind": on[0],
        "subject_id": on[1],
        "by_id": by.id,
        "audit_id": audit_id,
        "details": json.dumps(details, sort_keys=True, default=str, ensure_ascii=False),
    }
    connection = session.connection()
    previous = connection.execute(_LAST_HASH).scalar() or FIRST_HASH
    connection.execute(_APPEND, row | {"hash": chained_hash(previous, row)})


def take_turn(session: Session) -> None:
    """Wait until nobody else appends to the trail, and keep others waiting until this transaction ends."""
    if session.bind is not None and session.bind.dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": TRAIL_LOCK})


def chained_hash(previous: str, row: dict[str, Any]) -> str:
    """The hash of an event: SHA-256 over the hash before it and the event's own fields as canonical JSON."""
    moment: datetime = row["at"]
    fields = {**row, "at": moment.isoformat(timespec="microseconds")}
    text_of_row = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text_of_row}".encode()).hexdigest()


def first_broken_event(session: Session) -> int | None:
    """The id of the first event whose hash does not follow from the one before; None when the chain is whole."""
    previous = FIRST_HASH
    in_order = select(TrailEvent).order_by(TrailEvent.id).execution_options(yield_per=1000)
    with session.execute(in_order) as found:
        for event in found.scalars():
            row = {name: getattr(event, name) for name in _CHAINED}
            if chained_hash(previous, row) != event.hash:
                return event.id
            previous = event.hash
    return None
